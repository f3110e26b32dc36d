import type { OutputSpec } from '../../worker/protocol.js';
import { everyUrl } from '../elements/worker-parts.js';
import type { RunOutput } from '../runtime/painter.js';
import type { Call } from '../runtime/runtime.js';

/** The same call, but no value takes the place of another: the function is held until the page has taken the last. */
export function toEvery(call: Call): Call {
  return {
    ...call,
    outputs: call.outputs.map(({ spec, element }) => ({ spec: everyOf(spec), element: shower(spec, element) })),
  };
}

function everyOf(spec: OutputSpec): OutputSpec {
  return spec.flow === 'every' ? spec : { ...spec, flow: 'every', module: everyUrl(), options: { of: spec } };
}

/** A stream goes on saying which chunk it could not show; elsewhere the next value makes up for one that was refused. */
export function shower(spec: OutputSpec, element: RunOutput): RunOutput {
  if (spec.flow === 'every') return element;
  return {
    set error(message: string) {
      element.error = message;
    },
    get error() {
      return element.error;
    },
    paint(paint) {
      element.error = '';
      return element.paint(paint);
    },
    setProperties: (properties) => element.setProperties(properties),
  };
}
