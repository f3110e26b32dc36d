/**
 * Where the encoder is that takes anything which can be structured-cloned. In the single-file build it is a data URL made
 * of its text.
 */
export function cloneEncoderUrl(): string {
  return new URL('../../worker/encode/clone.ts', import.meta.url).href;
}
