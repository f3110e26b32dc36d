import type { Run } from '../runtime/run.js';

/** Lets runs begin in the order they were asked for, and never more than its limit at a time. */
export class Queue {
  /** How many runs may be under way. */
  limit = 1;
  readonly #active = new Map<Run, number>();
  #line: { readonly run: Run; readonly begin: () => void }[] = [];
  /** Milliseconds a run took, the latest counting most; `undefined` before the first has ended. */
  #duration: number | undefined;
  readonly #onMove: () => void;

  /** @param onMove - Called when a run begins or ends: those behind it have moved up. */
  constructor(onMove: () => void) {
    this.#onMove = onMove;
  }

  /** How many runs wait for their turn. */
  get length(): number {
    return this.#waiting.length;
  }

  /**
   * @param begin - Called when it is the run's turn.
   * @param over - Settles when the next may have its turn.
   */
  add(run: Run, begin: () => void, over: Promise<unknown> = run.finished): void {
    this.#line.push({ run, begin });
    void over.then(() => this.#leave(run));
    this.#advance();
  }

  /** The run's place among those that wait, from 1; 0 for one whose turn has come. */
  placeOf(run: Run): number {
    return this.#waiting.indexOf(run) + 1;
  }

  /** In how many milliseconds a place's turn comes, judged by the runs before; `undefined` when there were none. */
  estimate(place: number): number | undefined {
    if (this.#duration === undefined) return undefined;
    const oldest = Math.min(...this.#active.values());
    const rounds = Math.ceil(place / this.limit);
    return Math.max(0, rounds * this.#duration - (performance.now() - oldest));
  }

  /** One that was cancelled leaves the line a moment later. */
  get #waiting(): Run[] {
    return this.#line.map(({ run }) => run).filter((run) => !run.ended);
  }

  #advance(): void {
    while (this.#active.size < this.limit && this.#line.length > 0) {
      const { run, begin } = this.#line.shift()!;
      if (run.ended) continue;
      this.#active.set(run, performance.now());
      begin();
    }
    this.#onMove();
  }

  #leave(run: Run): void {
    const started = this.#active.get(run);
    if (started === undefined) this.#line = this.#line.filter((waiting) => waiting.run !== run);
    else {
      const duration = performance.now() - started;
      this.#duration = this.#duration === undefined ? duration : (this.#duration + duration) / 2;
      this.#active.delete(run);
    }
    this.#advance();
  }
}
