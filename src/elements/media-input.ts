import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { ClipWork } from './clip-work.js';
import type { Stretch } from './convert.js';
import { icons } from './icons.js';
import { describe } from './player.js';
import { RecorderInput } from './recorder-input.js';
import { TrimInput } from './trim-input.js';

/** Where a clip may come from. */
export type MediaSource = 'upload' | 'microphone' | 'webcam';

/** What {@link MediaInput} needs of the element it is a part of. */
export interface MediaInputHost extends ReactiveControllerHost, HTMLElement {
  readonly name: string;
  readonly kind: 'audio' | 'video';
  readonly format: string;
  readonly sources: string;
  readonly locked: boolean;
  readonly required: boolean;
  readonly accessibleLabel: string;
  readonly media: HTMLMediaElement;
  error: string;
  /** The clip it has, as a file. */
  file(): Promise<File | null>;
  /** Shows the clip the user gave. Rejects when the browser can't play it. */
  take(file: File): Promise<void>;
}

/** The part of an audio or video component through which a user gives a clip: file, drop, paste, recording. */
export class MediaInput implements ReactiveController {
  readonly #host: MediaInputHost;
  readonly #recorder: RecorderInput;
  readonly #work: ClipWork;
  readonly trim: TrimInput;

  constructor(host: MediaInputHost) {
    this.#host = host;
    this.#work = new ClipWork(host);
    this.trim = new TrimInput(host, (stretch) => void this.#cut(stretch));
    this.#recorder = new RecorderInput(host, (file) => this.#take(file));
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Turns camera and microphone off, and forgets what they were recording and what was being made of it. */
  stop(): void {
    this.#work.stop();
    this.trim.close();
    this.#recorder.stop();
  }

  handlePaste(event: ClipboardEvent): void {
    this.#takeFirst(event, event.clipboardData);
  }

  handleDrop(event: DragEvent): void {
    this.#takeFirst(event, event.dataTransfer);
  }

  /** Without this the browser opens the file in place of the page. */
  handleDragOver(event: DragEvent): void {
    if (this.#offers('upload')) event.preventDefault();
  }

  /** Stands under the player of a clip: what is being made of it, or what is to be. */
  underTemplate(): TemplateResult | typeof nothing {
    return this.#work.busy ? this.#work.template() : this.trim.template();
  }

  /** Stands in place of the player while there is no clip. */
  template(): TemplateResult {
    if (this.#work.busy) return this.#work.template();
    return this.#recorder.active ? this.#recorder.template() : this.#chooseTemplate();
  }

  #chooseTemplate(): TemplateResult {
    const { kind, locked, required, accessibleLabel } = this.#host;
    const device = kind === 'audio' ? 'microphone' : 'webcam';
    return html`<div part="choose">
      ${
        this.#offers('upload')
          ? html`<label class="drop">
              ${icons.upload}
              <span>Drop ${kind === 'audio' ? 'a sound' : 'a video'} here or <u>choose a file</u></span>
              <input
                class="visually-hidden"
                id="control"
                type="file"
                accept="${kind}/*"
                aria-label="${accessibleLabel}: choose a file"
                ?disabled=${locked}
                ?required=${required}
                @input=${(event: Event) => event.stopPropagation()}
                @change=${this.#takeChosen}
              />
            </label>`
          : nothing
      }
      ${
        this.#offers(device)
          ? html`<div class="sources">
              <button type="button" part="open" ?disabled=${locked} @click=${() => this.#recorder.open()}>
                ${kind === 'audio' ? icons.microphone : icons.camera} ${kind === 'audio' ? 'Microphone' : 'Webcam'}
              </button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #offers(source: MediaSource): boolean {
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
    if (!file || this.#host.locked || !this.#offers('upload')) return;
    event.preventDefault();
    void this.#take(file);
  }

  async #take(file: File): Promise<void> {
    const host = this.#host;
    host.error = '';
    try {
      // Its name may be wrong; an unknown type is left to the decoder. A video's sound is sound.
      if (file.type && !/^(?:audio|video|application)\//.test(file.type)) {
        throw new TypeError(`can't play ${describe(file)}: it is no ${host.kind} file.`);
      }
      const { kind, format } = host;
      const clip = await this.#work.convert(file, { kind, format });
      if (clip) await host.take(clip);
    } catch (error) {
      const taken = host.kind === 'audio' ? 'WAV, MP3, M4A, FLAC, Ogg, WebM' : 'MP4, WebM, MOV';
      host.error = `${(error as Error).message} Taken are ${host.kind} files: ${taken}.`;
    }
  }

  async #cut(trim: Stretch): Promise<void> {
    const host = this.#host;
    host.error = '';
    try {
      const { kind, format } = host;
      const whole = await host.file();
      const clip = whole && (await this.#work.convert(whole, { kind, format, trim }));
      if (clip) await host.take(clip);
    } catch (error) {
      host.error = (error as Error).message;
    }
  }
}
