/** Where the recorder's worker is. In the single-file build this module gives its whole text instead, as a classic script. */
export const recorderUrl: string | undefined = new URL('../../worker/recorder.ts', import.meta.url).href;
export const recorderText: string | undefined = undefined;
