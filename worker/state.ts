import { isPlainObject } from './describe.js';

/** More than this, by key, is not copied to the page at every run's end. */
const LARGEST = 1_000_000;

/**
 * The part of `ctx.state` that outlives the worker, which is ended when a function doesn't stop: the keys whose values are
 * plain data and small (about a megabyte). Models and the like are left to be loaded again.
 */
export function survivingState(state: Record<string, unknown>): Record<string, unknown> {
  const surviving: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(state)) {
    try {
      if (isSmall(value)) surviving[key] = structuredClone(value);
    } catch {
      // A function, or nested too deeply: it stays in the worker.
    }
  }
  return surviving;
}

/** Adds up sizes and stops as soon as they are too large, so that a huge value costs no more than a small one. */
function isSmall(value: unknown): boolean {
  let size = 0;
  const seen = new Set<object>();
  const fits = (each: unknown): boolean => {
    size += typeof each === 'string' ? each.length : 8;
    if (typeof each !== 'object' || each === null || seen.has(each)) return size < LARGEST;
    seen.add(each);
    const isBytes = each instanceof ArrayBuffer || ArrayBuffer.isView(each);
    if (isBytes) size += each.byteLength;
    if (isBytes || each instanceof Blob || each instanceof Date) return size < LARGEST;
    if (each instanceof Map || each instanceof Set || Array.isArray(each)) {
      for (const part of each) if (!fits(part)) return false;
      return true;
    }
    // What has a class of its own would come back without it.
    return isPlainObject(each) && Object.values(each).every(fits);
  };
  return fits(value);
}
