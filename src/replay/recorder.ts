import type { FromRun } from '../../worker/protocol.js';
import type { Play } from '../app/wire.js';
import type { Run, RunEnding } from '../runtime/run.js';
import type { Call } from '../runtime/runtime.js';
import type { RunWriter } from '../store/runs.js';
import { toEvery } from './every.js';
import { type Entry, sizeOf, toStored } from './storable.js';

/** Bytes of a piece; what is smaller waits for more. */
const PIECE = 2 ** 22;
/** Bytes beyond which a run is not kept: it may be one without an end. */
const LARGEST = 2 ** 29;

/** Keeps what a run shows and says, with its times, while the page shows it. */
export class RunRecorder {
  /** Settles when all of a run that was complete is kept; rejects when it can't be, with why. */
  readonly kept: Promise<void>;
  readonly #writer: RunWriter<Entry>;
  readonly #resolve: () => void;
  readonly #reject: (reason: unknown) => void;
  #began = 0;
  #entries: (Entry | Promise<Entry>)[] = [];
  /** Of the entries that wait. */
  #bytes = 0;
  #total = 0;
  #writing: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(writer: RunWriter<Entry>) {
    this.#writer = writer;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.kept = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Has `play` run the call, and keeps what it comes to. Every value is sent by itself meanwhile. */
  async record(run: Run, call: Call, play: Play): Promise<void> {
    void run.finished.then((ending) => this.#end(ending));
    await play(run, { ...toEvery(call), tap: (port) => this.#listen(port) });
  }

  #listen(port: MessagePort): void {
    this.#began = performance.now();
    // Before the run itself, which gives away what a message holds.
    port.addEventListener('message', ({ data }: MessageEvent<FromRun>) => this.#take(data));
  }

  #take(message: FromRun): void {
    if (this.#failed || message.kind === 'end' || message.kind === 'values') return;
    const time = performance.now() - this.#began;
    try {
      const stored = toStored(message);
      if (stored instanceof Promise) this.#add(stored.then((done) => this.#sized(time, done)));
      else if (stored) this.#add(this.#sized(time, stored));
    } catch (error) {
      this.#fail(error);
    }
  }

  #sized(time: number, message: Entry['message']): Entry {
    const bytes = sizeOf(message);
    this.#bytes += bytes;
    this.#total += bytes;
    return { time, message };
  }

  #add(entry: Entry | Promise<Entry>): void {
    this.#entries.push(entry);
    if (this.#total > LARGEST) this.#fail(new Error(`one has come to more than ${LARGEST / 2 ** 20} MB`));
    else if (this.#bytes > PIECE) this.#write();
  }

  #write(): void {
    const entries = this.#entries;
    this.#entries = [];
    this.#bytes = 0;
    this.#writing = this.#writing.then(async () => {
      if (!this.#failed) await this.#writer.add(await Promise.all(entries));
    });
    this.#writing.catch((error) => this.#fail(error));
  }

  async #end({ how }: RunEnding): Promise<void> {
    const duration = performance.now() - this.#began;
    // What was stopped or has failed is to be tried again.
    if (how !== 'complete') return this.#fail(undefined);
    if (this.#entries.length > 0) this.#write();
    try {
      await this.#writing;
      if (this.#failed) return;
      await this.#writer.finish(duration);
      this.#resolve();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param reason - `undefined` when nothing is wrong with the run, but it is not to be kept. */
  #fail(reason: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#entries = [];
    // What can't be removed now goes as the oldest, later on.
    const dropped = this.#writing.catch(() => {}).then(() => this.#writer.drop());
    dropped.catch(() => {}).then(() => (reason === undefined ? this.#resolve() : this.#reject(reason)));
  }
}
