import { promisifyRequest } from 'idb-keyval';
import { inTime, isFull, openStore } from './open.js';

/** What a component held when it was flagged. A picture, a sound or a video is a `Blob`. */
export interface FlaggedValue {
  readonly name: string;
  readonly value: unknown;
}

/** One flag: what went in, what came out, and what was said of it. */
export interface Flag {
  readonly time: Date;
  /** The button that was pressed; `''` when none was. */
  readonly option: string;
  readonly inputs: readonly FlaggedValue[];
  readonly outputs: readonly FlaggedValue[];
}

const store = openStore('rivulet-flags', 'flags');

/** The flags kept under a key across visits. What can't be stored is kept as long as the page. */
export class Flags {
  readonly #key: string;
  readonly #tell: (reason: string) => void;
  #inMemory: Flag[] = [];
  /** Whether there is no database to be had. */
  #broken = false;
  #told = '';

  /** @param tell - Given why flags are not stored, once for each reason; `''` once they are again. */
  constructor(key: string, tell: (reason: string) => void) {
    this.#key = key;
    this.#tell = tell;
  }

  /** @throws DataCloneError when a value can't be kept at all. */
  async add(flag: Flag): Promise<void> {
    // A fraction of their own for flags of the same moment.
    const key = [this.#key, flag.time.getTime() + Math.random()];
    const isStored = await this.#change((flags) => flags.put(flag, key));
    if (!isStored) this.#inMemory.push(structuredClone(flag));
  }

  /** In the order of their times. */
  async all(): Promise<Flag[]> {
    const stored = await this.#ask((flags): IDBRequest<Flag[]> => flags.getAll(this.#range));
    return [...(stored ?? []), ...this.#inMemory].sort((a, b) => a.time.getTime() - b.time.getTime());
  }

  async count(): Promise<number> {
    const stored = await this.#ask((flags) => flags.count(this.#range));
    return (stored ?? 0) + this.#inMemory.length;
  }

  async clear(): Promise<void> {
    this.#inMemory = [];
    await this.#change((flags) => flags.delete(this.#range));
    if (!this.#broken) this.#say('');
  }

  get #range(): IDBKeyRange {
    return IDBKeyRange.bound([this.#key], [this.#key, []]);
  }

  #ask<T>(ask: (flags: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
    return this.#use('readonly', (flags) => promisifyRequest(ask(flags)));
  }

  /** Whether it was done. A full storage is told by the end of the transaction alone. */
  async #change(change: (flags: IDBObjectStore) => void): Promise<boolean> {
    const done = await this.#use('readwrite', async (flags) => {
      change(flags);
      await promisifyRequest(flags.transaction);
      return true;
    });
    return done === true;
  }

  /** What the database gives; `undefined` when it does not do what it is asked to. */
  async #use<T>(mode: IDBTransactionMode, use: (flags: IDBObjectStore) => Promise<T>): Promise<T | undefined> {
    if (this.#broken) return undefined;
    try {
      return await inTime(store(mode, use));
    } catch (error) {
      if ((error as Error).name === 'DataCloneError') throw error;
      this.#broken = !isFull(error);
      this.#say((error as Error).message);
      return undefined;
    }
  }

  #say(reason: string): void {
    if (reason !== this.#told) this.#tell(reason);
    this.#told = reason;
  }
}
