import { parameterSets } from './avc.js';
import { joinBytes } from './bytes.js';
import { FrameEncoder } from './frames.js';
import { joinStretches } from './join.js';
import type { Pictures, Stretch, VideoSample } from './types.js';

/** What is shown beside sound that comes before any picture. */
const WIDTH = 640;
const HEIGHT = 360;
/**
 * Pictures a second. One long picture would do, but WebKitGTK takes the length of a picture from the frame rate that the
 * H.264 stream tells (GStreamer's h264parse), and waits where a hole of more than 80 ms is left then.
 */
const FPS = 15;
/** Pictures after which they can be repeated. */
const CYCLE = 30;
/** Pictures kept to decode the last one from: a key frame further back is not met in what is made for streaming. */
const MOST = 1000;

/** Keeps the last picture of a stream, to be shown beside sound that has none. */
export class Still {
  /** From the last key frame on. */
  #samples: VideoSample[] = [];
  #config: Pictures['config'] | undefined;
  #row: Promise<Pictures> | undefined;

  follow({ config, samples }: Pictures): void {
    const key = samples.findLastIndex(({ sync }) => sync);
    if (key !== -1 || this.#samples.length > MOST) this.#samples = [];
    // Their bytes are a part of what is given back to others.
    for (const sample of samples.slice(Math.max(0, key))) this.#samples.push({ ...sample, data: sample.data.slice() });
    this.#config = config;
    this.#row = undefined;
  }

  /** The last picture, or a black one, {@link FPS} times a second: a row that needs no picture before it. */
  pictures(): Promise<Pictures> {
    this.#row ??= this.#make();
    return this.#row;
  }

  async #make(): Promise<Pictures> {
    const frame = this.#config && (await this.#decodeLast(this.#config));
    const image = frame ? toImageData(frame) : black();
    frame?.close();
    const encoder = new FrameEncoder(FPS);
    const stretches: Stretch[] = [];
    for (let i = 0; i < CYCLE; i++) stretches.push(...(await encoder.encode(image, undefined)));
    stretches.push(...(await encoder.end()));
    return joinStretches(stretches)!.pictures!;
  }

  async #decodeLast({ codec, description }: Pictures['config']): Promise<VideoFrame | undefined> {
    let last: VideoFrame | undefined;
    const decoder = new VideoDecoder({
      output: (frame) => {
        last?.close();
        last = frame;
      },
      // What came out before is as good.
      error: () => {},
    });
    const sets = parameterSets(description);
    try {
      decoder.configure({ codec, description });
      for (const { data, cts, sync } of this.#samples) {
        const unit = sync ? joinBytes([sets, data]) : data;
        decoder.decode(new EncodedVideoChunk({ type: sync ? 'key' : 'delta', timestamp: cts, data: unit }));
      }
      await decoder.flush();
    } catch {
      // As above.
    }
    if (decoder.state !== 'closed') decoder.close();
    return last;
  }
}

function black(): ImageData {
  const picture = new ImageData(WIDTH, HEIGHT);
  for (let i = 3; i < picture.data.length; i += 4) picture.data[i] = 255;
  return picture;
}

function toImageData(frame: VideoFrame): ImageData {
  // The encoder takes even sizes only.
  const [width, height] = [frame.displayWidth & ~1, frame.displayHeight & ~1];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(frame, 0, 0);
  return context.getImageData(0, 0, width, height);
}
