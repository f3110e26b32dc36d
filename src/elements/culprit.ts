/**
 * Names the innermost part for which a value does not fit: `value.rows[3].draw is a function`.
 *
 * @param path - How `value` itself is named.
 * @param fits - Whether a part, with all that is in it, will do.
 */
export function culpritIn(
  value: unknown,
  path: string,
  fits: (part: unknown) => boolean,
  seen = new Set<unknown>(),
): string {
  seen.add(value);
  for (const [key, part] of Object.entries(value ?? {})) {
    if (seen.has(part) || fits(part)) continue;
    return culpritIn(part, path + (Array.isArray(value) ? `[${key}]` : `.${key}`), fits, seen);
  }
  return `${path} is ${kindOf(value)}`;
}

/** Whether it can be structured-cloned. */
export function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

function kindOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const name = value.constructor?.name ?? 'Object';
    return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
  }
  return ['function', 'symbol', 'bigint'].includes(typeof value) ? `a ${typeof value}` : String(value);
}
