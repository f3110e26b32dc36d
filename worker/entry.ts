import * as Comlink from 'comlink';
import { createHost } from './host.js';
import type { FromWorker, ScriptInWorker } from './protocol.js';

declare global {
  /** Put there by the page, in the blob that starts the worker. */
  var rivulet: ScriptInWorker;
}

Comlink.expose(createHost(globalThis.rivulet));
postMessage({ kind: 'rivulet-ready' } satisfies FromWorker);
