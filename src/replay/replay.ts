import type { FromRun, Paint, Part, ToRun } from '../../worker/protocol.js';
import type { Run } from '../runtime/run.js';
import type { Call } from '../runtime/runtime.js';
import { ScriptError } from '../runtime/script-error.js';
import type { KeptRun } from '../store/runs.js';
import { shower } from './every.js';
import { type Entry, fromStored } from './storable.js';

/** How a kept run is shown: as it came, or at once. */
export type ReplayMode = 'timed' | 'instant';

/**
 * Plays a kept run as if the worker sent it: the same messages in the same order over a port of the run's own, each when an
 * output has room for it. Settles once it has begun.
 *
 * Whoever iterates over it gets every value by itself, in an array with nothing else.
 *
 * @throws Error that says why the run can't be read.
 */
export async function replay(run: Run, call: Call, kept: KeptRun<Entry>, mode: ReplayMode): Promise<void> {
  const first = kept.pieces > 0 ? await kept.read(0) : [];
  if (run.ended) return;
  const { port1, port2 } = new MessageChannel();
  const player = new Player(run, call, port2, mode);
  const outputs = call.outputs.map(({ spec, element }) => shower(spec, element));
  run.begin(port1, outputs, async ({ ending }) =>
    ending.how === 'error' ? { how: 'error', error: new ScriptError(ending.error) } : ending,
  );
  void player.play(kept, first);
}

/** Milliseconds that are caught up with; what was held for longer goes on in the intervals that it came in. */
const LATE = 250;

class Player {
  readonly #run: Run;
  readonly #call: Call;
  readonly #port: MessagePort;
  readonly #mode: ReplayMode;
  readonly #began = performance.now();
  /** Milliseconds by which what follows comes later than it came. */
  #held = 0;
  /** How many values each output takes, as the worker counts it. */
  readonly #room: number[];
  /** How many values whoever iterates has asked for. */
  #asked = 0;
  /** What each output has as a text so far. */
  readonly #texts: string[] = [];
  /** Ends a wait, to look whether it is over. */
  #look = () => {};

  constructor(run: Run, call: Call, port: MessagePort, mode: ReplayMode) {
    this.#run = run;
    this.#call = call;
    this.#port = port;
    this.#mode = mode;
    this.#room = call.outputs.map(() => 1);
    port.onmessage = ({ data }: MessageEvent<ToRun>) => this.#take(data);
    run.stopping.addEventListener('abort', () => {
      this.#look();
      this.#end('cancel');
    });
  }

  async play(kept: KeptRun<Entry>, first: readonly Entry[]): Promise<void> {
    try {
      let next: Promise<readonly Entry[]> = Promise.resolve(first);
      for (let piece = 0; piece < kept.pieces; piece++) {
        const entries = await next;
        next = piece + 1 < kept.pieces ? kept.read(piece + 1) : next;
        // Awaited when it is its turn.
        next.catch(() => {});
        for (const entry of entries) if (!this.#stopped) await this.#show(entry);
      }
      await this.#until(kept.duration);
      if (!this.#stopped) this.#end('complete');
    } catch (error) {
      const { name, message } = error as Error;
      const why = `The rest of a run that was kept can’t be read: ${message}.`;
      this.#post({ kind: 'end', ending: { how: 'error', error: { name, message: why, stack: '' } }, state: {} });
    }
  }

  get #stopped(): boolean {
    return this.#run.stopping.aborted;
  }

  async #show({ time, message: stored }: Entry): Promise<void> {
    await this.#until(time);
    const message = fromStored(stored);
    if (message.kind !== 'item') {
      // A bar that moves in no time is not seen, but would take a frame for each.
      if (this.#mode === 'timed' || message.kind === 'alert' || message.parts.length > 0) this.#post(message);
      return;
    }
    const { part } = message;
    await this.#hold(() => this.#room[part.output]! > 0);
    if (this.#stopped) return;
    const late = performance.now() - this.#began - this.#held - time;
    if (late > LATE) this.#held += late;
    this.#room[part.output]!--;
    const value = this.#valueOf(part);
    this.#post(message);
    if (!this.#run.iterated || !value) return;
    await this.#hold(() => this.#asked > 0);
    this.#asked--;
    const values = this.#call.outputs.map((_, output) => (output === part.output ? value : undefined));
    this.#post({ kind: 'values', values });
  }

  /** What whoever iterates is given for what an output shows. */
  #valueOf({ output, paint }: Part): Paint | undefined {
    switch (paint?.kind) {
      case 'text': {
        const text = (paint.append ? (this.#texts[output] ?? '') : '') + paint.text;
        this.#texts[output] = text;
        const appends = this.#call.outputs[output]!.spec.flow === 'append';
        return { kind: 'value', value: appends ? paint.text : text };
      }
      case 'json':
        return { kind: 'value', value: JSON.parse(paint.text) };
      case 'label':
        return { kind: 'value', value: { label: paint.label, confidences: paint.confidences } };
      case 'clip':
        return { kind: 'value', value: paint.blob };
      case 'value':
      case 'pixels':
      case 'svg':
        return paint;
      default:
        return undefined;
    }
  }

  /** Waits for a moment of the run that was kept. */
  async #until(time: number): Promise<void> {
    if (this.#mode === 'instant') return;
    for (;;) {
      const left = this.#began + this.#held + time - performance.now();
      if (left <= 0 || this.#stopped) return;
      await this.#wait(left);
    }
  }

  /** Waits for the page, as a function does that is held at its `yield`. */
  async #hold(isFree: () => boolean): Promise<void> {
    while (!isFree() && !this.#stopped) await this.#wait();
  }

  #wait(ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#look = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #take(message: ToRun): void {
    if (message.kind === 'room') this.#room[message.output]! += message.count;
    else if (message.kind === 'read') this.#asked++;
    this.#look();
  }

  #end(how: 'complete' | 'cancel'): void {
    this.#post({ kind: 'end', ending: { how }, state: {} });
  }

  #post(message: FromRun): void {
    this.#port.postMessage(message);
  }
}
