import { describe, isDetached } from '../describe.js';
import type { Paint } from '../protocol.js';
import { takeBuffer } from './buffers.js';

/** The widest and highest canvas that every engine still paints (WebKit's limit). */
const LONGEST_SIDE = 16384;

/** Typed arrays have the same methods. */
type Numbers = readonly number[] | Uint8Array;

/** Numbers by pixel, and how they are laid out. */
export interface Raster {
  readonly data: Numbers;
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB, 4 RGBA. */
  readonly channels: number;
  /** One whole channel after the other (ML tensors, `[channels, height, width]`), not pixel by pixel. */
  readonly planar: boolean;
  /** Multiplies a number to reach 0..255. */
  readonly scale: number;
}

/**
 * Reads `{data, shape}`, `{data, dims}` (a tensor of onnxruntime or transformers.js) and
 * `{data, width, height, channels}` (transformers.js' RawImage, ImageData). `undefined` when it is none of them.
 *
 * @throws TypeError when it is one, but its sizes or numbers make no picture.
 */
export function readRaster(value: object): Raster | undefined {
  const { data, shape, dims, width: columns, height: rows, channels: depth = 4 } = value as Record<string, unknown>;
  const sizes = typeof columns === 'number' && typeof rows === 'number' ? [rows, columns, depth] : (shape ?? dims);
  if (data === undefined || (!Array.isArray(sizes) && !ArrayBuffer.isView(sizes))) return undefined;
  const list = Array.from(sizes as ArrayLike<number>, Number);
  const written = `[${list.join(', ')}]`;
  // Models work on batches; a batch of one is a picture.
  const [a = NaN, b = NaN, c = 1, ...rest] = list.length === 4 && list[0] === 1 ? list.slice(1) : list;
  const planar = !isChannels(c);
  const [height, width, channels] = planar ? [b, c, a] : [a, b, c];
  if (rest.length > 0 || !isChannels(channels) || !isSize(height) || !isSize(width)) {
    throw new TypeError(`shape ${written} is no picture: it takes [height, width] or [height, width, 1, 3 or 4]`);
  }
  if (width * height === 0) throw new TypeError(`a picture of ${written} has no pixels`);
  if (Math.max(width, height) > LONGEST_SIDE) {
    throw new TypeError(`a picture of ${written} is too large: a browser paints up to ${LONGEST_SIDE} pixels a side`);
  }
  const numbers = readNumbers(data);
  const expected = width * height * channels;
  if (numbers.length !== expected) {
    throw new TypeError(`shape ${written} asks for ${expected} numbers, but data is ${describe(numbers)}`);
  }
  return { data: numbers, width, height, channels, planar, scale: isFloat(numbers) ? 255 : 1 };
}

/** RGBA at 8 bits a channel, in a buffer that can be transferred. */
export function toPixels({ data, width, height, channels, planar, scale }: Raster): Paint {
  const count = width * height;
  const buffer = takeBuffer(count * 4);
  // Its assignment rounds and clamps, faster than script can.
  const rgba = new Uint8ClampedArray(buffer);
  if (channels === 4 && !planar && scale === 1) {
    rgba.set(data);
    return { kind: 'pixels', width, height, data: buffer };
  }
  const step = planar ? 1 : channels;
  const green = channels === 1 ? 0 : planar ? count : 1;
  const blue = 2 * green;
  const alpha = 3 * green;
  // NaN makes every sum after it NaN: one addition a number instead of one comparison.
  let sum = 0;
  for (let from = 0, to = 0; to < rgba.length; from += step, to += 4) {
    const r = data[from]!;
    const g = data[from + green]!;
    const b = data[from + blue]!;
    sum += r + g + b;
    rgba[to] = r * scale;
    rgba[to + 1] = g * scale;
    rgba[to + 2] = b * scale;
    rgba[to + 3] = 255;
  }
  // In a loop of its own: a choice inside the other takes it twice as long.
  if (channels === 4) {
    for (let from = alpha, to = 3; to < rgba.length; from += step, to += 4) {
      const a = data[from]!;
      sum += a;
      rgba[to] = a * scale;
    }
  }
  if (Number.isNaN(sum)) {
    const at = data.findIndex(Number.isNaN);
    // Infinities of both signs also sum to NaN, and are only clamped.
    if (at >= 0) throw new TypeError(`data holds NaN at ${at}`);
  }
  return { kind: 'pixels', width, height, data: buffer };
}

function isChannels(count: number): boolean {
  return [1, 3, 4].includes(count);
}

function isSize(count: number): boolean {
  return Number.isInteger(count) && count >= 0;
}

function readNumbers(data: unknown): Numbers {
  if (ArrayBuffer.isView(data) && !isDetached(data) && !/^(Data|Big)/.test(typeOf(data))) return data as Uint8Array;
  if (!Array.isArray(data)) {
    throw new TypeError(`data is ${describe(data)}; it takes a typed array or nested arrays of numbers`);
  }
  const flat: unknown[] = data.flat(3);
  const odd = flat.findIndex((each) => typeof each !== 'number');
  if (odd < 0) return flat as number[];
  throw new TypeError(`data holds ${describe(flat[odd])} at ${odd} where a number has to be`);
}

/** Floats are 0..1 and integers 0..255; a plain array counts as floats when it has a fraction or nothing above 1. */
function isFloat(data: Numbers): boolean {
  if (Array.isArray(data)) return data.some((each) => !Number.isInteger(each)) || data.every((each) => each <= 1);
  return /^Float/.test(typeOf(data));
}

/** `Float32Array`, `DataView`, … */
function typeOf(data: Numbers | ArrayBufferView): string {
  return (data as Uint8Array)[Symbol.toStringTag];
}
