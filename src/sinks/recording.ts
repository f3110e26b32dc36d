import type {
  FromRecorder,
  MediaFacts,
  MediaFragment,
  MediaTrack,
  RecorderCalls,
  ToRecorder,
} from '../../worker/protocol.js';
import { recorderText, recorderUrl } from './recorder-script.js';

/**
 * Keeps what a stream has played, to be played again and downloaded: in a file, where the browser has such, by a worker.
 * Where it can't be kept the stream is told of trouble, once, and plays on.
 */
export class Recording {
  readonly #worker: Promise<Worker>;
  readonly #onTrouble: (message: string) => void;
  readonly #calls = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  #id = 0;
  #closed = false;

  constructor(tracks: readonly MediaTrack[], { onTrouble }: { onTrouble(message: string): void }) {
    this.#onTrouble = onTrouble;
    this.#worker = this.#start(tracks);
    this.#worker.catch((error: Error) => onTrouble(error.message));
  }

  /** Takes the fragment's data away, to the worker. */
  add(fragment: MediaFragment, facts: MediaFacts): void {
    // Where there is no worker, that has been told.
    this.#call('add', [fragment, facts], [fragment.data]).catch(() => {});
  }

  /**
   * What was added of each track between two times, in seconds: from where decoding can begin. Nothing, where nothing
   * could be kept.
   */
  async read(from: number, to: number): Promise<MediaFragment[]> {
    return (await this.#isKept()) ? this.#call('read', [from, to]) : [];
  }

  /** When the first track can next be decoded from its middle, after a time. */
  async nextStart(time: number): Promise<number | undefined> {
    return (await this.#isKept()) ? this.#call('nextStart', [time]) : undefined;
  }

  /**
   * All of it as one mp4 file, whose tables name every sample. It can be read until the page is left, after
   * {@link close} too.
   */
  toBlob(): Promise<Blob> {
    return this.#call('toBlob', []);
  }

  /** Its sound as a WAV file: sample for sample, of 16 bit, or of 24 where some of it has more. */
  toWav(): Promise<Blob> {
    return this.#call('toWav', []);
  }

  /** Removes what was kept, but for what a Blob was made of. */
  close(): void {
    // Its worker may serve another stream by now.
    if (this.#closed) return;
    this.#closed = true;
    const closed = this.#call('close', []).then(() => {
      for (const { reject } of this.#calls.values()) reject(new Error('The stream has gone.'));
      return this.#worker;
    });
    closed.catch(() => {});
    spare?.then((worker) => worker.terminate()).catch(() => {});
    spare = closed;
  }

  #isKept(): Promise<boolean> {
    return this.#worker.then(
      () => true,
      () => false,
    );
  }

  async #start(tracks: readonly MediaTrack[]): Promise<Worker> {
    owner ??= claimFiles();
    const ready = spare?.catch(startWorker) ?? startWorker();
    spare = undefined;
    const [worker, own] = await Promise.all([ready, owner]);
    worker.onmessage = ({ data }: MessageEvent<FromRecorder>) => this.#take(data);
    this.#post(worker, 'begin', [tracks, own]);
    return worker;
  }

  #call<Name extends keyof RecorderCalls>(
    name: Name,
    args: Parameters<RecorderCalls[Name]>,
    transfer: Transferable[] = [],
  ): ReturnType<RecorderCalls[Name]> {
    const ask = (worker: Worker) =>
      new Promise((resolve, reject) => {
        if (this.#closed && name !== 'close') throw new Error('The stream has gone.');
        this.#calls.set(this.#id, { resolve, reject });
        this.#post(worker, name, args, transfer);
      });
    return this.#worker.then(ask) as ReturnType<RecorderCalls[Name]>;
  }

  #post(worker: Worker, name: keyof RecorderCalls, args: readonly unknown[], transfer: Transferable[] = []): void {
    const call: ToRecorder = { id: this.#id++, name, args };
    worker.postMessage(call, transfer);
  }

  #take(message: FromRecorder): void {
    if (message.kind === 'trouble') this.#onTrouble(message.message);
    if (message.kind !== 'result' && message.kind !== 'error') return;
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (message.kind === 'result') call?.resolve(message.result);
    else call?.reject(new Error(message.message));
  }
}

/** The worker of the stream before, once it is done: starting another would slow down the next one's first picture. */
let spare: Promise<Worker> | undefined;

/** The name of this page's lock, once it is held. */
let owner: Promise<string | undefined> | undefined;

/**
 * Holds a lock until the page is left: files of pages without theirs, as after a crash, are removed by the next recorder.
 * `undefined` where there are no locks.
 */
function claimFiles(): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (!navigator.locks) return resolve(undefined);
    const name = `rivulet-${crypto.randomUUID()}`;
    const hold = () => {
      resolve(name);
      return new Promise(() => {});
    };
    navigator.locks.request(name, hold).catch(() => resolve(undefined));
  });
}

/** Settles when it takes calls. Its script is a blob's, as the library may be on another origin. */
function startWorker(): Promise<Worker> {
  const text =
    recorderText ??
    `import(${JSON.stringify(recorderUrl)}).catch((error) => postMessage({ kind: 'failed', message: String(error) }));`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  return new Promise<Worker>((resolve, reject) => {
    // Where a policy forbids it, this throws or there is an event without a message.
    const worker = new Worker(url);
    worker.onmessage = ({ data }: MessageEvent<FromRecorder>) => {
      if (data.kind === 'failed') reject(new Error(data.message));
      else resolve(worker);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message ?? 'it is forbidden'));
    };
  })
    .catch((error: Error) => {
      const what = recorderUrl ?? 'its worker';
      throw new Error(`The stream can’t be recorded: starting ${what} gave "${error.message}". It plays on.`);
    })
    .finally(() => URL.revokeObjectURL(url));
}
