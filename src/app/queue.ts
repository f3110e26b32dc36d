import type { Run } from '../runtime/run.js';

/** What `trigger-mode` may be. */
export const TRIGGER_MODES = ['once', 'multiple', 'always-last'] as const;
export type TriggerMode = (typeof TRIGGER_MODES)[number];

/**
 * What becomes of a run that is asked for while another is under way: `once` drops it, `multiple` queues it, `always-last`
 * queues it in place of what waits, `supersede` stops what is under way as well.
 */
export type Trigger = TriggerMode | 'supersede';

/** Lets an app's runs begin, in order and never more than its limit at a time. */
export class Queue {
  readonly #active = new Set<Run>();
  #waiting: { run: Run; begin: () => void }[] = [];
  /** How many runs may be under way. */
  limit = 1;

  /** @param begin - Called when it is the run's turn. */
  add(run: Run, begin: () => void, trigger: Trigger): void {
    if (trigger === 'once' && this.busy) {
      run.cancel();
      return;
    }
    if (trigger === 'always-last' || trigger === 'supersede') for (const { run } of this.#waiting) run.cancel();
    if (trigger === 'supersede') for (const active of this.#active) active.cancel();
    this.#waiting.push({ run, begin });
    this.#advance();
  }

  /** Whether a run is under way or waits; one that is being stopped doesn't count. */
  get busy(): boolean {
    return [...this.#active, ...this.#waiting.map(({ run }) => run)].some((run) => !run.ended && !run.stopping.aborted);
  }

  cancelAll(): void {
    for (const { run } of this.#waiting) run.cancel();
    for (const run of this.#active) run.cancel();
  }

  #advance(): void {
    this.#waiting = this.#waiting.filter(({ run }) => !run.ended);
    while (this.#active.size < this.limit && this.#waiting.length > 0) {
      const { run, begin } = this.#waiting.shift()!;
      this.#active.add(run);
      void run.finished.then(() => {
        this.#active.delete(run);
        this.#advance();
      });
      begin();
    }
  }
}
