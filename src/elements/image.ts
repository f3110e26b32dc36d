import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Paint } from '../../worker/protocol.js';
import { CanvasSink, type Drawable } from '../sinks/canvas.js';
import type { CameraStream } from './camera-stream.js';
import { define } from './define.js';
import { download } from './download.js';
import { FileChooser } from './file-chooser.js';
import { icons } from './icons.js';
import { imageStyles } from './image-styles.js';
import { PictureInput, pictureSources } from './picture-input.js';
import { downloadTool, fullscreenTool, removeTool, type Tool, toolTemplate } from './tools.js';
import { RvValueComponent } from './value-component.js';

/** What a script may set as the `value` of an image: a picture, a file of one, a URL of one, or `null` for none. */
export type Picture = Drawable | Blob | URL | string | null;

const pictureTypes = ['bitmap', 'data', 'file', 'frame'] as const;
export type PictureType = (typeof pictureTypes)[number];

/**
 * A picture, painted on a canvas in a frame that keeps its size, so that steps of different sizes don't move the page.
 * As an input it takes a picture from a file, by drop or paste, or from the webcam. With `streaming` it gives the newest
 * frame of the webcam from Start to Stop: an app with `live`, or an `<rv-on event="stream">`, calls its function with each.
 *
 * ```html
 * <rv-image label="Picture"></rv-image>
 * <rv-image label="Photo" name="photo" input sources="upload webcam clipboard" type="data"></rv-image>
 * <rv-image label="You" input streaming sources="webcam" stream-every="0" time-limit="60"></rv-image>
 * ```
 *
 * @tag rv-image
 * @attr {string} value - URL of the picture shown from the start.
 * @fires upload - The user has given a file.
 * @fires clear - The user has taken the picture away.
 * @fires stream - With `streaming`: there is a new frame to read.
 * @fires stop - With `streaming`: the webcam was turned off.
 * @csspart picture - The frame around the canvas.
 * @csspart download - The Download button.
 * @csspart fullscreen - The Full screen button.
 * @csspart remove - The button that takes the user's picture away.
 * @csspart webcam - The live preview of the webcam.
 * @csspart start - With `streaming`: the button that turns the webcam on; `stop`, which turns it off.
 * @csspart status - With `streaming`: what tells whether it is on; `time-left`, for how long.
 * @cssprop [--rv-image-height=20rem] - Height of the frame.
 */
export class RvImage extends RvValueComponent {
  static override readonly role = 'output';
  static override readonly encoder = 'image';
  static override styles = [RvValueComponent.styles, FileChooser.styles, imageStyles];

  /**
   * As an input, what the function is given: `bitmap` for an `ImageBitmap`, `data` for an `ImageData`, `file` for a `File`,
   * `frame` for a `VideoFrame`, which is closed when the function has ended; its `clone()` stays. When it is left out, a
   * picture is given as a bitmap, and the frames of a stream as what they are: it costs least.
   */
  @property() type: PictureType | '' = '';
  /** As an input, where pictures may come from: `upload`, `webcam`, `clipboard`, separated by spaces. */
  @property() sources = 'upload clipboard';
  /** As an input, gives the frames of the webcam while it is on. */
  @property({ type: Boolean }) streaming = false;
  /** Seconds from one frame that is given to the next; 0 for all that the webcam gives. */
  @property({ type: Number, attribute: 'stream-every' }) streamEvery = 0.5;
  /** Seconds after which the webcam is turned off; never when left out. */
  @property({ type: Number, attribute: 'time-limit' }) timeLimit: number | undefined;

  /**
   * The webcam of a `streaming` input, once it is loaded.
   *
   * @internal
   */
  override stream: CameraStream | undefined;
  readonly #sink = new CanvasSink();
  readonly #input = new PictureInput(this);
  /** The picture as the user gave it. */
  #file: File | null = null;
  #shown: Promise<void> | undefined;
  #loading: Promise<void> | undefined;

  /** The canvas, in the picture's own size. */
  get canvas(): HTMLCanvasElement {
    return this.#sink.canvas;
  }

  /** The canvas that holds the picture, or `null`. What is set is painted on it. */
  @property()
  get value(): HTMLCanvasElement | null {
    return this.#sink.empty ? null : this.canvas;
  }

