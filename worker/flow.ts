import { discard, transferables } from './encode/buffers.js';
import type { Encoded, Encoder } from './encode/encoder.js';
import type { Failure, FromRun, Paint, Part, Progress } from './protocol.js';

type Post = (message: FromRun, transfer: Transferable[]) => void;

/** What waits for the page at one output. */
interface Slot {
  readonly encoder: Encoder;
  /** The value as it was yielded, or {@link NOTHING}. */
  value: unknown;
  /** What was made of it before the page could take it. */
  encoded: Encoded | Failed | undefined;
  properties: Record<string, unknown> | undefined;
  /** Whether a picture is being decoded for it; the next value waits meanwhile. */
  decoding: Promise<void> | undefined;
}

class Failed {
  constructor(readonly error: unknown) {}
}

const NOTHING = Symbol('nothing');

/**
 * The flows `latest` and `append`: at most one delivery is on its way to the screen, and what is yielded before it is
 * painted takes the place of what waits, or joins it. The generator never waits.
 */
export class Screen {
  readonly #slots: Slot[];
  readonly #post: Post;
  readonly #toFailure: (error: unknown) => Failure;
  /** Whether the page has painted the last delivery. */
  #free = true;
  #waiting = false;
  #progress: readonly Progress[] | undefined;
  /** Decoded while the page was busy. */
  #decoded: Part[] = [];

  /** @param encoders - By output; those of `every` outputs are never put to. */
  constructor(encoders: readonly Encoder[], post: Post, toFailure: (error: unknown) => Failure) {
    this.#slots = encoders.map((encoder) => ({
      encoder,
      value: NOTHING,
      encoded: undefined,
      properties: undefined,
      decoding: undefined,
    }));
    this.#post = post;
    this.#toFailure = toFailure;
  }

  put(index: number, value: unknown): void {
    const slot = this.#slots[index]!;
    const { join } = slot.encoder;
    if (slot.encoded) this.#drop(slot);
    slot.value = slot.value !== NOTHING && join ? this.#join(slot, value) : value;
    this.#waiting = true;
    if (this.#free) this.flush();
  }

  update(index: number, properties: Record<string, unknown>): void {
    const slot = this.#slots[index]!;
    slot.properties = { ...slot.properties, ...properties };
    this.#waiting = true;
    if (this.#free) this.flush();
  }

  progress(levels: readonly Progress[]): void {
    this.#progress = levels;
    this.#waiting = true;
    if (this.#free) this.flush();
  }

  /** The page has painted: there is room for one more delivery. */
  painted(): void {
    this.#free = true;
    if (this.#waiting) this.flush();
  }

  /**
   * Encodes what waits, so that the author may go on changing what was yielded. A synchronous generator needs this only
   * when it is not looked at again before it goes on, since what waits is then what it yielded last.
   */
  freeze(): void {
    if (!this.#waiting) return;
    for (const slot of this.#slots) {
      if (typeof slot.value !== 'object' || slot.value === null) continue;
      slot.encoded = this.#encode(slot);
      slot.value = NOTHING;
    }
  }

  /** Sends what waits, painted or not. */
  flush(): void {
    this.#waiting = false;
    const parts = this.#decoded;
    this.#decoded = [];
    this.#slots.forEach((slot, index) => {
      const part = this.#take(slot, index);
      if (part) parts.push(part);
    });
    const progress = this.#progress;
    this.#progress = undefined;
    if (parts.length === 0 && !progress) return;
    this.#free = false;
    this.#send(parts, progress);
  }

  /** Settles when everything that was yielded has been sent. */
  async finish(): Promise<void> {
    for (;;) {
      if (this.#waiting) this.flush();
      const decoding = this.#slots.map((slot) => slot.decoding).filter(Boolean);
      if (decoding.length === 0) break;
      await Promise.all(decoding);
      this.#waiting = true;
    }
  }

  #join(slot: Slot, value: unknown): unknown {
    try {
      return slot.encoder.join!(slot.value, value);
    } catch (error) {
      // What waited is good and stays; the refusal crosses by itself.
      this.#decoded.push({ output: this.#slots.indexOf(slot), error: this.#toFailure(error) });
      return slot.value;
    }
  }

  #encode(slot: Slot): Encoded | Failed {
    try {
      return slot.encoder.encode(slot.value);
    } catch (error) {
      return new Failed(error);
    }
  }

  #drop(slot: Slot): void {
    if (slot.encoded && typeof slot.encoded !== 'function' && !(slot.encoded instanceof Failed)) discard(slot.encoded);
    slot.encoded = undefined;
  }

  /** What waits at an output, ready to be painted; starts the decoding of what is not. */
  #take(slot: Slot, index: number): Part | undefined {
    const { properties } = slot;
    slot.properties = undefined;
    const own = properties && { properties };
    if (slot.decoding || (slot.value === NOTHING && !slot.encoded)) return own && { output: index, ...own };
    const encoded = slot.encoded ?? this.#encode(slot);
    slot.value = NOTHING;
    slot.encoded = undefined;
    if (encoded instanceof Failed) return { output: index, ...own, error: this.#toFailure(encoded.error) };
    if (typeof encoded !== 'function') return { output: index, ...own, paint: encoded };
    slot.decoding = this.#decode(encoded, slot, index);
    return own && { output: index, ...own };
  }

  async #decode(decode: () => Promise<Paint>, slot: Slot, index: number): Promise<void> {
    try {
      this.#decoded.push({ output: index, paint: await decode() });
    } catch (error) {
      this.#decoded.push({ output: index, error: this.#toFailure(error) });
    }
    slot.decoding = undefined;
    this.#waiting = true;
    if (this.#free) this.flush();
  }

  #send(parts: readonly Part[], progress: readonly Progress[] | undefined): void {
    const transfer = parts.flatMap((part) => transferables(part.paint));
    const message = (list: readonly Part[]): FromRun => ({ kind: 'paint', parts: list, ...(progress && { progress }) });
    try {
      this.#post(message(parts), transfer);
    } catch (error) {
      // Properties can hold what can't be cloned: that output says so, the others are painted.
      this.#post(message(parts.map((part) => this.#sendable(part))), transfer);
      if (!(error instanceof DOMException)) throw error;
    }
  }

  #sendable(part: Part): Part {
    try {
      structuredClone(part.properties);
      return part;
    } catch (error) {
      return { output: part.output, ...(part.paint && { paint: part.paint }), error: this.#toFailure(error) };
    }
  }
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
