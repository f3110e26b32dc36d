/** By what the fixed predictors multiply the samples before, the last first. */
const FIXED = [
  [0, 0, 0, 0],
  [1, 0, 0, 0],
  [2, -1, 0, 0],
  [3, -3, 1, 0],
  [4, -6, 4, -1],
] as const;
const VERBATIM = 1;
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
/** The rate stands at the end of the header. */
const HERTZ = 13;
const BITS = 24;

/**
 * The samples of a FLAC frame (RFC 9639), one array for each channel. It reads what this library's encoder
 * writes: 24 bits, fixed predictors, and parameters of 5 bits.
 *
 * @throws TypeError when it is of another encoder.
 */
export function decodeFrame(frame: Uint8Array): Int32Array[] {
  if (frame[1] !== 0xf9 || (frame[3]! & 0xf) !== 0b1100) throw new TypeError('it is FLAC of another encoder');
  const bits = new BitReader(frame);
  bits.skip(16 + 4);
  const rateCode = bits.read(4);
  const assignment = bits.read(4);
  bits.skip(4);
  // The position: as many bytes as the first has ones in front.
  bits.skip(8 * Math.max(1, Math.clz32(~(frame[4]! << 24))));
  const length = bits.read(16) + 1;
  // The rate, and a checksum.
  bits.skip(rateCode === HERTZ ? 16 + 8 : 8);
  const count = assignment < LEFT_SIDE ? assignment + 1 : 2;
  const side = assignment === LEFT_SIDE ? 1 : assignment === SIDE_RIGHT ? 0 : -1;
  const channels = Array.from({ length: count }, (_, i) => readSubframe(bits, length, i === side ? BITS + 1 : BITS));
  if (side !== -1) {
    const [first, second] = channels as [Int32Array, Int32Array];
    const target = channels[side]!;
    for (let i = 0; i < length; i++) target[i] = side === 1 ? first[i]! - second[i]! : first[i]! + second[i]!;
  }
  return channels;
}

function readSubframe(bits: BitReader, length: number, depth: number): Int32Array {
  const samples = new Int32Array(length);
  const type = bits.read(7);
  const wasted = bits.read(1) ? bits.readUnary() + 1 : 0;
  const width = depth - wasted;
  if (type === 0) return samples.fill(bits.readSigned(width) << wasted);
  const order = type === VERBATIM ? length : type & 7;
  for (let i = 0; i < order; i++) samples[i] = bits.readSigned(width);
  if (type !== VERBATIM) {
    readResidual(bits, samples, order);
    predict(samples, order);
  }
  if (wasted > 0) for (let i = 0; i < length; i++) samples[i]! <<= wasted;
  return samples;
}

function readResidual(bits: BitReader, samples: Int32Array, order: number): void {
  bits.skip(2);
  const partitions = 1 << bits.read(4);
  const size = samples.length / partitions;
  for (let partition = 0, i = order; partition < partitions; partition++) {
    const parameter = bits.read(5);
    for (const end = (partition + 1) * size; i < end; i++) {
      const value = (bits.readUnary() << parameter) | bits.read(parameter);
      samples[i] = (value >>> 1) ^ -(value & 1);
    }
  }
}

function predict(samples: Int32Array, order: number): void {
  const factors = FIXED[order]!;
  // By index: once WebKitGTK has optimised this, it fails to take it apart as `[a, b, c, d]`.
  const a = factors[0];
  const b = factors[1];
  const c = factors[2];
  const d = factors[3];
  let w = samples[order - 1] ?? 0;
  let x = samples[order - 2] ?? 0;
  let y = samples[order - 3] ?? 0;
  let z = samples[order - 4] ?? 0;
  for (let i = order; i < samples.length; i++) {
    const value = samples[i]! + a * w + b * x + c * y + d * z;
    samples[i] = value;
    z = y;
    y = x;
    x = w;
    w = value;
  }
}

class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  skip(bits: number): void {
    this.#at += bits;
  }

  /** Up to 32. */
  read(bits: number): number {
    if (bits === 0) return 0;
    if (bits > 25) return ((this.read(bits - 16) << 16) | this.read(16)) >>> 0;
    const value = this.#peek() >>> (32 - bits);
    this.#at += bits;
    return value;
  }

  /** Up to 25. */
  readSigned(bits: number): number {
    const value = this.#peek() >> (32 - bits);
    this.#at += bits;
    return value;
  }

  /** How many zeros there are before a one. */
  readUnary(): number {
    for (let zeros = 0; ; ) {
      const known = 32 - (this.#at & 7);
      const leading = Math.clz32(this.#peek());
      if (leading < known) {
        this.#at += leading + 1;
        return zeros + leading;
      }
      if (this.#at > 8 * this.#bytes.length) throw new RangeError('The frame is cut short.');
      zeros += known;
      this.#at += known;
    }
  }

  /** The next 25 bits and maybe more, as the highest. */
  #peek(): number {
    const bytes = this.#bytes;
    const at = this.#at >>> 3;
    const word = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    return word << (this.#at & 7);
  }
}
