import type { RvComponent } from '../elements/component.js';
import { RvValueComponent } from '../elements/value-component.js';
import { picturesOf } from '../runtime/pictures.js';
import { Run, type RunListener } from '../runtime/run.js';
import type { Call, Runtime } from '../runtime/runtime.js';
import { ScriptError } from '../runtime/script-error.js';
import { documentParsed } from './page.js';
import type { Queue } from './queue.js';
import { outputSpec, type Roles } from './roles.js';

/** What `trigger-mode` may be. */
export const TRIGGER_MODES = ['once', 'multiple', 'always-last'] as const;
export type TriggerMode = (typeof TRIGGER_MODES)[number];

/** What `show-progress` may be. */
export const SHOW_PROGRESS = ['full', 'minimal', 'hidden'] as const;
export type ShowProgress = (typeof SHOW_PROGRESS)[number];

/**
 * What becomes of a run that is asked for while another of the same wire is under way: `once` drops it, `multiple` queues
 * it, `always-last` queues it in place of what waits, `supersede` stops what is under way as well.
 */
export type Trigger = TriggerMode | 'supersede';

/** Has a run called and painted, by its worker or otherwise. */
export type Play = (run: Run, call: Call) => Promise<void>;

export interface SubmitOptions {
  /** Whether an input that is not valid is left to itself: nobody pressed a button. */
  readonly quiet?: boolean;
  /** Whether the inputs are read when its turn has come, and it may begin before the last is painted. */
  readonly following?: boolean;
  /** What is done when it is the run's turn; the worker runs the function when left out. */
  readonly play?: Play | undefined;
}

/** Which function is called, with what, for whom. */
export interface WireSpec {
  readonly name?: string | undefined;
  /** The export to call. */
  readonly run: string;
  /** Names of the components it reads, in order, separated by spaces. */
  readonly inputs: string;
  /** Names of those it paints on. */
  readonly outputs: string;
  /** `''` for what is usual. */
  readonly triggerMode: TriggerMode | '';
  /** How many runs may be under way at a time. */
  readonly concurrencyLimit: number;
  /** Wires with the same one share a queue and its limit; by default those that call the same export. */
  readonly concurrencyId?: string | undefined;
  /** How many runs may wait; without a limit when left out. */
  readonly maxQueue?: number | undefined;
  /** How much is shown of how far its runs are; `''` for what is usual. */
  readonly showProgress?: ShowProgress | '' | undefined;
  /** Names of the components that show it; its outputs when left out. */
  readonly showProgressOn?: string | undefined;
  /** How messages name it: `<rv-on name="drawing">`. */
  readonly nameInMessages: string;
}

/** What a wire needs of the app it is in. */
export interface WireHost {
  /** The components it reads and paints on, once they are loaded. */
  roles(spec: WireSpec): Promise<Roles>;
  queue(spec: WireSpec): Queue;
  /** The worker of the script as it is now. */
  runtime(): Runtime;
  /** @param outputs - Filled once the run has begun. */
  listen(wire: Wire, run: () => Run, outputs: readonly RvComponent[]): RunListener;
}

/** From what triggers a function, through its inputs, to the outputs it paints on: any number of runs. */
export class Wire {
  readonly spec: WireSpec;
  readonly #host: WireHost;
  readonly #runs = new Set<Run>();
  /** How many of its runs are not over. */
  #atWork = 0;
  /** Whether it is to {@link follow} once none is. */
  #due = false;
  /** Whether its last run was one that follows a stream. */
  following = false;

  constructor(spec: WireSpec, host: WireHost) {
    this.spec = spec;
    this.#host = host;
  }

