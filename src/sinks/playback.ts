import type { MediaFacts, MediaFragment, MediaPart, MediaTrack, TrackKind } from '../../worker/protocol.js';
import type { AppendQueue } from './append-queue.js';
import { Recording } from './recording.js';
import { SourceBuffers } from './source-buffers.js';
import { Standstill } from './standstill.js';

/** Seconds that stay behind the playhead. */
const BEHIND = 10;
/** Seconds between two evictions: each costs the browser some work. */
const EVICTION_STEP = 2;
/** Seconds of the recording that are put back at a time, and that may be left before the next are. */
const REFILL = 10;
const LOW = 5;
/** Seconds without data that engines wait at the end of, though more follows. */
const HOLE = 0.5;
/** Seconds before the end of what is buffered at which engines may stop for want of more. */
const STOP = 0.3;

export interface PlaybackOptions {
  /** Seconds that may be ahead of the playhead before more is taken. */
  bufferAhead(): number;
  /** Told what went wrong while the stream goes on. */
  onTrouble(message: string): void;
}

/** Plays one stream: keeps its SourceBuffers filled around the playhead, and no more than that, and records it. */
export class Playback {
  readonly recording: Recording;
  readonly #media: HTMLMediaElement;
  readonly #tracks: readonly MediaTrack[];
  readonly #options: PlaybackOptions;
  readonly #closed = new AbortController();
  readonly #standstill: Standstill;
  #buffers: SourceBuffers;
  /** Where each track ends, in seconds. */
  readonly #ends = new Map<TrackKind, number>();
  #appending: Promise<unknown> = Promise.resolve();
  #evictedTo = 0;
  #ended = false;
  #refilling = false;
  /** Where it was last taken up again after what can't be decoded. */
  #recoveredTo = -1;
  /** Where it is to be taken up again, once something can be sought to there. */
  #resumeAt: number | undefined;
  /** Whether it was playing: what can't be decoded pauses it in Chromium. */
  #playing = false;
  /** Whether the browser has taken the MediaSource: what fails later is what came. */
  #playable = false;
  /** Whether the MediaSource has come to something that can be shown or heard. */
  #hasData = false;

