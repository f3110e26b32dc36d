import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatMessage } from '../../../worker/protocol.js';
import { loadElement } from '../../loader.js';
import { type ConversationEntry, Conversations } from '../../store/conversations.js';
import { icons } from '../icons.js';
import type { RvSidebar } from '../sidebar.js';
import { hasTurns, titleOf } from './turns.js';

/** What {@link ChatHistories} needs of the element it is a part of. */
export interface ChatHistoriesHost extends HTMLElement, ReactiveControllerHost {
  readonly saveHistory: boolean;
  readonly storageKey: string;
  readonly running: boolean;
  readonly nameInMessages: string;
  readonly value: readonly ChatMessage[];
  cancel(): void;
  /** Shows a conversation in place of the one that is open; an empty one when left out. */
  show(messages?: readonly ChatMessage[]): void;
}

/** The part of a chat that keeps its conversations across visits, and lists them in a side panel. */
export class ChatHistories implements ReactiveController {
  readonly #host: ChatHistoriesHost;
  #store: Conversations | undefined;
  #key = '';
  /** The conversation that is shown; `undefined` until the user has said something. */
  #current: string | undefined;
  /** What was deleted last, and may be wanted back. */
  #deleted: { readonly entry: ConversationEntry; readonly messages: readonly ChatMessage[] } | undefined;
  #note = '';

  constructor(host: ChatHistoriesHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const { isConnected, saveHistory, storageKey, nameInMessages } = this.#host;
    if (!isConnected || !saveHistory) {
      this.#stop();
      return;
    }
    const key = `chat ${storageKey || `${location.pathname} ${nameInMessages}`}`;
    if (this.#store && key === this.#key) return;
    this.#stop();
    // An element that was moved goes on with its conversation.
    if (key !== this.#key) this.#current = undefined;
    this.#key = key;
    loadElement('rv-sidebar').catch(({ message }) => this.#tell(message));
    this.#store = new Conversations(key, {
      listed: () => this.#host.requestUpdate(),
      came: (id, messages) => {
        // What is being answered here is written when it is.
        if (id === this.#current && !this.#host.running) this.#host.show(messages);
      },
      trouble: (message) => this.#tell(message),
    });
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop();
  }

  /** Keeps the conversation that is shown as it is now. */
  save(messages: readonly ChatMessage[]): void {
    if (!this.#store) return;
    if (hasTurns(messages)) {
      this.#current ??= newId();
      void this.#store.write({ id: this.#current, title: titleOf(messages) }, messages);
    } else if (this.#current) {
      void this.#store.remove(this.#current);
      this.#current = undefined;
    }
  }

  template(): TemplateResult | typeof nothing {
    if (!this.#store) return nothing;
    const { list } = this.#store;
    return html`<rv-sidebar part="history" label="Conversations" width="256" open>
      <button type="button" part="new" class="new" @click=${this.#begin}>${icons.plus} New conversation</button>
      <ul class="conversations" aria-label="Conversations">
        ${repeat(
          list,
          ({ id }) => id,
          (entry) => this.#entryTemplate(entry),
        )}
      </ul>
    </rv-sidebar>`;
  }

  /** What has become of conversations; not in the panel, which may be closed. */
  noticeTemplate(): TemplateResult {
    return html`<p part="deleted" class="notice" role="status" ?hidden=${!this.#deleted}>
        ${
          this.#deleted
            ? html`“${this.#deleted.entry.title}” is deleted. <button type="button" part="restore" @click=${this.#restore}>Undo</button>`
            : nothing
        }
      </p>
      <p part="note" class="notice" role="status" ?hidden=${!this.#note}>${this.#note}</p>`;
  }

  #entryTemplate(entry: ConversationEntry): TemplateResult {
    const { id, title } = entry;
    return html`<li>
      <button
        type="button"
        part="conversation"
        title=${title}
        aria-current=${id === this.#current ? 'true' : nothing}
        @click=${() => this.#open(id)}
      >
        ${title}
      </button>
      <button
        type="button"
        part="delete"
        class="icon-button"
        title="Delete"
        aria-label="Delete “${title}”"
        @click=${() => this.#delete(entry)}
      >
        ${icons.trash}
      </button>
    </li>`;
  }

  readonly #begin = (): void => {
    this.#keepReply();
    this.#current = undefined;
    this.#host.show();
    this.#leave();
    this.#host.focus();
  };

  async #open(id: string): Promise<void> {
    this.#keepReply();
    this.#current = id;
    const messages = await this.#store!.read(id);
    if (id !== this.#current) return;
    this.#host.show(messages);
    this.#leave();
  }

  async #delete(entry: ConversationEntry): Promise<void> {
    const store = this.#store!;
    this.#deleted = { entry, messages: await store.read(entry.id) };
    if (entry.id === this.#current) {
      this.#current = undefined;
      this.#host.show();
    }
    await store.remove(entry.id);
    this.#host.requestUpdate();
  }

  readonly #restore = async (): Promise<void> => {
    const { entry, messages } = this.#deleted!;
    this.#deleted = undefined;
    await this.#store!.write(entry, messages);
    void this.#open(entry.id);
  };

  /** Stops a reply that is under way, and keeps what there is of it. */
  #keepReply(): void {
    if (!this.#host.running) return;
    this.#host.cancel();
    this.save(this.#host.value);
  }

  /** Over the page, the panel would hide what was chosen. */
  #leave(): void {
    this.#deleted = undefined;
    const panel = this.#host.shadowRoot?.querySelector<RvSidebar>('rv-sidebar');
    if (panel?.narrow) panel.open = false;
  }

  #stop(): void {
    this.#store?.close();
    this.#store = undefined;
    this.#deleted = undefined;
    this.#note = '';
  }

  #tell(message: string): void {
    if (message === this.#note) return;
    this.#note = message;
    this.#host.requestUpdate();
    if (message) console.warn(`${this.#host.nameInMessages}: ${message}`);
  }
}

/** Pages without HTTPS have no `crypto.randomUUID`. */
function newId(): string {
  return Date.now().toString(36) + Math.random().toString(36).slice(2);
}
