import { type PageFunction, scriptOf } from '../app/script-of.js';
import type { Play } from '../app/wire.js';
import { answerDecode } from '../elements/decode-sound.js';
import type { RunOutput } from '../runtime/painter.js';
import { Run, type RunListener } from '../runtime/run.js';
import type { Call, Runtime } from '../runtime/runtime.js';
import type { Script } from '../runtime/script.js';
import { findRun, type KeptRun, RunWriter } from '../store/runs.js';
import { fingerprint } from './fingerprint.js';
import { RunRecorder } from './recorder.js';
import { type ReplayMode, replay } from './replay.js';
import { sourcesOf } from './sources.js';
import type { Entry } from './storable.js';

/** Which form kept runs have; those of another are not found. */
const FORM = 1;

/** What a keeper needs of the `<rv-app>` whose runs it keeps. */
export interface KeeperApp extends Element {
  readonly fn: PageFunction | undefined;
  currentRuntime(): Runtime;
}

export interface KeeperOptions {
  mode(): ReplayMode;
  /** Told why runs are not kept, once for each reason. */
  trouble(message: string): void;
}

/** Runs an app's functions, and keeps every yield of a run with its time; the same call is then replayed. */
export class RunKeeper {
  readonly #app: KeeperApp;
  readonly #options: KeeperOptions;
  readonly #told = new Set<string>();
  /** Runs that are over, but not stored yet. */
  readonly #storing = new Map<string, Promise<void>>();
  #sources: { readonly of: string; readonly texts: Promise<string[]> } | undefined;
  /** Whether the database can't be used. */
  #broken = false;

  constructor(app: KeeperApp, options: KeeperOptions) {
    this.#app = app;
    this.#options = options;
  }

  /** Replays the call if it was kept; else has it run, and keeps it. */
  readonly play: Play = async (run, call) => {
    const runtime = this.#app.currentRuntime();
    const key = await this.#keyOf(call);
    const kept = key && (await this.#find(key));
    if (run.ended) return;
    if (kept) {
      try {
        return await replay(run, call, kept, this.#options.mode());
      } catch (error) {
        this.#tell(error);
      }
    }
    if (!key || this.#broken) return runtime.begin(run, call);
    await this.#record(key, run, call, runtime);
  };

  /** Has a call run with nothing of it shown, and keeps it, unless it is kept already. Settles when that is done. */
  async keep(call: Call, signal: AbortSignal): Promise<void> {
    const runtime = this.#app.currentRuntime();
    const key = await this.#keyOf(call);
    if (!key || (await this.#find(key)) || this.#broken || signal.aborted) return;
    const run = new Run(NOBODY);
    signal.addEventListener('abort', () => run.cancel());
    const outputs = call.outputs.map(({ spec }) => ({ spec, element: new Unseen() }));
    await this.#record(key, run, { ...call, outputs }, runtime);
    const ending = await run.finished;
    if (ending.how === 'error') throw ending.error;
    await this.#storing.get(key);
  }

  async #record(key: string, run: Run, call: Call, runtime: Runtime): Promise<void> {
    const recorder = new RunRecorder(new RunWriter<Entry>(key));
    const stored = recorder.kept.catch((error) => this.#tell(error));
    void run.finished.then(() => this.#storing.set(key, stored));
    void stored.then(() => this.#storing.delete(key));
    await recorder.record(run, call, (...each) => runtime.begin(...each));
  }

  async #find(key: string): Promise<KeptRun<Entry> | undefined> {
    await this.#storing.get(key);
    if (this.#broken) return undefined;
    try {
      return await findRun<Entry>(key);
    } catch (error) {
      this.#broken = true;
      this.#tell(error);
      return undefined;
    }
  }

  /** By what a call is found again; `undefined` where there is no telling. */
  async #keyOf({ run, inputs, outputs }: Call): Promise<string | undefined> {
    if (!globalThis.crypto?.subtle) {
      this.#tell(new Error('it takes WebCrypto, which browsers have on secure pages only (https, localhost)'));
      return undefined;
    }
    const specs = outputs.map(({ spec: { kind, name, flow, options } }) => [kind, name, flow, JSON.stringify(options)]);
    try {
      return await fingerprint([FORM, await this.#sourcesOf(scriptOf(this.#app, this.#app.fn)), run, inputs, specs]);
    } catch {
      // A module that can't be had, or an input that can't be sent: the worker tells.
      return undefined;
    }
  }

  #sourcesOf(script: Script): Promise<string[]> {
    const of = script.kind === 'src' ? script.url : script.text;
    if (this.#sources?.of !== of) {
      this.#sources = { of, texts: sourcesOf(script) };
      // A network comes back.
      this.#sources.texts.catch(() => {
        this.#sources = undefined;
      });
    }
    return this.#sources.texts;
  }

  #tell(error: unknown): void {
    const reason = (error as Error).message.replace(/\.$/, '');
    const message = `Runs are not kept, and run anew each time: ${reason}.`;
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#options.trouble(message);
  }
}

const nothing = () => {};

/** Of a run that nobody sees. */
const NOBODY: RunListener = {
  start: nothing,
  painted: nothing,
  refused: nothing,
  progress: nothing,
  alert: nothing,
  end: nothing,
};

/** An output that shows nothing. */
class Unseen implements RunOutput {
  error = '';

  paint(paint: Parameters<RunOutput['paint']>[0]): void | Promise<void> {
    if (paint.kind === 'decode') return answerDecode(paint);
    if (paint.kind === 'bitmap') paint.bitmap.close();
  }

  setProperties(): void {}
}
