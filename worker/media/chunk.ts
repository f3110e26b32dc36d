import { describe, isDetached, isPlainObject, shorten } from '../describe.js';
import type { Encoder } from '../encode/encoder.js';
import { request } from '../request.js';
import { readPcm } from './audio/pcm.js';
import { type Kind, sniff } from './sniff.js';
import type { Sound } from './types.js';

/** A picture the platform can encode as a frame of video. */
export type Frame = ImageData | ImageBitmap;

/** What a yielded value holds for the timeline. */
export type Chunk =
  /** `own` tells a file of its own from what may be the next slice of one. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly own: boolean }
  | { readonly kind: 'sound'; readonly sound: Sound }
  | { readonly kind: 'frame'; readonly frame: Frame; readonly sound: Sound | undefined };

export const AUDIO_TAKES =
  'It takes files (mp3, wav, aac, m4a, flac, Ogg Opus) as Blob or bytes, whole or in slices, a URL of one, or PCM as {data, sampleRate} or [sampleRate, data]';
export const VIDEO_TAKES =
  'It takes mp4 and MPEG-TS files with H.264 as Blob or bytes, whole or in slices, a URL of one, sound, or frames: anything an image takes, or {frame, audio}';

const PICTURES: readonly (Kind | undefined)[] = ['png', 'jpeg', 'gif', 'webp'];

/** Reads what an author yields for a sound or video output. */
export class ChunkReader {
  /** For messages: `It takes …`. */
  readonly takes: string;
  /** Makes pictures of what an image output takes; there are none in sound. */
  readonly #images: Encoder | undefined;

  constructor(images: Encoder | undefined) {
    this.#images = images;
    this.takes = images ? VIDEO_TAKES : AUDIO_TAKES;
  }

  /**
   * What `value` holds: as a rule one chunk, of a stream as many as it has slices. Bytes are the caller's own.
   *
   * @throws TypeError saying what came and what is taken.
   */
  async *read(value: unknown): AsyncGenerator<Chunk, void, undefined> {
    if (value instanceof Response) yield* this.#readResponse(value);
    else if (value instanceof ReadableStream) yield* this.#readStream(value);
    else if (typeof value === 'string' || value instanceof URL) {
      const url = String(value);
      const response = await request(url, `the URL "${shorten(url, 100)}"`);
      yield* this.#readBytes(new Uint8Array(await response.arrayBuffer()), true);
    } else if (value instanceof Blob) yield* this.#readBytes(new Uint8Array(await value.arrayBuffer()), false);
    else if (value instanceof ArrayBuffer || value instanceof Uint8Array) {
      if (isDetached(value)) throw new TypeError(`${describe(value)}. ${this.takes}`);
      yield* this.#readBytes(new Uint8Array(value).slice(), false);
    } else yield await this.#readObject(value);
  }

  async *#readResponse(response: Response): AsyncGenerator<Chunk, void, undefined> {
    if (!response.ok) throw new TypeError(`the server answered ${response.status} for ${shorten(response.url, 100)}`);
    if (!response.body) throw new TypeError('a Response without a body');
    yield* this.#readStream(response.body);
  }

  async *#readStream(stream: ReadableStream<unknown>): AsyncGenerator<Chunk, void, undefined> {
    const reader = stream.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        if (!(value instanceof Uint8Array)) throw new TypeError(`a stream of ${describe(value)}. It takes bytes`);
        if (value.length > 0) yield { kind: 'bytes', bytes: value, own: false };
      }
    } finally {
      // Whoever stops reading stops the download; a stream at its end ignores it.
      reader.cancel().catch(() => {});
    }
  }

  async *#readBytes(bytes: Uint8Array, own: boolean): AsyncGenerator<Chunk, void, undefined> {
    if (bytes.length === 0) throw new TypeError(`it is empty (0 bytes). ${this.takes}`);
    if (this.#images && PICTURES.includes(sniff(bytes))) {
      yield { kind: 'frame', frame: await this.#readFrame(bytes), sound: undefined };
    } else yield { kind: 'bytes', bytes, own };
  }

  async #readObject(value: unknown): Promise<Chunk> {
    const sound = readPcm(value);
    if (sound) return { kind: 'sound', sound };
    if (!this.#images) throw new TypeError(`${describe(value)}. ${this.takes}`);
    if (!isPlainObject(value) || !('frame' in value)) {
      return { kind: 'frame', frame: await this.#readFrame(value), sound: undefined };
    }
    const { frame, audio } = value;
    const beside = audio === undefined || audio === null ? undefined : readPcm(audio);
    if (audio && !beside) throw new TypeError(`audio is ${describe(audio)}. It takes {data, sampleRate}`);
    return { kind: 'frame', frame: await this.#readFrame(frame), sound: beside };
  }

  async #readFrame(value: unknown): Promise<Frame> {
    if (value === null || value === undefined) throw new TypeError(`${describe(value)}. ${this.takes}`);
    const encoded = this.#images!.read!(value);
    const paint = typeof encoded === 'function' ? await encoded() : encoded;
    if (paint.kind === 'bitmap') return paint.bitmap;
    if (paint.kind === 'pixels') return new ImageData(new Uint8ClampedArray(paint.data), paint.width, paint.height);
    throw new TypeError(`${describe(value)}: it can't be a frame of video. ${this.takes}`);
  }
}
