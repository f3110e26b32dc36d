import { delMany, get, keys, set } from 'idb-keyval';
import { inTime, isFull, openStore } from './open.js';

/**
 * A run lies in pieces, so that none of it is read before it is needed. Its number tells when it was begun, and so which
 * is the oldest. Only a run that has its end is whole.
 */
type PieceKey = [key: string, number: number, piece: number | 'end'];

interface End {
  readonly pieces: number;
  readonly duration: number;
}

const store = openStore('rivulet-runs', 'pieces');

/** Milliseconds after which a run without an end is one whose page was closed. */
const DAY = 86_400_000;

/** A run that was kept. */
export interface KeptRun<Entry> {
  readonly pieces: number;
  /** Milliseconds. */
  readonly duration: number;
  /** @throws Error that says why it can't be had. */
  read(piece: number): Promise<readonly Entry[]>;
}

/** @throws Error that says why the database can't be used. */
export async function findRun<Entry>(key: string): Promise<KeptRun<Entry> | undefined> {
  const found = (await allKeys()).find(([each, , piece]) => each === key && piece === 'end');
  if (!found) return undefined;
  const [, number] = found;
  const end = await inTime(get<End>(found, store));
  // Another tab may have had to make room.
  return end && { ...end, read: (piece) => readPiece<Entry>([key, number, piece]) };
}

/** Keeps a run under its key, piece by piece. Where there is no room, the oldest run goes. */
export class RunWriter<Entry> {
  readonly #key: string;
  /** A fraction of their own for runs of the same moment. */
  readonly #number = Date.now() + Math.random();
  #pieces = 0;

  constructor(key: string) {
    this.#key = key;
  }

  /** @throws Error that says why it can't be stored; a `DataCloneError` when it is the entries' own fault. */
  async add(entries: readonly Entry[]): Promise<void> {
    await this.#put(this.#pieces++, entries);
  }

  /** It is whole: it can be found from now on, in place of one that was kept under the same key. */
  async finish(duration: number): Promise<void> {
    await this.#put('end', { pieces: this.#pieces, duration } satisfies End);
    const whole = new Set((await allKeys()).filter(([, , piece]) => piece === 'end').map(([, number]) => number));
    const isLeft = (number: number) => number < this.#number - DAY && !whole.has(number);
    await remove(([key, number]) => (key === this.#key && number !== this.#number) || isLeft(number));
  }

  /** Lets go of what was kept of it. */
  async drop(): Promise<void> {
    await remove(([, number]) => number === this.#number);
  }

  async #put(piece: number | 'end', value: unknown): Promise<void> {
    for (;;) {
      try {
        return await inTime(set([this.#key, this.#number, piece] satisfies PieceKey, value, store));
      } catch (error) {
        if (!isFull(error) || !(await this.#makeRoom())) throw error;
      }
    }
  }

  /** Removes the oldest run. Gives whether there was any beside this one. */
  async #makeRoom(): Promise<boolean> {
    const numbers = (await allKeys()).map(([, number]) => number).filter((number) => number !== this.#number);
    if (numbers.length === 0) return false;
    const oldest = numbers.reduce((least, number) => Math.min(least, number));
    await remove(([, number]) => number === oldest);
    return true;
  }
}

async function readPiece<Entry>(key: PieceKey): Promise<readonly Entry[]> {
  const entries = await inTime(get<readonly Entry[]>(key, store));
  if (!entries) throw new Error('it was removed to make room for others');
  return entries;
}

async function remove(isMeant: (key: PieceKey) => boolean): Promise<void> {
  await inTime(delMany((await allKeys()).filter(isMeant), store));
}

function allKeys(): Promise<PieceKey[]> {
  return inTime(keys<PieceKey>(store));
}
