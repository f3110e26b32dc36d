// What the tests of damaged files share: a random order that is the same each time, mutations, and what came of them.
import type { StreamEncoder } from '../encode/encoder.js';
import { createEncoder as createKnown } from '../encode/index.js';
import type { MediaFragment, MediaPart, Paint } from '../protocol.js';
import { joinBytes, viewOf } from './bytes.js';
import { createEncoder } from './index.js';

export type Random = (below: number) => number;

/** Numbers from 0 to below a limit, by chance and the same for a seed (mulberry32, T. Ettinger). */
export function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export async function load(name: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`../../test/media/${name}`, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** What sizes and counts are when they are wrong. */
const VALUES = [0, 1, 2, 7, 8, 9, 0x7f, 0xff, 0x100, 0xffff, 0x10000, 0xffffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** What can happen to a file. Each changes `bytes`, which are its own, or gives others. */
const MUTATIONS: Record<string, (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array> = {
  'bits flipped': (bytes, random) => {
    for (let count = 1 + random(20); count > 0; count--) bytes[random(bytes.length)]! ^= 1 << random(8);
    return bytes;
  },
  'cut at the end': (bytes, random) => bytes.subarray(0, 1 + random(bytes.length - 1)),
  'a hole': (bytes, random) => {
    const start = random(bytes.length - 1);
    return joinBytes([bytes.subarray(0, start), bytes.subarray(start + 1 + random(bytes.length - start))]);
  },
  'going on as another': (bytes, random, other) =>
    joinBytes([bytes.subarray(0, 1 + random(bytes.length)), other.subarray(random(other.length))]),
  'a wrong number': (bytes, random) => {
    const view = viewOf(bytes);
    for (let count = 1 + random(3); count > 0; count--) {
      const at = placeIn(bytes, random);
      const value = VALUES[random(VALUES.length)]! + random(2) * random(16);
      const size = [1, 2, 4][random(3)]!;
      if (at + size > bytes.length) continue;
      if (size === 1) view.setUint8(at, value);
      else if (size === 2) view.setUint16(at, value, random(2) === 1);
      else view.setUint32(at, value, random(2) === 1);
    }
    return bytes;
  },
};

/** A name of what begins a box, a page, a chunk or a packet, and what numbers stand around it. */
const STRUCTURE =
  /ftyp|moov|mvhd|trak|tkhd|elst|mdhd|stsd|avc1|avcC|mp4a|esds|stts|ctts|stsc|stsz|stco|stss|trun|tfhd|tfdt|trex|moof|traf|mdat|OggS|OpusHead|RIFF|fmt |data|fLaC|ID3|Info|LAME|Lavc|G[@A]|\xff[\xf0-\xff]/g;

/** Where a number may stand: near the start of a structure, most of the time. */
function placeIn(bytes: Uint8Array, random: Random): number {
  if (random(4) === 0) return random(bytes.length);
  const text = new TextDecoder('latin1').decode(bytes);
  const places = [...text.matchAll(STRUCTURE)].map(({ index }) => index);
  const place = places[random(places.length)] ?? 0;
  return Math.max(0, place - 4 + random(32));
}

/** @returns The name of what was done to a copy of `bytes`, and the copy. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): { name: string; bytes: Uint8Array } {
  const names = Object.keys(MUTATIONS);
  const name = names[random(names.length)]!;
  return { name, bytes: MUTATIONS[name]!(bytes.slice(), random, other) };
}

/** A stream for an output, and what it sends. */
export class Taken {
  readonly parts: MediaPart[] = [];
  readonly errors: TypeError[] = [];
  readonly #stream: StreamEncoder;
  readonly #answer: (question: Question) => unknown;

  /** @param answer - Decodes a file as the page does. */
  constructor(kind: 'video' | 'audio', answer: (question: Question) => unknown) {
    const options = { fps: 30, parts: { ts: new URL('ts/index.ts', import.meta.url).href } };
    const output = { kind, name: '', title: `<rv-${kind}>`, flow: 'every', options } as const;
    this.#stream = createEncoder(output, createKnown).stream!;
    this.#answer = answer;
  }

  async put(value: unknown): Promise<void> {
    await this.#stream.put(value, this.#send).catch((error) => this.errors.push(error));
  }

  async end(): Promise<void> {
    await this.#stream.end(this.#send).catch((error) => this.errors.push(error));
  }

  get fragments(): MediaFragment[] {
    return this.parts.flatMap(({ fragments }) => fragments);
  }

  /** Where what came so far ends, in seconds. */
  get length(): number {
    return this.fragments.reduce((latest, { end }) => Math.max(latest, end), 0);
  }

  #send = (paint: Paint): undefined => {
    if (paint.kind === 'media') this.parts.push(paint);
    if (paint.kind === 'decode') this.#answer(paint);
  };
}

type Question = Paint & { kind: 'decode' };

const ARRAYS = ['ArrayBuffer', 'Uint8Array', 'Int16Array', 'Int32Array', 'Uint32Array', 'Float32Array'] as const;

/** Does some work, and tells how many elements the largest array had that was made new for it. */
export async function watchArrays(work: () => Promise<void>): Promise<number> {
  let largest = 0;
  const arrays = globalThis as unknown as Record<string, new (...args: unknown[]) => object>;
  const own = ARRAYS.map((name) => arrays[name]!);
  for (const [i, name] of ARRAYS.entries()) {
    arrays[name] = new Proxy(own[i]!, {
      construct(target, args, made) {
        if (typeof args[0] === 'number') largest = Math.max(largest, args[0]);
        return Reflect.construct(target, args, made === arrays[name] ? target : made);
      },
    });
  }
  try {
    await work();
  } finally {
    for (const [i, name] of ARRAYS.entries()) arrays[name] = own[i]!;
  }
  return largest;
}
