import { html, type nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { ClipWork } from './clip-work.js';
import type { Stretch } from './convert.js';
import { FileChooser, type FileChooserHost } from './file-chooser.js';
import { icons } from './icons.js';
import { describe } from './player.js';
import { RecorderInput } from './recorder-input.js';
import { TrimInput } from './trim-input.js';

/** Where a clip may come from. */
export type MediaSource = 'upload' | 'microphone' | 'webcam';

/** What {@link MediaInput} needs of the element it is a part of. */
export interface MediaInputHost extends FileChooserHost, ReactiveControllerHost {
  readonly name: string;
  readonly kind: 'audio' | 'video';
  readonly format: string;
  readonly streaming: boolean;
  readonly media: HTMLMediaElement;
  /** The clip it has, as a file. */
  file(): Promise<File | null>;
  /** Shows the clip the user gave. Rejects when the browser can't play it. */
  take(file: File): Promise<void>;
}

/** The part of an audio or video component through which a user gives a clip: file, drop, paste, recording. */
export class MediaInput implements ReactiveController {
  readonly #host: MediaInputHost;
  readonly chooser: FileChooser;
  readonly #recorder: RecorderInput;
  readonly #work: ClipWork;
  readonly trim: TrimInput;

  constructor(host: MediaInputHost) {
    this.#host = host;
    this.chooser = new FileChooser(host, {
      accept: `${host.kind}/*`,
      what: host.kind === 'audio' ? 'a sound' : 'a video',
      pasteAs: 'upload',
      take: (file) => this.#take(file),
    });
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

  /** Stands under the player of a clip: what is being made of it, or what is to be. */
  underTemplate(): TemplateResult | typeof nothing {
    return this.#work.busy ? this.#work.template() : this.trim.template();
  }

  /** Stands in place of the player while there is no clip. */
  template(): TemplateResult {
    if (this.#work.busy) return this.#work.template();
    return this.#recorder.active ? this.#recorder.template() : this.chooser.template(this.#deviceTemplates());
  }

  #deviceTemplates(): TemplateResult[] {
    const { kind, locked, streaming } = this.#host;
    // There the microphone is no source of clips.
    if (kind === 'audio' && streaming) return [];
    const [device, name, icon] =
      kind === 'audio' ? ['microphone', 'Microphone', icons.microphone] : ['webcam', 'Webcam', icons.camera];
    if (!this.chooser.offers(device)) return [];
    return [
      html`<button type="button" part="open" ?disabled=${locked} @click=${() => this.#recorder.open()}>
        ${icon} ${name}
      </button>`,
    ];
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
