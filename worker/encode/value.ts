import { describe } from '../describe.js';
import type { OutputSpec } from '../protocol.js';
import { EMPTY, type Encoder, refuse } from './encoder.js';

/** A finite number. */
export function numberEncoder({ title }: OutputSpec): Encoder {
  return {
    encode(value) {
      if (value === null) return EMPTY;
      const isWritten = typeof value === 'bigint' || (typeof value === 'string' && value.trim());
      const number = isWritten ? Number(value) : value;
      if (typeof number === 'number' && Number.isFinite(number)) return { kind: 'value', value: number };
      return refuse(title, describe(value), 'a finite number');
    },
  };
}

/** What a choice or a checkbox holds: a string, a number, a boolean, or an array of them. */
export function valueEncoder({ title }: OutputSpec): Encoder {
  return {
    encode(value) {
      if (isPlain(value)) return { kind: 'value', value };
      if (Array.isArray(value) && value.every(isPlain)) return { kind: 'value', value: [...value] };
      return refuse(title, describe(value), 'a string, a number, a boolean or an array of them');
    },
  };
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
