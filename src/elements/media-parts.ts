/**
 * Where the parts of the worker are that only sound and video need. In the single-file build each is a data
 * URL made of its text.
 */
export const mediaUrl: string = new URL('../../worker/media/index.ts', import.meta.url).href;
export const tsUrl: string = new URL('../../worker/media/ts/index.ts', import.meta.url).href;
