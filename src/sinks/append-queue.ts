/** How often a SourceBuffer that is full is asked again, once something has been evicted. */
const TRIES = 3;

/** What is done to one SourceBuffer, one thing after the other. */
export class AppendQueue {
  readonly #buffer: SourceBuffer;
  readonly #evict: () => Promise<void>;
  #last: Promise<unknown> = Promise.resolve();

  /** @param evict - Makes room when the buffer is full: by `removeNow`, ahead of what waits. */
  constructor(buffer: SourceBuffer, evict: () => Promise<void>) {
    this.#buffer = buffer;
    this.#evict = evict;
  }

  /** @throws Error when the SourceBuffer can't take it. */
  append(data: ArrayBuffer): Promise<void> {
    return this.#enqueue(() => this.#append(data, TRIES));
  }

  remove(start: number, end: number): Promise<void> {
    return this.#enqueue(() => this.removeNow(start, end));
  }

  async removeNow(start: number, end: number): Promise<void> {
    if (end > start) await this.#update(() => this.#buffer.remove(start, end));
  }

  /** Settles when all that was asked for so far is done, well or not. */
  async idle(): Promise<void> {
    await this.#last;
  }

  #enqueue(operation: () => Promise<void>): Promise<void> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {});
    return result;
  }

  async #append(data: ArrayBuffer, tries: number): Promise<void> {
    try {
      await this.#update(() => this.#buffer.appendBuffer(data));
    } catch (error) {
      if ((error as Error).name !== 'QuotaExceededError' || tries === 0) throw error;
      await this.#evict();
      await this.#append(data, tries - 1);
    }
  }

  #update(operation: () => void): Promise<void> {
    const buffer = this.#buffer;
    return new Promise((resolve, reject) => {
      const done = new AbortController();
      const { signal } = done;
      const settle = (act: () => void) => () => {
        done.abort();
        act();
      };
      buffer.addEventListener('updateend', settle(resolve), { signal });
      buffer.addEventListener(
        'error',
        settle(() => reject(new Error('the browser can’t read it'))),
        { signal },
      );
      try {
        operation();
      } catch (error) {
        done.abort();
        reject(error);
      }
    });
  }
}
