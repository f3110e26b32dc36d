import { parameterSets } from './avc.js';
import { FrameEncoder } from './frames.js';
import { joinBytes } from './join.js';
import type { Pictures, VideoSample } from './types.js';

/** What is shown beside sound that comes before any picture. */
const WIDTH = 640;
const HEIGHT = 360;
/** Pictures kept to decode the last one from: a key frame further back is not met in what is made for streaming. */
const MOST = 1000;

/** Keeps the last picture of a stream, to be shown beside sound that has none. */
export class Still {
  /** From the last key frame on. */
  #samples: VideoSample[] = [];
  #config: Pictures['config'] | undefined;
  #picture: Promise<Pictures> | undefined;

  follow({ config, samples }: Pictures): void {
    const key = samples.findLastIndex(({ sync }) => sync);
    if (key !== -1 || this.#samples.length > MOST) this.#samples = [];
    // Their bytes are a part of what is given back to others.
    for (const sample of samples.slice(Math.max(0, key))) this.#samples.push({ ...sample, data: sample.data.slice() });
    this.#config = config;
    this.#picture = undefined;
  }

  /** The last picture as one that needs no other, or a black one. */
  picture(): Promise<Pictures> {
    this.#picture ??= this.#make();
    return this.#picture;
  }

  async #make(): Promise<Pictures> {
    const frame = this.#config && (await this.#decodeLast(this.#config));
    const bitmap = frame ? await createImageBitmap(frame) : black();
    frame?.close();
    const encoder = new FrameEncoder(30);
    const [now] = await encoder.encode(bitmap, undefined);
    const [pictures] = [now, ...(await encoder.end())].flatMap((stretch) => stretch?.pictures ?? []);
    return pictures!;
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
