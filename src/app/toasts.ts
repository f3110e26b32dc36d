import { css, html, LitElement, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Alert } from '../../worker/protocol.js';
import { define } from '../elements/define.js';
import { icons } from '../elements/icons.js';
import { basics, iconStyles, tokens } from '../elements/styles.js';
import { nextFrame } from '../runtime/frame.js';

/** Milliseconds from one look at the time that is left to the next. */
const INTERVAL = 100;

/** What is read out before a message without a title. */
const LEVELS: Record<Alert['level'], string> = {
  info: 'Information',
  warning: 'Warning',
  success: 'Success',
  error: 'Error',
};

/** Shows a message over the page, in the app it comes from. */
export async function showToast(app: ParentNode, alert: Alert): Promise<void> {
  let toasts = app.querySelector('rv-toasts');
  if (!toasts) {
    toasts = document.createElement('rv-toasts');
    app.append(toasts);
  }
  await toasts.ready;
  toasts.add(alert);
}

/** A message, and how long it stays. */
interface Toast {
  readonly alert: Alert;
  /** Milliseconds; without an end when it stays until it is closed. */
  left: number;
}

/**
 * The messages of one app, the newest last, errors after all others. Each stays for its time, which stands still while the
 * pointer or the focus is on one of them or the page is hidden, or until it is closed: by its button, or by Escape, which
 * closes the one that has the focus, or else the newest. Private to `<rv-app>`.
 */
export class RvToasts extends LitElement {
  static override styles = [
    tokens,
    basics,
    iconStyles,
    css`
      :host {
        position: fixed;
        inset: auto 0 0 auto;
        box-sizing: border-box;
        display: flex;
        flex-direction: column;
        gap: 0.5rem;
        inline-size: min(26rem, 100vw);
        max-block-size: 100dvh;
        margin: 0;
        padding: 1rem;
        border: none;
        font: 1rem / 1.5 var(--_font);
        color: var(--_text);
        background: none;
        overflow: hidden auto;
        pointer-events: none;
      }
      .region {
        display: grid;
        gap: 0.5rem;
      }
      .region:empty {
        display: none;
      }
      .toast {
        display: flex;
        gap: 0.75rem;
        align-items: start;
        padding: 0.75rem 0.75rem 0.75rem 1rem;
        border: 1px solid var(--_border);
        border-inline-start: 4px solid var(--_tone, var(--_accent));
        border-radius: var(--_radius);
        background: var(--_surface);
        box-shadow: 0 4px 16px rgb(0 0 0 / 20%);
        pointer-events: auto;
      }
      .warning {
        --_tone: light-dark(#a16207, #facc15);
      }
      .success {
        --_tone: light-dark(#15803d, #4ade80);
      }
      .error {
        --_tone: var(--_error);
      }
      p {
        flex: 1;
        min-inline-size: 0;
        margin: 0;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      strong {
        display: block;
      }
      .visually-hidden {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      button {
        flex: none;
        display: grid;
        place-items: center;
        padding: 0.25rem;
        border: none;
        border-radius: var(--_radius);
        font: inherit;
        color: var(--_muted);
        background: none;
        cursor: pointer;
      }
      button:hover {
        color: var(--_text);
      }
      button:focus-visible {
        outline: 2px solid var(--_accent);
        outline-offset: -2px;
      }
      @media (prefers-reduced-motion: no-preference) {
        .toast {
          animation: come 0.2s ease-out;
        }
      }
      @keyframes come {
        from {
          transform: translateY(0.5rem);
        }
      }
    `,
  ];

