import { ByteQueue } from '../byte-queue.js';

export const TS_PACKET = 188;
const SYNC = 0x47;
/** Times count up to here, then from 0 again. */
const WRAP = 2 ** 33;

/** A packet of a transport stream (ISO 13818-1, 2.4.3.2). */
export interface TsPacket {
  /** All of it. */
  readonly bytes: Uint8Array;
  readonly pid: number;
  /** Whether a section or a PES packet starts in it. */
  readonly starts: boolean;
  /** Counts the packets of a PID that have a payload, modulo 16. */
  readonly counter: number;
  /** Whether the counter may start anew here. */
  readonly jumps: boolean;
  readonly scrambled: boolean;
  /** Whether a PES packet ends here, as bytes without a meaning fill up the packet. */
  readonly ends: boolean;
  /** Empty if there is none. */
  readonly payload: Uint8Array;
}

/** `undefined` if the packet is marked as damaged. */
export function readPacket(bytes: Uint8Array): TsPacket | undefined {
  const [, second, third, fourth, length] = bytes as unknown as [number, number, number, number, number];
  if (second & 0x80) return undefined;
  const hasField = (fourth & 0x20) !== 0;
  return {
    bytes,
    pid: ((second & 0x1f) << 8) | third,
    starts: (second & 0x40) !== 0,
    counter: fourth & 15,
    jumps: hasField && length > 0 && (bytes[5]! & 0x80) !== 0,
    scrambled: (fourth & 0xc0) !== 0,
    ends: hasField && isFilledUp(bytes.subarray(4, 5 + length)),
    payload: bytes.subarray(fourth & 0x10 ? (hasField ? 5 + length : 4) : TS_PACKET),
  };
}

/** Whether an adaptation field (ISO 13818-1, 2.4.3.4) is longer than what is in it. */
function isFilledUp([length = 0, flags = 0, ...rest]: Uint8Array): boolean {
  let used = (flags & 0x10 ? 6 : 0) + (flags & 8 ? 6 : 0) + (flags & 4 ? 1 : 0);
  for (const flag of [2, 1]) if (flags & flag) used += 1 + (rest[used] ?? 0);
  return length === 0 || length > 1 + used;
}

/** Finds the packets in bytes that come in pieces, also after bytes that are none. */
export class PacketQueue {
  readonly #queue = new ByteQueue();
  /** Whether the bytes next to come begin a packet. */
  #inStep = false;

  /** The bytes may be kept, also by the packets. */
  push(bytes: Uint8Array): TsPacket[] {
    this.#queue.push(bytes);
    return this.#take(false);
  }

  end(): TsPacket[] {
    return this.#take(true);
  }

  /** A packet that is complete but was not given yet. */
  get waiting(): TsPacket | undefined {
    const { bytes } = this.#queue;
    return this.#inStep && bytes.length >= TS_PACKET ? readPacket(bytes.subarray(0, TS_PACKET)) : undefined;
  }

  /** Bytes of a packet that has begun. */
  get begun(): number {
    return this.#inStep ? this.#queue.length % TS_PACKET : 0;
  }

  #take(last: boolean): TsPacket[] {
    const packets: TsPacket[] = [];
    const { bytes } = this.#queue;
    let at = 0;
    while (at + TS_PACKET <= bytes.length) {
      // Whether a packet follows must be known, so that slices make no difference.
      const next = bytes[at + TS_PACKET];
      if (next === undefined && !last) break;
      if (bytes[at] === SYNC && (this.#inStep || next === undefined || next === SYNC)) {
        const packet = readPacket(bytes.subarray(at, at + TS_PACKET));
        if (packet) packets.push(packet);
        this.#inStep = true;
        at += TS_PACKET;
      } else {
        this.#inStep = false;
        at++;
      }
    }
    this.#queue.skip(at);
    return packets;
  }
}

/** The head of a PES packet (ISO 13818-1, 2.4.3.7). Times are in 90000ths of a second, and wrap. */
export interface PesHead {
  /** Bytes before its payload. */
  readonly length: number;
  readonly pts: number | undefined;
  /** As `pts` where it has none of its own. */
  readonly dts: number | undefined;
}

/** `undefined` if the bytes are not those of a PES packet with such a head. */
export function readPesHead(bytes: Uint8Array): PesHead | undefined {
  if (bytes.length < 9 || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 1 || (bytes[6]! & 0xc0) !== 0x80)
    return undefined;
  const has = bytes[7]! >> 6;
  const pts = has & 2 && bytes.length >= 14 ? readTime(bytes, 9) : undefined;
  const dts = has === 3 && bytes.length >= 19 ? readTime(bytes, 14) : pts;
  return { length: 9 + bytes[8]!, pts, dts };
}

function readTime(bytes: Uint8Array, at: number): number {
  const [a, b, c, d, e] = bytes.subarray(at, at + 5) as unknown as [number, number, number, number, number];
  return ((a >> 1) & 7) * 2 ** 30 + ((b << 22) | ((c >> 1) << 15) | (d << 7) | (e >> 1));
}

/** Ticks from one time to another, whichever way is shorter. */
export function timeBetween(from: number, to: number): number {
  const distance = (to - from) % WRAP;
  return distance >= WRAP / 2 ? distance - WRAP : distance < -WRAP / 2 ? distance + WRAP : distance;
}
