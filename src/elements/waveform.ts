import { STEP } from './sound.js';

/** More bars than this are joined two by two, so that a stream of hours takes no more memory than one of minutes. */
const MOST = 4000;
/** A drawn bar, at the least, and the gap after it, in CSS pixels. */
const WIDTH = 2;
const GAP = 1;

/** The loudness of a sound over its time, drawn on a canvas: it grows with a stream, and a click on it seeks. */
export class Waveform {
  readonly canvas = document.createElement('canvas');
  readonly #media: HTMLMediaElement;
  #bars: number[] = [];
  /** How many peaks a bar is the loudest of. */
  #peaksPerBar = 1;
  /** The bar that is not full yet. */
  #open = { loudest: 0, peaks: 0 };
  #frame = 0;

  constructor(media: HTMLMediaElement) {
    this.#media = media;
    const { canvas } = this;
    canvas.part = 'waveform';
    canvas.ariaHidden = 'true';
    canvas.addEventListener('click', (event) => this.#seek(event));
    for (const type of ['timeupdate', 'seeking', 'ended']) media.addEventListener(type, () => this.#redraw());
    // Light and dark: its style has a transition for this.
    canvas.addEventListener('transitionend', () => this.#redraw());
    new ResizeObserver(() => this.#redraw()).observe(canvas);
  }

  /** How many bars there are to draw. */
  get bars(): number {
    return this.#bars.length;
  }

  /** How much sound it shows, in seconds. */
  get duration(): number {
    return (this.#bars.length * this.#peaksPerBar + this.#open.peaks) * STEP;
  }

  /** @param peaks - The loudest sample of each 20 ms, 0 to 1. */
  append(peaks: Iterable<number>): void {
    for (const peak of peaks) {
      const open = this.#open;
      open.loudest = Math.max(open.loudest, peak);
      if (++open.peaks < this.#peaksPerBar) continue;
      this.#bars.push(open.loudest);
      this.#open = { loudest: 0, peaks: 0 };
      if (this.#bars.length > MOST) this.#halve();
    }
    this.#redraw();
  }

  clear(): void {
    this.#bars = [];
    this.#peaksPerBar = 1;
    this.#open = { loudest: 0, peaks: 0 };
    this.#redraw();
  }

  #halve(): void {
    // The odd one goes back to what is not full.
    const odd = this.#bars.length % 2 ? this.#bars.pop()! : undefined;
    this.#bars = Array.from({ length: this.#bars.length / 2 }, (_, i) =>
      Math.max(this.#bars[2 * i]!, this.#bars[2 * i + 1]!),
    );
    if (odd !== undefined) this.#open = { loudest: odd, peaks: this.#peaksPerBar };
    this.#peaksPerBar *= 2;
  }

  #redraw(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const { canvas, duration } = this;
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0) return;
    canvas.width = clientWidth * devicePixelRatio;
    canvas.height = clientHeight * devicePixelRatio;
    const context = canvas.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    const { color, accentColor } = getComputedStyle(canvas);
    const columns = Math.min(this.#bars.length, Math.floor(clientWidth / (WIDTH + GAP)));
    const width = Math.max(WIDTH, clientWidth / columns - GAP);
    const played = (this.#media.currentTime / duration) * columns;
    for (let column = 0; column < columns; column++) {
      const first = Math.floor((column * this.#bars.length) / columns);
      const end = Math.floor(((column + 1) * this.#bars.length) / columns);
      let loudest = 0;
      for (let i = first; i < end; i++) loudest = Math.max(loudest, this.#bars[i]!);
      const height = Math.max(WIDTH, Math.min(loudest, 1) * clientHeight);
      context.fillStyle = column < played ? accentColor : color;
      context.fillRect((column / columns) * clientWidth, (clientHeight - height) / 2, width, height);
    }
  }

  #seek({ clientX }: MouseEvent): void {
    const { left, width } = this.canvas.getBoundingClientRect();
    this.#media.currentTime = ((clientX - left) / width) * this.duration;
  }
}
