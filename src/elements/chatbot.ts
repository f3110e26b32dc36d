import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { ChatMessage, Paint } from '../../worker/protocol.js';
import { FollowEnd } from '../sinks/follow-end.js';
import { actionButton } from './chat/action-button.js';
import { checkMessages } from './chat/check.js';
import { Conversation } from './chat/conversation.js';
import { RvRetryEvent, RvUndoEvent } from './chat/events.js';
import { chatStyles } from './chat/styles.js';
import { TextPart } from './chat/text-part.js';
import { trueUnlessFalse } from './component.js';
import { define } from './define.js';
import { icons } from './icons.js';
import { proseStyles } from './styles.js';
import { RvValueComponent } from './value-component.js';
import { chatUrl } from './worker-parts.js';

export type {
  ChatComponent,
  ChatContent,
  ChatFile,
  ChatMessage,
  ChatMetadata,
  ChatOption,
} from '../../worker/protocol.js';

/** Why a turn has failed, as `<rv-chatbot>` shows it. */
export interface ChatFailure {
  readonly message: string;
}

/** What decides on the buttons of the messages. */
const OFFERED = ['value', 'copyable', 'likeable', 'editable', 'retryable', 'undoable', 'busy', 'pending', 'failure'];

/**
 * The messages of a conversation: Markdown with code and LaTeX, thoughts and tools at work, files, and other components.
 * What the user asks of a message is told by events; it is for the page, or `<rv-chat>`, to act on them.
 *
 * A yield is the whole conversation. With `turn` it is the reply to what is there, or a part of it: a string that
 * replaces the one before, or is added to it with `append`; a message, which replaces that of its `metadata.id` or else
 * follows; an array of them.
 *
 * ```html
 * <rv-chatbot label="Conversation" turn likeable></rv-chatbot>
 * <script type="rivulet">
 *   export default async function* (question, { sleep }) {
 *     yield { content: '', metadata: { id: 1, title: 'Looking it up', status: 'pending' } };
 *     await sleep(1000);
 *     yield { content: 'Found.', metadata: { id: 1, title: 'Looked it up', status: 'done', duration: 1 } };
 *     yield 'It is **42**.';
 *   }
 * </script>
 * ```
 *
 * @tag rv-chatbot
 * @attr {string} value - The messages as JSON text: `[{"role": "user", "content": "Hello"}]`.
 * @fires rv-retry - The user wants another reply.
 * @fires rv-undo - The user wants the last turn taken back.
 * @fires rv-edit - The user has written a message anew.
 * @fires rv-like - The user likes or dislikes a message, or has taken that back.
 * @fires rv-option - The user has chosen one of a message's options; `select` is fired too.
 * @fires clear - The user has emptied it.
 * @csspart log - The scroller with the messages.
 * @csspart message - A message; `user`, `assistant` and `system` are parts of its role.
 * @csspart bubble - The content of a message.
 * @csspart thought - A thought or the use of a tool, a `<details>`.
 * @csspart actions - The buttons of a message.
 * @csspart options - The options of a message.
 * @csspart editor - The field in which a message is edited.
 * @csspart pending - What shows that a reply is awaited.
 * @csspart failure - Why the last turn has failed.
 * @csspart placeholder - What is shown while there is no message.
 * @csspart to-end - The button that scrolls to the end.
 * @csspart clear - The button that empties it.
 * @cssprop [--rv-chatbot-height=28rem] - Height of the conversation.
 */
export class RvChatbot extends RvValueComponent {
  static override readonly role = 'output';
  static override styles = [RvValueComponent.styles, proseStyles, chatStyles];
  /** A click on text must not move the focus to the first button. */
  static override shadowRootOptions: ShadowRootInit = { mode: 'open' };

  /** Markdown shown while there is no message. */
  @property() placeholder = '';
  /** Height of the conversation: pixels, or any CSS length. */
  @property() height = '';
  /** Each yield is the reply to what is there, or a part of it. Else it is the whole conversation. */
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

