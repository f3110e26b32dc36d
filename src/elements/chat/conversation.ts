import type { ChatMessage, ChatPatch } from '../../../worker/protocol.js';
import { alike } from './alike.js';
import { checkMessage } from './check.js';
import { partsOf } from './contents.js';
import { type MessageHost, MessageView, textOf } from './message-view.js';
import { ThoughtView } from './thought-view.js';
import type { Actions, View } from './view.js';

/** What can be done with the messages as a whole. */
export interface Offers {
  readonly copy: boolean;
  readonly like: boolean;
  readonly edit: boolean;
  readonly retry: boolean;
  readonly undo: boolean;
  /** Whether more is being written. */
  readonly busy: boolean;
}

/** The messages and the elements that show them. */
export class Conversation {
  readonly node = document.createElement('div');

  readonly #host: MessageHost;
  readonly #messages: ChatMessage[] = [];
  readonly #views: View[] = [];
  /** How many messages there were before those of the run, and what it has made. */
  #before = 0;
  #made: ChatMessage[] = [];
  /** What a run is writing. */
  readonly #open = new Set<View>();

  constructor(host: Omit<MessageHost, 'indexOf'>) {
    this.#host = Object.assign(host, { indexOf: (view: View) => this.#views.indexOf(view) });
    this.node.className = 'messages';
  }

  get length(): number {
    return this.#messages.length;
  }

  /** Whether the last message is a thought: it has no buttons of its own. */
  get endsInThought(): boolean {
    return this.#views.at(-1) instanceof ThoughtView;
  }

  /** A copy of the list. */
  get messages(): ChatMessage[] {
    return [...this.#messages];
  }

  /** Shows these messages instead of those that there are. */
  show(messages: readonly ChatMessage[]): void {
    for (const [index, message] of messages.entries()) this.#put(index, message);
    this.#cut(messages.length);
    for (const view of this.#views) view.end();
    // What a run that goes on has made so far follows what is shown now.
    this.#before = messages.length;
  }

  /**
   * Shows what a run has made.
   *
   * @param follows - Whether it follows what is there, instead of taking its place.
   * @throws TypeError naming what is no part of a conversation.
   */
  apply({ first, length, changes }: ChatPatch, follows: boolean): void {
    const refused: unknown[] = [];
    if (first) this.#made = [];
    if (first || !follows) this.#before = follows ? this.#messages.length : 0;
    for (const change of changes) {
      const index = this.#before + change.at;
      if ('message' in change) {
        const message = accepted(change.message, change.at, refused);
        this.#made[change.at] = message;
        if (index <= this.#messages.length) this.#open.add(this.#put(index, message));
      } else this.#grow(index, change.at, change.part, change.text);
    }
    this.#made.length = length;
    for (let index = this.#messages.length; index < this.#before + length; index++) {
      this.#open.add(this.#put(index, this.#made[index - this.#before]!));
    }
    this.#cut(this.#before + length);
    if (refused.length > 0) throw refused[0];
  }

  /** A run is over. It may be one that another has taken the place of, so what has been made so far is kept. */
  settle(): void {
    for (const view of this.#open) {
      view.end();
      view.settle?.();
    }
    this.#open.clear();
  }

  offer({ copy, like, edit, retry, undo, busy }: Offers): void {
    for (const [index, view] of this.#views.entries()) {
      const { role, options } = view.message;
      const isLast = index === this.#views.length - 1;
      const isReply = role === 'assistant';
      const hasText = textOf(view.message) !== '' || (busy && isLast);
      const actions: Actions = {
        copy: copy && hasText && role !== 'system',
        like: like && isReply && !(busy && isLast),
        edit: edit && role === 'user' && !busy,
        retry: retry && isLast && !busy && role !== 'system',
        undo: undo && isLast && !busy && role !== 'system',
        choose: isLast && !busy && options !== undefined,
      };
      view.offer?.(actions);
    }
  }

  #grow(index: number, at: number, part: number, text: string): void {
    const message = grown(this.#made[at]!, part, text);
    this.#made[at] = message;
    const view = this.#views[index];
    // It was taken away while the run went on, and is put back with all of its text.
    if (!view) return;
    this.#messages[index] = message;
    view.grow(part, text, message);
    this.#open.add(view);
  }

  #put(index: number, message: ChatMessage): View {
    const view = this.#views[index];
    if (view && isShownAlike(view.message, message)) {
      this.#messages[index] = message;
      if (!alike(view.message, message)) view.show(message);
      return view;
    }
    const following = this.#messages.slice(index + 1);
    this.#cut(index);
    const next = this.#add(message);
    for (const each of following) this.#add(each);
    return next;
  }

  #add(message: ChatMessage): View {
    // More text for what comes before is unlikely now.
    this.#views.at(-1)?.end();
    const isThought = Boolean(message.metadata?.title);
    const view = isThought ? new ThoughtView(message, this.#host) : new MessageView(message, this.#host);
    this.#parentOf(message).append(view.node);
    this.#messages[this.#views.length] = message;
    this.#views.push(view);
    return view;
  }

  /** The thought that it is part of, the last of that id; else the list. */
  #parentOf({ metadata }: ChatMessage): HTMLElement {
    if (metadata?.parentId === undefined) return this.node;
    const parent = this.#views.findLast(({ message }) => message.metadata?.id === metadata.parentId);
    return parent?.children ?? this.node;
  }

  /** Takes the messages from there on away. */
  #cut(length: number): void {
    for (const view of this.#views.splice(length)) {
      view.dispose();
      view.node.remove();
      this.#open.delete(view);
    }
    this.#messages.length = Math.min(this.#messages.length, length);
  }
}

/** The message, or an empty one in its place: those that follow are counted on. */
function accepted(message: ChatMessage, at: number, refused: unknown[]): ChatMessage {
  try {
    checkMessage(message, `message[${at}]`);
    return message;
  } catch (error) {
    refused.push(error);
    return { role: 'assistant', content: '' };
  }
}

/** Whether an element that shows one message can show the other. */
function isShownAlike(a: ChatMessage, b: ChatMessage): boolean {
  return (
    a.role === b.role &&
    Boolean(a.metadata?.title) === Boolean(b.metadata?.title) &&
    a.metadata?.parentId === b.metadata?.parentId
  );
}

function grown(message: ChatMessage, part: number, text: string): ChatMessage {
  const { content } = message;
  if (typeof content === 'string') return { ...message, content: content + text };
  const parts = [...partsOf(content)];
  parts[part] = `${parts[part]}${text}`;
  return { ...message, content: parts };
}
