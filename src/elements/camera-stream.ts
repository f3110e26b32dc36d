import { html, nothing, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import type { PictureType } from './image.js';
import { StreamInput, type StreamInputHost } from './stream-input.js';
import { Webcam } from './webcam.js';

/** What {@link CameraStream} needs of the element it is a part of. */
export interface CameraStreamHost extends StreamInputHost {
  readonly type: PictureType | '';
}

/** A frame that stays as it is: not every engine has the class for it. */
type Still = VideoFrame | OffscreenCanvas;

/** The part of an image component that gives the newest frame of a camera. */
export class CameraStream extends StreamInput {
  declare protected readonly host: CameraStreamHost;
  readonly #video = document.createElement('video');
  /** What the camera saw last, once it is off. */
  #still: Still | undefined;
  #callback = 0;
  /** When the next frame is to be told of, in milliseconds of the page's clock. */
  #due: number | undefined;

  constructor(host: CameraStreamHost, complain: (message: string) => void) {
    super(host, { source: 'webcam', device: new Webcam(), complain });
    const video = this.#video;
    video.part = 'webcam';
    video.ariaLabel = 'Webcam';
    video.muted = true;
    video.playsInline = true;
  }

  override get holds(): boolean {
    return this.#source !== undefined;
  }

  /** The newest frame, as `type` says. Nothing is copied on the page of a `VideoFrame`. */
  async read(): Promise<ImageBitmap | VideoFrame | ImageData | File> {
    const source = this.#source!;
    const { type, name } = this.host;
    if (type === 'bitmap') return createImageBitmap(source);
    if (type !== 'data' && type !== 'file') {
      const still = hold(source);
      return still instanceof OffscreenCanvas ? createImageBitmap(still) : still;
    }
    const canvas = draw(source);
    if (type === 'data') return canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return new File([await canvas.convertToBlob()], `${name || 'webcam'}.png`, { type: 'image/png' });
  }

  protected override async open(stream: MediaStream): Promise<void> {
    const video = this.#video;
    video.srcObject = stream;
    await video.play();
    this.#due = undefined;
    this.#wait();
  }

  protected override async close(): Promise<boolean> {
    const video = this.#video;
    if (this.#source) this.#still = hold(this.#source);
    video.cancelVideoFrameCallback(this.#callback);
    video.srcObject = null;
    return false;
  }

  protected override forget(): void {
    if (this.#still && 'close' in this.#still) this.#still.close();
    this.#still = undefined;
  }

  protected override picture(): TemplateResult {
    return this.active ? html`${this.#video}` : html`<div part="choose">${icons.camera}</div>`;
  }

  protected override gauge(): typeof nothing {
    return nothing;
  }

  get #source(): HTMLVideoElement | Still | undefined {
    return this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? this.#video : this.#still;
  }

  #wait(): void {
    this.#callback = this.#video.requestVideoFrameCallback(() => {
      this.#wait();
      this.#take();
    });
  }

  #take(): void {
    const now = performance.now();
    this.#due ??= now;
    if (now < this.#due) return;
    const every = this.every * 1000;
    // By a grid of times, so that the pace is kept though none of the camera's frames falls on it.
    this.#due += now - this.#due < every ? every : now - this.#due + every;
    this.tell();
  }
}

/** Takes hold of what a source shows by now; without a copy, where the engine has the class for it. */
function hold(source: HTMLVideoElement | Still): Still {
  return typeof VideoFrame === 'undefined' ? draw(source) : new VideoFrame(source);
}

function draw(source: HTMLVideoElement | Still): OffscreenCanvas {
  const canvas = new OffscreenCanvas(...sizeOf(source));
  canvas.getContext('2d', { willReadFrequently: true })!.drawImage(source, 0, 0);
  return canvas;
}

function sizeOf(source: HTMLVideoElement | Still): [number, number] {
  if (source instanceof HTMLVideoElement) return [source.videoWidth, source.videoHeight];
  return source instanceof OffscreenCanvas
    ? [source.width, source.height]
    : [source.displayWidth, source.displayHeight];
}
