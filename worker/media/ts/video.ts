import { joinBytes } from '../bytes.js';
import type { Pictures, VideoSample } from '../types.js';
import { readPesHead, TS_PACKET, type TsPacket, timeBetween } from './packets.js';
import type { Segment, Unit, UnitReader } from './units.js';

/** Ticks a second. */
export const TIMESCALE = 90_000;
/** Ticks by which times may go on at once; else the clock was set anew. */
const JUMP = 10 * TIMESCALE;

/** A PES packet that begins with an access unit. */
interface Start {
  /** Its first packet, as an index. */
  readonly at: number;
  /** As it is in the file. */
  readonly pts: number;
  /** In ticks after the first one's, also where the clock is set anew. */
  readonly dts: number;
  /** That of the next one, also if the next one is left out. */
  next?: number;
  /** From decoding to presentation, in ticks. */
  readonly delay: number;
}

/** The pictures of a transport stream. */
export class TsVideo {
  readonly #tables: readonly Uint8Array[];
  #packets: Uint8Array[] = [];
  /** Those of them that are no views of the bytes that came. */
  #owned = 0;
  #starts: Start[] = [];
  /** The decoding time of the last PES packet, in the file and counted on. */
  #lastTime: number | undefined;
  #dts = 0;
  #step = TIMESCALE / 30;
  /** The first picture's presentation time, in the file and counted on. */
  #startTime: number | undefined;
  #start = 0;
  #startsIdr = false;
  #end = 0;
  /** Whether what comes now belongs to a PES packet that is left out. */
  #broken = false;
  /** Whether all of the last PES packet has come for sure. */
  #ended = false;
  /** Whether pictures are left out, as some of their bytes are missing. */
  damaged = false;

  constructor(pid: number) {
    this.#tables = tablesFor(pid);
  }

  /** When the presentation starts, as the file has it; `undefined` before there are pictures. */
  get startTime(): number | undefined {
    return this.#startTime;
  }

  /** Where the pictures end that were given, in ticks after the presentation's start. */
  get end(): number {
    return this.#end;
  }

  /** The decoding time of the last PES packet, as the file has it. */
  get lastTime(): number | undefined {
    return this.#lastTime;
  }

  /** @param lost - Whether packets before it are missing. */
  add({ bytes, payload, starts, ends }: TsPacket, lost: boolean): void {
    if (lost) this.#drop();
    if (starts) {
      const head = readPesHead(payload);
      const begins = head !== undefined && beginsUnit(payload.subarray(head.length));
      // An access unit may go on in a PES packet of its own.
      this.#broken = !head || (begins ? head.pts === undefined : this.#broken);
      if (begins && head.pts !== undefined) this.#begin(head.pts, head.dts!);
    }
    this.#ended = ends;
    if (this.#broken) this.damaged = true;
    else if (this.#starts.length > 0) this.#packets.push(bytes);
  }

  /** The file is cut within a packet. */
  cut(): void {
    this.#drop();
  }

  /** What has come of the last PES packet is of no use, unless it is all of it. */
  #drop(): void {
    const isWhole = this.#ended || this.#broken;
    this.#broken = true;
    const start = isWhole ? undefined : this.#starts.pop();
    if (!start) return;
    this.damaged = true;
    this.#packets.length = start.at;
    this.#owned = Math.min(this.#owned, this.#packets.length);
  }

  #begin(pts: number, dts: number): void {
    const last = this.#starts.at(-1);
    if (this.#lastTime !== undefined) {
      const step = timeBetween(this.#lastTime, dts);
      if (step >= 0 && step < JUMP) this.#step = step;
      this.#dts += this.#step;
    }
    this.#lastTime = dts;
    if (last) last.next ??= this.#dts;
    const delay = timeBetween(dts, pts);
    const isSane = delay >= 0 && delay < JUMP;
    this.#starts.push({ at: this.#packets.length, pts, dts: this.#dts, delay: isSane ? delay : 0 });
  }

  /** The pictures that are complete: without the last PES packet, unless there is no more. */
  async take(reader: UnitReader, last: boolean): Promise<Pictures | undefined> {
    const count = this.#starts.length - (last ? 0 : 1);
    const samples = count > 0 ? await this.#read(reader, count) : [];
    for (; this.#owned < this.#packets.length; this.#owned++)
      this.#packets[this.#owned] = this.#packets[this.#owned]!.slice();
    return samples.length > 0 ? { config: reader.config!, timescale: TIMESCALE, samples } : undefined;
  }

  async #read(reader: UnitReader, count: number): Promise<VideoSample[]> {
    const next = this.#starts[count];
    const taken = this.#starts.splice(0, count);
    const packets = this.#packets.splice(0, next?.at ?? this.#packets.length);
    this.#owned = Math.max(0, this.#owned - packets.length);
    this.#starts = this.#starts.map((start) => ({ ...start, at: start.at - packets.length }));
    const head = this.#tables.length;
    const segment: Segment = {
      bytes: joinBytes([...this.#tables, ...packets]),
      starts: taken.map(({ at }) => (head + at) * TS_PACKET),
    };
    const units = await reader.read(segment);
    return this.#time(units, taken);
  }

  #time(units: readonly Unit[], starts: readonly Start[]): VideoSample[] {
    const samples: VideoSample[] = [];
    for (let i = 0, of = 0; i < units.length; i++, of++) {
      const { data, sync, idr, start: index } = units[i]!;
      const start = starts[index]!;
      if (units[i - 1]?.start !== index) of = 0;
      // A PES packet may hold many pictures, with the time of the first alone.
      let count = of + 1;
      while (units[i + count - of]?.start === index) count++;
      const all = (start.next ?? start.dts + this.#step) - start.dts;
      const duration = Math.round((all * (of + 1)) / count) - Math.round((all * of) / count);
      const time = start.dts + start.delay + Math.round((all * of) / count);
      if (this.#startTime === undefined) {
        if (!sync) continue;
        this.#startTime = start.pts;
        this.#start = time;
        this.#startsIdr = idr;
      }
      const cts = time - this.#start;
      // It needs pictures that are not in the file.
      if (cts < 0 && !this.#startsIdr) continue;
      samples.push({ data, cts, dts: cts - start.delay, duration, sync });
      this.#end = Math.max(this.#end, cts + duration);
    }
    return samples;
  }
}

/** Whether it begins with a start code, if that can be told. */
function beginsUnit(payload: Uint8Array): boolean {
  if (payload.length < 4) return true;
  return payload[0] === 0 && payload[1] === 0 && (payload[2] === 1 || (payload[2] === 0 && payload[3] === 1));
}

/** A program association table and a program map, of one H.264 stream. */
function tablesFor(pid: number): Uint8Array[] {
  const [high, low] = [0xe0 | (pid >> 8), pid & 0xff];
  // Any PID but the stream's.
  const map = low ^ 1;
  const stream = [high, low, 0xf0, 0];
  return [
    tableOf([0x40, 0, 0x10, 0], [0, 0xb0, 13, 0, 1, 0xc1, 0, 0], [0, 1, high, map]),
    tableOf([0x40 | (pid >> 8), map, 0x10, 0], [2, 0xb0, 18, 0, 1, 0xc1, 0, 0], [...stream, 27, ...stream]),
  ];
}

/** Without the checksum, which isn't read. */
function tableOf(...parts: readonly (readonly number[])[]): Uint8Array {
  const packet = new Uint8Array(TS_PACKET).fill(0xff);
  packet.set([0x47, ...parts.flat()]);
  return packet;
}
