import type { OutputSpec } from '../protocol.js';
import type { Encoder } from './encoder.js';
import { imageEncoder } from './image.js';
import { jsonEncoder } from './json.js';
import { labelEncoder } from './label.js';
import { textEncoder } from './text.js';
import { numberEncoder, valueEncoder } from './value.js';

const encoders: Record<string, (output: OutputSpec) => Encoder> = {
  image: imageEncoder,
  json: jsonEncoder,
  label: labelEncoder,
  number: numberEncoder,
  text: textEncoder,
  value: valueEncoder,
};

/** The encoder an output asks for by its `kind`. */
export function createEncoder(output: OutputSpec): Encoder {
  const create = encoders[output.kind];
  if (!create)
    throw new TypeError(
      `${output.title} asks for the encoder "${output.kind}"; there are ${Object.keys(encoders).join(', ')}.`,
    );
  return create(output);
}
