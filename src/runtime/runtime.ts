import type { OutputSpec } from '../../worker/protocol.js';
import type { RunOutput } from './painter.js';
import type { EndMessage, Run, RunEnding } from './run.js';
import type { Script } from './script.js';
import { ScriptError } from './script-error.js';
import { WorkerSession } from './session.js';

/** Milliseconds a stopped function has to let go before its worker is ended. */
const GRACE = 500;

/** What is called, with what, for whom. */
export interface Call {
  /** The export to call. */
  readonly run: string;
  readonly inputs: readonly unknown[];
  readonly outputs: readonly { readonly spec: OutputSpec; readonly element: RunOutput }[];
}

/** An app's worker: started when it is first needed, ended when a function won't stop, and started again. */
export class Runtime {
  readonly #script: Script;
  #session: Promise<WorkerSession> | undefined;
  readonly #runs = new Set<Run>();
  /** What `ctx.state` held at the end of the last run. */
  #state: Record<string, unknown> = {};
  #disposed = false;

  constructor(script: Script) {
    this.#script = script;
  }

  /**
   * Starts the worker ahead of its first run.
   *
   * @throws ScriptError when the script does not parse, or no worker can start here.
   */
  async warm(): Promise<void> {
    if (!this.#disposed) await this.#start();
  }

  /** Has the worker run `call`; its values go to `run`. Whatever goes wrong ends the run with that error. */
  async begin(run: Run, call: Call): Promise<void> {
    let session: WorkerSession;
    try {
      session = await this.#start();
    } catch (error) {
      run.end({ how: 'error', error: ScriptError.from(error) });
      return;
    }
    if (run.ended || this.#disposed) return run.cancel();
    const { port1, port2 } = new MessageChannel();
    this.#runs.add(run);
    void run.finished.then(() => this.#runs.delete(run));
    const elements = call.outputs.map(({ element }) => element);
    const outputs = call.outputs.map(({ spec }) => spec);
    run.begin(port1, elements, (message) => this.#conclude(message));
    run.stopping.addEventListener('abort', () => this.#stop(run, session));
    const { id, iterated } = run;
    const state = session.fresh ? this.#state : {};
    session
      .run({ id, iterated, state, outputs, run: call.run, inputs: call.inputs }, port2)
      .catch((error) => run.end({ how: 'error', error: ScriptError.from(error) }));
  }

  /** Ends the worker and every run in it. */
  dispose(): void {
    this.#disposed = true;
    for (const run of this.#runs) run.cancel();
    this.#end();
  }

  #start(): Promise<WorkerSession> {
    if (!this.#session) {
      const session = WorkerSession.start(this.#script);
      this.#session = session;
      // The next run tries again: a network comes back, a script element is mended.
      session.catch(() => {
        if (this.#session === session) this.#session = undefined;
      });
    }
    return this.#session;
  }

  #stop(run: Run, session: WorkerSession): void {
    session.stop(run.id);
    const timer = setTimeout(() => {
      console.warn(`rivulet: the function did not stop within ${GRACE} ms, so its worker was ended.`);
      this.#end();
      // It has started before; should it fail now, the next run tells.
      this.warm().catch(() => {});
    }, GRACE);
    void run.finished.then(() => clearTimeout(timer));
  }

  /** Ends the worker at once: the runs that were asked to stop have, the others are lost. */
  #end(): void {
    const session = this.#session;
    this.#session = undefined;
    session?.then((started) => started.end()).catch(() => {});
    for (const run of this.#runs) {
      if (run.stopping.aborted) run.end({ how: 'cancel' });
      else run.end({ how: 'error', error: new ScriptError({ name: 'AbortError', message: LOST }) });
    }
  }

  async #conclude({ ending, state }: EndMessage): Promise<RunEnding> {
    this.#state = state;
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
