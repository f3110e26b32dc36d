import { joinBytes } from '../bytes.js';
import type { TsPacket } from './packets.js';

/** A stream that is in a file. */
export interface TsStream {
  readonly pid: number;
  /** The codec, for messages. */
  readonly name: string;
  readonly kind: 'video' | 'audio';
  readonly taken: boolean;
}

/** The streams that are played. */
export interface Streams {
  readonly video: TsStream | undefined;
  readonly audio: TsStream | undefined;
}

const VIDEO: Record<number, string> = {
  1: 'MPEG-1',
  2: 'MPEG-2',
  16: 'MPEG-4 Part 2',
  27: 'H.264',
  33: 'JPEG 2000',
  36: 'HEVC',
  51: 'VVC',
  66: 'AVS',
  234: 'VC-1',
};
const AUDIO: Record<number, string> = {
  3: 'mp3',
  4: 'mp3',
  15: 'AAC',
  17: 'AAC in LATM',
  129: 'AC-3',
  130: 'DTS',
  131: 'TrueHD',
  135: 'E-AC-3',
  138: 'DTS',
};
/** What private data is, by the tag of a descriptor or the name that is registered. */
const PRIVATE: Record<string, string> = {
  106: 'AC-3',
  122: 'E-AC-3',
  123: 'DTS',
  'AC-3': 'AC-3',
  EAC3: 'E-AC-3',
  DTS1: 'DTS',
  DTS2: 'DTS',
  DTS3: 'DTS',
  Opus: 'Opus',
};
const TAKEN = ['H.264', 'AAC', 'mp3'];
const REGISTRATION = 5;

/** Reads which streams a file has: of its first program, as its first tables tell (ISO 13818-1, 2.4.4). */
export class Tables {
  /** What is there of the sections that have begun, for each PID. */
  readonly #sections = new Map<number, Uint8Array>();
  #pmtPid: number | undefined;
  #streams: readonly TsStream[] | undefined;

  /** `undefined` until the tables have come. */
  get streams(): readonly TsStream[] | undefined {
    return this.#streams;
  }

  /** @returns Whether the packet belongs to a table. */
  add({ pid, starts, payload }: TsPacket): boolean {
    if (pid !== 0 && pid !== this.#pmtPid) return false;
    if (this.#streams || payload.length === 0) return true;
    const begun = this.#sections.get(pid);
    if (!starts && !begun) return true;
    const section = starts ? payload.slice(1 + payload[0]!) : joinBytes([begun!, payload]);
    this.#sections.set(pid, section);
    const length = 3 + (((section[1]! & 15) << 8) | section[2]!);
    if (section.length < 3 || section.length < length) return true;
    this.#sections.delete(pid);
    // The last 4 bytes are a checksum.
    if (pid === 0) this.#pmtPid ??= section[0] === 0 ? findProgram(section.subarray(0, length - 4)) : undefined;
    else if (section[0] === 2) this.#streams = readStreams(section.subarray(0, length - 4));
    return true;
  }
}

function findProgram(section: Uint8Array): number | undefined {
  for (let at = 8; at + 4 <= section.length; at += 4) {
    if (section[at] || section[at + 1]) return ((section[at + 2]! & 0x1f) << 8) | section[at + 3]!;
  }
  return undefined;
}

function readStreams(section: Uint8Array): TsStream[] {
  const streams: TsStream[] = [];
  let at = 12 + (((section[10]! & 15) << 8) | section[11]!);
  while (at + 5 <= section.length) {
    const [type, a, b, c, d] = section.subarray(at, at + 5) as unknown as [number, number, number, number, number];
    const end = at + 5 + (((c & 15) << 8) | d);
    const kind = VIDEO[type] ? 'video' : 'audio';
    const name =
      VIDEO[type] ?? AUDIO[type] ?? (type === 6 ? describePrivate(section.subarray(at + 5, end)) : undefined);
    if (name) streams.push({ pid: ((a & 0x1f) << 8) | b, name, kind, taken: TAKEN.includes(name) });
    at = end;
  }
  return streams;
}

function describePrivate(descriptors: Uint8Array): string | undefined {
  for (let at = 0; at + 2 <= descriptors.length; at += 2 + descriptors[at + 1]!) {
    const tag = descriptors[at]!;
    const name = PRIVATE[tag === REGISTRATION ? String.fromCharCode(...descriptors.subarray(at + 2, at + 6)) : tag];
    if (name) return name;
  }
  return undefined;
}

/**
 * The streams that are played.
 *
 * @throws TypeError if there are none, or there is video or sound of other kinds alone.
 */
export function chooseStreams(streams: readonly TsStream[]): Streams {
  const find = (kind: TsStream['kind']) => streams.find((stream) => stream.kind === kind && stream.taken);
  const chosen = { video: find('video'), audio: find('audio') };
  const refused = streams
    .filter(({ kind }) => !chosen[kind])
    .map(({ name, kind }) => `${name} ${kind === 'video' ? kind : 'sound'}`);
  if (refused.length > 0)
    throw new TypeError(`MPEG-TS with ${[...new Set(refused)].join(' and ')}. It takes H.264 and AAC`);
  if (!chosen.video && !chosen.audio) throw new TypeError('MPEG-TS without video or sound. It takes H.264 and AAC');
  return chosen;
}
