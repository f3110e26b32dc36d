import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { RvComponent } from './component.js';
import { define } from './define.js';

/** What a button does to the `<rv-app>` around it, beside its own `click` event. */
export type ButtonType = (typeof buttonTypes)[number];
const buttonTypes = ['button', 'submit', 'stop', 'clear'] as const;

/** The part of `<rv-app>` that buttons press; its methods are not there before its script is. */
interface App extends Element {
  submit?(): unknown;
  cancel?(): void;
  clear?(): void;
}

/**
 * A button. With a `type` it submits, stops or clears the app around it, so that an app can have its buttons where it
 * wants them; without one it is for the page's own script.
 *
 * ```html
 * <rv-button type="submit" variant="primary">Paint</rv-button>
 * ```
 *
 * @tag rv-button
 * @slot - The label.
 * @csspart control - The native `<button>`.
 */
export class RvButton extends RvComponent {
  static override readonly role = 'neither';
  static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };
  static override styles = [
    RvComponent.styles,
    css`
      :host {
        display: inline-block;
      }
      button {
        inline-size: 100%;
        font-weight: 600;
      }
    `,
  ];

  @property() type: ButtonType = 'button';
  @property({ reflect: true }) variant: 'primary' | 'secondary' | 'stop' = 'secondary';
  @property({ type: Boolean, reflect: true }) disabled = false;

  /** The label, as text. */
  get value(): string {
    return this.label || this.textContent.trim();
  }

  set value(value: string) {
    this.label = value;
  }

  override clear(): void {
    this.label = this.getAttribute('label') ?? '';
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('type')) this.checkWords('type', this.type, buttonTypes);
  }

  protected override render(): TemplateResult {
    return this.control();
  }

  protected override control(): TemplateResult {
    return html`<button part="control" class=${this.variant} type="button" ?disabled=${this.disabled} @click=${this.#press}>
      ${this.label || html`<slot>${this.accessibleLabel}</slot>`}
    </button>`;
  }

  #press(): void {
    if (this.type === 'button') return;
    const app = this.closest<App>('rv-app');
    if (!app)
      console.warn(
        `${this.nameInMessages} of type "${this.type}" is in no <rv-app>, so there is nothing to ${this.type}.`,
      );
    else if (this.type === 'submit') app.submit?.();
    else if (this.type === 'stop') app.cancel?.();
    else if (this.type === 'clear') app.clear?.();
  }
}

define('rv-button', RvButton);

declare global {
  interface HTMLElementTagNameMap {
    'rv-button': RvButton;
  }
}
