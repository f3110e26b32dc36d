import type { SoundPart } from './sound-capture.js';

/** Sound as it comes in. Whoever reads is given what has come since they last did, however many they are. */
export class SoundQueue {
  #parts: SoundPart[] = [];
  #channelCount = 1;
  /** How many parts have come, and how many of them are forgotten. */
  #came = 0;
  #forgotten = 0;
  /** How many had come at the last {@link forget}. */
  #told = 0;
  /** How many each has read. */
  readonly #read = new Map<unknown, number>();

  push(part: SoundPart): void {
    this.#parts.push(part);
    this.#channelCount = part.length;
    this.#came++;
  }

  /** All that the reader has not been given yet, as one part; of no length when there is nothing. */
  read(reader: unknown): Float32Array[] {
    const unread = this.#parts.slice(Math.max(0, (this.#read.get(reader) ?? 0) - this.#forgotten));
    this.#read.set(reader, this.#came);
    return Array.from({ length: this.#channelCount }, (_, channel) => join(unread.map((part) => part[channel]!)));
  }

  /**
   * Forgets what all have read. What has come since the last call stays: somebody who has never read may be about to. While
   * nobody has, all of it stays.
   */
  forget(): void {
    const kept = this.#read.size > 0 ? Math.min(this.#told, ...this.#read.values()) : 0;
    this.#parts.splice(0, kept - this.#forgotten);
    this.#forgotten = kept;
    this.#told = this.#came;
  }
}

function join(arrays: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}
