import { BufferSource, EncodedPacketSink, Input, Logging, LogLevel, MPEG_TS } from 'mediabunny';
import { codecOf, configRecord, joinUnits } from '../avc.js';
import { isEqual, joinBytes } from '../bytes.js';
import type { VideoConfig } from '../types.js';
import { pictureSize } from './sps.js';

/** Part of a transport stream that can be read alone: tables, then whole PES packets of one H.264 stream. */
export interface Segment {
  readonly bytes: Uint8Array;
  /** Where the PES packets begin; what comes before the first are tables. */
  readonly starts: readonly number[];
}

/** An access unit whose NAL units have 4-byte lengths. */
export interface Unit {
  readonly data: Uint8Array;
  readonly sync: boolean;
  /** Whether nothing that comes after it needs, or is shown before, what comes before it. */
  readonly idr: boolean;
  /** The index, in {@link Segment.starts}, of the PES packet it begins in. */
  readonly start: number;
}

enum Type {
  Idr = 5,
  Sei = 6,
  Sps = 7,
  Pps = 8,
  Delimiter = 9,
  EndOfStream = 11,
  Filler = 12,
}
const RECOVERY_POINT = 6;

// What it has to tell is in the errors, too.
Logging.level = LogLevel.Silent;

/**
 * Takes the pictures out of segments of one stream, by mediabunny: this module is loaded when the first transport stream
 * comes. Pictures before the first with parameter sets can't be decoded, and are left out.
 *
 * Parameter sets that are those of {@link config} are taken out of the pictures; others stay where they are, and stand
 * before each picture at which decoding may begin as long as they hold.
 */
export class UnitReader {
  /** Of the first parameter sets; `undefined` before there are any. */
  config: VideoConfig | undefined;
  /** A segment that tells of the stream, for those that don't. */
  #first: Input<BufferSource> | undefined;
  #sps: Uint8Array | undefined;
  #pps: Uint8Array | undefined;
  /** Those that hold and are not in the configuration. */
  #other: Uint8Array[] = [];

  /** @throws TypeError when the stream is none that can be read. */
  async read(segment: Segment): Promise<Unit[]> {
    try {
      return await this.#read(segment);
    } catch (error) {
      // There are no parameter sets in it yet.
      if (!this.config && /AVCDecoderConfigurationRecord/.test(String(error))) return [];
      throw new TypeError(`its H.264 video can't be read (${error instanceof Error ? error.message : error})`);
    }
  }

  async #read(segment: Segment): Promise<Unit[]> {
    const track = await open(segment.bytes, this.#first).getPrimaryVideoTrack();
    if (!track) return [];
    const units: Unit[] = [];
    let start = 0;
    for await (const { data, sequenceNumber } of new EncodedPacketSink(track).packets()) {
      // It is the place of the PES packet, and that within it.
      while (start + 1 < segment.starts.length && segment.starts[start + 1]! <= sequenceNumber) start++;
      const nalUnits = splitUnits(data);
      if (!this.config) {
        if (!this.#findSets(nalUnits)) continue;
        const description = configRecord(this.#sps!, this.#pps!);
        this.config = { codec: codecOf(description), ...pictureSize(this.#sps!), description };
        const { bytes, starts } = segment;
        this.#first = open(joinBytes([bytes.subarray(0, starts[0]), bytes.subarray(starts[start], starts[start + 1])]));
        // It does not tell others before it was read.
        await this.#first.getPrimaryVideoTrack();
      }
      const unit = this.#convert(nalUnits);
      if (unit) units.push({ ...unit, start });
    }
    return units;
  }

  #findSets(nalUnits: readonly Uint8Array[]): boolean {
    this.#sps ??= nalUnits.find((unit) => typeOf(unit) === Type.Sps)?.slice();
    this.#pps ??= nalUnits.find((unit) => typeOf(unit) === Type.Pps)?.slice();
    return this.#sps !== undefined && this.#pps !== undefined;
  }

  #convert(nalUnits: readonly Uint8Array[]): Omit<Unit, 'start'> | undefined {
    const sets: Uint8Array[] = [];
    const units: Uint8Array[] = [];
    let idr = false;
    let recovers = false;
    for (const unit of nalUnits) {
      const type = typeOf(unit);
      if (type === Type.Sps || type === Type.Pps) sets.push(unit);
      else if (type !== Type.Delimiter && type !== Type.EndOfStream && type !== Type.Filler) units.push(unit);
      idr ||= type === Type.Idr;
      recovers ||= type === Type.Sei && isRecoveryPoint(unit);
    }
    if (units.length === 0) return undefined;
    const sync = idr || recovers;
    const changed = sets.filter((unit) => !isEqual(unit, this.#sps!) && !isEqual(unit, this.#pps!));
    const kept = sets.some((unit) => typeOf(unit) === Type.Sps) ? [] : this.#other;
    const added = changed.filter((unit) => !kept.some((other) => isEqual(unit, other)));
    this.#other = [...kept, ...added.map((unit) => unit.slice())];
    // The configuration's own stand before each picture at which decoding may begin, when it is played.
    const inline = sync ? this.#other : this.#other.length > 0 ? sets : [];
    return { data: joinUnits([...inline, ...units]), sync, idr };
  }
}

function open(bytes: Uint8Array, initInput?: Input): Input<BufferSource> {
  return new Input({ source: new BufferSource(bytes), formats: [MPEG_TS], ...(initInput && { initInput }) });
}

function typeOf(unit: Uint8Array): number {
  return unit[0]! & 0x1f;
}

/** The NAL units of a byte stream (ISO 14496-10, annex B), without the zeros that may follow them. */
function splitUnits(data: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  let start = -1;
  const take = (end: number) => {
    while (end > start && data[end - 1] === 0) end--;
    if (start >= 0 && end > start) units.push(data.subarray(start, end));
  };
  for (let i = 2; i < data.length; ) {
    const byte = data[i]!;
    if (byte === 1 && data[i - 1] === 0 && data[i - 2] === 0) {
      take(i - 2);
      start = i + 1;
    }
    i += byte === 0 ? 1 : 3;
  }
  take(data.length);
  return units;
}

/** Whether a message tells that all pictures from here on can be decoded (ISO 14496-10, D.1.8). */
function isRecoveryPoint(unit: Uint8Array): boolean {
  let at = 1;
  const read = () => {
    let sum = 0;
    while (unit[at] === 255) sum += unit[at++]!;
    return sum + (unit[at++] ?? 0);
  };
  while (at + 2 < unit.length) {
    const type = read();
    const size = read();
    // The first bit is set if no more pictures are needed for that.
    if (type === RECOVERY_POINT) return (unit[at]! & 0x80) !== 0;
    at += size;
  }
  return false;
}
