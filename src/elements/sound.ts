import { decode } from './decode-sound.js';

/** Decoded sound, as an input with `type="pcm"` gives it: one array for each channel, -1 to 1. */
export interface Pcm {
  readonly data: Float32Array[];
  readonly sampleRate: number;
}

/** How much time one peak of a waveform stands for, in seconds. */
export const STEP = 0.02;

/** The rate of what is no WAV file: microphones and videos have it, and the decoder resamples the rest. */
const USUAL_RATE = 48_000;

/**
 * Decodes a file of sound, a WAV file at its own rate.
 *
 * @throws TypeError naming the file when the browser can't decode it.
 */
export async function decodeSound(file: Blob): Promise<Pcm> {
  const bytes = await file.arrayBuffer();
  try {
    const { channels, sampleRate } = await decode(bytes, wavRate(bytes) ?? USUAL_RATE);
    return { data: [...channels], sampleRate };
  } catch (error) {
    const name = file instanceof File ? `“${file.name}”` : 'the sound';
    throw new TypeError(`can't decode ${name} (${file.type || 'of unknown type'}).`, { cause: error });
  }
}

/** The rate in the format chunk, which comes first in all WAV files but those with metadata before it. */
function wavRate(bytes: ArrayBuffer): number | undefined {
  if (bytes.byteLength < 44) return undefined;
  const view = new DataView(bytes);
  const [riff, wave, fmt] = [0, 8, 12].map((offset) => view.getUint32(offset));
  if (riff !== 0x52494646 || wave !== 0x57415645 || fmt !== 0x666d7420) return undefined;
  const rate = view.getUint32(24, true);
  // What an OfflineAudioContext has to support.
  return rate >= 8000 && rate <= 96_000 ? rate : undefined;
}

/** Writes a WAV file of 16 bits a sample. */
export function writeWav({ data, sampleRate }: Pcm): Blob {
  const channels = data.length;
  const length = data[0]?.length ?? 0;
  const view = new DataView(new ArrayBuffer(44 + length * channels * 2));
  const text = (offset: number, letters: string) => {
    for (let i = 0; i < letters.length; i++) view.setUint8(offset + i, letters.charCodeAt(i));
  };
  text(0, 'RIFF');
  view.setUint32(4, view.byteLength - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, view.byteLength - 44, true);
  const samples = new Int16Array(view.buffer, 44);
  for (let channel = 0; channel < channels; channel++) {
    const source = data[channel]!;
    for (let i = 0; i < length; i++) {
      samples[i * channels + channel] = Math.round(Math.max(-1, Math.min(1, source[i]!)) * 32_767);
    }
  }
  return new Blob([view], { type: 'audio/wav' });
}

/** The loudest sample of each {@link STEP}, 0 to 1. */
export function peaksOf({ data, sampleRate }: Pcm): Float32Array {
  const step = sampleRate * STEP;
  const length = data[0]?.length ?? 0;
  return Float32Array.from({ length: Math.ceil(length / step) }, (_, index) => {
    let loudest = 0;
    for (const channel of data) {
      const end = Math.min(length, Math.floor((index + 1) * step));
      for (let i = Math.floor(index * step); i < end; i++) loudest = Math.max(loudest, Math.abs(channel[i]!));
    }
    return loudest;
  });
}
