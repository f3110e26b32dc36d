import * as Comlink from 'comlink';
import type { FromWorker, Host } from '../../worker/protocol.js';
import { picturesOf } from './pictures.js';
import { composeWorker, type Script } from './script.js';
import { ScriptError } from './script-error.js';
import { workerUrl } from './worker-script.js';

/** One worker with one script in it, from its start to its end. The only place that knows Comlink. */
export class WorkerSession {
  readonly #worker: Worker;
  readonly #host: Comlink.Remote<Host>;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#host = Comlink.wrap<Host>(worker);
  }

  /** @throws ScriptError when the script can't be parsed or the page's policy forbids the worker. */
  static async start(script: Script): Promise<WorkerSession> {
    return new WorkerSession(await startWorker(script));
  }

  /** Rejects when an input can't be cloned. Never settles when the worker is ended first: don't wait for it. */
  run(...[request, port]: Parameters<Host['run']>): Promise<void> {
    return this.#host.run(Comlink.transfer(request, picturesOf(request.inputs)), Comlink.transfer(port, [port]));
  }

  stop(id: number): void {
    void this.#host.stop(id);
  }

  /** Ends the worker at once, whatever it is doing. */
  end(): void {
    this.#host[Comlink.releaseProxy]();
    this.#worker.terminate();
  }
}

/** Settles when the worker's runtime is ready for calls. */
async function startWorker(script: Script): Promise<Worker> {
  const violations: SecurityPolicyViolationEvent[] = [];
  const onViolation = (event: SecurityPolicyViolationEvent) => violations.push(event);
  document.addEventListener('securitypolicyviolation', onViolation);
  let worker: Worker | undefined;
  let url = '';
  try {
    const text = await composeWorker(script);
    url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    worker = new Worker(url);
    await ready(worker);
    return worker;
  } catch (error) {
    worker?.terminate();
    // The report of a refusal may come after the refusal.
    await new Promise((resolve) => setTimeout(resolve));
    const { explain } = await import('./explain.js');
    throw await explain(error, violations, script);
  } finally {
    document.removeEventListener('securitypolicyviolation', onViolation);
    URL.revokeObjectURL(url);
  }
}

function ready(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'rivulet-ready') return resolve();
      // WebKit's message does not say what was to be imported.
      const message = `The library’s worker can’t be loaded: importing ${workerUrl} gave "${data.message}".`;
      reject(new ScriptError({ name: 'NetworkError', message }));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
}
