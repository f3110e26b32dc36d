import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ChatMessage, ChatOption, Flow, Paint } from '../../worker/protocol.js';
import type { Run, RunEnding } from '../runtime/run.js';
import { ChatWire, type ChatWireHost } from './chat/chat-wire.js';
import { type Chips, chipsTemplate, toChips } from './chat/chips.js';
import { ChatEntry, type ChatEntryHost, entrySources } from './chat/entry.js';
import { entryStyles } from './chat/entry-styles.js';
import { ChatHistories, type ChatHistoriesHost } from './chat/histories.js';
import { beginningOfTurn, type Entered, hasTurns, toEntered, toMessage, withContent } from './chat/turns.js';
import './chatbot.js';
import { RvComponent, trueUnlessFalse } from './component.js';
import { define } from './define.js';
import { icons } from './icons.js';

/**
 * A conversation with a function of the app around it: the messages, and an entry to write the next. The function is
 * called with the message, the messages before it, and the values of the inputs that `additional-inputs` names. What it
 * yields is the reply: a string that grows, tokens with `append`, or messages.
 *
 * ```html
 * <rv-app>
 *   <rv-chat run="reply"></rv-chat>
 *   <script type="rivulet">
 *     export async function* reply(message, history, { sleep }) {
 *       for (let i = 1; i <= message.length; i++) {
 *         yield `You said: ${message.slice(0, i)}`;
 *         await sleep(50);
 *       }
 *     }
 *   </script>
 * </rv-app>
 * ```
 *
 * An app that has one does not show Submit and Clear.
 *
 * @tag rv-chat
 * @attr {string} value - The messages it starts with, as JSON.
 * @slot - `<option>` elements: messages that are offered while nothing was said, sent at a click.
 * @csspart chatbot - The `<rv-chatbot>`.
 * @csspart examples - The messages that are offered at the start.
 * @csspart suggestions - The messages that are offered at any time.
 * @csspart chip - Each button of these.
 * @csspart entry - The box around the field and its buttons.
 * @csspart control - The native `<textarea>`.
 * @csspart send - The button that sends; `stop` while a reply is under way.
 * @csspart clear - The button that empties the conversation.
 * @csspart files - The list of files to be sent, each a `file` with a button to `remove` it.
 * @csspart upload - The button that adds files.
 * @csspart open - The button that turns the microphone on.
 * @csspart history - The panel with the conversations that are kept, an `<rv-sidebar>`.
 * @fires submit - The user has sent a message.
 * @fires change - The conversation is another one: a message was sent, a reply has ended, or turns were taken back.
 * @fires stop - The user has stopped a reply.
 * @fires clear - The conversation was emptied.
 * @fires upload - The user has added files to the message.
 * @fires rv-like - The user likes a message or not.
 */
export class RvChat extends RvComponent implements ChatEntryHost, ChatHistoriesHost, ChatWireHost {
  static override readonly role = 'neither';
  static override styles = [RvComponent.styles, entryStyles];

  /** The export to call. */
  @property() run = 'default';
  /** Names of the components whose values the function is given after message and history, in order. */
  @property({ attribute: 'additional-inputs' }) additionalInputs = '';
  /** Names of the components that the function fills as well: it then yields `[reply, …their values]`. */
  @property({ attribute: 'additional-outputs' }) additionalOutputs = '';
  /** A string that is yielded is added to the reply, instead of replacing it. */
  @property({ type: Boolean, attribute: 'append' }) appends = false;
  /** The function is given `{text, files}` as message, and files can be sent. */
  @property({ type: Boolean }) multimodal = false;
  /** With `multimodal`, where files may come from: `upload` (drop and paste too), `microphone`, separated by spaces. */
  @property() sources = 'upload microphone';
  /** With `multimodal`, the files that are taken, as `<input type="file">` has it: `image/*, .pdf`. */
  @property() accept = '';
  /** Shown in the empty field. */
  @property() placeholder = 'Write a message';
  /** Markdown shown while there is no message. */
  @property() intro = '';
  /** Height of the conversation: pixels, or any CSS length. */
  @property() height = '';
  /** Messages offered while nothing was said, in place of `<option>` elements: an array of texts or `{value, label}`. */
  @property() examples?: Chips | undefined;
  /** Messages offered at any time: an array of texts or `{value, label}`. */
  @property() suggestions?: Chips | undefined;
  /** Whether replies can be liked and disliked. */
  @property({ type: Boolean }) likeable = false;
  /** `retryable="false"` offers no other reply. */
  @property({ converter: trueUnlessFalse }) retryable = true;
  /** `undoable="false"` does not take a turn back. */
  @property({ converter: trueUnlessFalse }) undoable = true;
  /** `editable="false"` leaves what the user has said as it is. */
  @property({ converter: trueUnlessFalse }) editable = true;
  /** Keeps conversations in the browser across visits, and lists them in a side panel. */
  @property({ type: Boolean, attribute: 'save-history' }) saveHistory = false;
  /** Under which they are kept, one list for all pages of an origin; for each page its own when left out. */
  @property({ attribute: 'storage-key' }) storageKey = '';

