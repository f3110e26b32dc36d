import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { RvComponent } from './component.js';

/**
 * A component over a native form control: form-associated, focusable, labelled, with the control's own `input` and
 * `change` events.
 *
 * @fires input - The user is changing the value.
 * @fires change - The user has changed the value.
 * @csspart control - The native control.
 */
export abstract class RvValueComponent extends RvComponent {
  static readonly formAssociated = true;
  static override readonly role: 'input' | 'output' = 'input';
  static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true };

  /** Not to be changed by the user, and left out of a form's data. */
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** Keeps Submit from running while the value is empty. */
  @property({ type: Boolean, reflect: true }) required = false;

  readonly #internals = this.attachInternals();

  /** The native control in the shadow root, which knows whether the value is valid. */
  protected get native(): (HTMLElement & { validity: ValidityState; validationMessage: string }) | null {
    return this.renderRoot?.querySelector('input#control, select#control, textarea#control') ?? null;
  }

  /** The value as a form sends it, or `null` for nothing. */
  protected abstract formValue(): string | File | FormData | null;

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get labels(): NodeList {
    return this.#internals.labels;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  formResetCallback(): void {
    this.clear();
  }

  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled;
  }

  protected override labelTemplate(): TemplateResult | typeof nothing {
    return this.labelIsVisible ? html`<label part="label" id="label" for="control">${this.label}</label>` : nothing;
  }

  /** A pure output, or disabled: a control that can't be read-only is disabled then. */
  get locked(): boolean {
    return this.disabled || !this.isInput;
  }

  /** `change` stays inside a shadow root by itself, `input` does not. */
  protected forwardChange(): void {
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /**
   * For a value that the user has changed by other means than the native control.
   *
   * @internal
   */
  tellChange(): void {
    this.requestUpdate();
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    this.forwardChange();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.syncForm();
  }

  /** Tells the form what the value is and whether it will do. A pure output takes no part in it, as `<output>`. */
  protected syncForm(): void {
    this.#internals.setFormValue(this.isInput ? this.formValue() : null);
    const { native } = this;
    if (!native || !this.isInput || native.validity.valid) this.#internals.setValidity({});
    else this.#internals.setValidity(native.validity, native.validationMessage, native);
  }
}
