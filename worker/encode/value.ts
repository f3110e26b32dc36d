import { describe } from '../describe.js';
import type { OutputSpec } from '../protocol.js';
import { EMPTY, type Encoder } from './encoder.js';

/** A finite number. */
export function numberEncoder({ title }: OutputSpec): Encoder {
  return {
    encode(value) {
      if (value === null) return EMPTY;
      const number = typeof value === 'bigint' || typeof value === 'string' ? Number(value) : value;
      if (typeof number === 'number' && Number.isFinite(number) && value !== '')
        return { kind: 'value', value: number };
      throw new TypeError(`${title} can't show ${describe(value)}: it takes a finite number.`);
    },
  };
}

/** What a choice or a checkbox holds: a string, a number, a boolean, or an array of them. */
export function valueEncoder({ title }: OutputSpec): Encoder {
  return {
    encode(value) {
      if (isPlain(value)) return { kind: 'value', value };
      if (Array.isArray(value) && value.every(isPlain)) return { kind: 'value', value: [...value] };
      throw new TypeError(
        `${title} can't show ${describe(value)}: it takes a string, a number, a boolean or an array of them.`,
      );
    },
  };
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
