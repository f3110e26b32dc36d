import { describe } from '../describe.js';
import type { OutputSpec } from '../protocol.js';
import { EMPTY, type Encoder, refuse } from './encoder.js';

/** Anything JSON can hold; typed arrays, sets and maps as the arrays and objects they come nearest to. */
export function jsonEncoder({ title }: OutputSpec): Encoder {
  return {
    encode(value) {
      if (value === null) return EMPTY;
      let text: string | undefined;
      let why = '';
      try {
        // A promise would be an empty object.
        if (!(value instanceof Promise)) text = JSON.stringify(value, toPlain);
      } catch (error) {
        // Engines word it differently, but it is one of three.
        const holds = /bigint/i.test(String(error)) ? 'holds a BigInt' : 'refers to itself';
        why = ` (it ${error instanceof TypeError ? holds : 'is too large'})`;
      }
      if (text !== undefined) return { kind: 'json', text };
      return refuse(title, describe(value) + why, 'what JSON can hold');
    },
  };
}

function toPlain(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Uint8Array);
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return Object.fromEntries(value);
  return value;
}
