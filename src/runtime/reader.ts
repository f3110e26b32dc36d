/** Hands a run's yields to whoever iterates over it: one is asked for at a time, so that the generator is held meanwhile. */
export class Reader implements AsyncIterator<readonly unknown[], undefined> {
  readonly #ask: () => void;
  readonly #leave: () => void;
  readonly #waiting: PromiseWithResolvers<IteratorResult<readonly unknown[], undefined>>[] = [];
  #ended = false;
  #error: unknown;

  /**
   * @param ask - Asks the worker for one more.
   * @param leave - Called when the loop is left before the run's end.
   */
  constructor(ask: () => void, leave: () => void) {
    this.#ask = ask;
    this.#leave = leave;
  }

  push(values: readonly unknown[]): void {
    this.#waiting.shift()?.resolve({ done: false, value: values });
  }

  /** @param error - Thrown to the reader, once. */
  end(error?: unknown): void {
    this.#ended = true;
    this.#error = error;
    for (const { resolve, reject } of this.#waiting.splice(0)) void this.next().then(resolve, reject);
  }

  async next(): Promise<IteratorResult<readonly unknown[], undefined>> {
    if (this.#ended) {
      const error = this.#error;
      this.#error = undefined;
      if (error) throw error;
      return { done: true, value: undefined };
    }
    const next = Promise.withResolvers<IteratorResult<readonly unknown[], undefined>>();
    this.#waiting.push(next);
    this.#ask();
    return next.promise;
  }

  async return(): Promise<IteratorResult<readonly unknown[], undefined>> {
    this.#leave();
    return { done: true, value: undefined };
  }
}