  /** What was emptied, and may be wanted back. */
  @state() private cleared: readonly ChatMessage[] | undefined;

  readonly #chatbot = document.createElement('rv-chatbot');
  readonly #wire = new ChatWire(this, this.#chatbot);
  readonly #entry = new ChatEntry(this, (entered) => this.#send(entered));
  readonly #histories = new ChatHistories(this);
  readonly #options = new MutationObserver(() => this.requestUpdate());
  #turn: Run | undefined;
  /** What the attributes offer. */
  #offered: Record<'examples' | 'suggestions', readonly ChatOption[]> = { examples: [], suggestions: [] };

  constructor() {
    super();
    const chatbot = this.#chatbot;
    chatbot.part.add('chatbot');
    chatbot.turn = true;
    chatbot.showLabel = false;
    chatbot.addEventListener('rv-retry', ({ index }) => this.retry(index));
    chatbot.addEventListener('rv-undo', ({ index }) => this.undo(index));
    chatbot.addEventListener('rv-edit', ({ index, content }) => this.#edit(index, content));
    chatbot.addEventListener('rv-option', ({ value }) => this.submit(value));
  }

  /** The messages; as an attribute, JSON of those it starts with. */
  @property()
  get value(): readonly ChatMessage[] {
    return this.#chatbot.value;
  }

  set value(value: readonly ChatMessage[] | string | null) {
    this.error = '';
    this.show(typeof value === 'string' ? this.#parse(value) : (value ?? []));
  }

  /** For wires that fill it with a whole conversation. */
  override get flow(): Flow {
    return this.#chatbot.flow;
  }

  override get encoderModule(): string {
    return this.#chatbot.encoderModule;
  }

  override get encoderOptions(): Readonly<Record<string, unknown>> {
    return { turn: false, append: false };
  }

  override paint(paint: Paint): void | Promise<void> {
    this.cancel();
    const chatbot = this.#chatbot;
    chatbot.turn = false;
    const painted = chatbot.paint(paint);
    chatbot.turn = true;
    this.requestUpdate();
    return painted;
  }

  override settle(): void {
    this.#chatbot.settle();
    this.#histories.save(this.value);
  }

  /** Whether a reply is under way; one that was told to stop no longer counts. */
  get running(): boolean {
    return this.#turn !== undefined && !this.#turn.stopping.aborted;
  }

  /**
   * Sends a message as the user does.
   *
   * ```js
   * const { how } = await chat.submit('Hello').finished;
   * ```
   *
   * @returns the run that replies; `undefined` while another does, or outside an app.
   */
  submit(message: string | Partial<Entered>): Run | undefined {
    const { text = '', files = [] } = typeof message === 'string' ? { text: message } : message;
    return this.#send({ text, files });
  }

  /** Stops the reply. What there is of it stays. */
  cancel(): void {
    if (!this.running) return;
    this.#turn!.cancel();
    this.dispatchEvent(new Event('stop', { bubbles: true }));
    this.requestUpdate();
  }

  /** Asks for another reply in place of a message, the last when left out; what followed it is dropped. */
  retry(index = this.value.length - 1): Run | undefined {
    const begin = beginningOfTurn(this.value, index);
    return begin < 0 ? undefined : this.#ask(begin, this.value[begin]!);
  }

  /** Takes back the turn that a message belongs to, the last when left out, and puts what the user said into the entry. */
  undo(index = this.value.length - 1): void {
    const begin = beginningOfTurn(this.value, index);
    if (begin < 0) return;
    this.#entry.takeBack(toEntered(this.value[begin]!));
    this.show(this.value.slice(0, begin));
    this.focus();
    this.#changed();
  }

  /** Back to the messages that the markup gave; the user can have the others back. */
  override clear(): void {
    const { value } = this;
    this.show();
    if (hasTurns(value)) this.cleared = value;
    this.dispatchEvent(new Event('clear', { bubbles: true }));
    this.#changed();
  }

  override focus(): void {
    this.#entry.focus();
  }

  /**
   * Shows a conversation in place of the one that is there; that of the markup when left out.
   *
   * @internal
   */
  show(messages: readonly ChatMessage[] = this.#initial): void {
    this.cancel();
    this.#turn = undefined;
    this.cleared = undefined;
    Object.assign(this.#chatbot, { value: messages, failure: null, pending: false });
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#options.observe(this, { subtree: true, childList: true, characterData: true, attributes: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#options.disconnect();
  }

  protected override update(changed: PropertyValues): void {
    const focused = this.shadowRoot?.activeElement;
    const byKeyboard = focused?.matches(':focus-visible');
    super.update(changed);
    // A button that has done its work is gone or disabled, and the focus would be with it.
    if (byKeyboard && (!focused?.isConnected || focused.matches(':disabled'))) this.focus();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.hasUpdated && CHECKED.some((name) => changed.has(name))) this.error = '';
    if (changed.has('examples')) this.#offered.examples = this.#chips('examples');
    if (changed.has('suggestions')) this.#offered.suggestions = this.#chips('suggestions');
    if (changed.has('sources')) this.checkWords('sources', this.sources, entrySources);
    const { appends, height, likeable, retryable, undoable, editable } = this;
    const label = this.accessibleLabel;
    const looks = { label, appends, height, likeable, retryable, undoable, editable, placeholder: this.intro };
    Object.assign(this.#chatbot, looks);
  }

  protected override updated(changed: PropertyValues): void {
    if (CHECKED_IN_APP.some((name) => changed.has(name))) void this.#wire.check();
  }

  protected override control(): TemplateResult {
    const { running } = this;
    const entry = this.#entry;
    const said = hasTurns(this.value);
    const send = (message: string) => this.submit(message);
    return html`<div
      class="chat ${entry.hovered ? 'hovered' : ''}"
      @paste=${entry.handlePaste}
      @drop=${entry.handleDrop}
      @dragover=${entry.handleDragOver}
      @dragleave=${entry.handleDragLeave}
    >
      ${this.#histories.template()} ${this.#chatbot}
      ${said ? nothing : chipsTemplate('examples', 'Examples', this.#examples, send, running)}
      ${chipsTemplate('suggestions', 'Suggestions', this.#offered.suggestions, send, running)}
      <p part="cleared" class="notice" role="status" ?hidden=${!this.cleared}>
        ${
          this.cleared
            ? html`The conversation is empty. <button type="button" part="restore" @click=${this.#restore}>Undo</button>`
            : nothing
        }
      </p>
      ${this.#histories.noticeTemplate()} ${entry.template(said ? this.#clearTemplate() : nothing)}
    </div>`;
  }

  #clearTemplate(): TemplateResult {
    return html`<button
      type="button"
      part="clear"
      class="icon-button"
      title="Clear"
      aria-label="Clear"
      @click=${() => this.clear()}
    >
      ${icons.trash}
    </button>`;
  }

  get #examples(): readonly ChatOption[] {
    if (this.examples !== undefined && this.examples !== null) return this.#offered.examples;
    return [...this.querySelectorAll('option')].map(({ value, label }) => ({ value, label }));
  }

  /** The messages that the markup gave. */
  get #initial(): readonly ChatMessage[] {
    return this.#parse(this.getAttribute('value') ?? '[]');
  }

  readonly #restore = (): void => {
    this.show(this.cleared);
    this.#changed();
  };

  #send(entered: Entered): Run | undefined {
    if (this.running) return undefined;
    const run = this.#ask(this.value.length, toMessage(entered), entered);
    if (run) this.dispatchEvent(new Event('submit', { bubbles: true }));
    return run;
  }

  #edit(index: number, content: string): void {
    const message = this.value[index];
    if (message) this.#ask(index, withContent(message, content));
  }

  /**
   * Puts a message of the user's after the first messages, in place of those that followed, and has the function reply.
   *
   * @param draft - What goes into the entry when the function is not called after all.
   */
  #ask(length: number, message: ChatMessage, draft?: Entered): Run | undefined {
    if (!this.#wire.connected) return undefined;
    const { value } = this;
    const history = value.slice(0, length);
    const entered = toEntered(message);
    this.show([...history, message]);
    const run = this.#wire.submit(this.multimodal ? entered : entered.text, history);
    this.#turn = run;
    void run?.finished.then((ending) => {
      if (run !== this.#turn) return;
      if (!run.begun && ending.how === 'cancel') this.#takeBack(value, draft);
      else this.#finish(ending);
    });
    this.#changed();
    return run;
  }

  #finish(ending: RunEnding): void {
    this.#turn = undefined;
    if (ending.how === 'error') this.#chatbot.failure = { message: ending.error.summary };
    this.#changed();
  }

  /** As if nothing had been sent: an input that the function needs is empty, or it was stopped before it began. */
  #takeBack(value: readonly ChatMessage[], draft: Entered | undefined): void {
    this.show(value);
    if (draft) this.#entry.takeBack(draft);
    this.#changed();
  }

  #changed(): void {
    this.requestUpdate();
    this.#histories.save(this.value);
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #chips(attribute: 'examples' | 'suggestions'): readonly ChatOption[] {
    try {
      return toChips(attribute, this[attribute] ?? []);
    } catch (error) {
      this.complain((error as Error).message);
      return [];
    }
  }

  #parse(text: string): readonly ChatMessage[] {
    try {
      const messages: unknown = JSON.parse(text);
      if (Array.isArray(messages)) return messages;
    } catch {
      // Told below.
    }
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    this.complain(`value is ${shown}, but takes JSON: an array of {role, content}.`);
    return [];
  }
}

/** What is told on the element when it is wrong. */
const CHECKED = ['examples', 'suggestions', 'sources'];
/** What is told by the app, which knows its script and its components. */
const CHECKED_IN_APP = ['run', 'additionalInputs', 'additionalOutputs'];

define('rv-chat', RvChat);

declare global {
  interface HTMLElementTagNameMap {
    'rv-chat': RvChat;
  }
}