  /** Whether the end of the conversation is in sight. */
  @state() private atEnd = true;
  @query('[part=log]') private log!: HTMLElement;
  @query('.content') private content!: HTMLElement;
  @query('.end') private end!: HTMLElement;

  readonly #host = {
    complain: (message: string) => this.complain(message),
    load: (loading: Promise<void>) => this.#load(loading),
    dispatchEvent: (event: Event) => this.dispatchEvent(event),
  };
  readonly #conversation = new Conversation(this.#host);
  readonly #placeholder = new TextPart(this.#host);
  #followEnd: FollowEnd | undefined;
  #endObserver: IntersectionObserver | undefined;
  #loaded: Promise<unknown> = Promise.resolve();

  /** The messages, as a copy of the list. Those that stay the same keep their elements when it is set. */
  @property()
  get value(): readonly ChatMessage[] {
    return this.#conversation.messages;
  }

  set value(value: readonly ChatMessage[] | null) {
    try {
      const messages = value ?? [];
      checkMessages(messages);
      const { length } = this.#conversation;
      this.#conversation.show(messages);
      this.error = '';
      // Whoever has just said something wants to see it.
      if (messages.length > length && messages.at(-1)!.role === 'user') this.#followEnd?.jump();
    } catch (error) {
      this.complain((error as Error).message);
    }
  }

  /** What waits to be painted is joined by what is yielded next, so that no message is lost. */
  override get flow(): 'append' {
    return 'append';
  }

  override get encoderModule(): string {
    return chatUrl();
  }

  override get encoderOptions(): Readonly<Record<string, unknown>> {
    return { turn: this.turn, append: this.appends };
  }

  override attributeChangedCallback(name: string, old: string | null, text: string | null): void {
    if (name === 'value') this.#parse(text);
    else super.attributeChangedCallback(name, old, text);
  }

  override paint(paint: Paint): void | Promise<void> {
    if (paint.kind !== 'chat') return super.paint(paint);
    const { length } = this.#conversation;
    // Text that only grows is past Lit, so that a token costs what a token is long.
    const grows = paint.changes.every((change) => 'text' in change);
    try {
      this.#conversation.apply(paint, this.turn);
    } finally {
      if (!grows || this.#conversation.length !== length) this.requestUpdate('value');
    }
  }

  override settle(): void {
    this.#conversation.settle();
    this.requestUpdate('value');
  }

  override clear(): void {
    this.failure = null;
    this.pending = false;
    this.#parse(this.getAttribute('value'));
  }

  /** Takes the user to the last message. */
  scrollToEnd(): void {
    this.#followEnd?.jump();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.end) this.#endObserver?.observe(this.end);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endObserver?.disconnect();
  }

  /** The messages as JSON, made for a form alone. */
  protected override formValue(): string | null {
    return this.form && this.#conversation.length > 0 ? JSON.stringify(this.value) : null;
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.#loaded;
    return complete;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('placeholder')) {
      this.#placeholder.show(this.placeholder);
      this.#placeholder.end();
    }
    if (changed.has('height') && this.height && !CSS.supports('block-size', this.#length)) {
      this.complain(`height is "${this.height}", but takes pixels or a CSS length.`);
    }
    if (OFFERED.some((name) => changed.has(name))) this.#offer();
  }

  protected override firstUpdated(): void {
    this.#followEnd = new FollowEnd(this.content);
    this.#followEnd.active = this.autoscroll;
    this.#endObserver = new IntersectionObserver(
      ([entry]) => {
        this.atEnd = entry!.isIntersecting;
      },
      { root: this.log, rootMargin: '0px 0px 48px' },
    );
    this.#endObserver.observe(this.end);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#followEnd) this.#followEnd.active = this.autoscroll;
  }

  protected override labelTemplate(): TemplateResult | typeof nothing {
    return this.labelIsVisible ? html`<span part="label" id="label">${this.label}</span>` : nothing;
  }

  /** Read out when a reply is complete, not at every token. */
  protected override control(): TemplateResult {
    const awaits = this.pending || this.waiting;
    const empty = this.#conversation.length === 0 && !awaits && !this.failure;
    return html`<div
        part="log"
        id="control"
        class="surface"
        role="log"
        aria-labelledby=${this.labelledBy}
        aria-label=${this.hiddenLabel}
        aria-live="polite"
        aria-busy=${this.busy || this.pending}
        style=${styleMap({ blockSize: this.height ? this.#length : null })}
        @scroll=${(event: Event) => this.#followEnd?.handleEvent(event)}
      >
        <div class="content">
          ${empty && this.placeholder ? html`<div part="placeholder" class="placeholder">${this.#placeholder.node}</div>` : nothing}
          ${this.#conversation.node} ${this.#afterThoughtTemplate()} ${awaits ? pendingTemplate : nothing} ${this.failure ? this.#failureTemplate(this.failure) : nothing}
          <div class="end"></div>
        </div>
      </div>
      <button
        type="button"
        part="to-end"
        class="icon-button"
        title="To the end"
        aria-label="To the end"
        ?hidden=${this.atEnd}
        @click=${this.scrollToEnd}
      >
        ${icons.down}
      </button>
      <div class="toolbar" ?hidden=${!this.clearable || this.#conversation.length === 0 || this.busy}>
        <button type="button" part="clear" class="icon-button" title="Clear" aria-label="Clear" @click=${this.#empty}>
          ${icons.trash}
        </button>
      </div>`;
  }

  /** What is done with a turn that was stopped before there was a reply. */
  #afterThoughtTemplate(): TemplateResult | typeof nothing {
    if (!this.#conversation.endsInThought || this.busy || this.pending) return nothing;
    const retry = () => this.#ask(RvRetryEvent);
    const undo = () => this.#ask(RvUndoEvent);
    return html`<div class="actions" part="actions">
      ${this.retryable && !this.failure ? actionButton('Retry', icons.retry, retry) : nothing}
      ${this.undoable ? actionButton('Undo', icons.undo, undo) : nothing}
    </div>`;
  }

  #failureTemplate({ message }: ChatFailure): TemplateResult {
    return html`<div class="message failure" part="failure" role="alert">
      <div class="bubble">${message}</div>
      <div class="foot">
        <div class="options">
          <button type="button" ?disabled=${this.busy || this.pending} @click=${() => this.#ask(RvRetryEvent)}>${icons.retry} Retry</button>
        </div>
      </div>
    </div>`;
  }

  /** Tells what the user wants done with the last message. */
  #ask(Wish: typeof RvRetryEvent | typeof RvUndoEvent): void {
    const wish = new Wish(this.#conversation.length - 1);
    this.dispatchEvent(wish);
  }

  #empty(): void {
    this.value = [];
    this.failure = null;
    this.tellChange();
    this.dispatchEvent(new Event('clear', { bubbles: true }));
  }

  #offer(): void {
    this.#conversation.offer({
      copy: this.copyable && navigator.clipboard !== undefined,
      like: this.likeable,
      edit: this.editable,
      retry: this.retryable && !this.failure,
      undo: this.undoable,
      busy: this.busy || this.pending,
    });
  }

  get #length(): string {
    return /^\d+(\.\d+)?$/.test(this.height) ? `${this.height}px` : this.height;
  }

  #load(loading: Promise<void>): void {
    const loaded = loading.catch((error: Error) => this.complain(error.message));
    this.#loaded = Promise.all([this.#loaded, loaded]);
  }

  #parse(text: string | null): void {
    try {
      this.value = text === null ? [] : JSON.parse(text);
    } catch (error) {
      const shown = text!.length > 60 ? `${text!.slice(0, 60)}…` : text;
      this.complain(`value is ${shown}, but takes JSON: ${(error as Error).message}.`);
    }
  }
}

const pendingTemplate = html`<div class="message" part="pending">
  <div class="dots" role="img" aria-label="A reply is being written"><i></i><i></i><i></i></div>
</div>`;

define('rv-chatbot', RvChatbot);

declare global {
  interface HTMLElementTagNameMap {
    'rv-chatbot': RvChatbot;
  }
}