  /** Whether a run is under way or waits; one that was told to stop no longer counts. */
  get running(): boolean {
    return [...this.#runs].some((run) => !run.ended && !run.stopping.aborted);
  }

  has(run: Run): boolean {
    return this.#runs.has(run);
  }

  /** The components it reads and paints on, once they are loaded. */
  roles(): Promise<Roles> {
    return this.#host.roles(this.spec);
  }

  /**
   * Calls the function.
   *
   * @param values - Stand for those of the inputs, in their order.
   */
  submit(values: readonly unknown[], trigger: Trigger, options: SubmitOptions = {}): Run {
    const { quiet = false, following = false, play } = options;
    const outputs: RvComponent[] = [];
    const run: Run = new Run(this.#host.listen(this, () => run, outputs));
    const queue = this.#host.queue(this.spec);
    if (trigger === 'once' && this.running) {
      run.cancel();
      return run;
    }
    if (trigger === 'always-last') for (const each of this.#runs) if (queue.placeOf(each) > 0) each.cancel();
    if (trigger === 'supersede') this.cancel();
    this.following = following;
    run.automatic = following;
    this.#runs.add(run);
    void run.finished.then(() => this.#runs.delete(run));
    const { maxQueue = Number.POSITIVE_INFINITY, nameInMessages } = this.spec;
    if (queue.length >= maxQueue) {
      const message = `${nameInMessages} takes no more calls: ${queue.length} wait already (max-queue="${maxQueue}"). Try again when some are done.`;
      run.end({ how: 'error', error: new ScriptError({ name: 'QueueFullError', message }) });
      return run;
    }
    let preparing: Promise<Prepared | undefined> | undefined;
    const prepare = () => {
      preparing ??= this.#prepare(values, quiet);
      // A run that never begins does not ask what became of it.
      preparing.catch(() => {});
      return preparing;
    };
    if (!following) prepare();
    // A stream that is painted has to end before the next begins.
    const streams = () => outputs.some(({ flow }) => flow === 'every');
    const over = following ? run.returned.then(() => (streams() ? run.finished : undefined)) : run.finished;
    queue.add(run, () => void this.#begin(run, prepare(), outputs, play), over);
    this.#atWork++;
    void over.then(() => this.#leave());
    void run.finished.then(({ how }) => this.#clean(how === 'error' && following, preparing));
    return run;
  }

  /**
   * Calls the function with what its inputs hold by then, as soon as it is not at work: once, however often it is asked to
   * meanwhile.
   */
  follow(): void {
    this.#due = this.#atWork > 0;
    if (!this.#due) this.submit([], 'multiple', { quiet: true, following: true });
  }

  /** Stops every run. The outputs keep what they have. */
  cancel(): void {
    this.#due = false;
    for (const run of this.#runs) run.cancel();
  }

  #leave(): void {
    this.#atWork--;
    if (this.#due) this.follow();
  }

  /**
   * Closes the pictures that were read for a run which never got to the worker.
   *
   * @param failed - Whether the streams it reads are stopped: the next call would most likely fail too.
   */
  async #clean(failed: boolean, preparing: Promise<Prepared | undefined> | undefined): Promise<void> {
    if (failed) this.#due = false;
    const call = await preparing?.catch(() => undefined);
    for (const picture of picturesOf(call?.values ?? [])) picture.close();
    if (failed) for (const input of call?.inputs ?? []) input.stream?.stop();
  }

  /** What a run is called with and paints on; `undefined` when an input is not valid, which it then says itself. */
  async #prepare(values: readonly unknown[], quiet: boolean): Promise<Prepared | undefined> {
    await documentParsed();
    const { inputs, outputs } = await this.roles();
    const unset = inputs.slice(values.length).filter((input) => input instanceof RvValueComponent);
    const invalid = unset.find((input) => !input.checkValidity());
    if (invalid) {
      if (!quiet) invalid.reportValidity();
      return undefined;
    }
    const given = inputs.map((input, index) => (index < values.length ? values[index] : input.read(this)));
    return { inputs, outputs, values: await Promise.all(given) };
  }

  async #begin(
    run: Run,
    prepared: Promise<Prepared | undefined>,
    outputs: RvComponent[],
    play: Play = (...call) => this.#host.runtime().begin(...call),
  ): Promise<void> {
    try {
      await documentParsed();
      // The worker starts while the elements are still being loaded; what goes wrong with it ends the run below.
      this.#host
        .runtime()
        .warm()
        .catch(() => {});
      const call = await prepared;
      if (!call) run.cancel();
      if (!call || run.ended) return;
      outputs.push(...call.outputs);
      run.inputs = call.values;
      await play(run, {
        run: this.spec.run,
        inputs: call.values,
        outputs: outputs.map((element) => ({ element, spec: outputSpec(element) })),
      });
    } catch (error) {
      run.end({ how: 'error', error: ScriptError.from(error) });
    }
  }
}

/** @throws TypeError or RangeError naming an attribute whose value is none that it takes. */
export function checkSpec({ triggerMode, showProgress, concurrencyLimit, maxQueue, nameInMessages }: WireSpec): void {
  for (const [attribute, value, words] of [
    ['trigger-mode', triggerMode, TRIGGER_MODES],
    ['show-progress', showProgress, SHOW_PROGRESS],
  ] as const) {
    if (!value || words.some((word) => word === value)) continue;
    throw new TypeError(`${nameInMessages} has ${attribute}="${value}", but takes ${words.join(', ')}.`);
  }
  for (const [attribute, value = 1] of [
    ['concurrency-limit', concurrencyLimit],
    ['max-queue', maxQueue],
  ] as const) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new RangeError(`${nameInMessages} has ${attribute}="${value}", but takes a whole number from 1.`);
  }
}

/** What a run is called with and paints on. */
interface Prepared {
  readonly values: readonly unknown[];
  readonly inputs: readonly RvComponent[];
  readonly outputs: readonly RvComponent[];
}
