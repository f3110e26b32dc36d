import { wavHeader } from '../media/audio/wav.js';
import { readRun } from '../media/run.js';
import { decodeFrame } from './flac-decoder.js';

/** Bytes of samples that a WAV file has room for. */
const ROOM = 2 ** 32 - 44;

/**
 * Sound as a WAV file, sample for sample: of 16 bit, or of 24 where some of it has more.
 *
 * @param fragments - Gives those of a sound track of this library, as often as it is called.
 * @param channelCount - How many of its channels are written.
 * @throws RangeError when there is more than a WAV file has room for.
 */
export async function wavOf(
  fragments: () => AsyncIterable<Uint8Array>,
  sampleRate: number,
  channelCount: number,
): Promise<Blob> {
  const narrow = await collect(fragments(), channelCount, 2);
  const samples = narrow ?? (await collect(fragments(), channelCount, 3))!;
  const size = samples.reduce((sum, blob) => sum + blob.size, 0);
  const header = wavHeader(size, { sampleRate, channelCount, bytesPerSample: narrow ? 2 : 3 });
  // Chunks have an even length.
  return new Blob([header, ...samples, new Uint8Array(size % 2)], { type: 'audio/wav' });
}

/** @returns `undefined` when the samples need more bytes than they are given. */
async function collect(
  fragments: AsyncIterable<Uint8Array>,
  channelCount: number,
  width: 2 | 3,
): Promise<Blob[] | undefined> {
  const blobs: Blob[] = [];
  let size = 0;
  for await (const fragment of fragments) {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for (const frame of framesOf(fragment)) {
      const piece = interleave(decodeFrame(frame).slice(0, channelCount), width);
      if (!piece) return undefined;
      pieces.push(piece);
      size += piece.length;
    }
    if (size > ROOM) throw new RangeError('The sound is larger than a WAV file can be, which is 4 GB.');
    // Engines keep large blobs on disk.
    blobs.push(new Blob(pieces));
  }
  return blobs;
}

function* framesOf(fragment: Uint8Array): Generator<Uint8Array> {
  const { place, samples } = readRun(fragment);
  let at = place;
  for (const { size } of samples) {
    yield fragment.subarray(at, at + size);
    at += size;
  }
}

/** @param width - Bytes a sample has in the file. */
function interleave(channels: readonly Int32Array[], width: 2 | 3): Uint8Array<ArrayBuffer> | undefined {
  const { length } = channels[0]!;
  const bytes = new Uint8Array(length * channels.length * width);
  const step = channels.length * width;
  let low = 0;
  channels.forEach((channel, i) => {
    for (let k = 0, at = i * width; k < length; k++, at += step) {
      const value = channel[k]!;
      if (width === 2) {
        low |= value & 0xff;
        bytes[at] = value >> 8;
        bytes[at + 1] = value >> 16;
      } else {
        bytes[at] = value;
        bytes[at + 1] = value >> 8;
        bytes[at + 2] = value >> 16;
      }
    }
  });
  return low === 0 ? bytes : undefined;
}
