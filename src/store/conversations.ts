import type { ChatMessage } from '../../worker/protocol.js';
import { type Held, KeptValue } from './kept-value.js';

/** A conversation as a list names it. */
export interface ConversationEntry {
  readonly id: string;
  readonly title: string;
}

export interface ConversationsListener {
  /** The list is another one: here, in another tab, or because it has come from the store. */
  listed(): void;
  /** Another tab has changed a conversation, or it has come from the store. */
  came(id: string, messages: readonly ChatMessage[]): void;
  /** What is wrong with the store, as a sentence, or `''` once it works again. */
  trouble(message: string): void;
}

interface Conversation {
  readonly kept: KeptValue;
  messages: readonly ChatMessage[];
}

/**
 * Conversations kept across visits, one list of them a key: a record for the list, and one for each conversation, so that
 * a message does not have all others written again. Where nothing can be stored, they last as long as the page.
 */
export class Conversations {
  readonly #key: string;
  readonly #listener: ConversationsListener;
  readonly #index: KeptValue;
  /** Those that were read or written in this visit. */
  readonly #opened = new Map<string, Conversation>();
  #list: readonly ConversationEntry[] = [];

  constructor(key: string, listener: ConversationsListener) {
    this.#key = key;
    this.#listener = listener;
    this.#index = this.#keep(key, (held) => this.#show((held?.value as readonly ConversationEntry[]) ?? []));
  }

  /** The one that was written last comes first. */
  get list(): readonly ConversationEntry[] {
    return this.#list;
  }

  async read(id: string): Promise<readonly ChatMessage[]> {
    const conversation = this.#open(id);
    await conversation.kept.loaded;
    return conversation.messages;
  }

  async write(entry: ConversationEntry, messages: readonly ChatMessage[]): Promise<void> {
    const conversation = this.#open(entry.id);
    conversation.messages = messages;
    conversation.kept.keep({ value: messages });
    await this.#index.loaded;
    const [first] = this.#list;
    if (first?.id !== entry.id || first.title !== entry.title) this.#write([entry, ...this.#without(entry.id)]);
  }

  async remove(id: string): Promise<void> {
    const conversation = this.#open(id);
    conversation.messages = [];
    conversation.kept.keep(undefined);
    await this.#index.loaded;
    this.#write(this.#without(id));
  }

  /** Hears no more. What was written is stored all the same. */
  close(): void {
    for (const { kept } of this.#opened.values()) void kept.close();
    void this.#index.close();
  }

  #open(id: string): Conversation {
    let conversation = this.#opened.get(id);
    if (!conversation) {
      const kept = this.#keep(`${this.#key} ${id}`, (held) => {
        const messages = (held?.value as readonly ChatMessage[]) ?? [];
        this.#opened.get(id)!.messages = messages;
        this.#listener.came(id, messages);
      });
      conversation = { kept, messages: [] };
      this.#opened.set(id, conversation);
    }
    return conversation;
  }

  #keep(key: string, came: (held: Held) => void): KeptValue {
    return new KeptValue(key, '', {
      came,
      trouble: (message) => this.#listener.trouble(message),
      refused: ({ message }) => this.#listener.trouble(`This browser can’t store a message: ${message}`),
    });
  }

  #without(id: string): ConversationEntry[] {
    return this.#list.filter((entry) => entry.id !== id);
  }

  #write(list: readonly ConversationEntry[]): void {
    this.#index.keep({ value: list });
    this.#show(list);
  }

  #show(list: readonly ConversationEntry[]): void {
    this.#list = list;
    this.#listener.listed();
  }
}
