import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import { Webcam } from './webcam.js';

/** Where a picture may come from. */
export const pictureSources = ['upload', 'webcam', 'clipboard'] as const;
export type PictureSource = (typeof pictureSources)[number];

/** What {@link PictureInput} needs of the element it is a part of. */
export interface PictureInputHost extends ReactiveControllerHost {
  readonly sources: string;
  readonly locked: boolean;
  readonly required: boolean;
  readonly accessibleLabel: string;
  error: string;
  /** Shows the picture the user gave. Rejects when it is none. */
  take(file: File): Promise<void>;
}

/** The part of an image component through which a user gives a picture: file, drop, paste, webcam. */
export class PictureInput implements ReactiveController {
  readonly #host: PictureInputHost;
  readonly #webcam = new Webcam();

  constructor(host: PictureInputHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Turns the camera off. */
  stop(): void {
    this.#webcam.stop();
    this.#host.requestUpdate();
  }

  handlePaste(event: ClipboardEvent): void {
    if (this.#offers('clipboard')) this.#takeFirst(event, event.clipboardData);
  }

  handleDrop(event: DragEvent): void {
    if (this.#offers('upload')) this.#takeFirst(event, event.dataTransfer);
  }

  /** Without this the browser opens the file in place of the page. */
  handleDragOver(event: DragEvent): void {
    if (this.#offers('upload')) event.preventDefault();
  }

  template(): TemplateResult {
    return this.#webcam.stream ? this.#webcamTemplate(this.#webcam.stream) : this.#chooseTemplate();
  }

  #chooseTemplate(): TemplateResult {
    const { locked, required, accessibleLabel } = this.#host;
    return html`<div part="choose">
      ${
        this.#offers('upload')
          ? html`<label class="drop">
              ${icons.upload}
              <span>Drop a picture here or <u>choose a file</u></span>
              <input
                class="visually-hidden"
                id="control"
                type="file"
                accept="image/*"
                aria-label="${accessibleLabel}: choose a file"
                ?disabled=${locked}
                ?required=${required}
                @input=${stop}
                @change=${this.#takeChosen}
              />
            </label>`
          : nothing
      }
      <div class="sources">
        ${
          this.#offers('webcam')
            ? html`<button type="button" ?disabled=${locked} @click=${this.#startWebcam}>${icons.camera} Webcam</button>`
            : nothing
        }
        ${
          this.#offers('clipboard') && navigator.clipboard
            ? html`<button type="button" ?disabled=${locked} @click=${this.#paste}>${icons.paste} Paste</button>`
            : nothing
        }
      </div>
    </div>`;
  }

  #webcamTemplate(stream: MediaStream): TemplateResult {
    return html`<video part="webcam" autoplay playsinline .muted=${true} aria-label="Webcam" .srcObject=${stream}></video>
      <div class="shutter">
        <button type="button" class="primary" @click=${this.#snap}>${icons.camera} Take picture</button>
        <button type="button" @click=${this.stop.bind(this)}>Cancel</button>
      </div>`;
  }

  #offers(source: PictureSource): boolean {
    return this.#host.sources.split(/\s+/).includes(source);
  }

  readonly #takeChosen = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    event.stopPropagation();
    const file = input.files?.[0];
    if (file) await this.#take(file);
    // The same file again is a change too.
    input.value = '';
  };

  #takeFirst(event: Event, data: DataTransfer | null): void {
    const file = data?.files[0];
    if (!file || this.#host.locked) return;
    event.preventDefault();
    void this.#take(file);
  }

  async #take(file: File): Promise<void> {
    this.#host.error = '';
    try {
      // Its name may be wrong; an unknown type is left to the decoder.
      if (file.type && !file.type.startsWith('image/')) throw new TypeError('not a picture');
      await this.#host.take(file);
    } catch {
      this.#host.error = `“${file.name}” (${file.type || 'of unknown type'}) is no picture this browser can read. Taken are image files: PNG, JPEG, WebP, GIF, AVIF, SVG.`;
    }
  }

  readonly #paste = async (): Promise<void> => {
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((each) => each.startsWith('image/'));
        if (!type) continue;
        const blob = await item.getType(type);
        return await this.#take(new File([blob], `clipboard.${type.slice('image/'.length)}`, { type }));
      }
      this.#host.error = 'There is no picture in the clipboard.';
    } catch {
      this.#host.error = 'The clipboard may not be read: allow it for this page, or paste with the keyboard.';
    }
  };

  readonly #startWebcam = async (): Promise<void> => {
    this.#host.error = '';
    try {
      await this.#webcam.start();
    } catch (error) {
      this.#host.error = (error as Error).message;
    }
    this.#host.requestUpdate();
  };

  readonly #snap = async (event: Event): Promise<void> => {
    const video = (event.currentTarget as HTMLElement).parentElement!.parentElement!.querySelector('video')!;
    // No frame has come from the camera yet.
    if (video.videoWidth === 0) return;
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')!.drawImage(video, 0, 0);
    this.stop();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    if (blob) await this.#take(new File([blob], 'webcam.png', { type: 'image/png' }));
  };
}

/** The component fires its own `input` once the picture is there. */
function stop(event: Event): void {
  event.stopPropagation();
}