  set value(value: Picture) {
    this.#file = null;
    this.#shown = this.#draw(value)?.then(
      () => this.#painted(),
      (error: Error) => this.complain(`can't show ${String(value)}: ${error.message}.`),
    );
    this.#painted();
  }

  /** The picture as a PNG file. */
  async toBlob(): Promise<Blob> {
    await this.#shown;
    const blob = await new Promise<Blob | null>((resolve) =>
      this.value ? this.canvas.toBlob(resolve) : resolve(null),
    );
    if (!blob) throw new Error(`${this.nameInMessages} holds no picture.`);
    return blob;
  }

  override async read(): Promise<ImageBitmap | ImageData | VideoFrame | File | null> {
    await this.#shown;
    if (!this.value) return this.stream?.holds ? this.stream.read() : null;
    const { width, height } = this.canvas;
    if (this.type === 'data') return this.canvas.getContext('2d')!.getImageData(0, 0, width, height);
    if (this.type === 'frame') return new VideoFrame(this.canvas, { timestamp: 0 });
    if (this.type !== 'file') return createImageBitmap(this.canvas);
    return this.#file ?? new File([await this.toBlob()], this.#fileName, { type: 'image/png' });
  }

  override paint(paint: Paint): void | Promise<void> {
    if (paint.kind === 'value') return super.paint(paint);
    this.#file = null;
    const painting = this.#sink.paint(paint);
    if (painting) return painting.then(() => this.#painted());
    this.#painted();
  }

  override clear(): void {
    this.error = '';
    this.#input.stop();
    this.stream?.clear();
    this.value = this.getAttribute('value');
  }

  /** Takes a file as one that the user has chosen; `error` says what is wrong with it. */
  chooseFile(file: File): Promise<void> {
    return this.#input.chooser.take(file);
  }

  /** Shows the picture the user gave. Rejects when it is none. */
  async take(file: File): Promise<void> {
    if (!(await this.#sink.drawBlob(file))) return;
    this.#file = file;
    this.tellChange();
  }

  protected override formValue(): File | null {
    return this.#file;
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await this.#shown;
    await super.getUpdateComplete();
    await this.#loading;
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('type')) this.checkWords('type', this.type, pictureTypes);
    if (changed.has('sources')) this.checkWords('sources', this.sources, pictureSources);
    if (this.streaming && this.isInput) this.#loading ??= this.#loadStream();
    this.canvas.hidden = this.#sink.empty;
    this.canvas.role = 'img';
    this.canvas.ariaLabel = this.accessibleLabel;
  }

  protected override control(): TemplateResult {
    const empty = this.#sink.empty;
    return html`<div
      part="picture"
      class="surface"
      role=${this.isInput ? 'group' : nothing}
      aria-label=${this.isInput ? this.accessibleLabel : nothing}
      aria-describedby=${this.isInput ? this.describedBy : nothing}
      @paste=${this.isInput ? this.#input.chooser.handlePaste : nothing}
      @drop=${this.isInput ? this.#input.chooser.handleDrop : nothing}
      @dragover=${this.isInput ? this.#input.chooser.handleDragOver : nothing}
    >
      ${this.canvas} ${empty ? this.#emptyTemplate() : html`<div class="toolbar">${this.#tools().map(toolTemplate)}</div>`}
    </div>`;
  }

  #emptyTemplate(): TemplateResult {
    if (!this.isInput) return icons.picture;
    if (!this.streaming) return this.#input.template();
    return this.stream?.template(this.#input.template()) ?? html``;
  }

  #tools(): Tool[] {
    const tools = [downloadTool(() => void this.#download())];
    if (this.isInput && !this.locked) tools.unshift(removeTool(() => this.#remove()));
    // Not on iPhones.
    if (document.fullscreenEnabled) tools.push(fullscreenTool(() => this.#toggleFullscreen()));
    return tools;
  }

  #draw(value: Picture): Promise<unknown> | undefined {
    if (value === null || value === undefined) this.#sink.clear();
    else if (typeof value === 'string' || value instanceof URL) return this.#sink.drawUrl(String(value));
    else if (value instanceof Blob) return this.#sink.drawBlob(value);
    else if ([ImageData, ImageBitmap, HTMLCanvasElement, OffscreenCanvas].some((type) => value instanceof type))
      this.#sink.draw(value);
    else {
      throw new TypeError(
        `${this.nameInMessages}: value is ${String(value)}, but takes ImageData, ImageBitmap, a canvas, a Blob, a URL or null.`,
      );
    }
    return undefined;
  }

  /** Rendering is for what is around the picture: it changes when the first one comes, not with each. */
  #painted(): void {
    if (this.canvas.hidden === this.#sink.empty) return;
    // The picture takes the place of what the camera sees.
    this.#input.stop();
    this.stream?.stop();
    this.requestUpdate();
  }

  async #loadStream(): Promise<void> {
    try {
      const { CameraStream } = await import('./camera-stream.js');
      this.stream = new CameraStream(this, (message) => this.complain(message));
      this.requestUpdate();
    } catch (error) {
      this.complain(`streaming can't be loaded: ${(error as Error).message}`);
    }
  }

  get #fileName(): string {
    return `${this.name || this.label || 'image'}.png`;
  }

  #remove(): void {
    this.value = null;
    this.tellChange();
    this.dispatchEvent(new Event('clear'));
  }

  async #download(): Promise<void> {
    download(await this.toBlob(), this.#fileName);
  }

  #toggleFullscreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.renderRoot.querySelector('[part=picture]')!.requestFullscreen();
  }
}

define('rv-image', RvImage);

declare global {
  interface HTMLElementTagNameMap {
    'rv-image': RvImage;
  }
}
