const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);

function crcTable(width: number, polynomial: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (width - 8);
    for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ ((crc >> (width - 1)) & 1 ? polynomial : 0);
    return crc & (2 ** width - 1);
  });
}

/** The checksum of a FLAC frame's header (RFC 9639, 9.1.8). */
export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = CRC8[crc ^ byte]!;
  return crc;
}

/** That of the whole frame (RFC 9639, 9.3). */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = addToCrc16(crc, byte);
  return crc;
}

export function addToCrc16(crc: number, byte: number): number {
  return ((crc << 8) & 0xffff) ^ CRC16[(crc >> 8) ^ byte]!;
}
