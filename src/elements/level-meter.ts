/** Seconds after which a context that does not start never will. */
const PATIENCE = 4;

/** Shows how loud a stream is on a `<meter>`, until its tracks end or {@link stop}. */
export class LevelMeter {
  readonly #context: AudioContext;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  #frame = 0;

  /**
   * Settles when sound flows. Firefox holds all that comes from a microphone until the audio device has started that a
   * context is for: what is recorded earlier is lost. Without such a device it starts never, and holds nothing.
   */
  readonly started: Promise<unknown>;

  /** @param show - Given the level, 0 to 1, once a frame. */
  constructor(stream: MediaStream, show: (level: number) => void) {
    this.#context = new AudioContext();
    this.started = Promise.race([
      this.#context.resume().catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, PATIENCE * 1000)),
    ]);
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    const draw = () => {
      show(this.#level());
      this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    void this.#context.close().catch(() => {});
  }

  /** The loudest sample of the last 20 ms, on a scale of 50 dB, which is nearer to what is heard. */
  #level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const loudest = this.#samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
    return Math.max(0, 1 + (20 * Math.log10(loudest)) / 50);
  }
}