  constructor(
    media: HTMLMediaElement,
    tracks: readonly MediaTrack[],
    options: PlaybackOptions,
    buffers: SourceBuffers,
  ) {
    this.#media = media;
    this.#tracks = tracks;
    this.#options = options;
    this.#buffers = buffers;
    this.#begin();
    this.recording = new Recording(tracks, { onTrouble: options.onTrouble });
    const { signal } = this.#closed;
    for (const type of ['seeking', 'timeupdate', 'waiting']) {
      media.addEventListener(type, () => this.#keepFilled(), { signal });
    }
    this.#standstill = new Standstill(
      media,
      () => this.#bufferedUntil(media.currentTime) - media.currentTime < STOP,
      signal,
    );
    media.addEventListener('loadedmetadata', () => (this.#playable = true), { signal });
    media.addEventListener('loadeddata', () => this.#takeData(), { signal });
    media.addEventListener('play', () => (this.#playing = true), { signal });
    media.addEventListener('pause', () => (this.#playing &&= media.error !== null), { signal });
    media.addEventListener('error', () => this.#playable && void this.#recover(), { signal });
  }

  async append({ fragments, facts }: MediaPart): Promise<void> {
    const appended = Promise.all(fragments.map((fragment) => this.#append(fragment, facts)));
    this.#appending = Promise.allSettled([this.#appending, appended]);
    await appended;
    // What waited for room comes after the end of the run.
    if (this.#ended) await this.#finish();
    this.#resume();
    this.#bridge();
    this.#standstill.leave();
    await this.#roomForMore();
  }

  async end(): Promise<void> {
    await this.#appending;
    this.#ended = true;
    await this.#finish();
  }

  close(): void {
    this.#closed.abort();
    this.#buffers.close();
    this.recording.close();
  }

  get #end(): number {
    return Math.min(...this.#ends.values());
  }

  #begin(): void {
    this.#buffers.begin(this.#tracks, (queue) => this.#makeRoom(queue));
  }

  async #append(fragment: MediaFragment, facts: MediaFacts): Promise<void> {
    const buffers = this.#buffers;
    try {
      await buffers.append(fragment.track, fragment.data);
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      // While it is recovering, what comes is put back from the recording.
      if (buffers === this.#buffers && !(this.#playable && this.#media.error)) throw error;
    }
    if (this.#closed.signal.aborted) return;
    this.#ends.set(fragment.track, fragment.end);
    this.recording.add(fragment, facts);
  }

  /** A SourceBuffer is full: what lies behind the playhead goes, and then what is far ahead. It can be put back. */
  async #makeRoom(queue: AppendQueue): Promise<void> {
    const { currentTime } = this.#media;
    await queue.removeNow(0, Math.max(0, currentTime - 1));
    await queue.removeNow(currentTime + 3 * REFILL, Number.POSITIVE_INFINITY);
    if (this.#media.paused || currentTime < 1) await this.#moved();
  }

  /** Settles when what came is not further ahead of the playhead than it may be. */
  async #roomForMore(): Promise<void> {
    for (;;) {
      const { currentTime } = this.#media;
      if (currentTime - BEHIND - this.#evictedTo > EVICTION_STEP) {
        this.#evictedTo = currentTime - BEHIND;
        void this.#evict(this.#evictedTo);
      }
      if (this.#closed.signal.aborted || this.#end - currentTime <= this.#options.bufferAhead()) return;
      await this.#moved();
    }
  }

  async #evict(end: number): Promise<void> {
    await this.#buffers.remove(0, end);
    // Removing opens a MediaSource that was at its end.
    if (this.#ended && !this.#closed.signal.aborted) await this.#finish();
  }

  /** The playhead has moved, or the stream was given up. */
  #moved(): Promise<void> {
    const { signal } = this.#closed;
    return new Promise((resolve) => {
      const done = () => resolve();
      this.#media.addEventListener('timeupdate', done, { once: true, signal });
      this.#media.addEventListener('seeking', done, { once: true, signal });
      signal.addEventListener('abort', done, { once: true });
    });
  }

  /** Where what is buffered begins a little after the playhead, engines wait for what never comes. */
  #bridge(): void {
    const { buffered, currentTime } = this.#media;
    for (let i = 0; i < buffered.length; i++) {
      const start = buffered.start(i);
      if (buffered.end(i) > currentTime && start > currentTime && start - currentTime < HOLE) {
        this.#media.currentTime = start;
        return;
      }
    }
  }

  /** Puts back from the recording what is to be played next and was evicted: after a seek, or when played again. */
  #keepFilled(): void {
    if (this.#refilling || this.#resumeAt !== undefined || this.#ends.size === 0) return;
    const { currentTime } = this.#media;
    const until = this.#bufferedUntil(currentTime);
    if (until - currentTime > LOW || until >= this.#end - 0.05) return;
    if (until > currentTime && this.#isLive(until)) return;
    this.#refilling = true;
    void this.#refill(until).finally(() => {
      this.#refilling = false;
    });
  }

  /** Whether what follows is on its way through the queue. */
  #isLive(time: number): boolean {
    return !this.#ended && this.#end - time < 0.05;
  }

  /** Where what is buffered around `time` ends; `time` where nothing is. */
  #bufferedUntil(time: number): number {
    const { buffered } = this.#media;
    for (let i = 0; i < buffered.length; i++) {
      if (buffered.start(i) <= time + 0.05 && buffered.end(i) > time) return buffered.end(i);
    }
    return time;
  }

  async #refill(from: number): Promise<void> {
    const buffers = this.#buffers;
    try {
      const fragments = await this.recording.read(from, from + REFILL);
      await Promise.all(fragments.map(({ track, data }) => buffers.append(track, data)));
      this.#evictedTo = Math.min(this.#evictedTo, from);
      if (buffers !== this.#buffers || this.#closed.signal.aborted) return;
      this.#resume();
      this.#bridge();
      if (this.#ended) await this.#finish();
    } catch (error) {
      if (buffers === this.#buffers && !this.#closed.signal.aborted && !this.#media.error) {
        this.#options.onTrouble(`What was played can’t be shown again: ${(error as Error).message}`);
      }
    }
  }

  #takeData(): void {
    this.#hasData = true;
    if (this.#ended) void this.#finish();
  }

  /**
   * `endOfStream()` sets the duration to the end of what is buffered: it is called only where that is all of it. When it
   * comes before there is anything to show, GStreamer's decodebin3 may crash later on, as it is taken down.
   */
  async #finish(): Promise<void> {
    const duration = Math.max(0, ...this.#ends.values());
    await this.#buffers.end(duration, () => {
      const { buffered } = this.#media;
      return this.#hasData && buffered.length > 0 && duration - buffered.end(buffered.length - 1) < HOLE;
    });
  }

  /**
   * The browser could not decode what came, and gives up the whole MediaSource for it: what comes after is played over a
   * new one.
   */
  async #recover(): Promise<void> {
    const { currentTime } = this.#media;
    // Engines decode ahead, and may fail again at what was to be played next.
    const next = await this.recording.nextStart(Math.max(currentTime, this.#recoveredTo));
    if (this.#closed.signal.aborted) return;
    const until = next === undefined ? 'the end' : `${next.toFixed(1)} s`;
    this.#options.onTrouble(
      `This browser can’t decode the stream from ${currentTime.toFixed(1)} s to ${until}: it goes on after that.`,
    );
    this.#buffers.close();
    this.#buffers = new SourceBuffers(this.#media);
    this.#hasData = false;
    this.#begin();
    const time = next ?? this.#end;
    this.#recoveredTo = time;
    this.#evictedTo = time;
    this.#resumeAt = time;
    await this.#refill(time);
  }

  /** What is not buffered yet can't be sought to in a new MediaSource. */
  #resume(): void {
    if (this.#resumeAt === undefined || this.#media.seekable.length === 0) return;
    this.#media.currentTime = this.#resumeAt;
    this.#resumeAt = undefined;
    if (this.#playing) this.#media.play().catch(() => {});
  }
}
