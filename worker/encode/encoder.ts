import type { OutputSpec, Paint } from '../protocol.js';

/**
 * Turns the values yielded for one output into what its sink paints. One encoder lives as long as its run.
 *
 * A new kind of output is one file with an encoder, a line in `index.ts`, and an element.
 */
export interface Encoder {
  /**
   * What the page paints for `value`, or, where that takes time (a picture to be decoded), a function that makes it.
   * Nothing the author may still change is referred to by what is returned.
   *
   * @throws TypeError naming what came and what the output takes.
   */
  encode(value: unknown): Encoded;
  /** What two results of `encode`, painted one after the other, come to; there where the flow is `append`. */
  join?(waiting: Encoded, next: Encoded): Encoded;
  /** The value as it is given to whoever iterates over the run; as it was yielded when left out. */
  read?(value: unknown): Encoded;
  /** How it takes the values there where the flow is `every`; one paint each when left out. */
  readonly stream?: StreamEncoder;
}

/** Makes of every value as many paints as it takes. */
export interface StreamEncoder {
  /**
   * Settles when `value` was taken in and what it came to was sent.
   *
   * @throws TypeError naming what came and what the output takes; the next value may be taken all the same.
   */
  put(value: unknown, send: Send): Promise<void>;
  /** The function has ended: sends what waited for more. Throws as {@link put} does. */
  end(send: Send): Promise<void>;
}

/** Settles when there was room for the paint. */
export type Send = (paint: Paint, transfer?: Transferable[]) => Promise<void> | undefined;

/** A module that an element has loaded for its outputs: {@link OutputSpec.module}. */
export interface EncoderModule {
  /** @param createKnown - Makes one of those that are in the worker from the start. */
  createEncoder(output: OutputSpec, createKnown: (output: OutputSpec) => Encoder): Encoder | Promise<Encoder>;
}

export type Encoded = Paint | (() => Promise<Paint>);

/** What shows nothing: `null` empties an output. */
export const EMPTY: Paint = { kind: 'value', value: null };

/** @throws TypeError naming the output, what came and what the output takes. */
export function refuse(title: string, came: string, takes: string): never {
  throw new TypeError(`${title} can't show ${came}: it takes ${takes}.`);
}
