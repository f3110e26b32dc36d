import { joinBytes } from '../bytes.js';
import { type AudioFrame, audioFrame } from '../sniff.js';
import { readPesHead, type TsPacket, timeBetween } from './packets.js';
import { TIMESCALE } from './video.js';

/** Ticks of sound that may be missing, and by which it may overlap; else the clock was set anew. */
const LONGEST_HOLE = 10 * TIMESCALE;
const LONGEST_OVERLAP = TIMESCALE / 2;
/** AAC frames of silence, for one channel and for two. */
const SILENCE: Record<number, readonly number[]> = {
  1: [0x00, 0xc8, 0x00, 0x80, 0x23, 0x80],
  2: [0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80],
};
/** Bytes of an ADTS header. */
const HEAD = 7;

/** The frames of sound in a row of PES packets, where they may be cut anywhere. */
export class FrameQueue {
  readonly #kind: AudioFrame['kind'];
  /** Bytes of the PES packets since the last look at them. */
  #parts: Uint8Array[] = [];
  /** Of a frame that has begun. */
  #rest: Uint8Array = new Uint8Array(0);
  /** Whether bytes are missing: what is left of the frame they are in is of no use. */
  #broken = true;
  #first: AudioFrame | undefined;
  #firstHead: Uint8Array | undefined;
  /** When the first frame starts, so that the others come right where the clock is set anew. */
  #base = 0;
  #count = 0;
  #whole: Uint8Array[] = [];
  #startTime: number | undefined;
  #lastTime: number | undefined;

  constructor(kind: AudioFrame['kind']) {
    this.#kind = kind;
  }

  /** When the first frame starts, as the file has it; `undefined` before there is one. */
  get startTime(): number | undefined {
    return this.#startTime;
  }

  /** The presentation time of the last PES packet, as the file has it. */
  get lastTime(): number | undefined {
    return this.#lastTime;
  }

  get sampleRate(): number {
    return this.#first?.sampleRate ?? 1;
  }

  /** @param lost - Whether packets before it are missing. */
  add({ payload, starts }: TsPacket, lost: boolean): void {
    this.#broken ||= lost;
    const head = starts ? readPesHead(payload) : undefined;
    if (head) {
      this.#split();
      if (this.#broken) this.#rest = new Uint8Array(0);
      this.#broken = false;
      if (head.pts !== undefined) this.#follow(head.pts);
    }
    if (!this.#broken) this.#parts.push(payload.slice(head?.length));
  }

  /** The frames that are complete, one after the other. */
  take(): Uint8Array {
    this.#split();
    return joinBytes(this.#whole.splice(0));
  }

  #split(): void {
    if (this.#parts.length === 0) return;
    const bytes = joinBytes([this.#rest, ...this.#parts]);
    this.#parts = [];
    let at = 0;
    while (at + HEAD <= bytes.length) {
      const frame = audioFrame(bytes, at);
      if (frame?.kind !== this.#kind || (this.#first && frame.sampleRate !== this.#first.sampleRate)) {
        if (!this.#first && isLayerTwo(bytes, at))
          throw new TypeError('MPEG-TS with MP2 sound. It takes H.264 and AAC');
        at++;
        continue;
      }
      if (at + frame.length > bytes.length) break;
      const whole = bytes.subarray(at, at + frame.length);
      if (!this.#first) {
        this.#first = frame;
        this.#firstHead = whole.slice(0, HEAD);
        this.#startTime = this.#base;
      }
      this.#whole.push(whole);
      this.#count++;
      at += frame.length;
    }
    this.#rest = bytes.slice(at);
  }

  /** Puts silence where frames are missing before one that starts at a time. */
  #follow(time: number): void {
    this.#lastTime = time;
    if (!this.#first) {
      this.#base = time;
      return;
    }
    const duration = (this.#first.samples * TIMESCALE) / this.#first.sampleRate;
    // The time is that of the first frame that begins in the PES packet.
    const begun = this.#rest.length >= HEAD ? 1 : 0;
    const hole = timeBetween(this.#base + (this.#count + begun) * duration, time);
    if (hole < -LONGEST_OVERLAP || hole > LONGEST_HOLE) this.#base += hole;
    else if (!begun) this.#fill(Math.floor(hole / duration + 0.2));
  }

  #fill(count: number): void {
    const silence = SILENCE[this.#first!.channelCount];
    if (count < 1 || !silence || this.#kind !== 'aac') return;
    const length = HEAD + silence.length;
    const [, second, third, fourth, , , seventh] = this.#firstHead as unknown as number[];
    const head = [0xff, second! | 1, third!, fourth! & 0xfc, length >> 3, ((length & 7) << 5) | 0x1f, seventh! & 0xfc];
    const frame = new Uint8Array([...head, ...silence]);
    for (let i = 0; i < count; i++) this.#whole.push(frame);
    this.#count += count;
  }
}

function isLayerTwo(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xff && (bytes[at + 1]! & 0xf6) === 0xf4;
}
