/** The pictures among inputs' values, which are handed to the worker instead of copied. */
export function picturesOf(values: readonly unknown[]): (ImageBitmap | VideoFrame)[] {
  return values.filter((value) => value instanceof ImageBitmap || isVideoFrame(value));
}

/** Not every engine has the class. */
function isVideoFrame(value: unknown): value is VideoFrame {
  return typeof VideoFrame !== 'undefined' && value instanceof VideoFrame;
}
