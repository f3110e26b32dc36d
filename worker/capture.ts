/** Runs in an AudioWorklet: hands on what is heard, many blocks at a time. After any message it hands on the rest, and ends. */

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Samples handed on at a time: a message for each block of 128 would cost the page more than the samples do. */
const LENGTH = 1024;

class Capture extends AudioWorkletProcessor {
  #channels: Float32Array<ArrayBuffer>[] = [];
  #filled = 0;
  #over = false;

  constructor() {
    super();
    this.port.onmessage = () => {
      if (this.#filled > 0) this.#send();
      this.#over = true;
      this.port.postMessage(null);
    };
  }

  /** Called by the browser for each block of sound. */
  process([block]: readonly [readonly Float32Array[]]): boolean {
    const [first] = block;
    // No channels: nothing is connected, or it gives nothing any more.
    if (!first || this.#over) return !this.#over;
    if (this.#filled === 0) this.#channels = block.map(() => new Float32Array(LENGTH));
    for (const [index, channel] of this.#channels.entries()) channel.set(block[index]!, this.#filled);
    this.#filled += first.length;
    if (this.#filled === LENGTH) this.#send();
    return true;
  }

  #send(): void {
    const part = this.#channels.map((channel) => (this.#filled < LENGTH ? channel.slice(0, this.#filled) : channel));
    this.#filled = 0;
    this.port.postMessage(
      part,
      part.map(({ buffer }) => buffer),
    );
  }
}

registerProcessor('rivulet-capture', Capture);
