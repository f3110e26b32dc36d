import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icons } from '../icons.js';
import { RecorderInput } from '../recorder-input.js';
import { words } from '../words.js';
import type { Entered } from './turns.js';

/** Where the files of a message may come from. */
export const entrySources = ['upload', 'microphone'] as const;

/** What {@link ChatEntry} needs of the element it is a part of. */
export interface ChatEntryHost extends HTMLElement, ReactiveControllerHost {
  /** Why the last file was not taken, or `''`. */
  error: string;
  readonly multimodal: boolean;
  readonly sources: string;
  readonly accept: string;
  readonly placeholder: string;
  readonly running: boolean;
  cancel(): void;
}

/** The part of a chat through which a user writes: a field that grows, files, and the button that sends and stops. */
export class ChatEntry implements ReactiveController {
  readonly #host: ChatEntryHost;
  readonly #send: (entered: Entered) => unknown;
  readonly #recorder: RecorderInput;
  /** Of the thumbnails. */
  readonly #urls = new Map<File, string>();
  #text = '';
  #files: readonly File[] = [];
  /** Whether files are held over the chat. */
  #hovered = false;

  /** @param send - Gives nothing when it can't. */
  constructor(host: ChatEntryHost, send: (entered: Entered) => unknown) {
    this.#host = host;
    this.#send = send;
    this.#recorder = new RecorderInput(recorderHost(host), (file) => this.#take([file]));
    host.addController(this);
  }

