// What the tests of movies and recordings share: streams of clips.
import { chirp } from '../../test/media/frame-number.js';
import { Mp4Demuxer } from '../media/demux/mp4.js';
import { joinStretches } from '../media/join.js';
import { Timeline } from '../media/timeline.js';
import type { Pictures, Sound, Stretch } from '../media/types.js';
import type { MediaFragment, MediaPart } from '../protocol.js';

export const RATE = 48_000;

/** Of one of the clips in `test/media`. */
export async function picturesOf(name: string): Promise<Pictures> {
  const response = await fetch(new URL(`../../test/media/${name}`, import.meta.url));
  const demuxer = new Mp4Demuxer({ decodeOnPage: () => Promise.reject(new TypeError('not on the page')), parts: {} });
  const stretches = [await demuxer.push(new Uint8Array(await response.arrayBuffer())), await demuxer.end()];
  return joinStretches(stretches)!.pictures!;
}

/** A chirp, which differs between its channels. */
export function soundOf(seconds: number, { bits = 16, channelCount = 2 }: Partial<SoundOptions> = {}): Sound {
  const channels = Array.from({ length: channelCount }, (_, i) =>
    chirp(Math.round(seconds * RATE), RATE).map((value) => value / (i + 1)),
  );
  return { sampleRate: RATE, channels, bits };
}

interface SoundOptions {
  readonly bits: 16 | 24;
  readonly channelCount: number;
}

/** A stream of chunks. */
export async function streamOf(chunks: readonly Stretch[]): Promise<MediaPart[]> {
  const timeline = new Timeline({ video: chunks.some(({ pictures }) => pictures) });
  const parts: (MediaPart | undefined)[] = [];
  for (const chunk of chunks) {
    await timeline.begin();
    parts.push(await timeline.add(chunk, 'whole'));
  }
  parts.push(await timeline.end());
  return parts.filter((part) => part !== undefined);
}

export function fragmentsOf(parts: readonly MediaPart[]): MediaFragment[] {
  return parts.flatMap((part) => part.fragments);
}
