import type { ChatContent } from '../../../worker/protocol.js';

/** Shows one part of a message's content. */
export interface Part {
  readonly node: HTMLElement;
  /** Shows other content in place of what there is. `false` when that takes another kind of part. */
  show(content: ChatContent): boolean;
  /** Adds to the text. */
  grow?(text: string): void;
  /** No more is to come for now. */
  end?(): void;
  /** It is taken off the page for good. */
  dispose?(): void;
}

/** What the parts of a message are in. */
export interface PartHost {
  /** Says on the element what could not be shown. */
  complain(message: string): void;
  /** Has the element wait for what is loaded. */
  load(loading: Promise<void>): void;
}
