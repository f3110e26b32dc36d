import { isPlainObject } from '../describe.js';

/** A copy of what is made of arrays and plain objects; all else in it stays the same object. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]));
}

/**
 * Whether two values made of arrays and plain objects are alike. All else in them has to be the same object.
 *
 * @param strict - Objects whose content can change (a canvas, an array of numbers) are not alike either.
 */
export function same(a: unknown, b: unknown, strict = false): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((part, index) => same(part, b[index], strict));
  }
  if (isPlainObject(a) && isPlainObject(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key], strict));
  }
  return Object.is(a, b) && !(strict && typeof a === 'object' && a !== null && !(a instanceof Blob));
}
