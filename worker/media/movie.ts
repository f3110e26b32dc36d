import type { MediaFacts, MediaPart, MediaTrack, TrackKind } from '../protocol.js';
import { box, copyBox, findBox, letters, longs, words } from './boxes.js';
import { joinBytes, viewOf } from './bytes.js';
import { SampleTable, type Schedule } from './samples.js';

/** Ticks a second of the times that are the movie's own: a rate at which those of video are exact. */
const TIMESCALE = 90_000;
/** Bytes from which on places need 64 bits, with room for the header. */
const LONG = 2 ** 32 - 2 ** 28;

/** The head of a fragment, and where the fragment begins in what follows the header. */
export interface Moof {
  readonly track: TrackKind;
  /** From the `moof`'s first byte; what comes after it is not read. */
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/**
 * What has to stand in front of a stream's fragments for all of it to be one mp4 file (ISO 14496-12) that can be played
 * while it loads and be sought everywhere: players that know nothing of fragments see one `mdat`, of which they read
 * the places that the tables name. Nothing of it is copied or rewritten.
 *
 * @param tracks - The stream's, with their init segments.
 * @param moofs - Of its fragments, in their order in the file.
 * @param size - Bytes of all fragments.
 * @param facts - What is true of them in the end.
 */
export function movieHeader(
  tracks: readonly MediaTrack[],
  moofs: Iterable<Moof>,
  size: number,
  { sound, sameSets }: MediaFacts,
): Uint8Array<ArrayBuffer> {
  const samples = new Map(tracks.map(({ track }) => [track, new SampleTable()]));
  for (const { track, bytes, offset } of moofs) samples.get(track)!.add(bytes, offset);
  const filled = tracks
    .map((track) => new Trak(track, samples.get(track.track)!, sameSets))
    .filter(({ length }) => length > 0);
  // Fragments tell the last picture's end less exactly than the sound, which is filled up to there.
  const end = Math.max(0, ...filled.map((trak) => trak.end));
  const [video] = filled.filter(({ kind }) => kind === 'video');
  if (video) video.end = end;
  // Pictures without sound have a track of silence, for later chunks that might have some.
  const shown = video && !sound ? [video] : filled;
  const long = size > LONG;
  const mdat = long ? joinBytes([words(1), letters('mdat'), longs([size + 16])]) : words(size + 8, 0x6d646174);
  const ftyp = box('ftyp', letters('isom'), words(0x200), letters('isomiso2avc1mp41'));
  const write = (shift: number) => {
    // Each of the init segments calls its own track the first.
    const traks = shown.map((trak, i) => trak.bytes(i + 1, shift, long));
    return joinBytes([ftyp, box('moov', mvhd(toMovie(end)), ...traks), mdat]);
  };
  // The places depend on how long the header is, which does not depend on them.
  return write(write(0).length);
}

/** A stream's parts as one mp4 file, as {@link movieHeader} has it. */
export function movieOf(parts: readonly MediaPart[]): Blob {
  const tracks = parts.find((part) => part.tracks)?.tracks;
  const fragments = parts.flatMap((part) => part.fragments);
  if (!tracks || fragments.length === 0) throw new TypeError('There is nothing in it to play.');
  const moofs: Moof[] = [];
  let size = 0;
  for (const { track, data } of fragments) {
    moofs.push({ track, bytes: new Uint8Array(data), offset: size });
    size += data.byteLength;
  }
  const header = movieHeader(tracks, moofs, size, parts.at(-1)!.facts);
  return new Blob([header, ...fragments.map(({ data }) => data)], { type: movieType(tracks) });
}

/** `video/mp4` or `audio/mp4`. */
export function movieType(tracks: readonly MediaTrack[]): string {
  return tracks.some(({ track }) => track === 'video') ? 'video/mp4' : 'audio/mp4';
}

/** A track: what its init segment says of it, with tables of its samples. */
class Trak {
  /** Until when the last sample lasts, in seconds. */
  end: number;
  readonly #track: MediaTrack;
  readonly #samples: SampleTable;
  readonly #sameSets: boolean;
  readonly #init: Uint8Array;
  readonly #timescale: number;
  #schedule: Schedule | undefined;

  constructor(track: MediaTrack, samples: SampleTable, sameSets: boolean) {
    this.#track = track;
    this.#samples = samples;
    this.#sameSets = sameSets;
    this.#init = findBox(new Uint8Array(track.init), 'moov', 'trak');
    this.#timescale = viewOf(findBox(this.#init, 'mdia', 'mdhd')).getUint32(12);
    this.end = samples.end / this.#timescale;
  }

  get kind(): TrackKind {
    return this.#track.track;
  }

  get length(): number {
    return this.#samples.length;
  }

  /** @param shift - Added to the places of the samples. */
  bytes(id: number, shift: number, long: boolean): Uint8Array<ArrayBuffer> {
    const end = Math.round(this.end * this.#timescale);
    this.#schedule ??= this.#samples.schedule(end);
    const mdia = findBox(this.#init, 'mdia');
    const minf = findBox(mdia, 'minf');
    const tables = this.#samples.boxes(this.#schedule, shift, long);
    const stbl = box('stbl', stsd(findBox(minf, 'stbl', 'stsd'), this.#sameSets), ...tables);
    const media = [
      // Times of 64 bits; language "und".
      box('mdhd', words(0x1000000, 0, 0, 0, 0, this.#timescale), longs([end]), words(0x55c40000)),
      copyBox('hdlr', mdia),
      box('minf', copyBox(this.kind === 'video' ? 'vmhd' : 'smhd', minf), copyBox('dinf', minf), stbl),
    ];
    const duration = toMovie(this.end);
    const { delay } = this.#schedule;
    // Takes back that pictures are decoded before they are shown.
    const edits = box('edts', box('elst', words(0x1000000, 1), longs([duration, delay]), words(0x10000)));
    const head = tkhd(findBox(this.#init, 'tkhd'), id, duration);
    return box('trak', head, ...(delay === 0 ? [] : [edits]), box('mdia', ...media));
  }
}

function toMovie(seconds: number): number {
  return Math.round(seconds * TIMESCALE);
}

/** Where all pictures have the same parameter sets they are called `avc1`, which more players know than `avc3`. */
function stsd(content: Uint8Array, sameSets: boolean): Uint8Array {
  const copy = content.slice();
  // Version, count, and the size of the entry come before its name.
  if (sameSets && copy[15] === 0x33 /* 3 */) copy[15] = 0x31;
  return box('stsd', copy);
}

/** With a duration of 64 bits, in place of 32. */
function tkhd(content: Uint8Array, id: number, duration: number): Uint8Array {
  // Enabled, and in the movie.
  return box('tkhd', words(0x1000003, 0, 0, 0, 0, id, 0), longs([duration]), content.subarray(24));
}

function mvhd(duration: number): Uint8Array {
  const times = [words(0x1000000, 0, 0, 0, 0, TIMESCALE), longs([duration])];
  const matrix = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
  // Rate, volume, reserved, matrix, predefined, and a number for the next track.
  return box('mvhd', ...times, words(0x10000, 0x1000000, 0, 0, ...matrix, 0, 0, 0, 0, 0, 0, 3));
}
