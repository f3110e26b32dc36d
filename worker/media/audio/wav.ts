import { ByteQueue } from '../byte-queue.js';
import { viewOf } from '../bytes.js';
import { beginsFile } from '../sniff.js';
import type { Demuxer, Sound, Stretch } from '../types.js';

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Those that are met, for the message. */
const FORMATS: Record<number, string> = { 2: 'MS ADPCM', 6: 'A-law', 7: 'µ-law', 17: 'IMA ADPCM', 85: 'mp3 in WAV' };
const TAKES = 'It takes WAV of 8, 16, 24 or 32 bit PCM, or 32 or 64 bit float';

interface Format {
  readonly channelCount: number;
  readonly sampleRate: number;
  readonly bytesPerSample: number;
  readonly read: (view: DataView, offset: number) => number;
  readonly bits: 16 | 24;
}

/** Reads WAV files (RIFF WAVE, also with a length that was not known when it was written). */
export class WavDemuxer implements Demuxer {
  readonly soundOnly = true;
  readonly #queue = new ByteQueue();
  #format: Format | undefined;
  /** Bytes of the data chunk still to come, once it has begun. */
  #left: number | undefined;
  /** Bytes of the file, where it tells. */
  #size = Number.POSITIVE_INFINITY;

  get whole(): boolean {
    return this.#left === 0 && this.#queue.offset >= this.#size;
  }

  /** Samples may look like anything, but a file begins with its name. */
  continues(bytes: Uint8Array): boolean {
    return !beginsFile(bytes);
  }

