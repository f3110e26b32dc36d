import type { Paint } from '../protocol.js';

/** Enough for the one on its way to the screen and the one being filled, for two outputs. */
const KEPT = 4;
/** Bytes a buffer may have to be kept: 4 million pixels. Larger ones are too dear to lie idle. */
const LARGEST = 2 ** 24;
const kept: ArrayBuffer[] = [];

/** A buffer of that size, one that the page gave back if there is any. Its content is arbitrary. */
export function takeBuffer(byteLength: number): ArrayBuffer {
  const index = kept.findIndex((buffer) => buffer.byteLength === byteLength);
  return index < 0 ? new ArrayBuffer(byteLength) : kept.splice(index, 1)[0]!;
}

/** Takes back what was painted, to be filled again. The oldest goes when there are too many. */
export function giveBuffer(buffer: ArrayBuffer): void {
  if (buffer.byteLength > LARGEST) return;
  kept.push(buffer);
  if (kept.length > KEPT) kept.shift();
}

/** What has to be transferred with a paint. */
export function transferables(paint: Paint | undefined): Transferable[] {
  if (paint?.kind === 'pixels') return [paint.data];
  if (paint?.kind === 'bitmap') return [paint.bitmap];
  return [];
}

/** Frees what a paint holds that nobody will show. */
export function discard(paint: Paint): void {
  if (paint.kind === 'pixels') giveBuffer(paint.data);
  if (paint.kind === 'bitmap') paint.bitmap.close();
}
