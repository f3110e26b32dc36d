import type { MediaPart } from '../../worker/protocol.js';
import { Playback, type PlaybackOptions } from './playback.js';
import type { Recording } from './recording.js';
import { SourceBuffers } from './source-buffers.js';

/** Plays streams of fragments in a media element, one after the other. */
export class MediaSink {
  readonly #media: HTMLMediaElement;
  readonly #options: PlaybackOptions;
  #stream: Playback | undefined;
  /** Opened for the stream that is about to begin. */
  #opened: SourceBuffers | undefined;

  constructor(media: HTMLMediaElement, options: PlaybackOptions) {
    this.#media = media;
    this.#options = options;
  }

  /** Whether anything of a stream has come. */
  get hasBegun(): boolean {
    return this.#stream !== undefined;
  }

  /**
   * Lets go of the stream there was, and opens what the next needs.
   *
   * @throws Error when the browser can play none.
   */
  open(): void {
    this.reset();
    this.#opened = new SourceBuffers(this.#media);
  }

  /**
   * Takes the next part; one with tracks begins a stream. Settles when there is room for more, or the stream was given up.
   *
   * @throws Error when the browser can't play it.
   */
  async append(part: MediaPart): Promise<void> {
    if (part.tracks) {
      if (!this.#opened) this.open();
      this.#stream = new Playback(this.#media, part.tracks, this.#options, this.#opened!);
      this.#opened = undefined;
    }
    await this.#stream?.append(part);
  }

  /** There is no more: what came is played to its end. */
  async end(): Promise<void> {
    await this.#stream?.end();
  }

  /** Lets go of the stream. */
  reset(): void {
    this.#stream?.close();
    this.#opened?.close();
    this.#stream = this.#opened = undefined;
  }

  /** The stream so far as one mp4 file. */
  async toBlob(): Promise<Blob> {
    return this.#recording.toBlob();
  }

  /** The sound of the stream so far as a WAV file. */
  async toWav(): Promise<Blob> {
    return this.#recording.toWav();
  }

  get #recording(): Recording {
    if (!this.#stream) throw new Error('There is no stream.');
    return this.#stream.recording;
  }
}