  get value(): Entered {
    return { text: this.#text, files: this.#files };
  }

  set value({ text, files }: Entered) {
    this.#text = text;
    this.#files = files;
    for (const [file, url] of this.#urls) {
      if (files.includes(file)) continue;
      URL.revokeObjectURL(url);
      this.#urls.delete(file);
    }
    this.#host.requestUpdate();
  }

  /** Puts what was sent before what was written since. */
  takeBack({ text, files }: Entered): void {
    this.value = { text: [text, this.#text].filter(Boolean).join('\n'), files: [...files, ...this.#files] };
  }

  hostDisconnected(): void {
    this.#recorder.stop();
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  focus(): void {
    this.#host.shadowRoot?.querySelector<HTMLElement>('#control')?.focus();
  }

  /** Whether files are held over the chat, which takes them. */
  get hovered(): boolean {
    return this.#hovered;
  }

  readonly handlePaste = (event: ClipboardEvent): void => {
    const data = event.clipboardData;
    // Word processors and spreadsheets put a picture of the text beside it.
    if (!data || (data.types.includes('text/html') && data.types.includes('text/plain'))) return;
    this.#takeAll(event, data);
  };

  readonly handleDrop = (event: DragEvent): void => {
    this.#hover(false);
    this.#takeAll(event, event.dataTransfer);
  };

  /** Without this the browser opens the file in place of the page. */
  readonly handleDragOver = (event: DragEvent): void => {
    if (!this.#offers('upload') || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#hover(true);
  };

  readonly handleDragLeave = ({ currentTarget, relatedTarget }: DragEvent): void => {
    if (!(relatedTarget instanceof Node && (currentTarget as Node).contains(relatedTarget))) this.#hover(false);
  };

  /** @param beside - What stands between the field and Send. */
  template(beside: TemplateResult | typeof nothing): TemplateResult {
    const { placeholder, running } = this.#host;
    const recording = this.#recorder.active;
    return html`<div part="entry" class="entry">
      ${this.#filesTemplate()} ${recording ? this.#recorder.template() : nothing}
      <div class="line">
        ${this.#offers('upload') ? this.#uploadTemplate() : nothing}
        ${this.#offers('microphone') && !recording ? this.#microphoneTemplate() : nothing}
        <div class="grow" data-text="${this.#text} ">
          <textarea
            part="control"
            id="control"
            rows="1"
            placeholder=${placeholder}
            aria-label="Message"
            enterkeyhint="send"
            .value=${live(this.#text)}
            @input=${this.#type}
            @keydown=${this.#press}
          ></textarea>
        </div>
        ${beside}
        <button
          type="button"
          part=${running ? 'stop' : 'send'}
          class="icon-button send"
          title=${running ? 'Stop' : 'Send'}
          aria-label=${running ? 'Stop' : 'Send'}
          @click=${this.#click}
        >
          ${running ? icons.stop : icons.send}
        </button>
      </div>
    </div>`;
  }

  #filesTemplate(): TemplateResult | typeof nothing {
    if (this.#files.length === 0) return nothing;
    return html`<ul part="files" class="files" aria-label="Files to be sent">
      ${this.#files.map(
        (file) => html`<li part="file">
          ${
            file.type.startsWith('image/')
              ? html`<img src=${this.#urlOf(file)} alt=${file.name} title=${file.name} />`
              : html`${file.type.startsWith('audio/') ? icons.sound : icons.file}<span>${file.name}</span>`
          }
          <button
            type="button"
            part="remove"
            class="icon-button"
            title="Remove"
            aria-label="Remove ${file.name}"
            @click=${() => this.#remove(file)}
          >
            ${icons.close}
          </button>
        </li>`,
      )}
    </ul>`;
  }

  /** The native button of a file field can't be an icon, so a label around it is. */
  #uploadTemplate(): TemplateResult {
    return html`<label part="upload" class="icon-button upload" title="Add files">
      ${icons.attach}
      <input
        class="visually-hidden"
        type="file"
        multiple
        accept=${this.#host.accept}
        aria-label="Add files"
        @input=${stop}
        @change=${this.#choose}
      />
    </label>`;
  }

  #microphoneTemplate(): TemplateResult {
    return html`<button
      type="button"
      part="open"
      class="icon-button"
      title="Microphone"
      aria-label="Microphone"
      @click=${() => this.#recorder.open()}
    >
      ${icons.microphone}
    </button>`;
  }

  #offers(source: string): boolean {
    return this.#host.multimodal && words(this.#host.sources).includes(source);
  }

  readonly #type = (event: Event): void => {
    this.#text = (event.target as HTMLTextAreaElement).value;
    this.#host.requestUpdate();
  };

  readonly #press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    // 229 is what Safari gives for the Enter that ends a composition, which it tells before the key.
    if (event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  };

  readonly #click = ({ detail }: MouseEvent): void => {
    // The second click of two sends nothing, and stops nothing that the first has sent.
    if (detail > 1) return;
    if (this.#host.running) this.#host.cancel();
    else this.#submit();
    this.focus();
  };

  #submit(): void {
    const { text, files } = this.value;
    if (this.#host.running || (!text.trim() && files.length === 0)) return;
    this.#host.error = '';
    if (this.#send({ text, files })) this.value = { text: '', files: [] };
  }

  readonly #choose = async (event: Event): Promise<void> => {
    stop(event);
    const input = event.target as HTMLInputElement;
    await this.#take([...(input.files ?? [])]);
    // The same file again is a change too.
    input.value = '';
  };

  #takeAll(event: Event, data: DataTransfer | null): void {
    if (!this.#offers('upload') || !data || data.files.length === 0) return;
    event.preventDefault();
    void this.#take([...data.files]);
  }

  async #take(files: readonly File[]): Promise<void> {
    const { accept } = this.#host;
    const taken = files.filter((file) => isAccepted(file, accept));
    const refused = files.find((file) => !taken.includes(file));
    this.#host.error = refused
      ? `“${refused.name}” (${refused.type || 'of unknown type'}) can’t be sent here: taken are ${accept}.`
      : '';
    if (taken.length === 0) return;
    this.value = { text: this.#text, files: [...this.#files, ...taken] };
    this.#host.dispatchEvent(new Event('upload'));
    this.focus();
  }

  #remove(file: File): void {
    this.value = { text: this.#text, files: this.#files.filter((each) => each !== file) };
  }

  #hover(hovered: boolean): void {
    if (hovered === this.#hovered) return;
    this.#hovered = hovered;
    this.#host.requestUpdate();
  }

  #urlOf(file: File): string {
    let url = this.#urls.get(file);
    if (!url) {
      url = URL.createObjectURL(file);
      this.#urls.set(file, url);
    }
    return url;
  }
}

/** Whether a file is one of those that an `<input type="file" accept>` would offer: what is dropped or pasted is not asked. */
export function isAccepted({ name, type }: File, accept: string): boolean {
  const kinds = accept
    .split(',')
    .map((kind) => kind.trim().toLowerCase())
    .filter(Boolean);
  if (kinds.length === 0) return true;
  return kinds.some((kind) => {
    if (kind.startsWith('.')) return name.toLowerCase().endsWith(kind);
    return kind.endsWith('/*') ? type.startsWith(kind.slice(0, -1)) : type === kind;
  });
}

/** What a recording of sound needs to know of the chat. */
function recorderHost(host: ChatEntryHost) {
  return {
    kind: 'audio' as const,
    format: '',
    name: 'recording',
    get shadowRoot() {
      return host.shadowRoot;
    },
    get error() {
      return host.error;
    },
    set error(message: string) {
      host.error = message;
    },
    requestUpdate: () => host.requestUpdate(),
  };
}

/** What is a matter of the entry alone. */
function stop(event: Event): void {
  event.stopPropagation();
}
