import { Cipher } from './cipher.js';
import { readRecord, type StoredRecord, writeRecord } from './database.js';

/** A value, or none: nothing was stored, or it was cleared. */
export type Held = { readonly value: unknown } | undefined;

export interface KeptValueListener {
  /** A value has come from the store, or from another holder of the key. */
  came(held: Held): void;
  /** What is wrong with the store, as a sentence, or `''` once it works again. */
  trouble(message: string): void;
  /** The browser does not store such a value. */
  refused(error: Error): void;
}

/**
 * What is kept under a key across visits: written to the database, and told to everybody else on this origin who has the
 * same key. Each change has a stamp, and the greatest wins, in the database as in every tab.
 */
export class KeptValue {
  /** Settles when what was stored has come, or can't. */
  readonly loaded: Promise<void>;
  readonly key: string;
  readonly secret: string;
  readonly #cipher: Cipher | undefined;
  readonly #channel: BroadcastChannel | undefined;
  #listener: KeptValueListener | undefined;
  /** That of the latest change, here or elsewhere. */
  #stamp = 0;
  /** What was set and is not on its way yet. */
  #waiting: { readonly held: Held } | undefined;
  #writing: Promise<void> | undefined;
  /** What was stored could not be read: writing might replace what nobody has seen. */
  #unread = false;
  #told = '';

  constructor(key: string, secret: string, listener: KeptValueListener) {
    this.key = key;
    this.secret = secret;
    this.#listener = listener;
    this.#cipher = secret ? new Cipher(secret) : undefined;
    this.#channel = this.#openChannel();
    this.loaded = this.#load();
  }

  /** Keeps a value, or clears what is kept. Of many in a row the last is written. */
  keep(held: Held): void {
    this.#waiting = { held };
    this.#writing ??= this.#writeAll();
  }

  /** Hears no more. What was set is written all the same. */
  async close(): Promise<void> {
    this.#listener = undefined;
    await this.#writing;
    this.#channel?.close();
  }

  async #load(): Promise<void> {
    try {
      const record = await readRecord(this.key);
      if (record?.plain || record?.sealed) await this.#take(record);
      // What was cleared is no news beside what the markup gives.
      else if (record) this.#stamp = Math.max(this.#stamp, record.stamp);
    } catch (error) {
      this.#unread = true;
      this.#tell(notKept((error as Error).message));
    }
  }

  async #take(record: StoredRecord): Promise<void> {
    let held: Held;
    try {
      held = await this.#unseal(record);
    } catch {
      this.#stamp = Math.max(this.#stamp, record.stamp);
      const why = this.secret ? 'with this secret' : 'without its secret';
      return this.#tell(`What is stored can’t be decrypted ${why}. The next change replaces it.`);
    }
    if (record.stamp <= this.#stamp) return;
    this.#stamp = record.stamp;
    // What was set here meanwhile is going to have a greater stamp.
    if (!this.#waiting) this.#listener?.came(held);
  }

  async #writeAll(): Promise<void> {
    await this.loaded;
    while (this.#waiting) {
      const { held } = this.#waiting;
      this.#waiting = undefined;
      // A fraction of their own for changes of the same moment.
      this.#stamp = Math.max(Date.now(), Math.floor(this.#stamp) + 1) + Math.random();
      await this.#write(held, this.#stamp);
    }
    this.#writing = undefined;
  }

  async #write(held: Held, stamp: number): Promise<void> {
    try {
      const record = await this.#seal(held, stamp);
      this.#channel?.postMessage(record);
      if (this.#unread) return;
      await writeRecord(this.key, record);
      this.#tell('');
    } catch (error) {
      if ((error as Error).name === 'DataCloneError') this.#listener?.refused(error as Error);
      else this.#tell(notKept((error as Error).message));
    }
  }

  async #seal(held: Held, stamp: number): Promise<StoredRecord> {
    if (!held) return { stamp };
    return this.#cipher ? { stamp, sealed: await this.#cipher.seal(held.value) } : { stamp, plain: held };
  }

  async #unseal({ plain, sealed }: StoredRecord): Promise<Held> {
    if (!sealed) return plain;
    if (!this.#cipher) throw new Error('It takes a secret.');
    return { value: await this.#cipher.unseal(sealed) };
  }

  #openChannel(): BroadcastChannel | undefined {
    try {
      const channel = new BroadcastChannel(`rivulet-state ${this.key}`);
      channel.onmessage = ({ data }: MessageEvent<StoredRecord>) => void this.#take(data);
      return channel;
    } catch {
      // Firefox has none where storage is forbidden, which the database tells.
      return undefined;
    }
  }

  #tell(message: string): void {
    if (message === this.#told) return;
    this.#told = message;
    this.#listener?.trouble(message);
  }
}

/** What is told when the store can't be used. */
export function notKept(reason: string): string {
  return `Changes are lost when the page is closed: ${reason}.`;
}
