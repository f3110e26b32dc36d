import type { Paint } from '../../worker/protocol.js';
import type { MediaSink } from '../sinks/media.js';
import type { PlaybackOptions } from '../sinks/playback.js';

export type MediaPaint = Extract<Paint, { kind: 'media' }>;

/** Puts a clip or a stream into a media element; the next takes the place of the last. */
export class Player {
  readonly media: HTMLMediaElement;
  readonly #options: PlaybackOptions;
  /** The URL of the clip's blob. */
  #url: string | undefined;
  #sink: MediaSink | undefined;
  /** Settled when the stream's sink is loaded. */
  #stream: Promise<MediaSink> | undefined;
  /** Aborted when something else is put into the element. */
  #loading = new AbortController();
  #holds: 'nothing' | 'clip' | 'stream' = 'nothing';
  #ended = false;
  #ending: Promise<void> | undefined;

  /** @param options - How a stream is played. */
  constructor(media: HTMLMediaElement, options: PlaybackOptions) {
    this.media = media;
    this.#options = options;
  }

  get holds(): 'nothing' | 'clip' | 'stream' {
    return this.#holds;
  }

  /** Whether it holds a stream that more may come of. */
  get open(): boolean {
    return this.#holds === 'stream' && !this.#ended;
  }

  /** Whether anything of the stream has come. */
  get hasBegun(): boolean {
    return this.#stream !== undefined && (this.#sink?.hasBegun ?? false);
  }

  /**
   * Takes a file, or the URL of one. Settles when the browser knows what it is, or when something newer came.
   *
   * @throws TypeError when the browser can't play it.
   */
  async load(source: Blob | string): Promise<void> {
    this.empty();
    this.#holds = 'clip';
    const { media } = this;
    const { signal } = this.#loading;
    if (source instanceof Blob) this.#url = URL.createObjectURL(source);
    media.src = this.#url ?? String(source);
    await new Promise<void>((resolve, reject) => {
      media.addEventListener('loadedmetadata', () => resolve(), { signal });
      media.addEventListener('error', () => reject(new TypeError(`can't play ${describe(source)}: ${why(media)}.`)), {
        signal,
      });
      signal.addEventListener('abort', () => resolve());
    });
  }

  /** Finds out how long the clip is: Chromium's recordings don't tell. */
  async measure(): Promise<void> {
    const { media } = this;
    if (media.duration !== Number.POSITIVE_INFINITY) return;
    const { signal } = this.#loading;
    const seek = (time: number) =>
      new Promise<void>((resolve) => {
        for (const type of ['seeked', 'error']) media.addEventListener(type, () => resolve(), { once: true, signal });
        signal.addEventListener('abort', () => resolve());
        media.currentTime = time;
      });
    await seek(1e9);
    if (!signal.aborted) await seek(0);
  }

  /**
   * A stream is about to begin.
   *
   * @throws Error when the browser can play none.
   */
  async begin(): Promise<void> {
    this.#release();
    this.#holds = 'stream';
    this.#ended = false;
    this.#ending = undefined;
    this.#stream = this.#openSink();
    await this.#stream;
  }

  /** Takes the next part of a stream; one with tracks is its first. Settles when there is room for more. */
  async append(part: MediaPaint): Promise<void> {
    if (!this.#stream || (part.tracks && this.hasBegun)) {
      // Told by what awaits it here.
      this.begin().catch(() => {});
    }
    const sink = await this.#stream;
    await sink?.append(part);
  }

  /** The stream has all its parts: it can be played to its end. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#ending = this.#stream?.then((sink) => sink.end());
    await this.#ending;
  }

  empty(): void {
    this.#release();
    if (this.#holds === 'nothing') return;
    this.#holds = 'nothing';
    this.media.removeAttribute('src');
    // Only this makes the element forget what it has.
    this.media.load();
  }

  /** The stream so far as one file: mp4, or its sound as WAV. */
  async recording(format: 'mp4' | 'wav' = 'mp4'): Promise<Blob> {
    const sink = await this.#stream;
    if (!sink) throw new Error('There is no stream.');
    // A run may be over before the last of what it gave is recorded.
    await this.#ending?.catch(() => {});
    return format === 'wav' ? sink.toWav() : sink.toBlob();
  }

  #release(): void {
    this.#loading.abort();
    this.#loading = new AbortController();
    if (this.#stream) this.#sink?.reset();
    this.#stream = undefined;
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }

  async #openSink(): Promise<MediaSink> {
    const { signal } = this.#loading;
    if (!this.#sink) {
      const { MediaSink } = await import('../sinks/media.js');
      this.#sink ??= new MediaSink(this.media, this.#options);
    }
    if (!signal.aborted) this.#sink.open();
    return this.#sink;
  }
}

/** How messages name a file or a URL: `“notes.txt” (text/plain, 12 bytes)`. */
export function describe(source: Blob | string): string {
  if (typeof source === 'string') return source.startsWith('data:') ? `${source.slice(0, 40)}…` : source;
  const facts = `${source.type || 'of unknown type'}, ${source.size.toLocaleString('en')} bytes`;
  return source instanceof File ? `“${source.name}” (${facts})` : `a Blob (${facts})`;
}

function why(media: HTMLMediaElement): string {
  const kind = media instanceof HTMLVideoElement ? 'video' : 'sound';
  const { code, message = '' } = media.error ?? {};
  const reason =
    code === MediaError.MEDIA_ERR_DECODE ? `a ${kind} that breaks off` : `no ${kind} this browser can load and decode`;
  return message ? `${reason} (${message})` : reason;
}
