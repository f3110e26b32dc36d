import { html, render, type TemplateResult } from 'lit';
import type { ChatFile } from '../../../worker/protocol.js';
import { icons } from '../icons.js';
import type { Part } from './part.js';

const EXTENSIONS: Record<string, RegExp> = {
  image: /\.(avif|bmp|gif|ico|jpe?g|png|svg|webp)$/i,
  audio: /\.(aac|flac|m4a|mp3|oga|ogg|opus|wav)$/i,
  video: /\.(m4v|mov|mp4|ogv|webm)$/i,
};

/** A picture, a sound or a video, by its type; any other file as a link that downloads it. */
export class FilePart implements Part {
  readonly node = document.createElement('div');

  readonly #objectUrl: string | undefined;

  constructor(content: Blob | ChatFile) {
    this.node.className = 'file';
    if (content instanceof Blob) {
      this.#objectUrl = URL.createObjectURL(content);
      const name = content instanceof File ? content.name : '';
      render(template(this.#objectUrl, content.type, name, name, content.size), this.node);
    } else {
      const { href, protocol, pathname } = new URL(content.url, document.baseURI);
      const type = content.type ?? (protocol === 'data:' ? pathname.split(/[;,]/)[0]! : typeByEnd(pathname));
      const name = protocol === 'data:' ? '' : nameIn(pathname);
      render(template(href, type, name, content.alt ?? name), this.node);
    }
  }

  show(): boolean {
    return false;
  }

  dispose(): void {
    if (this.#objectUrl) URL.revokeObjectURL(this.#objectUrl);
  }
}

function template(url: string, type: string, name: string, alt: string, size?: number): TemplateResult {
  switch (type.split('/')[0]) {
    case 'image':
      return html`<img src=${url} alt=${alt} />`;
    case 'audio':
      return html`<audio src=${url} controls aria-label=${alt || 'Sound'}></audio>`;
    case 'video':
      return html`<video src=${url} controls playsinline aria-label=${alt || 'Video'}></video>`;
    default:
      return html`<a class="download" href=${url} download=${name}>
        ${icons.download}<span>${alt || 'File'}</span>${size === undefined ? '' : html`<small>${readable(size)}</small>`}
      </a>`;
  }
}

function typeByEnd(path: string): string {
  return Object.keys(EXTENSIONS).find((kind) => EXTENSIONS[kind]!.test(path)) ?? '';
}

function nameIn(path: string): string {
  const name = path.split('/').at(-1)!;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function readable(bytes: number): string {
  const power = Math.min(3, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const unit = ['bytes', 'kB', 'MB', 'GB'][power]!;
  return `${(bytes / 1000 ** power).toFixed(power && 1)} ${unit}`;
}
