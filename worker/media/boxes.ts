import { joinBytes, viewOf } from './bytes.js';

/** Boxes of mp4 files (ISO 14496-12, 4.2): to find in bytes, and to write. */

/** The bytes of the first box along a path of four-character names, without its header. */
export function findBox(bytes: Uint8Array, ...path: readonly string[]): Uint8Array {
  return path.reduce((within, name) => {
    const view = viewOf(within);
    for (let at = 0; at + 8 <= within.length; ) {
      const size = view.getUint32(at);
      if (String.fromCharCode(...within.subarray(at + 4, at + 8)) === name) return within.subarray(at + 8, at + size);
      at += Math.max(8, size);
    }
    throw new TypeError(`there is no box ${path.join('/')}`);
  }, bytes);
}

export function box(name: string, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = content.reduce((sum, { length }) => sum + length, 8);
  return joinBytes([words(size), letters(name), ...content]);
}

/** A copy of a box that {@link findBox} finds. */
export function copyBox(name: string, within: Uint8Array): Uint8Array<ArrayBuffer> {
  return box(name, findBox(within, name));
}

/** Integers of 32 bits. */
export function words(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  return table(values);
}

export function table(values: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (let i = 0; i < values.length; i++) view.setUint32(4 * i, values[i]!);
  return new Uint8Array(view.buffer);
}

/** Integers of 64 bits. */
export function longs(values: readonly number[]): Uint8Array<ArrayBuffer> {
  return table(values.flatMap((value) => [Math.floor(value / 2 ** 32), value % 2 ** 32]));
}

export function letters(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
