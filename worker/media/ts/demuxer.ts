import { isEqual } from '../bytes.js';
import { joinStretches } from '../join.js';
import { beginsFile } from '../sniff.js';
import type { Demuxer, MediaTools, Stretch } from '../types.js';
import { TsAudio } from './audio.js';
import { PacketQueue, readPacket, readPesHead, TS_PACKET, type TsPacket, timeBetween } from './packets.js';
import { chooseStreams, type Streams, Tables } from './tables.js';
import { UnitReader } from './units.js';
import { TIMESCALE, TsVideo } from './video.js';

/** Ticks by which times may go on from one piece of a file to the next. */
const LONGEST_STEP = 10 * TIMESCALE;

/** Reads an MPEG transport stream (ISO 13818-1) of H.264 video, AAC or mp3 sound, or both. */
export class TsDemuxer implements Demuxer {
  /** Nothing tells where it ends. */
  readonly whole = false;
  readonly #tools: MediaTools;
  readonly #queue = new PacketQueue();
  readonly #tables = new Tables();
  #streams: Streams | undefined;
  #video: TsVideo | undefined;
  #audio: TsAudio | undefined;
  readonly #reader = new UnitReader();
  #scrambled = false;
  /** The last packet of each PID that has a payload. */
  readonly #last = new Map<number, TsPacket>();

  constructor(tools: MediaTools) {
    this.#tools = tools;
  }

  get soundOnly(): boolean {
    return this.#audio !== undefined && !this.#video;
  }

  async push(bytes: Uint8Array): Promise<Stretch | undefined> {
    for (const packet of this.#queue.push(bytes)) this.#sort(packet);
    // A view of the bytes would keep all of them.
    for (const [pid, { bytes: packet }] of this.#last) this.#last.set(pid, readPacket(packet.slice())!);
    return this.#take(false);
  }

  async end(): Promise<Stretch | undefined> {
    const isCut = this.#queue.begun > 0;
    for (const packet of this.#queue.end()) this.#sort(packet);
    if (isCut) this.#video?.cut();
    if (!this.#streams) throw new TypeError('MPEG-TS without a table of what is in it. It takes H.264 and AAC');
    const stretch = await this.#take(true);
    if (this.#video?.startTime === undefined && this.#audio?.startTime === undefined) {
      throw new TypeError(this.#scrambled ? 'MPEG-TS that is encrypted' : 'it ends before its first picture or sound');
    }
    const damage = this.#video?.damaged ? 'it is damaged, and some of its pictures are left out' : undefined;
    const complaint = this.#audio?.complaint ?? (isCut ? 'it is cut short' : damage);
    return joinStretches([stretch, { complaint }]);
  }

  /**
   * Files that are cut out of one stream begin like any other. They go on with it if their packets are counted on from
   * the last ones, and their times too.
   */
  continues(bytes: Uint8Array): boolean {
    if (beginsFile(bytes)) return false;
    const { begun, waiting } = this.#queue;
    if (begun > 0) return isInStep(bytes, TS_PACKET - begun);
    const counters = new Map([...this.#last].map(([pid, { counter }]) => [pid, counter]));
    if (waiting && waiting.payload.length > 0) counters.set(waiting.pid, waiting.counter);
    for (let at = 0; at + TS_PACKET <= bytes.length; at += TS_PACKET) {
      const packet = bytes[at] === 0x47 ? readPacket(bytes.subarray(at, at + TS_PACKET)) : undefined;
      if (!packet || packet.payload.length === 0) continue;
      const { pid, counter } = packet;
      if (counters.has(pid) && counter !== (counters.get(pid)! + 1) % 16) return false;
      counters.delete(pid);
      const step = packet.starts ? this.#stepTo(packet) : undefined;
      if (step !== undefined) return step >= 0 && step < LONGEST_STEP;
    }
    return true;
  }

  /** By how much a PES packet is later than the last of its stream, in ticks. */
  #stepTo({ pid, payload }: TsPacket): number | undefined {
    const { video, audio } = this.#streams ?? {};
    const last = pid === video?.pid ? this.#video!.lastTime : pid === audio?.pid ? this.#audio!.lastTime : undefined;
    const { pts, dts } = readPesHead(payload) ?? {};
    const time = pid === video?.pid ? dts : pts;
    return last === undefined || time === undefined ? undefined : timeBetween(last, time);
  }

  async #take(last: boolean): Promise<Stretch | undefined> {
    const [pictures] = await Promise.all([
      this.#video?.take(this.#reader, last),
      last ? this.#audio?.finish() : this.#audio?.decode(),
    ]);
    const start = this.#video?.startTime;
    // Sound before the first picture is none of the presentation.
    if (this.#video && start === undefined && !last) return undefined;
    const end = start === undefined ? Number.POSITIVE_INFINITY : this.#video!.end;
    const sound = this.#audio?.take(start, end, last);
    return pictures || sound ? { pictures, sound } : undefined;
  }

  #sort(packet: TsPacket): void {
    const { pid, payload, counter } = packet;
    if (payload.length === 0) return;
    const last = this.#last.get(pid);
    this.#last.set(pid, packet);
    // A packet may be sent twice.
    if (last?.counter === counter && !packet.jumps && isEqual(last.payload, payload)) return;
    if (this.#tables.add(packet)) {
      this.#choose();
      return;
    }
    const lost = last !== undefined && !packet.jumps && counter !== ((last.counter + 1) & 15);
    const { video, audio } = this.#streams ?? {};
    if (pid !== video?.pid && pid !== audio?.pid) return;
    this.#scrambled ||= packet.scrambled;
    if (packet.scrambled) return;
    if (pid === video?.pid) this.#video!.add(packet, lost);
    else this.#audio!.add(packet, lost);
  }

  #choose(): void {
    if (this.#streams || !this.#tables.streams) return;
    this.#streams = chooseStreams(this.#tables.streams);
    const { video, audio } = this.#streams;
    if (video) this.#video = new TsVideo(video.pid);
    if (audio) this.#audio = new TsAudio(audio.name, this.#tools, video !== undefined);
  }
}

/** Whether packets begin at an offset, as far as the bytes go. */
function isInStep(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset; at < bytes.length; at += TS_PACKET) if (bytes[at] !== 0x47) return false;
  return true;
}
