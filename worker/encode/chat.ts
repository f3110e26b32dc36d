import type { OutputSpec } from '../protocol.js';
import type { Encoder } from './encoder.js';

/** The messages of a conversation. */
export function createEncoder(_output: OutputSpec): Encoder {
  return { encode: () => ({ kind: 'chat', first: true, length: 0, changes: [] }) };
}
