import type { Send, StreamEncoder } from '../encode/encoder.js';
import type { MediaPart, OutputSpec } from '../protocol.js';
import { joinBytes } from './bytes.js';
import type { Chunk, ChunkReader } from './chunk.js';
import { createDemuxer } from './demux/index.js';
import { FrameEncoder } from './frames.js';
import { describeKind, isTooShort, sniff } from './sniff.js';
import { type Extent, Timeline } from './timeline.js';
import type { Demuxer, MediaTools, Stretch } from './types.js';

/** A file, or a row of frames, that the next value may go on with. */
interface Open {
  readonly number: number;
  readonly name: string;
  readonly demuxer?: Demuxer;
  readonly frames?: FrameEncoder;
  /** Whether anything of it can be played. */
  filled: boolean;
}

/** Joins all that is yielded for one output to one stream of mp4 fragments. */
export class MediaStream implements StreamEncoder {
  readonly #title: string;
  readonly #medium: string;
  readonly #fps: number;
  readonly #reader: ChunkReader;
  readonly #tools: (send: Send) => MediaTools;
  readonly #timeline: Timeline;
  /** Whether the element knows that there is a stream. */
  #announced = false;
  /** The number of the value that is being taken, from 1. */
  #number = 0;
  #open: Open | undefined;
  /** A slice that may be the beginning of a file, but is too short to tell. */
  #short: { readonly bytes: Uint8Array; readonly number: number } | undefined;
  /** What the chunk is found to be, for messages. */
  #name = '';
  /** Why the chunk before could not be read to its end. */
  #late: TypeError | undefined;

  constructor(output: OutputSpec, fps: number, reader: ChunkReader, tools: (send: Send) => MediaTools) {
    this.#title = output.title;
    this.#medium = output.kind === 'video' ? 'video' : 'sound';
    this.#fps = fps;
    this.#reader = reader;
    this.#tools = tools;
    this.#timeline = new Timeline({ video: output.kind === 'video' });
  }

  async put(value: unknown, send: Send): Promise<void> {
    const number = ++this.#number;
    this.#name = '';
    try {
      for await (const chunk of this.#reader.read(value)) await this.#take(chunk, send);
    } catch (error) {
      throw this.#refusal(number, this.#name, error);
    }
    this.#complain();
  }

  async end(send: Send): Promise<void> {
    await this.#takeShort(send);
    await this.#close(send);
    await this.#send(await this.#timeline.end(), send);
    this.#complain();
  }

  async #take(chunk: Chunk, send: Send): Promise<void> {
    if (chunk.kind === 'bytes' && !chunk.own) return this.#takeSlice(chunk.bytes, send);
    await this.#takeShort(send);
    if (chunk.kind === 'bytes') return this.#takeBytes(chunk.bytes, chunk.own, send);
    this.#announce(send);
    if (chunk.kind === 'sound') {
      await this.#close(send);
      return this.#add({ sound: chunk.sound }, 'whole', send);
    }
    if (!this.#open?.frames) {
      await this.#close(send);
      this.#open = { number: this.#number, name: 'frames', frames: new FrameEncoder(this.#fps), filled: true };
    }
    for (const stretch of await this.#open.frames!.encode(chunk.frame, chunk.sound)) {
      await this.#add(stretch, 'frames', send);
    }
  }

  /** Holds what is too short until more has come. */
  async #takeSlice(bytes: Uint8Array, send: Send): Promise<void> {
    const { bytes: before, number } = this.#short ?? { number: this.#number };
    const joined = before ? joinBytes([before, bytes]) : bytes;
    this.#short = isTooShort(joined) ? { bytes: joined, number } : undefined;
    if (!this.#short) await this.#takeBytes(joined, false, send);
  }

  /** No more comes that what is held could be the beginning of. */
  async #takeShort(send: Send): Promise<void> {
    const short = this.#short;
    this.#short = undefined;
    if (!short) return;
    try {
      await this.#takeBytes(short.bytes, false, send);
    } catch (error) {
      // It must not cost the chunk that comes now.
      this.#late = this.#refusal(short.number, this.#name, error);
    }
  }

  async #takeBytes(bytes: Uint8Array, own: boolean, send: Send): Promise<void> {
    const kind = sniff(bytes);
    if (own || !this.#open?.demuxer || (kind && !this.#open.demuxer.continues(bytes))) {
      await this.#close(send);
      if (!kind) throw new TypeError(`its bytes are of no kind that is known here. ${this.#reader.takes}`);
      this.#name = describeKind(kind);
      const demuxer = await createDemuxer(kind, this.#tools(send));
      if (!demuxer) throw new TypeError(`that is no ${this.#medium} that can be streamed. ${this.#reader.takes}`);
      this.#open = { number: this.#number, name: this.#name, demuxer, filled: false };
      this.#announce(send);
    }
    const open = this.#open!;
    const demuxer = open.demuxer!;
    try {
      const stretch = await demuxer.push(bytes);
      open.filled ||= stretch !== undefined;
      if (stretch) await this.#add(stretch, demuxer.whole ? 'whole' : demuxer.soundOnly ? 'sound' : 'open', send);
    } catch (error) {
      this.#open = undefined;
      await this.#send(await this.#timeline.begin(), send);
      throw error;
    }
    if (own || demuxer.whole) await this.#close(send);
  }

  /** What the element has to open for a stream, it opens while the first part is made. */
  #announce(send: Send): void {
    if (!this.#announced) void send({ kind: 'stream' });
    this.#announced = true;
  }

  /** What is open is over: the next chunk starts where it ends. */
  async #close(send: Send): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (open) {
      try {
        const rest = open.frames ? await open.frames.end() : [await open.demuxer!.end()];
        for (const stretch of rest) if (stretch) await this.#add(stretch, open.frames ? 'frames' : 'whole', send);
        const complaint = rest.find((stretch) => stretch?.complaint)?.complaint;
        if (complaint) throw new TypeError(complaint);
        if (!open.filled && !rest.some(Boolean)) throw new TypeError('there is nothing in it to play');
      } catch (error) {
        // It must not cost the chunk that comes now.
        this.#late = this.#refusal(open.number, open.name, error);
      }
    }
    await this.#send(await this.#timeline.begin(), send);
  }

  async #add(stretch: Stretch, extent: Extent, send: Send): Promise<void> {
    await this.#send(await this.#timeline.add(stretch, extent), send);
  }

  async #send(part: MediaPart | undefined, send: Send): Promise<void> {
    if (!part) return;
    const { tracks = [], fragments, peaks } = part;
    const buffers = [...tracks.map(({ init }) => init), ...fragments.map(({ data }) => data), peaks.buffer];
    await send({ kind: 'media', ...part }, buffers as ArrayBuffer[]);
  }

  #complain(): void {
    const late = this.#late;
    this.#late = undefined;
    if (late) throw late;
  }

  #refusal(number: number, name: string, error: unknown): TypeError {
    const why = error instanceof Error ? error.message : String(error);
    return new TypeError(
      `${this.#title} can't play chunk ${number}${name && `, ${name}`}: ${why.replace(/\.$/, '')}.`,
      { cause: error },
    );
  }
}
