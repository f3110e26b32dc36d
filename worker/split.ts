import { SKIP, Update } from './context.js';
import { describe, isPlainObject } from './describe.js';
import type { OutputSpec } from './protocol.js';

/** Says what a value has for each output, in their order; `undefined` leaves an output alone. */
export type Split = (yielded: unknown) => readonly unknown[];

const NOTHING: readonly unknown[] = [];

/**
 * Spreads a yield over several outputs: an array in order, or an object keyed by the outputs' names. A single output
 * takes what is yielded as it is.
 *
 * @throws TypeError when the yield doesn't fit the outputs.
 */
export function splitter(outputs: readonly OutputSpec[]): Split {
  if (outputs.length === 1) return (yielded) => [yielded];
  const names = outputs.map((output) => output.name);
  const takes = () => {
    const named = names.filter(Boolean);
    const byName = named.length > 0 ? ` or an object keyed by name ({${named.join(', ')}})` : '';
    return `The app has ${outputs.length} outputs (${outputs.map((output) => output.title).join(', ')}): yield an array of ${outputs.length}${byName}.`;
  };

  const byName = (yielded: object): readonly unknown[] => {
    const values: unknown[] = [];
    for (const [name, value] of Object.entries(yielded)) {
      const index = names.indexOf(name);
      if (index < 0) throw new TypeError(`Yielded ${describe(yielded)}, but no output is named "${name}". ${takes()}`);
      values[index] = value;
    }
    return values;
  };

  return (yielded) => {
    if (yielded === undefined || yielded === SKIP || outputs.length === 0) return NOTHING;
    if (Array.isArray(yielded)) {
      if (yielded.length === outputs.length) return yielded;
      throw new TypeError(`Yielded an array of ${yielded.length}. ${takes()}`);
    }
    if (isPlainObject(yielded)) return byName(yielded);
    const what = yielded instanceof Update ? 'ctx.update() alone' : describe(yielded);
    throw new TypeError(`Yielded ${what}. ${takes()}`);
  };
}
