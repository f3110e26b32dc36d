import { EMPTY, type Encoded, type Encoder, type Send } from '../encode/encoder.js';
import type { DecodedSound, MediaPart, OutputSpec, Paint } from '../protocol.js';
import { ChunkReader } from './chunk.js';
import { readClip } from './clip.js';
import { movieOf } from './movie.js';
import { MediaStream } from './stream.js';
import type { MediaTools, Sound } from './types.js';

/** What `<rv-audio>` and `<rv-video>` tell their encoder. */
export interface MediaOptions {
  /** Frames a second of what is drawn. */
  readonly fps: number;
  /** Where the parts are that are loaded on first use. */
  readonly parts: Readonly<Record<string, string>>;
}

/** Sound and video. Each value is a clip, or with the flow `every` the next chunk of a stream. */
export function createEncoder(output: OutputSpec, createKnown: (output: OutputSpec) => Encoder): Encoder {
  const { fps, parts } = output.options as unknown as MediaOptions;
  const images = output.kind === 'video' ? createKnown({ ...output, kind: 'image' }) : undefined;
  const reader = new ChunkReader(images);
  const tools = (send: Send): MediaTools => ({ parts, decodeOnPage: (file, rate) => decodeOnPage(file, rate, send) });
  const createStream = () => new MediaStream(output, fps, reader, tools);
  const encode = (value: unknown): Encoded => {
    if (value === null) return EMPTY;
    const own = value instanceof Uint8Array || value instanceof ArrayBuffer ? value.slice() : value;
    return () => readClip(own, output, reader, () => join(createStream(), own));
  };
  return {
    encode,
    read: (value) => async () => {
      const paint = await (encode(value) as () => Promise<Paint>)();
      return { kind: 'value', value: (paint as { blob: Blob }).blob };
    },
    stream: createStream(),
  };
}

/** One value as an mp4 file. */
async function join(stream: MediaStream, value: unknown): Promise<Blob> {
  const parts: MediaPart[] = [];
  const send: Send = (paint) => {
    if (paint.kind === 'media') parts.push(paint);
    return undefined;
  };
  await stream.put(value, send);
  await stream.end(send);
  return movieOf(parts);
}

/** Asks the element to decode a file, over a channel of its own. */
async function decodeOnPage(file: Uint8Array, sampleRate: number, send: Send): Promise<Sound> {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<DecodedSound>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  const copy = file.slice().buffer;
  await send({ kind: 'decode', file: copy, sampleRate, reply: port2 }, [copy, port2]);
  const sound = await answer;
  port1.close();
  if (typeof sound === 'string') throw new TypeError(sound);
  return { ...sound, bits: 16 };
}
