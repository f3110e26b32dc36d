import type { OutputSpec } from '../../worker/protocol.js';
import type { RunOutput } from './painter.js';
import type { EndMessage, Run, RunEnding } from './run.js';
import type { Script } from './script.js';
import { ScriptError } from './script-error.js';
import { WorkerSession } from './session.js';

/** Milliseconds a stopped function has to let go before its worker is ended. */
const GRACE = 500;

/** Milliseconds a worker beside the first stays with nothing to do. */
const IDLE = 10_000;

/** How many workers an app has at most. */
const CORES = navigator.hardwareConcurrency || 4;

/** What is called, with what, for whom. */
export interface Call {
  /** The export to call. */
  readonly run: string;
  readonly inputs: readonly unknown[];
  readonly outputs: readonly { readonly spec: OutputSpec; readonly element: RunOutput }[];
  /** Given the port that the run's values come over, before the first. */
  readonly tap?: (port: MessagePort) => void;
}

/** A worker, and what is going on in it. */
interface Place {
  readonly session: Promise<WorkerSession>;
  readonly runs: Set<Run>;
  /** Which version of the state it has. */
  version: number;
  /** Ends it when it has had nothing to do for a while. */
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * An app's workers: one, and as many more as there are runs at the same time, up to the machine's cores. They are started
 * when they are first needed, ended when a function won't stop, and started again.
 */
export class Runtime {
  readonly #script: Script;
  /** The first stays. */
  readonly #places: Place[] = [];
  /** What `ctx.state` held at the end of the last run. */
  #state: Record<string, unknown> = {};
  #version = 0;

  constructor(script: Script) {
    this.#script = script;
  }

  /**
   * Starts a worker ahead of its first run.
   *
   * @throws ScriptError when the script does not parse, or no worker can start here.
   */
  async warm(): Promise<void> {
    await (this.#places[0] ?? this.#start()).session;
  }

  /** Has a worker run `call`; its values go to `run`. Whatever goes wrong ends the run with that error. */
  async begin(run: Run, call: Call): Promise<void> {
    const place = this.#take(run);
    let session: WorkerSession;
    try {
      session = await place.session;
    } catch (error) {
      run.end({ how: 'error', error: ScriptError.from(error) });
      return;
    }
    if (run.ended) return;
    const { port1, port2 } = new MessageChannel();
    const elements = call.outputs.map(({ element }) => element);
    const outputs = call.outputs.map(({ spec }) => spec);
    const version = this.#version;
    const state = place.version === version ? {} : this.#state;
    place.version = version;
    call.tap?.(port1);
    run.begin(port1, elements, (message) => this.#conclude(message, place, version));
    run.stopping.addEventListener('abort', () => this.#stop(run, session, place));
    const { id, iterated } = run;
    session
      .run({ id, iterated, state, outputs, run: call.run, inputs: call.inputs }, port2)
      .catch((error) => run.end({ how: 'error', error: ScriptError.from(error) }));
  }

  /** Ends the workers and every run in them. The next run has a new one, and the state the last has left. */
  end(): void {
    for (const place of [...this.#places]) {
      for (const run of place.runs) run.cancel();
      this.#end(place);
    }
  }

  /** Gives the run a worker to itself, as far as there are cores. */
  #take(run: Run): Place {
    const places = this.#places;
    let place = places.find(({ runs }) => runs.size === 0);
    if (!place && places.length < CORES) place = this.#start();
    place ??= places.reduce((least, each) => (each.runs.size < least.runs.size ? each : least));
    clearTimeout(place.timer);
    place.runs.add(run);
    void run.returned.then(() => this.#leave(place, run));
    return place;
  }

  #leave(place: Place, run: Run): void {
    place.runs.delete(run);
    if (place.runs.size === 0 && place !== this.#places[0]) place.timer = setTimeout(() => this.#end(place), IDLE);
  }

  #start(): Place {
    const session = WorkerSession.start(this.#script);
    const place: Place = { session, runs: new Set(), version: 0 };
    this.#places.push(place);
    // The next run tries again: a network comes back, a script element is mended.
    session.catch(() => this.#remove(place));
    return place;
  }

  #remove(place: Place): void {
    const index = this.#places.indexOf(place);
    if (index >= 0) this.#places.splice(index, 1);
  }

  #stop(run: Run, session: WorkerSession, place: Place): void {
    session.stop(run.id);
    const timer = setTimeout(() => {
      console.warn(`rivulet: the function did not stop within ${GRACE} ms, so its worker was ended.`);
      this.#end(place);
      // It has started before; should it fail now, the next run tells.
      this.warm().catch(() => {});
    }, GRACE);
    void run.finished.then(() => clearTimeout(timer));
  }

  /** Ends a worker at once: the runs that were asked to stop have, the others are lost. */
  #end(place: Place): void {
    clearTimeout(place.timer);
    this.#remove(place);
    place.session.then((session) => session.end()).catch(() => {});
    for (const run of place.runs) {
      if (run.stopping.aborted) run.end({ how: 'cancel' });
      else run.end({ how: 'error', error: new ScriptError({ name: 'AbortError', message: LOST }) });
    }
  }

  async #conclude({ ending, state }: EndMessage, place: Place, begun: number): Promise<RunEnding> {
    const alone = begun === this.#version;
    this.#state = alone ? state : { ...this.#state, ...state };
    this.#version++;
    // What another run has left meanwhile is not in that worker.
    if (alone) place.version = this.#version;
    if (ending.how !== 'error') return ending;
    const { error } = ending;
    if (error.line === undefined && FAILED_IMPORT.test(`${error.name}: ${error.message}`)) {
      const { findCulprit } = await import('./culprit.js');
      const culprit = await findCulprit(this.#script).catch(() => undefined);
      if (culprit) return { how: 'error', error: culprit };
    }
    return { how: 'error', error: new ScriptError(error) };
  }
}

const LOST = 'The run was lost: another run in the same worker did not stop, so the worker was ended.';

/** What Chromium, Firefox and WebKit say when a module, or one that it imports, can't be had or be parsed. */
const FAILED_IMPORT =
  /^SyntaxError|Failed to fetch dynamically imported|error loading dynamically imported|Importing a module script failed/;
