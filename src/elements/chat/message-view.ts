import { html, nothing, render, type TemplateResult } from 'lit';
import type { ChatMessage } from '../../../worker/protocol.js';
import { icons } from '../icons.js';
import { actionButton } from './action-button.js';
import { alike } from './alike.js';
import { Contents, partsOf } from './contents.js';
import { CopyButton } from './copy-button.js';
import { RvEditEvent, RvLikeEvent, RvOptionEvent, RvRetryEvent, RvUndoEvent } from './events.js';
import type { PartHost } from './part.js';
import type { Actions, View } from './view.js';

/** Whom a message tells what the user wants. */
export interface MessageHost extends PartHost {
  dispatchEvent(event: Event): boolean;
  /** Which message of the conversation it is. */
  indexOf(view: View): number;
}

const NAMES = { user: 'You', assistant: 'Reply', system: 'Note' };

/** A message with what can be done with it. */
export class MessageView implements View {
  readonly node = document.createElement('article');

  readonly #host: MessageHost;
  readonly #bubble = document.createElement('div');
  /** Options, the field to edit it, and buttons. */
  readonly #foot = document.createElement('div');
  readonly #copy = document.createElement('span');
  readonly #contents: Contents;
  #message!: ChatMessage;
  #actions: Actions = { copy: false, like: false, edit: false, retry: false, undo: false, choose: false };
  #liked: boolean | null = null;
  #editing = false;

  constructor(message: ChatMessage, host: MessageHost) {
    this.#host = host;
    this.node.className = `message ${message.role}`;
    this.node.part.add('message', message.role);
    this.node.ariaLabel = NAMES[message.role];
    this.#bubble.className = 'bubble';
    this.#bubble.part.add('bubble');
    this.#foot.className = 'foot';
    this.node.append(this.#bubble, this.#foot);
    this.#contents = new Contents(this.#bubble, host);
    new CopyButton(this.#copy, 'Copy', () => textOf(this.#message));
    this.show(message);
  }

  get message(): ChatMessage {
    return this.#message;
  }

  show(message: ChatMessage): void {
    this.#message = message;
    this.#contents.show(message.content);
    this.#render();
  }

  grow(part: number, text: string, message: ChatMessage): void {
    this.#message = message;
    this.#contents.grow(part, text, message.content);
  }

  end(): void {
    this.#contents.end();
  }

  offer(actions: Actions): void {
    if (alike(actions, this.#actions)) return;
    this.#actions = actions;
    if (!actions.edit) this.#editing = false;
    this.#render();
  }

  dispose(): void {
    this.#contents.dispose();
  }

  #render(): void {
    this.#bubble.hidden = this.#editing;
    render(
      this.#editing ? this.#editorTemplate() : html`${this.#optionsTemplate()} ${this.#buttonsTemplate()}`,
      this.#foot,
    );
  }

  #optionsTemplate(): TemplateResult | typeof nothing {
    const { options = [] } = this.#message;
    if (!this.#actions.choose || options.length === 0) return nothing;
    return html`<div class="options" part="options">
      ${options.map(({ value, label = value }) => html`<button type="button" @click=${() => this.#choose(value)}>${label}</button>`)}
    </div>`;
  }

  #buttonsTemplate(): TemplateResult | typeof nothing {
    const { copy, like, edit, retry, undo } = this.#actions;
    if (!(copy || like || edit || retry || undo)) return nothing;
    const tell = (event: new (index: number) => Event) => () => this.#tell(new event(this.#index));
    return html`<div class="actions" part="actions">
      ${copy ? this.#copy : nothing}
      ${like ? html`${this.#likeTemplate(true)}${this.#likeTemplate(false)}` : nothing}
      ${edit ? actionButton('Edit', icons.edit, () => this.#edit()) : nothing}
      ${retry ? actionButton('Retry', icons.retry, tell(RvRetryEvent)) : nothing}
      ${undo ? actionButton('Undo', icons.undo, tell(RvUndoEvent)) : nothing}
    </div>`;
  }

  #likeTemplate(liked: boolean): TemplateResult {
    const name = liked ? 'Like' : 'Dislike';
    return html`<button
      type="button"
      class="icon-button"
      title=${name}
      aria-label=${name}
      aria-pressed=${this.#liked === liked}
      @click=${() => this.#like(liked)}
    >
      ${liked ? icons.like : icons.dislike}
    </button>`;
  }

  /** What is typed here is no input of the app, so that its events stay inside. */
  #editorTemplate(): TemplateResult {
    const stay = (event: Event) => event.stopPropagation();
    return html`<form class="editor" part="editor" @submit=${this.#save} @input=${stay} @change=${stay}>
      <textarea aria-label="Message" @keydown=${this.#onKeydown}></textarea>
      <button type="button" @click=${() => this.#leave()}>Cancel</button>
      <button type="submit" class="primary">Save</button>
    </form>`;
  }

  get #index(): number {
    return this.#host.indexOf(this);
  }

  #tell(event: Event): void {
    this.#host.dispatchEvent(event);
  }

  #choose(value: string): void {
    this.#tell(new RvOptionEvent(this.#index, value));
    this.#tell(new Event('select', { bubbles: true }));
  }

  #like(liked: boolean): void {
    this.#liked = this.#liked === liked ? null : liked;
    this.#render();
    this.#tell(new RvLikeEvent(this.#index, this.#liked));
  }

  #edit(): void {
    this.#editing = true;
    this.#render();
    const field = this.#foot.querySelector('textarea')!;
    field.value = textOf(this.#message);
    field.focus();
  }

  #leave(): void {
    this.#editing = false;
    this.#render();
    this.#foot.querySelector<HTMLElement>('[aria-label=Edit]')?.focus();
  }

  /** Enter saves, Shift and Enter begin a line; what an input method takes Enter for is its own. */
  #onKeydown = (event: KeyboardEvent): void => {
    const { key, shiftKey, isComposing } = event;
    if (isComposing || (key !== 'Escape' && (key !== 'Enter' || shiftKey))) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'Escape') this.#leave();
    else this.#foot.querySelector('form')!.requestSubmit();
  };

  #save = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    const { value } = this.#foot.querySelector('textarea')!;
    this.#leave();
    this.#tell(new RvEditEvent(this.#index, value));
  };
}

/** What of a message is text, as it was given. */
export function textOf({ content }: ChatMessage): string {
  return partsOf(content)
    .filter((part) => typeof part === 'string')
    .join('\n\n');
}
