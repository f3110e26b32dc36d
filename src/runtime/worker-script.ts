/**
 * Text that starts the worker's runtime when it stands in a classic blob worker. A worker can't be constructed across
 * origins, but a blob may import from one; the single-file build has the runtime's whole text here instead.
 */
export const workerScript = `import(${JSON.stringify(new URL('../../worker/entry.ts', import.meta.url).href)})`;
