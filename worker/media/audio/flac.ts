import { ByteQueue } from '../byte-queue.js';
import { joinBytes } from '../bytes.js';
import { joinStretches } from '../join.js';
import { beginsFile } from '../sniff.js';
import type { Demuxer, MediaTools, Stretch } from '../types.js';
import { addToCrc16, crc8 } from './crc.js';
import { PacketDecoder } from './decode.js';

/** Bytes that a frame has at least, and a metadata block's head has. */
const LEAST_FRAME = 11;
const BLOCK_HEAD = 4;
const LAST_BLOCK = 0x80;

/** Reads FLAC files (RFC 9639). */
export class FlacDemuxer implements Demuxer {
  readonly soundOnly = true;
  whole = false;
  readonly #tools: MediaTools;
  readonly #queue = new ByteQueue();
  #head: { readonly description: Uint8Array; readonly totalSamples: number } | undefined;
  #decoder: PacketDecoder | undefined;
  #samples = 0;

  constructor(tools: MediaTools) {
    this.#tools = tools;
  }

  continues(bytes: Uint8Array): boolean {
    return !beginsFile(bytes);
  }

  async push(bytes: Uint8Array): Promise<Stretch | undefined> {
    this.#queue.push(bytes);
    if (!this.#head) this.#readHead();
    return this.#head && this.#decode(this.#takeFrames(false));
  }

  async end(): Promise<Stretch | undefined> {
    if (!this.#decoder || !this.#head) throw new TypeError('it ends before its sound begins');
    if (this.whole) return undefined;
    const stretch = await this.#decode(this.#takeFrames(true));
    return this.whole ? stretch : joinStretches([stretch, { sound: await this.#decoder.end() }]);
  }

  async #decode(packets: readonly Uint8Array[]): Promise<Stretch | undefined> {
    const sound = await this.#decoder!.push(packets);
    const { totalSamples } = this.#head!;
    if (totalSamples === 0 || this.#samples < totalSamples) return sound && { sound };
    this.whole = true;
    return joinStretches([{ sound }, { sound: await this.#decoder!.end() }]);
  }

  /** The metadata blocks: STREAMINFO comes first. */
  #readHead(): void {
    const { bytes } = this.#queue;
    for (let at = 4; at + BLOCK_HEAD <= bytes.length; ) {
      const isLast = bytes[at]! & LAST_BLOCK;
      at += BLOCK_HEAD + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
      if (!isLast || at > bytes.length) continue;
      this.#open(bytes.slice(8, 42));
      this.#queue.skip(at);
      return;
    }
  }

  #open(info: Uint8Array): void {
    const view = new DataView(info.buffer);
    const word = view.getUint32(10);
    const sampleRate = word >>> 12;
    const channelCount = ((word >> 9) & 7) + 1;
    const depth = ((word >> 4) & 31) + 1;
    if (sampleRate === 0) throw new TypeError('it is damaged: it has 0 samples a second');
    const description = joinBytes([new Uint8Array([0x66, 0x4c, 0x61, 0x43, LAST_BLOCK, 0, 0, info.length]), info]);
    this.#head = { description, totalSamples: (word & 15) * 2 ** 32 + view.getUint32(14) };
    const bits = depth <= 16 ? 16 : 24;
    const toFile = (packets: readonly Uint8Array[]) => flacFile(description, packets);
    const format = { codec: 'flac', sampleRate, channelCount, description, bits, toFile } as const;
    this.#decoder = new PacketDecoder(format, { skip: 0 }, this.#tools);
  }

  /** A frame ends where its checksum is right and the next begins; nothing else tells its length. */
  #takeFrames(last: boolean): Uint8Array[] {
    const packets: Uint8Array[] = [];
    const { bytes } = this.#queue;
    const { totalSamples } = this.#head!;
    let start = 0;
    let samples = blockSize(bytes, start);
    while (start < bytes.length && samples === undefined) samples = blockSize(bytes, ++start);
    while (samples !== undefined) {
      const isLast = totalSamples > 0 && this.#samples + samples >= totalSamples;
      const end = frameEnd(bytes, start, isLast || last);
      if (end === undefined) break;
      packets.push(bytes.subarray(start, end));
      this.#samples += samples;
      start = end;
      samples = blockSize(bytes, start);
    }
    this.#queue.skip(start);
    return packets;
  }
}

/** Packets as a FLAC file. */
export function flacFile(description: Uint8Array, packets: readonly Uint8Array[]): Uint8Array {
  return joinBytes([description, ...packets]);
}

/** Samples of the frame whose header is at `offset`; `undefined` if there is none, or not all of it. */
function blockSize(bytes: Uint8Array, offset: number): number | undefined {
  if (bytes[offset] !== 0xff || (bytes[offset + 1]! & 0xfe) !== 0xf8 || offset + LEAST_FRAME > bytes.length)
    return undefined;
  const code = bytes[offset + 2]! >> 4;
  const rate = bytes[offset + 2]! & 15;
  if (code === 0 || rate === 15 || bytes[offset + 3]! & 1) return undefined;
  let at = offset + 4;
  // The frame's number, coded like a character of UTF-8.
  const lead = bytes[at++]!;
  if (lead >= 0xc0) for (let mask = 0x40; lead & mask; mask >>= 1) at++;
  const size =
    code === 1
      ? 192
      : code < 6
        ? 576 << (code - 2)
        : code === 6
          ? bytes[at]! + 1
          : code === 7
            ? ((bytes[at]! << 8) | bytes[at + 1]!) + 1
            : 256 << (code - 8);
  at += code === 6 ? 1 : code === 7 ? 2 : 0;
  at += rate === 12 ? 1 : rate > 12 ? 2 : 0;
  return at < bytes.length && crc8(bytes.subarray(offset, at)) === bytes[at] ? size : undefined;
}

/** @param open - Whether the frame may be the last, with nothing after it. */
function frameEnd(bytes: Uint8Array, start: number, open: boolean): number | undefined {
  let crc = 0;
  for (let at = start; at < bytes.length; at++) {
    // After a frame its CRC-16, taken over the checksum as well, is 0.
    if (at >= start + LEAST_FRAME && crc === 0 && blockSize(bytes, at) !== undefined) return at;
    crc = addToCrc16(crc, bytes[at]!);
    if (open && crc === 0 && at + 1 >= start + LEAST_FRAME && at + 1 === bytes.length) return bytes.length;
  }
  return undefined;
}
