import { describe } from '../describe.js';
import { recordOf } from './avc.js';
import type { Frame } from './chunk.js';
import { VIDEO_TIMESCALE } from './fragments.js';
import type { Pictures, Sound, Stretch, VideoConfig } from './types.js';

/** Seconds between two pictures at which decoding may begin. */
const KEY_INTERVAL = 2;
/** Bits a pixel, at which drawings look like themselves. */
const BITS_PER_PIXEL = 0.15;
/** Milliseconds after which an encoder is thought to keep pictures back; starting one takes less. */
const PATIENCE = 300;
/** H.264 levels for encoders: the most macroblocks a picture has, and a second (Rec. H.264, table A-1). */
const LEVELS: readonly (readonly [level: number, picture: number, second: number])[] = [
  [30, 1620, 40_500],
  [31, 3600, 108_000],
  [40, 8192, 245_760],
  [42, 8704, 522_240],
  [51, 36_864, 983_040],
  [52, 36_864, 2_073_600],
];
/** High, main and constrained baseline profile. */
const PROFILES = ['6400', '4d00', '42e0'];

/** Encodes frames that were drawn as H.264, with what sounds beside each. */
export class FrameEncoder {
  readonly #fps: number;
  #encoder: VideoEncoder | undefined;
  #size = '';
  #config: VideoConfig | undefined;
  /** Frames taken, and given. */
  #taken = 0;
  #given = 0;
  #sounds: (Sound | undefined)[] = [];
  #encoded: Stretch[] = [];
  #failure: Error | undefined;
  /** Whether the encoder keeps pictures back, and is not waited for. */
  #lags = false;
  #sinceKey = 0;
  #arrived: () => void = () => {};

  /** @param fps - Frames a second. */
  constructor(fps: number) {
    if (!(fps > 0 && fps <= 240)) throw new TypeError(`fps is ${describe(fps)}. It takes a number from 1 to 240`);
    this.#fps = fps;
  }

  /**
   * Takes the next frame, and gives those that are encoded. The frame is closed.
   *
   * @throws TypeError when the browser can't encode it.
   */
  async encode(frame: Frame, sound: Sound | undefined): Promise<Stretch[]> {
    const { width, height } = frame;
    if (width % 2 || height % 2) {
      throw new TypeError(`a frame of ${width} x ${height} pixels. H.264 takes frames of even width and height`);
    }
    const size = `${width} x ${height}`;
    const before = size === this.#size ? [] : await this.end();
    if (size !== this.#size) await this.#open(width, height);
    const number = this.#taken++;
    this.#sounds.push(sound);
    const picture = toVideoFrame(frame, (number * 1e6) / this.#fps);
    const keyFrame = this.#sinceKey++ % Math.max(1, Math.round(KEY_INTERVAL * this.#fps)) === 0;
    this.#encoder!.encode(picture, { keyFrame });
    picture.close();
    await this.#wait(number);
    return [...before, ...this.#take()];
  }

  /** There are no more frames, or they change: gives what the encoder has kept. */
  async end(): Promise<Stretch[]> {
    const encoder = this.#encoder;
    this.#encoder = undefined;
    this.#size = '';
    if (!encoder) return [];
    try {
      await encoder.flush();
    } catch (error) {
      this.#failure ??= error as Error;
    }
    if (encoder.state !== 'closed') encoder.close();
    return this.#take();
  }

  async #open(width: number, height: number): Promise<void> {
    if (typeof VideoEncoder === 'undefined')
      throw new TypeError('this browser can’t encode frames: it has no VideoEncoder');
    const config = await this.#choose(width, height);
    if (!config) throw new TypeError(`this browser can’t encode frames of ${width} x ${height} pixels as H.264`);
    this.#encoder = new VideoEncoder({
      output: (chunk, metadata) => this.#give(chunk, metadata?.decoderConfig, width, height),
      error: (error) => {
        this.#failure ??= error;
        this.#arrived();
      },
    });
    this.#encoder.configure(config);
    this.#size = `${width} x ${height}`;
    this.#sinceKey = 0;
  }

  async #choose(width: number, height: number): Promise<VideoEncoderConfig | undefined> {
    const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
    const [level = 52] = LEVELS.find(([, picture, second]) => blocks <= picture && blocks * this.#fps <= second) ?? [];
    for (const profile of PROFILES) {
      const config: VideoEncoderConfig = {
        codec: `avc1.${profile}${level.toString(16)}`,
        width,
        height,
        framerate: this.#fps,
        bitrate: Math.round(width * height * this.#fps * BITS_PER_PIXEL),
        latencyMode: 'realtime',
        avc: { format: 'avc' },
      };
      const { supported } = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }));
      if (supported) return config;
    }
    return undefined;
  }

  #give(chunk: EncodedVideoChunk, decoder: VideoDecoderConfig | undefined, width: number, height: number): void {
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    if (decoder?.description) {
      // Firefox's record has the first byte of each parameter set twice, its key frames have them right.
      const description = recordOf(data) ?? toBytes(decoder.description);
      this.#config = { codec: decoder.codec, width, height, description };
    }
    const number = this.#given++;
    const cts = this.#ticks(number);
    const sample = { data, cts, dts: cts, duration: this.#ticks(number + 1) - cts, sync: chunk.type === 'key' };
    const pictures: Pictures = { config: this.#config!, timescale: VIDEO_TIMESCALE, samples: [sample] };
    this.#encoded.push({ pictures, sound: this.#sounds.shift() });
    this.#arrived();
  }

  #ticks(number: number): number {
    return Math.round((number * VIDEO_TIMESCALE) / this.#fps);
  }

  /** An encoder made for calls gives each picture at once; one that does not is found out once. */
  #wait(number: number): Promise<void> | undefined {
    if (this.#lags || this.#given > number) return undefined;
    return new Promise((resolve) => {
      const patience = setTimeout(() => {
        this.#lags = true;
        resolve();
      }, PATIENCE);
      this.#arrived = () => {
        if (this.#given <= number && !this.#failure) return;
        clearTimeout(patience);
        resolve();
      };
    });
  }

  #take(): Stretch[] {
    if (this.#failure) throw new TypeError(`the browser can’t encode its frames (${this.#failure.message})`);
    return this.#encoded.splice(0);
  }
}

function toVideoFrame(frame: Frame, timestamp: number): VideoFrame {
  if (frame instanceof ImageData) {
    const { width, height, data } = frame;
    return new VideoFrame(data, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp });
  }
  const picture = new VideoFrame(frame, { timestamp });
  frame.close();
  return picture;
}

function toBytes(source: AllowSharedBufferSource): Uint8Array {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
  return new Uint8Array(source).slice();
}
