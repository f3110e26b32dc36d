/** Seconds a peak stands for. */
const STEP = 0.02;

/** Gathers the loudest sample of each 20 ms of a stream of sound, for a picture of its wave. */
export class Peaks {
  readonly #step: number;
  #found: number[] = [];
  #samples = 0;
  #loudest = 0;

  constructor(sampleRate: number) {
    this.#step = Math.round(sampleRate * STEP);
  }

  add(channels: readonly Float32Array[]): void {
    const { length } = channels[0]!;
    for (let i = 0; i < length; i++) {
      for (const channel of channels) this.#loudest = Math.max(this.#loudest, Math.abs(channel[i]!));
      if (++this.#samples < this.#step) continue;
      this.#found.push(Math.min(1, this.#loudest));
      this.#samples = this.#loudest = 0;
    }
  }

  /** What was found since the last call. */
  take(): Float32Array {
    const peaks = Float32Array.from(this.#found);
    this.#found = [];
    return peaks;
  }
}
