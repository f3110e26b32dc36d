/**
 * AAC packets as an ADTS file (ISO 13818-7, 6.2), each with a header in front.
 *
 * @param config - The AudioSpecificConfig (ISO 14496-3, 1.6.2.1): object type, rate and channels stand in its first bytes.
 */
export function adtsFile(packets: readonly Uint8Array[], config: Uint8Array): Uint8Array {
  const [first = 0, second = 0] = config;
  const profile = Math.max(0, (first >> 3) - 1) & 3;
  const rate = ((first & 7) << 1) | (second >> 7);
  const channels = (second >> 3) & 15;
  const file = new Uint8Array(packets.reduce((sum, { length }) => sum + 7 + length, 0));
  let at = 0;
  for (const packet of packets) {
    const length = 7 + packet.length;
    file.set([0xff, 0xf1, (profile << 6) | (rate << 2) | (channels >> 2)], at);
    file.set([((channels & 3) << 6) | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc], at + 3);
    file.set(packet, at + 7);
    at += length;
  }
  return file;
}
