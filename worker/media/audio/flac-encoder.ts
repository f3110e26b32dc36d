import { crc8, crc16 } from './crc.js';

/** Samples a frame has at most. */
const BLOCK = 4096;
const BITS = 24;
const MAX_FIXED_ORDER = 4;
const MAX_PARTITION_ORDER = 6;

const RATE_CODES: Record<number, number> = {
  8000: 4,
  16000: 5,
  22050: 6,
  24000: 7,
  32000: 8,
  44100: 9,
  48000: 10,
};
/** The rate stands at the end of the header. */
const HERTZ = 13;

/** One FLAC frame and how many samples of each channel it holds. */
export interface FlacFrame {
  readonly data: Uint8Array;
  readonly samples: number;
}

/**
 * Codes sound without loss, as a FLAC stream of 24 bits and variable block size (RFC 9639): fixed predictors with Rice
 * coded residuals, the second channel of two as difference where that is smaller. Sound of 16 bits costs what it would
 * in a stream of 16, as the bits that are always zero are left out.
 */
export class FlacEncoder {
  readonly #sampleRate: number;
  readonly #channelCount: number;
  /** Samples of each channel that have been coded. */
  #position = 0;

  /**
   * @param sampleRate - Below 65,536.
   * @param channelCount - 1 to 8.
   */
  constructor(sampleRate: number, channelCount: number) {
    this.#sampleRate = sampleRate;
    this.#channelCount = channelCount;
  }

