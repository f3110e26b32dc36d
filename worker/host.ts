import { isVideoFrame } from './encode/image.js';
import { toFailure } from './failure.js';
import { JavaScript } from './language/javascript.js';
import { resolveLikeThePage } from './language/page-like.js';
import type { Ending, Host, RunRequest, ScriptInWorker } from './protocol.js';
import { Run } from './run.js';
import { survivingState } from './state.js';

/** Runs the author's functions, several at a time if it is asked to, and tells each run's end over its port. */
export function createHost(script: ScriptInWorker): Host {
  resolveLikeThePage(script.baseUrl);
  const language = new JavaScript(script);
  const runs = new Map<number, Run>();
  const state: Record<string, unknown> = {};

  return {
    async run(request: RunRequest, port: MessagePort): Promise<void> {
      Object.assign(state, request.state);
      const run = new Run(request, state, port, (error) => toFailure(error, script));
      runs.set(request.id, run);
      // Not awaited: Comlink's answer says only that the call has arrived.
      void end(run, request, port);
    },
    stop(id) {
      runs.get(id)?.stop();
    },
  };

  async function end(run: Run, request: RunRequest, port: MessagePort): Promise<void> {
    const ending = await settle(run, request.run);
    runs.delete(request.id);
    // A camera has few frames, and stands still until they are back.
    for (const input of request.inputs) if (isVideoFrame(input)) input.close();
    port.postMessage({ kind: 'end', ending, state: survivingState(state) });
  }

  async function settle(run: Run, name: string): Promise<Ending> {
    try {
      await run.drive(await language.function(name));
      return { how: run.stopped ? 'cancel' : 'complete' };
    } catch (error) {
      if (!run.stopped) return { how: 'error', error: toFailure(error, script) };
      // What a `finally` throws on the way out is the author's to know, but no longer the run's result.
      if (error !== run.stopReason) console.error(error);
      return { how: 'cancel' };
    }
  }
}
