import { describe, isDetached } from '../../describe.js';
import type { Sound } from '../types.js';

const MIN_RATE = 3000;
const MAX_RATE = 384_000;
const MAX_CHANNELS = 8;

/**
 * Sound given as numbers: `{data, sampleRate}` or `[sampleRate, data]`, where `data` is one array, or one for each channel.
 * Floats are -1 to 1 and never made louder; integers have the range of their type. Nothing of the author's is kept.
 *
 * @returns `undefined` for what has not that shape.
 * @throws TypeError for what has it, but is no sound.
 */
export function readPcm(value: unknown): Sound | undefined {
  const { data, sampleRate } = fields(value);
  if (!isChannels(data)) return undefined;
  if (typeof sampleRate !== 'number' || !(sampleRate >= MIN_RATE && sampleRate <= MAX_RATE)) {
    throw new TypeError(
      `PCM with sampleRate ${describe(sampleRate)}. It takes a number of samples a second, ${MIN_RATE} to ${MAX_RATE}`,
    );
  }
  const given = (Array.isArray(data) && typeof data[0] !== 'number' ? data : [data]) as Samples[];
  if (given.length > MAX_CHANNELS)
    throw new TypeError(`PCM of ${given.length} channels. It takes 1 to ${MAX_CHANNELS}`);
  const channels = given.map(toFloats);
  const lengths = [...new Set(channels.map(({ length }) => length))];
  if (lengths.length > 1) {
    throw new TypeError(`PCM whose channels have ${lengths.join(' and ')} samples. It takes channels of one length`);
  }
  if (lengths[0] === 0) throw new TypeError('PCM of 0 samples');
  const missing = channels.reduce(
    (sum, channel) => sum + channel.reduce((n, x) => n + (Number.isNaN(x) ? 1 : 0), 0),
    0,
  );
  if (missing > 0) throw new TypeError(`PCM with ${missing} samples that are NaN. It takes numbers from -1 to 1`);
  const exact = given.every((samples) => samples instanceof Int16Array || samples instanceof Uint8Array);
  return { sampleRate: Math.round(sampleRate), channels, bits: exact ? 16 : 24 };
}

type Samples = Float32Array | Float64Array | Int16Array | Int32Array | Int8Array | Uint8Array | number[];

function fields(value: unknown): { data?: unknown; sampleRate?: unknown } {
  if (Array.isArray(value)) return value.length === 2 ? { sampleRate: value[0], data: value[1] } : {};
  if (typeof value !== 'object' || value === null || !('data' in value)) return {};
  // A picture has data too, and a shape.
  if ('shape' in value || 'dims' in value || 'width' in value || 'displayWidth' in value) return {};
  return value;
}

function isChannels(data: unknown): boolean {
  if (Array.isArray(data)) return data.length > 0 && (typeof data[0] === 'number' || isChannels(data[0]));
  return ArrayBuffer.isView(data) && !(data instanceof DataView);
}

function toFloats(samples: Samples): Float32Array {
  if (ArrayBuffer.isView(samples) && isDetached(samples)) throw new TypeError(`PCM in ${describe(samples)}`);
  const scale =
    samples instanceof Int16Array
      ? 2 ** 15
      : samples instanceof Int32Array
        ? 2 ** 31
        : samples instanceof Int8Array
          ? 128
          : 0;
  if (samples instanceof Uint8Array) return Float32Array.from(samples, (value) => (value - 128) / 128);
  return scale ? Float32Array.from(samples, (value) => value / scale) : Float32Array.from(samples as number[]);
}