  /** Screen readers tell what comes into a region that has been there for a frame. */
  readonly ready = new Promise<void>(nextFrame);
  @state() private toasts: readonly Toast[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  /** What had the focus before one of the messages was given it. */
  #focused: HTMLElement | null = null;

  constructor() {
    super();
    // Not from one message to the next: that stays in the shadow root.
    this.addEventListener('focusin', ({ relatedTarget }) => {
      this.#focused = relatedTarget as HTMLElement | null;
    });
  }

  add(alert: Alert): void {
    this.toasts = [...this.toasts, { alert, left: lifeOf(alert) }];
    if (!this.isConnected) return;
    this.#open();
    this.#timer ??= setInterval(() => this.#age(), INTERVAL);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // In the top layer they are over dialogs, and nothing around the app can clip them.
    this.popover = 'manual';
    document.addEventListener('keydown', this.#onKeydown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKeydown);
    this.#stop();
    this.toasts = [];
  }

  /** Over whatever has been opened since, unless it has the focus, which would be lost. */
  #open(): void {
    const isOpen = this.matches(':popover-open');
    if (isOpen && this.matches(':focus-within')) return;
    if (isOpen) this.hidePopover();
    this.showPopover();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #age(): void {
    if (document.hidden || this.matches(':hover, :focus-within')) return;
    for (const toast of this.toasts) toast.left -= INTERVAL;
    const gone = this.toasts.filter(({ left }) => left <= 0);
    for (const toast of gone) this.#remove(toast);
  }

  #remove(toast: Toast): void {
    this.toasts = this.toasts.filter((each) => each !== toast);
    if (this.toasts.length > 0) return;
    this.#stop();
    this.hidePopover();
  }

  /** Closes one for the user; the focus goes on to the next where keys are used, or back to where it was. */
  async #close(toast: Toast, byKey: boolean): Promise<void> {
    const hadFocus = this.matches(':focus-within');
    const before = this.#focused;
    this.#remove(toast);
    await this.updateComplete;
    if (!hadFocus) return;
    const next = byKey && this.renderRoot.querySelector('button');
    (next || before)?.focus({ preventScroll: true });
    this.#focused = before;
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const { key, isComposing, defaultPrevented } = event;
    // A dialog or a menu that is open has the key.
    const taken = document.querySelector(':modal, :popover-open:not(rv-toasts)');
    if (key !== 'Escape' || isComposing || defaultPrevented || this.toasts.length === 0 || taken) return;
    event.preventDefault();
    const focused = this.renderRoot.querySelector<HTMLButtonElement>('button:focus');
    if (focused) focused.click();
    else void this.#close(this.toasts.at(-1)!, true);
  };

  protected override render(): TemplateResult {
    const isError = ({ alert }: Toast) => alert.level === 'error';
    const others = this.toasts.filter((toast) => !isError(toast));
    return html`${this.#region('status', others)}${this.#region('alert', this.toasts.filter(isError))}`;
  }

  #region(role: string, toasts: readonly Toast[]): TemplateResult {
    const template = (toast: Toast) => this.#toastTemplate(toast);
    return html`<div class="region" role=${role} aria-atomic="false">${repeat(toasts, (toast) => toast, template)}</div>`;
  }

  #toastTemplate(toast: Toast): TemplateResult {
    const { level, title, message } = toast.alert;
    const heading = title
      ? html`<strong>${title}</strong>`
      : html`<span class="visually-hidden">${LEVELS[level]}: </span>`;
    // A click that a key makes has no detail.
    const close = ({ detail }: MouseEvent) => this.#close(toast, detail === 0);
    return html`<div class="toast ${level}">
      <p>${heading}${message}</p>
      <button type="button" aria-label="Close: ${title || message}" @click=${close}>${icons.close}</button>
    </div>`;
  }
}

/** Milliseconds for which a message stays. */
function lifeOf({ level, duration }: Alert): number {
  if (duration === null) return Infinity;
  if (duration > 0) return duration * 1000;
  const came = typeof duration === 'string' ? `"${duration}"` : String(duration);
  console.error(`rivulet: ctx.${level}() was given the duration ${came}, but takes seconds above 0, or null.`);
  return Infinity;
}

define('rv-toasts', RvToasts);

declare global {
  interface HTMLElementTagNameMap {
    'rv-toasts': RvToasts;
  }
}
