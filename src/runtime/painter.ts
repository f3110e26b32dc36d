import type { Paint, Part, Progress } from '../../worker/protocol.js';
import { nextFrame } from './frame.js';
import { ScriptError } from './script-error.js';

/** What a run paints on: an output component, as far as a run needs one. */
export interface RunOutput {
  /** Why the last value could not be shown, or `''`. */
  error: string;
  paint(paint: Paint): void | Promise<void>;
  setProperties(properties: Record<string, unknown>): void;
}

/** What has to be on the screen at the same time. */
interface Delivery {
  readonly parts: readonly Part[];
  readonly progress?: readonly Progress[];
}

export interface PainterListener {
  /** A delivery is on the screen, on these outputs by index. */
  painted(outputs: readonly number[]): void;
  /** An output could not show a value; the others are unharmed, and the run goes on. */
  refused(output: number, error: ScriptError): void;
  progress(levels: readonly Progress[]): void;
}

type GiveCredit = (buffers: ArrayBuffer[]) => void;

/** Paints a run's deliveries on its outputs, each in the next animation frame. */
export class Painter {
  readonly #outputs: readonly RunOutput[];
  readonly #listener: PainterListener;
  #waiting: { delivery: Delivery; credit: GiveCredit }[] = [];
  #painting: Promise<void> | undefined;
  #stopped = false;

  constructor(outputs: readonly RunOutput[], listener: PainterListener) {
    this.#outputs = outputs;
    this.#listener = listener;
  }

  /** @param credit - Called once it is painted, with the buffers that can be filled again. */
  add(delivery: Delivery, credit: GiveCredit): void {
    this.#waiting.push({ delivery, credit });
    this.#painting ??= this.#paintAll();
  }

  /** Hands an output that takes every value the next one. Settles when it has room for more. */
  async feed(part: Part): Promise<void> {
    const { output, paint, error } = part;
    const refuse = (reason: unknown) => this.#refuse(output, reason);
    if (error) return refuse(new ScriptError(error));
    try {
      const taking = this.#outputs[output]!.paint(paint!);
      this.#listener.painted([output]);
      await taking;
    } catch (reason) {
      refuse(reason);
    }
  }

  /** Settles when everything added so far is on the screen. */
  async finished(): Promise<void> {
    await this.#painting;
  }

  /** Nothing more is painted. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
  }

  async #paintAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise<void>(nextFrame);
      for (const { delivery, credit } of this.#waiting.splice(0)) await this.#paint(delivery, credit);
    }
    this.#painting = undefined;
  }

  async #paint({ parts, progress }: Delivery, credit: GiveCredit): Promise<void> {
    const painted: number[] = [];
    const buffers: ArrayBuffer[] = [];
    for (const part of parts) {
      if (this.#stopped) return;
      // Most paint at once; awaiting those too would let the frame pass.
      const wait = this.#paintPart(part);
      if (wait) await wait;
      if (part.paint) painted.push(part.output);
      if (part.paint?.kind === 'pixels') buffers.push(part.paint.data);
    }
    if (this.#stopped) return;
    if (progress) this.#listener.progress(progress);
    credit(buffers);
    this.#listener.painted(painted);
  }

  #paintPart({ output: index, paint, properties, error }: Part): Promise<void> | undefined {
    const output = this.#outputs[index]!;
    const refuse = (reason: unknown) => this.#refuse(index, reason);
    try {
      output.error = '';
      if (properties) output.setProperties(properties);
      if (error) refuse(new ScriptError(error));
      const painting = paint && output.paint(paint);
      return painting instanceof Promise ? painting.catch(refuse) : undefined;
    } catch (reason) {
      refuse(reason);
      return undefined;
    }
  }

  #refuse(output: number, reason: unknown): void {
    const refusal = ScriptError.from(reason);
    this.#outputs[output]!.error = refusal.message;
    this.#listener.refused(output, refusal);
  }
}
