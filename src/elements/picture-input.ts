import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { FileChooser, type FileChooserHost } from './file-chooser.js';
import { icons } from './icons.js';
import { Webcam } from './webcam.js';

/** Where a picture may come from. */
export const pictureSources = ['upload', 'webcam', 'clipboard'] as const;

/** What {@link PictureInput} needs of the element it is a part of. */
export interface PictureInputHost extends FileChooserHost, ReactiveControllerHost {
  /** Shows the picture the user gave. Rejects when it is none. */
  take(file: File): Promise<void>;
  /** Whether its webcam is no source of single pictures. */
  readonly streaming: boolean;
}

/** The part of an image component through which a user gives a picture: file, drop, paste, webcam. */
export class PictureInput implements ReactiveController {
  readonly #host: PictureInputHost;
  readonly chooser: FileChooser;
  readonly #webcam = new Webcam();

  constructor(host: PictureInputHost) {
    this.#host = host;
    this.chooser = new FileChooser(host, {
      accept: 'image/*',
      what: 'a picture',
      pasteAs: 'clipboard',
      take: (file) => this.#take(file),
    });
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

  template(): TemplateResult {
    const { stream } = this.#webcam;
    return stream ? this.#webcamTemplate(stream) : this.chooser.template(this.#otherTemplates());
  }

  #otherTemplates(): TemplateResult[] {
    const { locked, streaming } = this.#host;
    const others: TemplateResult[] = [];
    if (this.chooser.offers('webcam') && !streaming) {
      others.push(
        html`<button type="button" ?disabled=${locked} @click=${this.#startWebcam}>${icons.camera} Webcam</button>`,
      );
    }
    if (this.chooser.offers('clipboard') && navigator.clipboard) {
      others.push(html`<button type="button" ?disabled=${locked} @click=${this.#paste}>${icons.paste} Paste</button>`);
    }
    return others;
  }

  #webcamTemplate(stream: MediaStream): TemplateResult {
    return html`<video part="webcam" autoplay playsinline .muted=${true} aria-label="Webcam" .srcObject=${stream}></video>
      <div class="shutter">
        <button type="button" class="primary" @click=${this.#snap}>${icons.camera} Take picture</button>
        <button type="button" @click=${this.stop.bind(this)}>Cancel</button>
      </div>`;
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
