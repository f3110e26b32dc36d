/** Whether two values made of arrays and plain objects are alike. All else in them has to be the same object. */
export function alike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((part, index) => alike(part, b[index]));
  }
  if (!isPlain(a) || !isPlain(b)) return false;
  // What is undefined is as if it were left out.
  return [...Object.keys(a), ...Object.keys(b)].every((key) => alike(a[key], b[key]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}
