import { findBox } from '../media/boxes.js';
import { viewOf } from '../media/bytes.js';
import { type Moof, movieHeader, movieType } from '../media/movie.js';
import type { MediaFacts, MediaFragment, MediaTrack, RecorderCalls } from '../protocol.js';
import type { Store } from './store.js';
import { wavOf } from './wav.js';

/** Seconds that times may be off by, as they are rounded. */
const CLOSE = 0.001;

/** A fragment, and where its bytes are. */
interface Entry extends Omit<MediaFragment, 'data'> {
  readonly offset: number;
  readonly size: number;
  /** A copy of its head: about 1 KB for a second. */
  readonly moof: Uint8Array;
}

/** Keeps the fragments of one stream. */
export class Recorder implements Omit<RecorderCalls, 'begin'> {
  readonly #tracks: readonly MediaTrack[];
  readonly #store: Store;
  readonly #onTrouble: (message: string) => void;
  readonly #entries: Entry[] = [];
  #facts: MediaFacts | undefined;
  #full = false;
  /** Settled when all that came is kept. */
  #added: Promise<unknown> = Promise.resolve();

  constructor(tracks: readonly MediaTrack[], store: Store, onTrouble: (message: string) => void) {
    this.#tracks = tracks;
    this.#store = store;
    this.#onTrouble = onTrouble;
  }

  async add(fragment: MediaFragment, facts: MediaFacts): Promise<void> {
    this.#added = this.#keep(fragment, facts);
    await this.#added;
  }

  async read(from: number, to: number): Promise<MediaFragment[]> {
    await this.#added;
    const found = this.#tracks.flatMap(({ track }) => {
      const own = this.#entries.filter((entry) => entry.track === track);
      const first = own.findLastIndex(({ start, sync }) => sync && start <= from + CLOSE);
      const last = own.findLastIndex(({ start, end }) => start < to && end > from);
      return own.slice(Math.max(0, first), last + 1);
    });
    return Promise.all(
      found.map(async ({ offset, size, moof, ...fragment }) => ({
        ...fragment,
        data: await this.#store.read(offset, size),
      })),
    );
  }

  async nextStart(time: number): Promise<number | undefined> {
    await this.#added;
    const [{ track }] = this.#tracks as [MediaTrack];
    return this.#entries.find((entry) => entry.track === track && entry.sync && entry.start > time)?.start;
  }

  /** All of it as one mp4 file. */
  async toBlob(): Promise<Blob> {
    await this.#added;
    const facts = this.#facts;
    if (!facts) throw new Error('There is nothing in the stream yet.');
    const { offset, size } = this.#entries.at(-1)!;
    const end = offset + size;
    const moofs = this.#entries.map(({ track, offset, moof }): Moof => ({ track, offset, bytes: moof }));
    const header = movieHeader(this.#tracks, moofs, end, facts);
    // More may have come meanwhile.
    const fragments = (await this.#store.toBlob()).slice(0, end);
    return new Blob([header, fragments], { type: movieType(this.#tracks) });
  }

  /** Its sound as a WAV file. */
  async toWav(): Promise<Blob> {
    await this.#added;
    const entries = this.#entries.filter(({ track }) => track === 'audio');
    const init = this.#tracks.find(({ track }) => track === 'audio')?.init;
    if (!this.#facts || !init || entries.length === 0) throw new Error('There is no sound in the stream yet.');
    const store = this.#store;
    async function* fragments() {
      for (const { offset, size } of entries) yield new Uint8Array(await store.read(offset, size));
    }
    const mdia = findBox(new Uint8Array(init), 'moov', 'trak', 'mdia');
    const sampleRate = viewOf(findBox(mdia, 'mdhd')).getUint32(12);
    const channelCount = viewOf(findBox(mdia, 'minf', 'stbl', 'stsd')).getUint16(32);
    // Sound of one channel is the same on all.
    return wavOf(fragments, sampleRate, this.#facts.channels === 1 ? 1 : channelCount);
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #keep({ data, ...fragment }: MediaFragment, facts: MediaFacts): Promise<void> {
    if (this.#full) return;
    const bytes = new Uint8Array(data);
    const moof = bytes.slice(0, viewOf(bytes).getUint32(0));
    try {
      const offset = await this.#store.append(bytes);
      // What came before it is missing.
      if (this.#full) return;
      this.#facts = facts;
      this.#entries.push({ ...fragment, offset, size: bytes.length, moof });
    } catch (error) {
      if (this.#full) return;
      this.#full = true;
      const size = Math.round(this.#store.size / 2 ** 20);
      this.#onTrouble(`The recording stopped at ${size} MB: ${(error as Error).message}. The stream plays on.`);
    }
  }
}
