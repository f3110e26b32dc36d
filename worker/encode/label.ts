import { describe } from '../describe.js';
import type { Confidence, OutputSpec, Paint } from '../protocol.js';
import { EMPTY, type Encoder, refuse } from './encoder.js';

const TAKES = 'a class as a string or number, or confidences from 0 to 1 by class: {cat: 0.9, dog: 0.1}';

/**
 * A classification: a class alone, `{class: confidence}`, or `{label, confidences: [{label, confidence}]}`,
 * as Gradio's Label takes it. The most confident comes first.
 */
export function createEncoder({ title }: OutputSpec): Encoder {
  const readConfidences = (value: object): Confidence[] => {
    const { confidences } = value as { confidences?: unknown };
    const entries: [unknown, unknown][] = Array.isArray(confidences)
      ? confidences.map((each) => [each?.label, each?.confidence])
      : Object.entries(value);
    return entries
      .map(([label, confidence]) => {
        if (typeof confidence === 'number' && confidence >= 0 && confidence <= 1)
          return { label: String(label), confidence };
        return refuse(title, `the confidence ${describe(confidence)} of "${String(label)}"`, TAKES);
      })
      .sort((a, b) => b.confidence - a.confidence);
  };

  return {
    encode(value): Paint {
      if (value === null) return EMPTY;
      if (typeof value === 'string' || typeof value === 'number')
        return { kind: 'label', label: String(value), confidences: [] };
      const isObject = typeof value === 'object' && !Array.isArray(value) && !ArrayBuffer.isView(value);
      const confidences = isObject ? readConfidences(value) : [];
      if (confidences.length === 0) return refuse(title, describe(value), TAKES);
      const { label } = value as { label?: unknown };
      return { kind: 'label', label: typeof label === 'string' ? label : confidences[0]!.label, confidences };
    },
  };
}
