/** Profiles whose parameter sets tell of chroma and scaling lists. */
const HIGH = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

/**
 * Width and height of the pictures that a sequence parameter set of H.264 tells of (ISO 14496-10, 7.3.2.1.1), cropped.
 * mediabunny 1.61 halves the height of interlaced video.
 */
export function pictureSize(sps: Uint8Array): { width: number; height: number } {
  const bits = new Bits(sps);
  const [, profile = 0] = sps;
  bits.skip(32);
  bits.number();
  let chroma = 1;
  if (HIGH.includes(profile)) {
    chroma = bits.number();
    if (chroma === 3) bits.skip(1);
    bits.number();
    bits.number();
    bits.skip(1);
    const lists = bits.bit() ? (chroma === 3 ? 12 : 8) : 0;
    for (let i = 0; i < lists; i++) {
      const isThere = bits.bit();
      if (isThere) skipScalingList(bits, i < 6 ? 16 : 64);
    }
  }
  bits.number();
  const orderType = bits.number();
  if (orderType === 0) bits.number();
  else if (orderType === 1) {
    bits.skip(1);
    bits.number();
    bits.number();
    for (let left = Math.min(255, bits.number()); left > 0; left--) bits.number();
  }
  bits.number();
  bits.skip(1);
  const columns = bits.number() + 1;
  const rows = bits.number() + 1;
  const fields = bits.bit() ? 1 : 2;
  if (fields === 2) bits.skip(1);
  bits.skip(1);
  const [left, right, top, bottom] = bits.bit()
    ? [bits.number(), bits.number(), bits.number(), bits.number()]
    : [0, 0, 0, 0];
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * fields;
  return { width: 16 * columns - unitX * (left + right), height: 16 * rows * fields - unitY * (top + bottom) };
}

function skipScalingList(bits: Bits, size: number): void {
  let next = 8;
  for (let i = 0; i < size && next !== 0; i++) {
    const code = bits.number();
    next = (next + (code % 2 ? (code + 1) / 2 : -code / 2) + 256) % 256;
  }
}

/** Reads bits of a NAL unit, without the bytes that are there to avoid start codes. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(unit: Uint8Array) {
    this.#bytes = unit.filter((byte, i) => !(byte === 3 && unit[i - 1] === 0 && unit[i - 2] === 0));
  }

  /** 0 after the end. */
  bit(): number {
    const byte = this.#bytes[this.#at >> 3] ?? 0;
    return (byte >> (7 - (this.#at++ & 7))) & 1;
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** An unsigned Exp-Golomb code. */
  number(): number {
    let length = 0;
    while (length < 32 && !this.bit()) length++;
    let value = 1;
    for (; length > 0; length--) value = 2 * value + this.bit();
    return value - 1;
  }
}
