import { AdtsDemuxer } from '../audio/adts.js';
import { Mp3Demuxer } from '../audio/mp3.js';
import { joinSounds } from '../join.js';
import type { MediaTools, Sound, Stretch } from '../types.js';
import { FrameQueue } from './frames.js';
import { type TsPacket, timeBetween } from './packets.js';
import { TIMESCALE } from './video.js';

/** Ticks by which sound may start after the pictures. */
const LONGEST_LEAD = 300 * TIMESCALE;
/** Samples an AAC encoder fills its last frame up with, at most. */
const PADDING = 1024;

/** The sound of a transport stream: finds its frames, and lays what is decoded of them along the pictures. */
export class TsAudio {
  readonly #frames: FrameQueue;
  readonly #demuxer: AdtsDemuxer | Mp3Demuxer;
  readonly #optional: boolean;
  #held: (Sound | undefined)[] = [];
  /** Samples that are in front of the presentation's start, once that is known; less than 0 are silence there. */
  #skip: number | undefined;
  /** Samples that were given. */
  #given = 0;
  /** What is wrong with it. */
  complaint: string | undefined;

  /**
   * @param name - `AAC` or `mp3`.
   * @param optional - Whether sound that can't be decoded is no more than a complaint.
   */
  constructor(name: string, tools: MediaTools, optional: boolean) {
    this.#optional = optional;
    const isAac = name === 'AAC';
    this.#frames = new FrameQueue(isAac ? 'aac' : 'mp3');
    this.#demuxer = isAac ? new AdtsDemuxer(tools) : new Mp3Demuxer(tools);
  }

  /** When the sound starts, as the file has it; `undefined` before there is any. */
  get startTime(): number | undefined {
    return this.#frames.startTime;
  }

  /** The presentation time of the last PES packet, as the file has it. */
  get lastTime(): number | undefined {
    return this.#frames.lastTime;
  }

  /** @param lost - Whether packets before it are missing. */
  add(packet: TsPacket, lost: boolean): void {
    this.#frames.add(packet, lost);
  }

  /** Decodes what has come. */
  async decode(): Promise<void> {
    const bytes = this.#frames.take();
    if (bytes.length > 0) await this.#hold(() => this.#demuxer.push(bytes));
  }

  /** Decodes what is left. */
  async finish(): Promise<void> {
    await this.decode();
    if (this.startTime !== undefined) await this.#hold(() => this.#demuxer.end());
  }

  /**
   * The sound that is decoded.
   *
   * @param start - When the presentation starts, as the file has it.
   * @param end - When the pictures end, in ticks after that. What may be an encoder's padding after them is kept.
   * @param last - Whether there is no more: padding is left out.
   */
  take(start: number | undefined, end: number, last: boolean): Sound | undefined {
    const sound = joinSounds(this.#held);
    const startTime = this.#frames.startTime;
    if (!sound || startTime === undefined) return undefined;
    const { sampleRate } = sound;
    if (this.#skip === undefined) {
      const early = start === undefined ? 0 : timeBetween(startTime, start);
      this.#skip = early < -LONGEST_LEAD || early > LONGEST_LEAD ? 0 : Math.round((early * sampleRate) / TIMESCALE);
      if (this.#skip < 0) this.#held.unshift(silenceLike(sound, -this.#skip));
      return this.take(start, end, last);
    }
    const { length } = sound.channels[0]!;
    const from = Math.min(length, Math.max(0, this.#skip));
    const padding = Math.ceil((PADDING * sampleRate) / this.#frames.sampleRate);
    const atEnd = from + Math.max(0, Math.round((end * sampleRate) / TIMESCALE) - this.#given);
    const isPadding = length - atEnd <= padding;
    const to = Math.min(length, last && !isPadding ? length : Math.max(from, atEnd, last ? 0 : length - padding));
    this.#skip -= this.#skip > 0 ? from : 0;
    this.#given += to - from;
    this.#held = [cut(sound, to, length)];
    return to > from ? cut(sound, from, to) : undefined;
  }

  async #hold(decode: () => Promise<Stretch | undefined>): Promise<void> {
    if (this.complaint) return;
    try {
      this.#held.push((await decode())?.sound);
    } catch (error) {
      if (!this.#optional) throw error;
      this.complaint = (error as Error).message;
    }
  }
}

function cut({ channels, ...rest }: Sound, from: number, to: number): Sound {
  return { ...rest, channels: channels.map((channel) => channel.subarray(from, to)) };
}

function silenceLike({ channels, ...rest }: Sound, length: number): Sound {
  return { ...rest, channels: channels.map(() => new Float32Array(length)) };
}
