import { html, nothing, render } from 'lit';
import type { ChatMessage } from '../../../worker/protocol.js';
import { Contents } from './contents.js';
import type { PartHost } from './part.js';
import type { View } from './view.js';

/**
 * A thought or the use of a tool, folded under its title. It is open while it is at work, and closes when it is done
 * unless the user has opened or closed it.
 */
export class ThoughtView implements View {
  readonly node = document.createElement('details');
  readonly children = document.createElement('div');

  readonly #summary = document.createElement('summary');
  readonly #contents: Contents;
  #message!: ChatMessage;
  #touched = false;

  constructor(message: ChatMessage, host: PartHost) {
    this.node.className = 'thought';
    this.node.part.add('thought');
    const body = document.createElement('div');
    body.className = 'thought-body';
    this.children.className = 'thought-children';
    this.node.append(this.#summary, body, this.children);
    // The keyboard clicks too.
    this.#summary.addEventListener('click', () => {
      this.#touched = true;
    });
    this.#contents = new Contents(body, host);
    this.show(message);
  }

  get message(): ChatMessage {
    return this.#message;
  }

  show(message: ChatMessage): void {
    this.#message = message;
    const { status = '' } = message.metadata!;
    this.node.dataset.status = status;
    if (!this.#touched) this.node.open = status !== 'done';
    this.#contents.show(message.content);
    if (status === 'done') this.#contents.end();
    this.#renderSummary();
  }

  grow(part: number, text: string, message: ChatMessage): void {
    this.#message = message;
    this.#contents.grow(part, text, message.content);
  }

  end(): void {
    this.#contents.end();
  }

  /** A run that was stopped leaves thoughts that nobody thinks any more. */
  settle(): void {
    if (this.node.dataset.status === 'pending') this.node.dataset.status = 'stopped';
    this.#renderSummary();
  }

  dispose(): void {
    this.#contents.dispose();
  }

  #renderSummary(): void {
    const { title, duration } = this.#message.metadata!;
    const status = this.node.dataset.status!;
    render(
      html`<span class="mark" aria-hidden="true"></span><span class="thought-title"
          >${title}${status ? html`<span class="visually-hidden">, ${STATUS[status]}</span>` : nothing}</span
        >
        ${duration === undefined ? nothing : html`<span class="duration">${readable(duration)}</span>`}`,
      this.#summary,
    );
  }
}

const STATUS: Record<string, string> = { pending: 'at work', done: 'done', stopped: 'stopped' };

function readable(seconds: number): string {
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  const digits = seconds < 10 ? 1 : 0;
  return `${seconds.toFixed(digits)} s`;
}
