import { css, html, nothing, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import { words } from './words.js';

/** What {@link FileChooser} needs of the element it is a part of. */
export interface FileChooserHost extends HTMLElement {
  /** Why the last file was not taken, or `''`. */
  error: string;
  readonly sources: string;
  readonly locked: boolean;
  readonly required: boolean;
  readonly accessibleLabel: string;
}

interface FileChooserOptions {
  /** The files that are offered, as an `<input type="file">` takes it. */
  readonly accept: string;
  /** What the file is: “a picture”. */
  readonly what: string;
  /** The source that has to be offered for a paste to be taken. */
  readonly pasteAs: string;
  take(file: File): Promise<void>;
}

/** The part of a component through which a user gives a file: chosen, dropped, or pasted. */
export class FileChooser {
  static readonly styles = css`
    [part='choose'] {
      display: grid;
      place-content: center;
      gap: 1rem;
      padding: 1rem;
      inline-size: 100%;
      block-size: 100%;
      text-align: center;
      color: var(--_muted);
    }
    .drop {
      display: grid;
      justify-items: center;
      gap: 0.5rem;
      padding: 1rem;
      border-radius: var(--_radius);
      cursor: pointer;
    }
    .drop:hover,
    .drop:focus-within {
      color: var(--_text);
    }
    .drop:has(:focus-visible) {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
    }
    .drop .icon {
      inline-size: 2rem;
      block-size: 2rem;
    }
    .sources {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 0.5rem;
    }
  `;

  readonly #host: FileChooserHost;
  readonly #options: FileChooserOptions;

  constructor(host: FileChooserHost, options: FileChooserOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Whether the page's author wants this source. */
  offers(source: string): boolean {
    return words(this.#host.sources).includes(source);
  }

  readonly handlePaste = (event: ClipboardEvent): void => {
    if (this.offers(this.#options.pasteAs)) this.#takeFirst(event, event.clipboardData);
  };

  readonly handleDrop = (event: DragEvent): void => {
    if (this.offers('upload')) this.#takeFirst(event, event.dataTransfer);
  };

  /** Without this the browser opens the file in place of the page. */
  readonly handleDragOver = (event: DragEvent): void => {
    if (this.offers('upload')) event.preventDefault();
  };

  /** @param others - Buttons for what is no file yet: a recording, the clipboard. */
  template(others: readonly TemplateResult[]): TemplateResult {
    return html`<div part="choose">
      ${this.offers('upload') ? this.#uploadTemplate() : nothing}
      ${others.length > 0 ? html`<div class="sources">${others}</div>` : nothing}
    </div>`;
  }

  #uploadTemplate(): TemplateResult {
    const { locked, required, accessibleLabel } = this.#host;
    const { accept, what } = this.#options;
    return html`<label class="drop">
      ${icons.upload}
      <span>Drop ${what} here or <u>choose a file</u></span>
      <input
        class="visually-hidden"
        id="control"
        type="file"
        accept=${accept}
        aria-label="${accessibleLabel}: choose a file"
        ?disabled=${locked}
        ?required=${required}
        @input=${stop}
        @change=${this.#takeChosen}
      />
    </label>`;
  }

  #takeFirst(event: Event, data: DataTransfer | null): void {
    const file = data?.files[0];
    if (!file || this.#host.locked) return;
    event.preventDefault();
    void this.take(file);
  }

  /** Takes a file as one that the user has chosen; the element says what is wrong with it. */
  async take(file: File): Promise<void> {
    await this.#options.take(file);
    if (!this.#host.error) this.#host.dispatchEvent(new Event('upload'));
  }

  readonly #takeChosen = async (event: Event): Promise<void> => {
    stop(event);
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (file) await this.take(file);
    // The same file again is a change too.
    input.value = '';
  };
}

/** The component fires its own `input` and `change` once the file is taken. */
function stop(event: Event): void {
  event.stopPropagation();
}
