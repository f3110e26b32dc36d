import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ChatMessage } from '../../worker/protocol.js';
import { trueUnlessFalse } from './component.js';
import { define } from './define.js';
import { RvValueComponent } from './value-component.js';

/** Why a turn has failed, as `<rv-chatbot>` shows it. */
export interface ChatFailure {
  readonly message: string;
}

/**
 * The messages of a conversation.
 *
 * @tag rv-chatbot
 */
export class RvChatbot extends RvValueComponent {
  static override readonly role = 'output';

  /** Markdown shown while there is no message. */
  @property() placeholder = '';
  /** Height of the conversation: pixels, or any CSS length. */
  @property() height = '';
  /** Each yield is a reply, or a part of one, that follows what is there. Else it is the whole conversation. */
  @property({ type: Boolean }) turn = false;
  /** With `turn`, a string that is yielded is added to the reply, instead of replacing it. */
  @property({ type: Boolean, attribute: 'append' }) appends = false;
  /** `copyable="false"` takes the Copy buttons off the messages. */
  @property({ converter: trueUnlessFalse }) copyable = true;
  /** Whether replies can be liked and disliked. */
  @property({ type: Boolean }) likeable = false;
  /** Whether what the user has said can be edited. */
  @property({ type: Boolean }) editable = false;
  /** Whether the last reply can be asked for again. */
  @property({ type: Boolean }) retryable = false;
  /** Whether the last turn can be taken back. */
  @property({ type: Boolean }) undoable = false;
  /** Whether there is a button that empties it. */
  @property({ type: Boolean }) clearable = false;
  /** `autoscroll="false"` leaves the messages where they are while they grow. */
  @property({ converter: trueUnlessFalse }) autoscroll = true;
  /** Shows that a reply is awaited. */
  @property({ type: Boolean, reflect: true }) pending = false;
  /** Shows why the last turn has failed, with a button to retry; `null` for nothing. */
  @property({ attribute: false }) failure: ChatFailure | null = null;

  #messages: readonly ChatMessage[] = [];

  /** The messages. Those that stay the same keep their elements. As an attribute, JSON text. */
  @property()
  get value(): readonly ChatMessage[] {
    return this.#messages;
  }

  set value(value: readonly ChatMessage[] | null) {
    this.#messages = value ?? [];
  }

  override clear(): void {
    this.value = [];
  }

  protected override formValue(): null {
    return null;
  }

  protected override control(): TemplateResult {
    return html`<div part="log" role="log">${this.#messages.map(({ content }) => (typeof content === 'string' ? html`<p>${content}</p>` : nothing))}</div>`;
  }
}

define('rv-chatbot', RvChatbot);

declare global {
  interface HTMLElementTagNameMap {
    'rv-chatbot': RvChatbot;
  }
}