  async push(bytes: Uint8Array): Promise<Stretch | undefined> {
    this.#queue.push(bytes);
    if (this.#left === undefined) this.#readHeader();
    const format = this.#format;
    if (this.#left === undefined || !format) return undefined;
    const frame = format.channelCount * format.bytesPerSample;
    const usable = Math.min(this.#queue.length, this.#left);
    const taken = usable - (usable % frame);
    const sound = taken > 0 ? readSamples(this.#queue.bytes.subarray(0, taken), format) : undefined;
    this.#queue.skip(taken);
    this.#left -= taken;
    // Less than a frame is left over by a file of an odd length; what follows the samples tells of them.
    if (this.#left < frame) this.#left = 0;
    if (this.#left === 0) this.#queue.skip(this.#queue.length);
    return sound && { sound };
  }

  async end(): Promise<Stretch | undefined> {
    if (this.#left === undefined) throw new TypeError('it ends before its samples begin');
    const isCut = this.#left > 0 && this.#left !== Number.POSITIVE_INFINITY;
    return isCut ? { complaint: `it is cut short, ${this.#left} bytes before its end` } : undefined;
  }

  #readHeader(): void {
    const { bytes } = this.#queue;
    const view = viewOf(bytes);
    if (bytes.length < 12) return;
    const size = view.getUint32(4, true);
    if (size > 0 && size < 0xffff_fff0) this.#size = size + 8;
    let offset = 12;
    while (offset + 8 <= bytes.length) {
      const id = view.getUint32(offset);
      const length = view.getUint32(offset + 4, true);
      const start = offset + 8;
      if (id === 0x64617461 /* data */) {
        if (!this.#format) throw new TypeError('its samples come before their format');
        // Written without knowing the length: to the end.
        const unknown = length === 0 || length >= 0xffff_fff0 || (length === 0x7fff_ffff && size >= 0x7fff_ffff);
        this.#left = unknown ? Number.POSITIVE_INFINITY : length;
        // Some tell a file's length without what was added later.
        this.#size = unknown ? Number.POSITIVE_INFINITY : Math.min(this.#size, start + length);
        this.#queue.skip(start);
        return;
      }
      if (start + length > bytes.length) return;
      if (id === 0x666d7420 /* fmt */) this.#format = readFormat(viewOf(bytes.subarray(start, start + length)));
      offset = start + length + (length % 2);
    }
  }
}

function readFormat(view: DataView): Format {
  if (view.byteLength < 16) throw new TypeError(`its format chunk has ${view.byteLength} bytes, not 16 or more`);
  let tag = view.getUint16(0, true);
  if (tag === EXTENSIBLE && view.byteLength >= 26) tag = view.getUint16(24, true);
  const channelCount = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const depth = view.getUint16(14, true);
  const read = (tag === PCM && INTEGERS[depth]) || (tag === FLOAT && FLOATS[depth]);
  if (!read) throw new TypeError(`WAV of ${FORMATS[tag] ?? `format ${tag}`}, ${depth} bit. ${TAKES}`);
  if (channelCount < 1 || channelCount > 8) throw new TypeError(`WAV of ${channelCount} channels. It takes 1 to 8`);
  if (sampleRate < 3000 || sampleRate > 384_000) throw new TypeError(`WAV of ${sampleRate} samples a second`);
  return { channelCount, sampleRate, read, bytesPerSample: depth / 8, bits: tag === PCM && depth <= 16 ? 16 : 24 };
}

const INTEGERS: Record<number, Format['read']> = {
  8: (view, offset) => (view.getUint8(offset) - 128) / 2 ** 7,
  16: (view, offset) => view.getInt16(offset, true) / 2 ** 15,
  24: (view, offset) => ((view.getInt8(offset + 2) << 16) | view.getUint16(offset, true)) / 2 ** 23,
  32: (view, offset) => view.getInt32(offset, true) / 2 ** 31,
};
const FLOATS: Record<number, Format['read']> = {
  32: (view, offset) => view.getFloat32(offset, true),
  64: (view, offset) => view.getFloat64(offset, true),
};

function readSamples(bytes: Uint8Array, { channelCount, sampleRate, bytesPerSample, read, bits }: Format): Sound {
  const view = viewOf(bytes);
  const frame = channelCount * bytesPerSample;
  const length = bytes.length / frame;
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(length);
    for (let i = 0, at = channel * bytesPerSample; i < length; i++, at += frame) samples[i] = read(view, at);
    return samples;
  });
  return { sampleRate, channels, bits };
}

/** Bytes in front of the samples. */
const WAV_HEAD = 44;

/** What a WAV file of `size` bytes of samples begins with; where that is odd, a byte has to follow them. */
export function wavHeader(size: number, format: WavFormat): Uint8Array<ArrayBuffer> {
  const { sampleRate, channelCount, bytesPerSample, isFloat = false } = format;
  const view = new DataView(new ArrayBuffer(WAV_HEAD));
  for (const [i, word] of [0x52494646, 0, 0x57415645, 0x666d7420].entries()) view.setUint32(4 * i, word);
  view.setUint32(4, 36 + size + (size % 2), true);
  view.setUint32(16, 16, true);
  view.setUint16(20, isFloat ? FLOAT : PCM, true);
  view.setUint16(22, channelCount, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channelCount * bytesPerSample, true);
  view.setUint16(32, channelCount * bytesPerSample, true);
  view.setUint16(34, 8 * bytesPerSample, true);
  view.setUint32(36, 0x64617461);
  view.setUint32(40, size, true);
  return new Uint8Array(view.buffer);
}

interface WavFormat {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly bytesPerSample: number;
  readonly isFloat?: boolean;
}

/** The sound as a WAV file: of 16 bit, or as floats where it has more. */
export function wavFile({ channels, sampleRate, bits }: Sound): Uint8Array {
  const count = channels.length;
  const { length } = channels[0]!;
  const bytesPerSample = bits === 16 ? 2 : 4;
  const size = length * count * bytesPerSample;
  const file = new Uint8Array(WAV_HEAD + size);
  file.set(wavHeader(size, { sampleRate, channelCount: count, bytesPerSample, isFloat: bits !== 16 }));
  const view = viewOf(file);
  for (let i = 0, at = WAV_HEAD; i < length; i++) {
    for (const channel of channels) {
      const value = channel[i]!;
      if (bits === 16) view.setInt16(at, Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768))), true);
      else view.setFloat32(at, value, true);
      at += bytesPerSample;
    }
  }
  return file;
}
