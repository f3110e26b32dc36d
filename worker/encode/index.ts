import type { OutputSpec } from '../protocol.js';
import type { Encoder, EncoderModule } from './encoder.js';
import { imageEncoder } from './image.js';
import { jsonEncoder } from './json.js';
import { textEncoder } from './text.js';
import { numberEncoder, valueEncoder } from './value.js';

const encoders: Record<string, (output: OutputSpec) => Encoder> = {
  image: imageEncoder,
  json: jsonEncoder,
  number: numberEncoder,
  text: textEncoder,
  value: valueEncoder,
};

/** The encoder an output asks for, by its module or its `kind`. */
export async function loadEncoder(output: OutputSpec): Promise<Encoder> {
  if (!output.module) return createEncoder(output);
  const module: EncoderModule = await import(/* @vite-ignore */ output.module);
  return module.createEncoder(output, createEncoder);
}

/** One of those that are in the worker from the start. */
export function createEncoder(output: OutputSpec): Encoder {
  const create = encoders[output.kind];
  if (!create) throw new TypeError(`${output.title}: there is no encoder "${output.kind}".`);
  return create(output);
}
