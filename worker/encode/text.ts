import { describe } from '../describe.js';
import type { OutputSpec } from '../protocol.js';
import { EMPTY, type Encoder } from './encoder.js';

/** Text: what grew crosses as its new tail, whether the author yields the tail (`append`) or the whole. */
export function textEncoder({ flow, title }: OutputSpec): Encoder {
  const toText = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
    throw new TypeError(`${title} can't show ${describe(value)}: it takes a string.`);
  };

  if (flow === 'append') {
    let begun = false;
    return {
      join: (waiting, value) => toText(waiting) + toText(value),
      encode(value) {
        if (value === null) {
          begun = false;
          return EMPTY;
        }
        const append = begun;
        begun = true;
        return { kind: 'text', text: toText(value), append };
      },
    };
  }

  let shown = '';
  return {
    encode(value) {
      if (value === null) {
        shown = '';
        return EMPTY;
      }
      const text = toText(value);
      const append = shown !== '' && text.startsWith(shown);
      const tail = append ? text.slice(shown.length) : text;
      shown = text;
      return { kind: 'text', text: tail, append };
    },
  };
}
