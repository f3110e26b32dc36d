import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Alert } from '../../worker/protocol.js';
import { define } from '../elements/define.js';
import { tokens } from '../elements/styles.js';

/** Shows a message over the page, in the app it comes from. */
export function showToast(app: ParentNode, alert: Alert): void {
  let toasts = app.querySelector('rv-toasts');
  if (!toasts) {
    toasts = document.createElement('rv-toasts');
    app.append(toasts);
  }
  toasts.add(alert);
}

/** The messages of one app, the newest last. Private to `<rv-app>`. */
export class RvToasts extends LitElement {
  static override styles = [
    tokens,
    css`
      :host {
        position: fixed;
        inset: auto 1rem 1rem auto;
        z-index: 10;
        display: grid;
        gap: 0.5rem;
        inline-size: min(24rem, calc(100vw - 2rem));
        pointer-events: none;
      }
      div {
        display: flex;
        gap: 0.75rem;
        align-items: start;
        padding: 0.75rem 1rem;
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
        margin: 0;
        overflow-wrap: anywhere;
      }
      strong {
        display: block;
      }
      button {
        border: 0;
        padding: 0 0.25rem;
        font: inherit;
        color: var(--_muted);
        background: none;
        cursor: pointer;
      }
    `,
  ];

  @state() private alerts: readonly Alert[] = [];

  add(alert: Alert): void {
    this.alerts = [...this.alerts, alert];
    if (alert.duration !== null) setTimeout(() => this.#remove(alert), alert.duration * 1000);
  }

  #remove(alert: Alert): void {
    this.alerts = this.alerts.filter((each) => each !== alert);
  }

  protected override render(): TemplateResult {
    return html`${repeat(
      this.alerts,
      (alert) => alert,
      (alert) => html`<div class=${alert.level} role=${alert.level === 'error' ? 'alert' : 'status'}>
        <p>${alert.title ? html`<strong>${alert.title}</strong>` : nothing}${alert.message}</p>
        <button type="button" aria-label="Close" @click=${() => this.#remove(alert)}>✕</button>
      </div>`,
    )}`;
  }
}

define('rv-toasts', RvToasts);

declare global {
  interface HTMLElementTagNameMap {
    'rv-toasts': RvToasts;
  }
}
