/** The pictures among inputs' values, which are handed to the worker instead of copied. */
export function picturesOf(values: readonly unknown[]): (ImageBitmap | VideoFrame)[] {
  return values.filter((value) => value instanceof ImageBitmap || value instanceof VideoFrame);
}
