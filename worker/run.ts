import { type Context, createContext, SKIP, Update } from './context.js';
import { giveBuffer, transferables } from './encode/buffers.js';
import type { Encoded, Encoder, Send } from './encode/encoder.js';
import { loadEncoder } from './encode/index.js';
import { Line, Screen } from './flow.js';
import type { AuthorFunction } from './language/javascript.js';
import type { Failure, FromRun, Paint, Part, RunRequest, ToRun } from './protocol.js';
import { type Split, splitter } from './split.js';
import { Slice, turn } from './turn.js';

/** How many values an `every` output takes before its element has said how much room it has. */
const FIRST_ROOM = 1;

/** What waits in the line of an `every` output. */
interface Item {
  readonly part: Part;
  readonly transfer: Transferable[];
}

type ToFailure = (error: unknown) => Failure;
type AnyGenerator = Iterator<unknown> | AsyncIterator<unknown>;

/** One call of an author's function: drives the generator and spreads what it yields over the outputs. */
export class Run {
  readonly #request: RunRequest;
  readonly #port: MessagePort;
  readonly #toFailure: ToFailure;
  readonly #abort = new AbortController();
  /** Ends the wait of {@link Run.#orStopped}. */
  #letGo: ((value?: unknown) => void) | undefined;
  readonly #context: Context;
  readonly #split: Split;
  #encoders: readonly Encoder[] = [];
  /** Takes the values of the outputs whose flow is `latest` or `append`. */
  #screen!: Screen;
  /** Take those of the outputs whose flow is `every`, by output. */
  readonly #lines: readonly (Line<Item> | undefined)[];
  /** Takes every yield for whoever iterates over the run. */
  #reader: Line<readonly (Paint | undefined)[]> | undefined;