  /** The 34 bytes of the STREAMINFO block, without its header. Length and checksum are not known in a stream. */
  get streamInfo(): Uint8Array {
    const info = new Uint8Array(34);
    const view = new DataView(info.buffer);
    view.setUint16(0, 16);
    view.setUint16(2, BLOCK);
    // 20 bits of rate, 3 of channels, 5 of sample size, 36 of length.
    view.setUint32(10, ((this.#sampleRate << 12) | ((this.#channelCount - 1) << 9) | ((BITS - 1) << 4)) >>> 0);
    return info;
  }

  /**
   * Codes all of it: the last frame is as short as it comes.
   *
   * @param channels - -1 to 1; what lies outside is clipped, NaN becomes 0.
   * @param bits - The precision to keep.
   */
  encode(channels: readonly Float32Array[], bits: 16 | 24): FlacFrame[] {
    const frames: FlacFrame[] = [];
    const { length } = channels[0]!;
    for (let start = 0; start < length; start += BLOCK) {
      const end = Math.min(start + BLOCK, length);
      const block = channels.map((channel) => quantise(channel.subarray(start, end), bits));
      frames.push({ data: this.#frame(block), samples: end - start });
      this.#position += end - start;
    }
    return frames;
  }

  #frame(block: Int32Array[]): Uint8Array {
    const { length } = block[0]!;
    const out = new BitWriter(block.length * (length * 4 + 64) + 64);
    const { channels, assignment, side } = decorrelate(block);
    // GStreamer reads no frame whose rate is only in STREAMINFO.
    const rateCode = RATE_CODES[this.#sampleRate] ?? HERTZ;
    // Sync code and variable block size; block size at the end of the header; 24 bits.
    out.write(0xfff9, 16);
    out.write(0x70 | rateCode, 8);
    out.write((assignment << 4) | 0b1100, 8);
    writeNumber(out, this.#position);
    out.write(length - 1, 16);
    if (rateCode === HERTZ) out.write(this.#sampleRate, 16);
    out.write(crc8(out.written()), 8);
    channels.forEach((samples, i) => {
      // A difference needs a bit more.
      writeSubframe(out, samples, i === side ? BITS + 1 : BITS);
    });
    out.align();
    out.write(crc16(out.written()), 16);
    return out.written().slice();
  }
}

function quantise(channel: Float32Array, bits: 16 | 24): Int32Array {
  const scale = 2 ** (bits - 1);
  const shift = BITS - bits;
  const samples = new Int32Array(channel.length);
  for (let i = 0; i < channel.length; i++) {
    const value = Math.round(channel[i]! * scale);
    // Comparisons with NaN are false, and `NaN << 0` is 0.
    samples[i] = (value >= scale ? scale - 1 : value < -scale ? -scale : value) << shift;
  }
  return samples;
}

/** Two channels as left and side or side and right, where that is less to code. */
function decorrelate(block: Int32Array[]): { channels: Int32Array[]; assignment: number; side?: number } {
  const plain = { channels: block, assignment: block.length - 1 };
  if (block.length !== 2) return plain;
  const [left, right] = block as [Int32Array, Int32Array];
  const difference = left.map((value, i) => value - right[i]!);
  const [l, r, d] = [left, right, difference].map(roughness) as [number, number, number];
  const least = Math.min(l + r, l + d, d + r);
  if (least === l + r) return plain;
  return least === l + d
    ? { channels: [left, difference], assignment: 8, side: 1 }
    : { channels: [difference, right], assignment: 9, side: 0 };
}

function roughness(samples: Int32Array): number {
  let sum = 0;
  for (let i = 2; i < samples.length; i++) sum += Math.abs(samples[i]! - 2 * samples[i - 1]! + samples[i - 2]!);
  return sum;
}

function writeSubframe(out: BitWriter, samples: Int32Array, bits: number): void {
  const first = samples[0]!;
  if (samples.every((value) => value === first)) {
    out.write(0, 8);
    out.writeSigned(first, bits);
    return;
  }
  const wasted = trailingZeros(samples);
  const values = wasted ? samples.map((value) => value >> wasted) : samples;
  const depth = bits - wasted;
  const best = bestPredictor(values);
  const rice = best && planRice(best.residual, best.order);
  const verbatim = !rice || rice.bits + best.order * depth > values.length * depth;
  out.write(((verbatim ? 1 : 8 | best.order) << 1) | (wasted ? 1 : 0), 8);
  if (wasted) out.writeUnary(wasted - 1);
  const warmUp = verbatim ? values.length : best.order;
  for (let i = 0; i < warmUp; i++) out.writeSigned(values[i]!, depth);
  if (!verbatim) writeRice(out, best.residual, best.order, rice);
}

function trailingZeros(samples: Int32Array): number {
  let all = 0;
  for (const value of samples) all |= value;
  return 31 - Math.clz32(all & -all);
}

interface Prediction {
  readonly order: number;
  /** Zigzag coded; those of the warm-up samples are not used. */
  readonly residual: Uint32Array;
}

/** The fixed predictor that leaves least: each is the difference of the one before. */
function bestPredictor(values: Int32Array): Prediction | undefined {
  const { length } = values;
  if (length <= MAX_FIXED_ORDER) return undefined;
  let difference = values;
  let best = { order: 0, difference, sum: Number.POSITIVE_INFINITY };
  for (let order = 0; order <= MAX_FIXED_ORDER; order++) {
    if (order > 0) {
      const next = new Int32Array(length);
      for (let i = order; i < length; i++) next[i] = difference[i]! - difference[i - 1]!;
      difference = next;
    }
    let sum = 0;
    for (let i = order; i < length; i++) sum += Math.abs(difference[i]!);
    if (sum < best.sum) best = { order, difference, sum };
  }
  const residual = new Uint32Array(length);
  for (let i = best.order; i < length; i++) {
    const value = best.difference[i]!;
    residual[i] = (value << 1) ^ (value >> 31);
  }
  return { order: best.order, residual };
}

interface RicePlan {
  readonly partitionOrder: number;
  readonly parameters: readonly number[];
  readonly bits: number;
}

/** How many partitions the residual is coded in, and the Rice parameter of each. */
function planRice(residual: Uint32Array, order: number): RicePlan | undefined {
  let best: RicePlan | undefined;
  for (let partitionOrder = 0; partitionOrder <= MAX_PARTITION_ORDER; partitionOrder += 2) {
    const size = residual.length >> partitionOrder;
    if (size << partitionOrder !== residual.length || size <= order) break;
    const parameters: number[] = [];
    let bits = 6;
    for (let start = 0; start < residual.length; start += size) {
      const from = Math.max(start, order);
      const { parameter, bits: needed } = bestParameter(residual, from, start + size);
      parameters.push(parameter);
      bits += needed + 5;
    }
    if (!best || bits < best.bits) best = { partitionOrder, parameters, bits };
  }
  return best;
}

function bestParameter(residual: Uint32Array, from: number, to: number): { parameter: number; bits: number } {
  let sum = 0;
  for (let i = from; i < to; i++) sum += residual[i]!;
  const count = to - from;
  const parameter = Math.min(30, Math.max(0, Math.round(Math.log2((sum / count) * 0.7 + 1e-9))));
  let bits = count * (1 + parameter);
  for (let i = from; i < to; i++) bits += residual[i]! >>> parameter;
  return { parameter, bits };
}

function writeRice(out: BitWriter, residual: Uint32Array, order: number, plan: RicePlan): void {
  const { partitionOrder, parameters } = plan;
  // Parameters of 5 bits.
  out.write(1, 2);
  out.write(partitionOrder, 4);
  const size = residual.length >> partitionOrder;
  parameters.forEach((parameter, partition) => {
    out.write(parameter, 5);
    const end = (partition + 1) * size;
    for (let i = Math.max(partition * size, order); i < end; i++) {
      const value = residual[i]!;
      out.writeUnary(value >>> parameter);
      if (parameter > 0) out.write(value & ((2 ** parameter - 1) | 0), parameter);
    }
  });
}

/** As UTF-8 codes characters, but up to 36 bits. */
function writeNumber(out: BitWriter, value: number): void {
  if (value < 0x80) {
    out.write(value, 8);
    return;
  }
  let bytes = 2;
  while (value >= 2 ** (5 * bytes + 1)) bytes++;
  const lead = bytes === 7 ? 0xfe : ((0xff00 >> bytes) & 0xff) | Math.floor(value / 2 ** (6 * (bytes - 1)));
  out.write(lead, 8);
  for (let i = bytes - 2; i >= 0; i--) out.write(0x80 | (Math.floor(value / 2 ** (6 * i)) & 0x3f), 8);
}

class BitWriter {
  readonly #bytes: Uint8Array;
  #length = 0;
  #pending = 0;
  #pendingBits = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** The lowest bits of `value`, up to 32. */
  write(value: number, bits: number): void {
    if (bits > 16) {
      this.write(value >>> 16, bits - 16);
      this.write(value & 0xffff, 16);
      return;
    }
    this.#pending = (this.#pending << bits) | (value & ((1 << bits) - 1));
    this.#pendingBits += bits;
    while (this.#pendingBits >= 8) {
      this.#pendingBits -= 8;
      this.#bytes[this.#length++] = this.#pending >>> this.#pendingBits;
    }
    this.#pending &= 0xff;
  }

  writeSigned(value: number, bits: number): void {
    this.write(value >> 0, bits);
  }

  /** That many zeros and a one. */
  writeUnary(zeros: number): void {
    let left = zeros;
    for (; left >= 16; left -= 16) this.write(0, 16);
    this.write(1, left + 1);
  }

  align(): void {
    if (this.#pendingBits > 0) this.write(0, 8 - this.#pendingBits);
  }

  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
