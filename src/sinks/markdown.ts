import type { Attr, Default_Renderer, Default_Renderer_Data, Token } from 'streaming-markdown';
import type { ProseSink } from './prose.js';

export type StreamingMarkdown = typeof import('streaming-markdown');

/** Parses Markdown as it comes. */
export interface MarkdownWriter {
  write(text: string): void;
  /** No more is to come: what waited for more is shown. */
  end(): void;
}

/** What is made of Markdown beside what `renderer` does. */
export type MarkdownDialect = (library: StreamingMarkdown, renderer: Default_Renderer) => MarkdownWriter;

const LINKS = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const RASTER = /^data:image\/(avif|bmp|gif|jpeg|png|webp)[;,]/i;

/**
 * Markdown rendered as it arrives: what is appended is parsed alone, on top of the elements that are there. The parser
 * escapes HTML; links and images with a scheme that could run script lose it here.
 */
export class MarkdownSink implements ProseSink {
  readonly node = document.createElement('div');

  #text = '';
  #library: StreamingMarkdown | undefined;
  #loading: Promise<void> | undefined;
  #writer: MarkdownWriter | undefined;
  #ended = false;

  constructor(private readonly dialect: MarkdownDialect = plain) {}

  get text(): string {
    return this.#text;
  }

  replace(text: string): Promise<void> | undefined {
    this.#text = text;
    this.#ended = false;
    if (!this.#library && text !== '') return this.#load();
    if (this.#library) this.#parseAll(this.#library);
    else this.node.replaceChildren();
    return undefined;
  }

  append(text: string): Promise<void> | undefined {
    // An ended parser has closed what was open, such as `**bold`, so that more text can't continue it.
    if (this.#ended || !this.#writer) return this.replace(this.#text + text);
    this.#text += text;
    this.#write(text);
    return undefined;
  }

  end(): void {
    this.#ended = true;
    this.#writer?.end();
  }

  /** What arrives while the library loads is in the text, and parsed with it. */
  #load(): Promise<void> {
    this.#loading ??= import('streaming-markdown').then(
      (library) => {
        this.#library = library;
        this.#parseAll(library);
      },
      (error) => {
        this.#loading = undefined;
        this.node.textContent = this.#text;
        throw new Error(`the Markdown renderer could not be loaded (${error.message}), so the text is shown as it is`, {
          cause: error,
        });
      },
    );
    return this.#loading;
  }

  #parseAll(library: StreamingMarkdown): void {
    this.node.replaceChildren();
    this.#writer = this.dialect(library, renderer(library, this.node));
    this.#write(this.#text);
    if (this.#ended) this.#writer.end();
  }

  #write(text: string): void {
    // The parser would take the first half of a Windows line end for text.
    this.#writer!.write(text.replaceAll('\r', ''));
  }
}

const plain: MarkdownDialect = (library, renderer) => {
  const parser = library.parser(renderer);
  return {
    write: (text) => library.parser_write(parser, text),
    end: () => library.parser_end(parser),
  };
};

/** The library's own renderer, with safe URLs, one text node for text that grows, and texts for images. */
function renderer(library: StreamingMarkdown, root: HTMLElement): Default_Renderer {
  const current = ({ nodes, index }: Default_Renderer_Data): HTMLElement => nodes[index]!;
  return {
    ...library.default_renderer(root),
    add_token(data: Default_Renderer_Data, token: Token) {
      library.default_add_token(data, token);
      const element = current(data);
      if (element instanceof HTMLInputElement) element.ariaLabel = 'done';
      else if (element instanceof HTMLImageElement) element.loading = 'lazy';
    },
    add_text(data: Default_Renderer_Data, text: string) {
      const element = current(data);
      const last = element.lastChild;
      if (element instanceof HTMLImageElement) element.alt += text;
      else if (last instanceof Text) last.appendData(text);
      else element.append(text);
    },
    set_attr(data: Default_Renderer_Data, attribute: Attr, value: string) {
      const element = current(data);
      if (attribute === library.LANG) element.className = `language-${value.trim().split(/\s/)[0]}`;
      else if (attribute === library.HREF) link(element as HTMLAnchorElement, value);
      else if (attribute !== library.SRC || isSafe(value, RASTER)) library.default_set_attr(data, attribute, value);
    },
  };
}

function link(anchor: HTMLAnchorElement, url: string): void {
  if (!isSafe(url)) return;
  anchor.setAttribute('href', url);
  if (anchor.origin === location.origin) return;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
}

/** Asks the browser's own URL parser, which sees through tabs, newlines and capitals as the click would. */
function isSafe(url: string, also?: RegExp): boolean {
  if (!URL.canParse(url, document.baseURI)) return false;
  const { href, protocol } = new URL(url, document.baseURI);
  return LINKS.has(protocol) || also?.test(href) === true || isRelativeToFile(url, protocol);
}

/** On a page opened from the disk, relative addresses are files. */
function isRelativeToFile(url: string, protocol: string): boolean {
  return protocol === 'file:' && location.protocol === 'file:' && !URL.canParse(url);
}
