import { describe } from '../describe.js';
import type { OutputSpec } from '../protocol.js';
import { EMPTY, type Encoder } from './encoder.js';

/** Anything JSON can hold; typed arrays, sets and maps as the arrays and objects they come nearest to. */
export function jsonEncoder({ title }: OutputSpec): Encoder {
  return {
    encode(value) {
      if (value === null) return EMPTY;
      let text: string | undefined;
      try {
        text = JSON.stringify(value, toPlain);
      } catch (error) {
        // Engines word it differently, but it is one of two: a cycle or a BigInt.
        const reason =
          error instanceof RangeError
            ? 'it is too large'
            : /bigint/i.test(String(error))
              ? 'it holds a BigInt'
              : 'it refers to itself';
        throw new TypeError(`${title} can't show ${describe(value)}: ${reason}. It takes what JSON can hold.`, {
          cause: error,
        });
      }
      if (text === undefined)
        throw new TypeError(`${title} can't show ${describe(value)}: it takes what JSON can hold.`);
      return { kind: 'json', text };
    },
  };
}

function toPlain(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Uint8Array);
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return Object.fromEntries(value);
  return value;
}
