import type DOMPurify from 'dompurify';
import type { ProseSink } from './prose.js';

/** HTML, sanitised by DOMPurify unless it is trusted. */
export class HtmlSink implements ProseSink {
  readonly node = document.createElement('div');
  trusted = false;

  #text = '';
  #purify: typeof DOMPurify | undefined;

  get text(): string {
    return this.#text;
  }

  replace(text: string): Promise<void> | undefined {
    this.#text = text;
    if (!this.trusted && !this.#purify && text !== '') return this.#load();
    this.#show();
    return undefined;
  }

  /** All of it again: what is added may close a tag that was open. */
  append(text: string): Promise<void> | undefined {
    return this.replace(this.#text + text);
  }

  end(): void {}

  async #load(): Promise<void> {
    this.#purify = (await import('dompurify')).default;
    this.#show();
  }

  #show(): void {
    if (this.trusted || this.#text === '') this.node.innerHTML = this.#text;
    else if (this.#purify) this.node.replaceChildren(this.#purify.sanitize(this.#text, { RETURN_DOM_FRAGMENT: true }));
  }
}
