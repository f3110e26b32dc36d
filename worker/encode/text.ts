import { describe } from '../describe.js';
import type { OutputSpec, Paint } from '../protocol.js';
import { EMPTY, type Encoder, refuse } from './encoder.js';

/** Text: what grew crosses as its new tail, whether the author yields the tail (`append`) or the whole. */
export function textEncoder({ flow, title }: OutputSpec): Encoder {
  const toText = (value: unknown): string => {
    if (['string', 'number', 'boolean', 'bigint'].includes(typeof value)) return String(value);
    return refuse(title, describe(value), 'a string');
  };

  if (flow === 'append') {
    let append = false;
    return {
      // After a `null` comes text that begins anew; all other adds to what waits.
      join: (waiting, next) =>
        'text' in waiting && 'append' in next ? { ...waiting, text: waiting.text + next.text } : next,
      encode(value) {
        const paint: Paint = value === null ? EMPTY : { kind: 'text', text: toText(value), append };
        append = value !== null;
        return paint;
      },
    };
  }

  let shown = '';
  return {
    encode(value) {
      const text = value === null ? '' : toText(value);
      const append = shown !== '' && text.startsWith(shown);
      const tail = append ? text.slice(shown.length) : text;
      shown = text;
      return value === null ? EMPTY : { kind: 'text', text: tail, append };
    },
  };
}
