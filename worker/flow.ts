import { discard, transferables } from './encode/buffers.js';
import type { Encoded, Encoder } from './encode/encoder.js';
import type { Failure, FromRun, Paint, Part, Progress } from './protocol.js';
import { Slice } from './turn.js';

type Post = (message: FromRun, transfer: Transferable[]) => void;

/** What waits for the page at one output. */
interface Slot {
  readonly encoder: Encoder;
  /** The value as it was yielded, or {@link NOTHING}. */
  value: unknown;
  /** What was made of it before the page could take it, and why it could not. */
  encoded?: Encoded | undefined;
  error?: Failure | undefined;
  properties?: Record<string, unknown> | undefined;
  /** What is being decoded for it. The next that has to be decoded waits meanwhile. */
  decoding?: Decoding | undefined;
}

interface Decoding {
  done: Promise<void>;
}

const NOTHING = Symbol('nothing');

/** Milliseconds after which progress is told though the last delivery has not been painted, as far as the worker knows. */
const PATIENCE = 40;

/**
 * The flows `latest` and `append`: at most one delivery is on its way to the screen, and what is yielded before it is
 * painted takes the place of what waits, or joins it. The generator never waits.
 */
export class Screen {
  readonly #slots: readonly Slot[];
  readonly #post: Post;
  readonly #toFailure: (error: unknown) => Failure;
  /** Deliveries that the page has not painted yet. */
  #unpainted = 0;
  #progress: readonly Progress[] | undefined;
  /** Since the last delivery. */
  readonly #pause = new Slice(PATIENCE);
  /** Decoded while the page was busy. */
  #decoded: Part[] = [];

  /** @param encoders - By output; those of `every` outputs are never put to. */
  constructor(encoders: readonly Encoder[], post: Post, toFailure: (error: unknown) => Failure) {
    this.#slots = encoders.map((encoder) => ({ encoder, value: NOTHING }));
    this.#post = post;
    this.#toFailure = toFailure;
  }

  /** Has an output's value wait. What a yield puts is sent together, at {@link commit}. */
  put(output: number, value: unknown): void {
    const slot = this.#slots[output]!;
    if (!slot.encoder.join) drop(slot);
    slot.value = value;
    // What joins can't wait until it is looked at: each has to be read by itself.
    if (slot.encoder.join) this.#encode(slot);
  }

  update(output: number, properties: Record<string, unknown>): void {
    const slot = this.#slots[output]!;
    slot.properties = { ...slot.properties, ...properties };
  }

  progress(levels: readonly Progress[]): void {
    this.#progress = levels;
    this.#offer();
    // A loop that keeps the event loop to itself does not hear of any painting.
    if (this.#progress && this.#pause.isOver()) this.#send([]);
  }

  /** Sends what was put, or encodes what has to wait, so that the author may go on changing what was yielded. */
  commit(): void {
    this.#offer();
    for (const slot of this.#slots) if (typeof slot.value === 'object') this.#encode(slot);
  }

  /** The page has painted: there is room for one more delivery. */
  painted(): void {
    this.#unpainted--;
    this.#offer();
  }

  /** Sends what waits, painted or not. Settles when everything that was yielded has been sent. */
  async finish(): Promise<void> {
    for (;;) {
      this.#flush();
      const decoding = this.#slots.flatMap((slot) => slot.decoding?.done ?? []);
      if (decoding.length === 0) return;
      await Promise.all(decoding);
    }
  }

  #offer(): void {
    if (!this.#unpainted) this.#flush();
  }

  #flush(): void {
    const parts = this.#decoded;
    this.#decoded = [];
    this.#slots.forEach((slot, output) => {
      const part = this.#take(slot, output);
      if (part.paint || part.error || part.properties) parts.push(part);
    });
    if (parts.length > 0 || this.#progress) this.#send(parts);
  }

  /** Makes of the value what the page paints. A refusal does not harm what an earlier value left to be joined. */
  #encode(slot: Slot): void {
    const { encoder, encoded, value } = slot;
    slot.value = NOTHING;
    try {
      const next = encoder.encode(value);
      slot.encoded = encoded && encoder.join ? encoder.join(encoded, next) : next;
    } catch (error) {
      slot.error = this.#toFailure(error);
    }
  }

  /** What waits at an output, ready to be painted; starts the decoding of what is not. */
  #take(slot: Slot, output: number): Part {
    const { properties } = slot;
    slot.properties = undefined;
    if (slot.value !== NOTHING) this.#encode(slot);
    const { encoded, error } = slot;
    // One is decoded at a time; what needs no decoding overtakes it.
    if (slot.decoding && typeof encoded === 'function') return { output, properties };
    slot.encoded = slot.error = undefined;
    if (encoded || error) slot.decoding = undefined;
    if (typeof encoded !== 'function') return { output, properties, error, paint: encoded };
    const decoding = {} as Decoding;
    slot.decoding = decoding;
    decoding.done = this.#decode(encoded, slot, output, decoding);
    return { output, properties };
  }

  async #decode(decode: () => Promise<Paint>, slot: Slot, output: number, own: Decoding): Promise<void> {
    let part: Part;
    try {
      part = { output, paint: await decode() };
    } catch (error) {
      part = { output, error: this.#toFailure(error) };
    }
    if (slot.decoding !== own) return part.paint && discard(part.paint);
    this.#decoded.push(part);
    slot.decoding = undefined;
    this.#offer();
  }

  /** Sends the progress too. */
  #send(parts: readonly Part[]): void {
    const progress = this.#progress;
    this.#progress = undefined;
    this.#unpainted++;
    this.#pause.begin();
    const transfer = parts.flatMap(({ paint }) => transferables(paint));
    try {
      this.#post({ kind: 'paint', parts, progress }, transfer);
    } catch {
      // Properties can hold what can't be cloned: that output says so, the others are painted.
      this.#post({ kind: 'paint', parts: parts.map((part) => this.#sendable(part)) }, transfer);
    }
  }

  #sendable(part: Part): Part {
    try {
      structuredClone(part.properties);
      return part;
    } catch (error) {
      return { ...part, properties: undefined, error: this.#toFailure(error) };
    }
  }
}

/** Forgets what waits, which a newer value takes the place of. */
function drop(slot: Slot): void {
  if (typeof slot.encoded === 'object') discard(slot.encoded);
  slot.encoded = slot.error = undefined;
}

/** The flow `every`: each value is sent, and whoever yields is held while there is no room. */
export class Line<T> {
  readonly #send: (item: T) => void;
  #room: number;
  #waiting: { item: T; sent: () => void }[] = [];

  /** @param room - How many items the page takes before it has asked for more. */
  constructor(send: (item: T) => void, room: number) {
    this.#send = send;
    this.#room = room;
  }

  /** Settles when the item was sent. */
  put(item: T): Promise<void> | undefined {
    if (this.#room > 0) {
      this.#room--;
      this.#send(item);
      return undefined;
    }
    return new Promise((sent) => this.#waiting.push({ item, sent }));
  }

  addRoom(count: number): void {
    this.#room += count;
    while (this.#room > 0 && this.#waiting.length > 0) {
      this.#room--;
      const { item, sent } = this.#waiting.shift()!;
      this.#send(item);
      sent();
    }
  }
}
