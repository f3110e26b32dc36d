import type { ChatContent, ChatMessage } from '../../../worker/protocol.js';
import { alike } from './alike.js';
import { ComponentPart } from './component-part.js';
import { FilePart } from './file-part.js';
import type { Part, PartHost } from './part.js';
import { TextPart } from './text-part.js';

/** Shows the content of a message. Parts that stay the same keep their elements. */
export class Contents {
  readonly #node: HTMLElement;
  readonly #host: PartHost;
  #shown: readonly ChatContent[] = [];
  #parts: Part[] = [];

  constructor(node: HTMLElement, host: PartHost) {
    this.#node = node;
    this.#host = host;
  }

  show(content: ChatMessage['content']): void {
    const contents = partsOf(content);
    contents.forEach((each, index) => {
      const part = this.#parts[index];
      if (part && (alike(each, this.#shown[index]) || part.show(each))) return;
      const next = this.#create(each);
      if (part) {
        part.dispose?.();
        part.node.replaceWith(next.node);
      } else this.#node.append(next.node);
      this.#parts[index] = next;
    });
    for (const part of this.#parts.splice(contents.length)) {
      part.dispose?.();
      part.node.remove();
    }
    this.#shown = contents;
  }

  /** @param content - What the message has with the text. */
  grow(index: number, text: string, content: ChatMessage['content']): void {
    this.#parts[index]?.grow?.(text);
    this.#shown = partsOf(content);
  }

  end(): void {
    for (const part of this.#parts) part.end?.();
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose?.();
  }

  #create(content: ChatContent): Part {
    if (typeof content === 'string') {
      const part = new TextPart(this.#host);
      part.show(content);
      return part;
    }
    return 'component' in content ? new ComponentPart(content, this.#host) : new FilePart(content);
  }
}

export function partsOf(content: ChatMessage['content']): readonly ChatContent[] {
  return Array.isArray(content) ? content : [content as ChatContent];
}
