/** Bytes that come in pieces and are read from the front, at a cost that grows with the bytes alone. */
export class ByteQueue {
  #buffer = new Uint8Array(0);
  #start = 0;
  #end = 0;
  #read = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** How many bytes were read before those in {@link bytes}. */
  get offset(): number {
    return this.#read;
  }

  /** What is there; valid until the next `push`. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** The bytes may be kept. */
  push(bytes: Uint8Array): void {
    const { length } = this;
    if (length === 0) {
      this.#buffer = bytes as Uint8Array<ArrayBuffer>;
      this.#start = 0;
      this.#end = bytes.length;
      return;
    }
    if (this.#end + bytes.length > this.#buffer.length) {
      const grown = new Uint8Array(2 * (length + bytes.length));
      grown.set(this.bytes);
      this.#buffer = grown;
      this.#start = 0;
      this.#end = length;
    }
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Leaves out the next bytes. */
  skip(count: number): void {
    const skipped = Math.min(count, this.length);
    this.#start += skipped;
    this.#read += skipped;
  }
}
