/**
 * Gives the event loop one turn, so that messages which have arrived (a Stop, credit) are taken.
 *
 * A message to oneself has no minimum delay; a nested `setTimeout` is clamped to 4 ms.
 */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}

const waiting: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => waiting.shift()?.();

/** A slice of time. The clock is dear beside a yield, so quick ones are not timed one by one. */
export class Slice {
  readonly #length: number;
  #began = performance.now();
  #checked = this.#began;
  /** Yields from one look at the clock to the next. */
  #stride = 1;
  #left = 1;

  /** @param length - Milliseconds: as long as a generator may keep the event loop to itself, unless Stop is to wait. */
  constructor(length = 4) {
    this.#length = length;
  }

  begin(): void {
    this.#began = this.#checked = performance.now();
  }

  isOver(): boolean {
    if (--this.#left > 0) return false;
    const now = performance.now();
    // Few enough that work which becomes slow after quick yields is still noticed in time.
    this.#stride = now - this.#checked < this.#length / 16 ? Math.min(2 * this.#stride, 8) : 1;
    this.#left = this.#stride;
    this.#checked = now;
    return now - this.#began >= this.#length;
  }
}
