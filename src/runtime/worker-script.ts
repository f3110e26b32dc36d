/**
 * Where the worker's runtime is: a worker can't be constructed across origins, but a blob may import from one. In the
 * single-file build this module gives the runtime's whole text instead, as a classic script.
 */
export const workerUrl: string | undefined = new URL('../../worker/entry.ts', import.meta.url).href;
export const workerText: string | undefined = undefined;
