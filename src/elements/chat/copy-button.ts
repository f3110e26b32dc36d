import { html, render } from 'lit';
import { icons } from '../icons.js';

/** How long it tells that it has copied, in milliseconds. */
const TOLD = 2000;

/** A button that copies a text; none where the page may not write to the clipboard. */
export class CopyButton {
  readonly #node: HTMLElement;
  readonly #name: string;
  readonly #text: () => string;

  /** @param node - Where it is put, beside what is there. */
  constructor(node: HTMLElement, name: string, text: () => string) {
    this.#node = node;
    this.#name = name;
    this.#text = text;
    if (navigator.clipboard) this.#render(false);
  }

  #render(copied: boolean): void {
    const name = copied ? 'Copied' : this.#name;
    render(
      html`<button type="button" class="icon-button" title=${name} aria-label=${name} @click=${() => this.#copy()}>
        ${copied ? icons.check : icons.copy}
      </button>`,
      this.#node,
    );
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(this.#text());
    this.#render(true);
    setTimeout(() => this.#render(false), TOLD);
  }
}
