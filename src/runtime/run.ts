import type { Alert, FromRun, Paint, ToRun } from '../../worker/protocol.js';
import { Painter, type PainterListener, type RunOutput } from './painter.js';
import { Reader } from './reader.js';
import type { ScriptError } from './script-error.js';

/** How a run ended. */
export type RunEnding =
  | { readonly how: 'complete' | 'cancel' }
  | { readonly how: 'error'; readonly error: ScriptError };

/** Who is told what a run does. */
export interface RunListener extends PainterListener {
  start(): void;
  alert(alert: Alert): void;
  end(ending: RunEnding): void;
}

export type EndMessage = FromRun & { readonly kind: 'end' };

let lastId = 0;

/**
 * One call of the author's function, as `<rv-app>.submit()` gives it. Iterate over it to get every yield, as an array in
 * output order: text, numbers and JSON as they are, a picture as `ImageData` or `ImageBitmap`. The generator is held until
 * the next is asked for; leaving the loop cancels the run. A loop begun after the run has started sees what comes from then on.
 *
 * ```js
 * for await (const [picture] of app.submit('a cat')) { … }
 * ```
 */
export class Run implements AsyncIterable<readonly unknown[], undefined> {
  readonly id = ++lastId;
  /** Settles when the run has ended, with how. It never rejects. */
  readonly finished: Promise<RunEnding>;
  /** What the function was called with, once it has begun. Pictures have been handed over to the worker. */
  inputs: readonly unknown[] = [];
  /** Whether nobody at the page has asked for it, but a script, another run, a clock. */
  automatic = false;
  /**
   * Settles when the function has ended. What it gave last may still be on its way to the screen. It never rejects.
   *
   * @internal
   */
  readonly returned: Promise<void>;

  readonly #listener: RunListener;
  readonly #resolveFinished: (ending: RunEnding) => void;
  readonly #resolveReturned: () => void;
  readonly #stop = new AbortController();
  #reader: Reader | undefined;
  /** Asked for by a reader before there was a worker to ask. */
  #unasked = 0;
  #port: MessagePort | undefined;
  #painter: Painter | undefined;
  #conclude: ((end: EndMessage) => Promise<RunEnding>) | undefined;
  #ending: RunEnding | undefined;

  constructor(listener: RunListener) {
    const { promise, resolve } = Promise.withResolvers<RunEnding>();
    this.finished = promise;
    this.#resolveFinished = resolve;
    const returned = Promise.withResolvers<void>();
    this.returned = returned.promise;
    this.#resolveReturned = returned.resolve;
    this.#listener = listener;
  }

  /** Aborted once the run is to stop, whoever asked for it. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Whether somebody iterates over it. */
  get iterated(): boolean {
    return this.#reader !== undefined;
  }

  /** Whether the worker has been asked to run it. */
  get begun(): boolean {
    return this.#port !== undefined;
  }

  /** Whether it has ended. */
  get ended(): boolean {
    return this.#ending !== undefined;
  }

  /** Stops the run: its signal is aborted, its generator returns, and nothing more is painted. No error if it has ended. */
  cancel(): void {
    if (this.ended || this.#stop.signal.aborted) return;
    this.#painter?.stop();
    this.#stop.abort();
    // Not in the worker yet: there is nothing to wait for.
    if (!this.#port) this.end({ how: 'cancel' });
  }

  [Symbol.asyncIterator](): AsyncIterator<readonly unknown[], undefined> {
    this.#reader ??= new Reader(
      () => this.#ask(),
      () => this.cancel(),
    );
    if (this.#ending) this.#reader.end();
    return this.#reader;
  }

  /**
   * Takes what the worker sends over `port`, and paints it on `outputs`.
   *
   * @param conclude - What the worker's last message comes to.
   */
  begin(port: MessagePort, outputs: readonly RunOutput[], conclude: (end: EndMessage) => Promise<RunEnding>): void {
    this.#port = port;
    this.#painter = new Painter(outputs, this.#listener);
    this.#conclude = conclude;
    port.onmessage = ({ data }: MessageEvent<FromRun>) => void this.#take(data);
    for (; this.#unasked > 0; this.#unasked--) this.#ask();
    this.#listener.start();
  }

  /** The run is over: the worker said so, or there is no worker any more. Late messages are dropped with the port. */
  end(ending: RunEnding): void {
    if (this.#ending) return;
    this.#ending = ending;
    this.#port?.close();
    this.#painter?.stop();
    this.#reader?.end(ending.how === 'error' ? ending.error : undefined);
    this.#listener.end(ending);
    this.#resolveFinished(ending);
    this.#resolveReturned();
  }

  async #take(message: FromRun): Promise<void> {
    if (this.#stop.signal.aborted && message.kind !== 'end') return;
    switch (message.kind) {
      case 'paint':
        this.#painter?.add(message, (buffers) => this.#post({ kind: 'painted', buffers }, buffers));
        break;
      case 'item':
        await this.#painter?.feed(message.part);
        this.#post({ kind: 'room', output: message.part.output, count: 1 });
        break;
      case 'values':
        this.#reader?.push(message.values.map(toPublicValue));
        break;
      case 'alert':
        this.#listener.alert(message.alert);
        break;
      case 'end': {
        const ending = await this.#conclude!(message);
        if (ending.how === 'complete') this.#resolveReturned();
        await this.#painter?.finished();
        this.end(ending);
        break;
      }
      default:
        message satisfies never;
    }
  }

  #ask(): void {
    if (this.#port) this.#post({ kind: 'read' });
    else this.#unasked++;
  }

  #post(message: ToRun, transfer: Transferable[] = []): void {
    this.#port?.postMessage(message, transfer);
  }
}

/** What whoever iterates is given for what the worker sent. */
function toPublicValue(paint: Paint | undefined): unknown {
  switch (paint?.kind) {
    case 'pixels':
      return new ImageData(new Uint8ClampedArray(paint.data), paint.width, paint.height);
    case 'bitmap':
      return paint.bitmap;
    case 'svg':
      return paint.blob;
    case 'value':
      return paint.value;
    default:
      return undefined;
  }
}
