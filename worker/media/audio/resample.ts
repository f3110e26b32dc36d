import type { Sound } from '../types.js';

/** Zero crossings of the sinc on either side. */
const CROSSINGS = 24;
/** Sharpness of the Kaiser window: side lobes lie 80 dB below. */
const BETA = 8;
/** Steps between two zero crossings in the table. */
const STEPS = 512;

let table: Float32Array | undefined;

/**
 * Changes the sample rate by band-limited interpolation with a Kaiser windowed sinc (J. O. Smith, "Digital Audio Resampling
 * Home Page"), lowered to the new rate's band where that is narrower. No delay; as many samples as the length comes to.
 */
export function resample({ channels, sampleRate }: Sound, rate: number): readonly Float32Array[] {
  if (sampleRate === rate) return channels;
  table ??= createTable();
  const length = Math.round((channels[0]!.length * rate) / sampleRate);
  return channels.map((channel) => resampleChannel(channel, length, rate / sampleRate, table!));
}

function resampleChannel(input: Float32Array, length: number, ratio: number, sinc: Float32Array): Float32Array {
  const output = new Float32Array(length);
  const scale = Math.min(1, ratio);
  const reach = CROSSINGS / scale;
  for (let i = 0; i < length; i++) {
    const centre = i / ratio;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(input.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let k = first; k <= last; k++) {
      const x = Math.abs(k - centre) * scale * STEPS;
      const at = x | 0;
      const low = sinc[at]!;
      sum += input[k]! * (low + (x - at) * (sinc[at + 1]! - low));
    }
    output[i] = sum * scale;
  }
  return output;
}

function createTable(): Float32Array {
  const size = CROSSINGS * STEPS;
  return Float32Array.from({ length: size + 2 }, (_, i) => {
    if (i >= size) return 0;
    const x = (Math.PI * i) / STEPS;
    const window = bessel(BETA * Math.sqrt(1 - (i / size) ** 2)) / bessel(BETA);
    return (i === 0 ? 1 : Math.sin(x) / x) * window;
  });
}

/** The modified Bessel function of the first kind, order zero, by its power series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
