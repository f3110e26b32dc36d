import { describe } from '../describe.js';
import type { OutputSpec } from '../protocol.js';
import { type Encoder, refuse } from './encoder.js';

/** Anything that can be structured-cloned. Each value is a copy, so that the author may go on changing what was yielded. */
export function createEncoder({ title }: OutputSpec): Encoder {
  return {
    encode(value) {
      try {
        return { kind: 'value', value: structuredClone(value) };
      } catch {
        return refuse(title, culpritIn(value, ''), 'what can be structured-cloned');
      }
    },
  };
}

/** The innermost part that keeps `value` from being cloned, and where it is: `a function at .rows[3].draw`. */
function culpritIn(value: unknown, path: string, seen = new Set<unknown>()): string {
  seen.add(value);
  for (const [key, part] of Object.entries(value ?? {})) {
    if (seen.has(part) || isCloneable(part)) continue;
    return culpritIn(part, path + (Array.isArray(value) ? `[${key}]` : `.${key}`), seen);
  }
  return describe(value) + (path && ` at ${path}`);
}

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