  constructor(request: RunRequest, state: Record<string, unknown>, port: MessagePort, toFailure: ToFailure) {
    const { outputs } = request;
    this.#request = request;
    this.#port = port;
    this.#toFailure = toFailure;
    this.#context = createContext(this.#abort.signal, state, {
      progress: (levels) => this.#screen.progress(levels),
      alert: (alert) => this.#post({ kind: 'alert', alert }),
    });
    this.#split = splitter(outputs);
    this.#lines = outputs.map(({ flow }) =>
      flow === 'every'
        ? new Line(({ part, transfer }) => this.#post({ kind: 'item', part }, transfer), FIRST_ROOM)
        : undefined,
    );
    if (request.iterated) this.#reader = this.#createReader();
    port.onmessage = ({ data }: MessageEvent<ToRun>) => this.#take(data);
  }

  get stopped(): boolean {
    return this.#abort.signal.aborted;
  }

  get stopReason(): unknown {
    return this.#abort.signal.reason;
  }

  /** Aborts the signal; a generator is asked to return as soon as it lets go. */
  stop(): void {
    this.#abort.abort(new DOMException('The run was stopped.', 'AbortError'));
    this.#letGo?.();
  }

  /** Calls the function and settles when it has ended and all it gave has been sent. Throws what it throws. */
  async drive(fn: AuthorFunction): Promise<void> {
    this.#encoders = await Promise.all(this.#request.outputs.map(loadEncoder));
    this.#screen = new Screen(this.#encoders, (message, transfer) => this.#post(message, transfer), this.#toFailure);
    try {
      const result = await fn(...this.#request.inputs, this.#context);
      const returned = isGenerator(result) ? await this.#pump(result) : result;
      if (returned !== undefined) await this.#orStopped(this.#deliver(returned));
    } finally {
      // What was yielded before an error is shown all the same.
      if (!this.stopped) await this.#orStopped(this.#finish());
    }
  }

  /** Runs the generator to its end, or until the run is stopped. Gives what it returns. */
  async #pump(generator: AnyGenerator): Promise<unknown> {
    const isAsync = Symbol.asyncIterator in generator;
    const slice = new Slice();
    try {
      while (!this.stopped) {
        const next = generator.next();
        const step = (isAsync ? await next : next) as IteratorResult<unknown>;
        if (step.done) return step.value;
        const held = this.#deliver(step.value);
        if (held) await this.#orStopped(held);
        if (slice.isOver()) {
          await turn();
          slice.begin();
        }
      }
      return undefined;
    } finally {
      // A generator that has ended ignores this; stopped, or after a yield that fits no output, its `finally` runs.
      await generator.return?.();
    }
  }

  /** Waits for the promise, or for the run to be stopped. A race with one lasting promise would keep them all. */
  #orStopped(promise: Promise<unknown> | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#letGo = resolve;
      Promise.resolve(promise).then(resolve, reject);
    });
  }

  /** Hands a yield to its outputs. A promise, if any, holds the generator until there is room. */
  #deliver(yielded: unknown): Promise<unknown> | undefined {
    if (this.stopped) return undefined;
    const values = this.#split(yielded);
    let held: Promise<unknown> | undefined;
    for (let output = 0; output < values.length; output++) {
      let value = values[output];
      if (value instanceof Update) {
        const { value: updated, ...properties } = value.properties;
        if (Object.keys(properties).length > 0) this.#screen.update(output, properties);
        value = updated;
      }
      if (value === undefined || value === SKIP) continue;
      const line = this.#lines[output];
      if (line) held = both(held, this.#queue(line, output, value));
      else this.#screen.put(output, value);
    }
    this.#screen.commit();
    if (this.#reader) held = both(held, this.#read(this.#reader, values));
    return held;
  }

  /** Has an `every` output's encoder send what a value, or the end when it is left out, comes to. */
  async #queue(line: Line<Item>, output: number, ...value: [unknown?]): Promise<void> {
    const { stream, encode } = this.#encoders[output]!;
    const send: Send = (paint, transfer = transferables(paint)) => line.put({ part: { output, paint }, transfer });
    try {
      if (!value.length) await stream?.end(send);
      else if (stream) await stream.put(value[0], send);
      else await send(await finished(encode(value[0])));
    } catch (error) {
      await line.put({ part: { output, error: this.#toFailure(error) }, transfer: [] });
    }
  }

  async #finish(): Promise<void> {
    await this.#screen.finish();
    await Promise.all(this.#lines.map((line, output) => line && this.#queue(line, output)));
  }

  async #read(reader: Line<readonly (Paint | undefined)[]>, values: readonly unknown[]): Promise<void> {
    const paints = this.#encoders.map(async ({ read }, output): Promise<Paint | undefined> => {
      const given = values[output];
      const value = given instanceof Update ? given.properties.value : given;
      if (value === undefined || value === SKIP) return undefined;
      try {
        return read ? await finished(read(value)) : { kind: 'value', value: structuredClone(value) };
      } catch {
        // Said on the output, which can't take it either.
        return undefined;
      }
    });
    await reader.put(await Promise.all(paints));
  }

  #take(message: ToRun): void {
    switch (message.kind) {
      case 'painted':
        message.buffers.forEach(giveBuffer);
        this.#screen.painted();
        break;
      case 'room':
        this.#lines[message.output]?.addRoom(message.count);
        break;
      case 'read':
        this.#reader ??= this.#createReader();
        this.#reader.addRoom(1);
        break;
      default:
        message satisfies never;
    }
  }

  #createReader(): Line<readonly (Paint | undefined)[]> {
    return new Line((values) => this.#post({ kind: 'values', values }, values.flatMap(transferables)), 0);
  }

  #post(message: FromRun, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}

function isGenerator(value: unknown): value is AnyGenerator {
  const object = Object(value);
  return typeof object.next === 'function' && (Symbol.iterator in object || Symbol.asyncIterator in object);
}

function finished(encoded: Encoded): Paint | Promise<Paint> {
  return typeof encoded === 'function' ? encoded() : encoded;
}

function both(a: Promise<unknown> | undefined, b: Promise<unknown> | undefined): Promise<unknown> | undefined {
  return a && b ? Promise.all([a, b]) : (a ?? b);
}
