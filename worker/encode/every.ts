import type { OutputSpec } from '../protocol.js';
import type { Encoder, EncoderModule } from './encoder.js';

/** What an output whose every value is wanted is told beside its flow, `every`. */
export interface EveryOptions {
  /** How the output takes its values otherwise. */
  readonly of: OutputSpec;
}

/**
 * The encoder of an output that conflates its values, with every value sent by itself. A value that is a whole in itself
 * must not become a chunk of a stream by that.
 */
export async function createEncoder(
  output: OutputSpec,
  createKnown: (output: OutputSpec) => Encoder,
): Promise<Encoder> {
  const { of } = output.options as unknown as EveryOptions;
  const module: EncoderModule | undefined = of.module && (await import(/* @vite-ignore */ of.module));
  const { encode, read } = module ? await module.createEncoder(of, createKnown) : createKnown(of);
  return read ? { encode, read } : { encode };
}
