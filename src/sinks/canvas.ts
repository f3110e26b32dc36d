import type { Paint } from '../../worker/protocol.js';

/** Anything a canvas can be given a picture from, without decoding. */
export type Drawable = ImageData | ImageBitmap | HTMLCanvasElement | OffscreenCanvas;

/** Paints pictures on a canvas that always has the picture's own size; how large it appears is up to CSS. */
export class CanvasSink {
  readonly canvas = document.createElement('canvas');

  #context = this.canvas.getContext('2d')!;
  #empty = true;
  /** Counts paints: what took long to decode must not cover what came after it. */
  #turn = 0;

  get empty(): boolean {
    return this.#empty;
  }

  paint(paint: Paint): Promise<boolean> | undefined {
    if (paint.kind === 'svg') return this.drawBlob(paint.blob);
    if (paint.kind === 'pixels') {
      this.draw(new ImageData(new Uint8ClampedArray(paint.data), paint.width, paint.height));
    } else if (paint.kind === 'bitmap') {
      this.draw(paint.bitmap);
      paint.bitmap.close();
    }
    return undefined;
  }

  draw(picture: Drawable): void {
    this.#turn++;
    this.#resize(picture.width, picture.height);
    if (picture instanceof ImageData) this.#context.putImageData(picture, 0, 0);
    else this.#context.drawImage(picture, 0, 0);
  }

  /**
   * Gives whether it was painted: not when another picture came while this one was decoded.
   *
   * @throws TypeError when the blob is no picture this browser can decode.
   */
  async drawBlob(blob: Blob): Promise<boolean> {
    const url = URL.createObjectURL(blob);
    try {
      return await this.drawUrl(url);
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  /**
   * As {@link drawBlob}.
   *
   * @throws TypeError when there is no picture at the URL, or its server does not let this page read it.
   */
  async drawUrl(url: string): Promise<boolean> {
    const turn = ++this.#turn;
    const image = new Image();
    image.crossOrigin = 'anonymous';
    image.src = url;
    try {
      await image.decode();
    } catch (error) {
      throw new TypeError('no picture this browser can load and decode', { cause: error });
    }
    if (turn !== this.#turn) return false;
    // An SVG that has only a viewBox has no size of its own in Firefox; a browser gives an element without one 300×150.
    const width = image.naturalWidth || 300;
    const height = image.naturalHeight || 150;
    this.#resize(width, height);
    this.#context.drawImage(image, 0, 0, width, height);
    return true;
  }

  clear(): void {
    this.#turn++;
    this.#context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#empty = true;
  }

  /** Setting a canvas's size clears it and throws its memory away, even when the size is the same. */
  #resize(width: number, height: number): void {
    this.#empty = false;
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    // A see-through picture replaces what is there instead of covering it. A resize resets this.
    this.#context.globalCompositeOperation = 'copy';
  }
}
