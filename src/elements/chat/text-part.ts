import type { ChatContent } from '../../../worker/protocol.js';
import { MarkdownSink } from '../../sinks/markdown.js';
import type { Part, PartHost } from './part.js';
import { richMarkdown } from './rich-markdown.js';

/** Markdown that grows at its end, at a cost that does not depend on what is there. */
export class TextPart implements Part {
  readonly node = document.createElement('div');

  readonly #sink = new MarkdownSink(richMarkdown);
  readonly #host: PartHost;
  #open = false;

  constructor(host: PartHost) {
    this.#host = host;
    this.node.className = 'prose text';
    this.node.append(this.#sink.node);
  }

  show(content: ChatContent): boolean {
    if (typeof content !== 'string') return false;
    const { text } = this.#sink;
    if (content === text) return true;
    if (text !== '' && content.startsWith(text)) this.grow(content.slice(text.length));
    else this.#take(this.#sink.replace(content));
    return true;
  }

  grow(text: string): void {
    this.#take(this.#sink.append(text));
  }

  end(): void {
    if (this.#open) this.#sink.end();
    this.#open = false;
  }

  #take(loading: Promise<void> | undefined): void {
    this.#open = true;
    if (loading) this.#host.load(loading);
  }
}
