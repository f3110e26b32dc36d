import { box, longs, table, words } from './boxes.js';
import { readRun } from './run.js';

/** Times of a track's samples, in their order. */
export interface Schedule {
  /** From the time a sample is decoded to that of the next. */
  readonly deltas: readonly number[];
  /** From the time it is decoded to that at which it is shown. */
  readonly offsets: readonly number[];
  /** When the first is shown. */
  readonly delay: number;
}

/** The samples of one track in decode order, gathered from the moofs of its fragments. Times are in its timescale. */
export class SampleTable {
  readonly #sizes: number[] = [];
  readonly #cts: number[] = [];
  /** Numbers, from 1, of the samples where decoding may begin. */
  readonly #syncs: number[] = [];
  /** Where each fragment's samples begin in the file, and how many it has. */
  readonly #chunks: number[] = [];
  readonly #counts: number[] = [];
  #end = 0;

  get length(): number {
    return this.#sizes.length;
  }

  /** When the last sample ends, as far as its fragment tells. */
  get end(): number {
    return this.#end;
  }

  /**
   * @param moof - The head of the next fragment.
   * @param position - Where it is in the file.
   */
  add(moof: Uint8Array, position: number): void {
    const { place, samples } = readRun(moof);
    this.#chunks.push(position + place);
    this.#counts.push(samples.length);
    for (const { cts, duration, size, sync } of samples) {
      this.#sizes.push(size);
      this.#cts.push(cts);
      if (sync) this.#syncs.push(this.length);
      this.#end = Math.max(this.#end, cts + duration);
    }
  }

  /**
   * When samples are decoded: in a file of its own a track has no need to do so before its start, so that they are decoded
   * at the pace at which they are shown. They are then shown later by `delay`, which an edit list has to take back.
   *
   * @param end - Until when the last is shown.
   */
  schedule(end: number): Schedule {
    const dts = Float64Array.from(this.#cts).sort();
    const delay = this.#cts.reduce((most, time, i) => Math.max(most, dts[i]! - time), 0);
    return {
      deltas: Array.from(dts, (time, i) => (dts[i + 1] ?? end) - time),
      offsets: this.#cts.map((time, i) => time - dts[i]! + delay),
      delay,
    };
  }

  /**
   * The boxes of a track's `stbl`, after its `stsd`.
   *
   * @param shift - Added to the places of the samples.
   * @param long - Whether these need 64 bits.
   */
  boxes({ deltas, offsets }: Schedule, shift: number, long: boolean): Uint8Array<ArrayBuffer>[] {
    const chunks = this.#chunks.map((place) => place + shift);
    const boxes = [
      counted('stts', runs(deltas), 2),
      box('stsz', words(0, 0, this.length), table(this.#sizes)),
      counted('stsc', this.#chunkRuns(), 3),
      box(long ? 'co64' : 'stco', words(0, chunks.length), long ? longs(chunks) : table(chunks)),
    ];
    if (offsets.some((offset) => offset !== 0)) boxes.push(counted('ctts', runs(offsets), 2));
    if (this.#syncs.length < this.length) boxes.push(counted('stss', this.#syncs, 1));
    return boxes;
  }

  /** First chunk, from 1, samples in each, sample entry: for each run of chunks that have as many samples. */
  #chunkRuns(): number[] {
    return this.#counts.flatMap((count, i) => (count === this.#counts[i - 1] ? [] : [i + 1, count, 1]));
  }
}

/** Values that are equal in a row, as count and value. */
function runs(values: readonly number[]): number[] {
  const found: number[] = [];
  for (const value of values) {
    if (found.length > 0 && found.at(-1) === value) found[found.length - 2]!++;
    else found.push(1, value);
  }
  return found;
}

/** @param width - Numbers that make an entry. */
function counted(name: string, values: readonly number[], width: number): Uint8Array<ArrayBuffer> {
  return box(name, words(0, values.length / width), table(values));
}
