import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { trueUnlessFalse } from './component.js';
import { define } from './define.js';
import { RvValueComponent } from './value-component.js';

/**
 * A checkbox with its label beside it; its value is a boolean.
 *
 * ```html
 * <rv-checkbox label="Keep the seed" name="keep" checked></rv-checkbox>
 * ```
 *
 * @tag rv-checkbox
 * @csspart control - The native `<input type="checkbox">`.
 */
export class RvCheckbox extends RvValueComponent {
  /** Whether it is checked. As an attribute, `value="false"` means what it says. */
  @property({ converter: trueUnlessFalse }) value = false;

  /** The same as `value`, named as on the native checkbox. */
  @property({ type: Boolean })
  get checked(): boolean {
    return this.value;
  }

  set checked(checked: boolean) {
    this.value = checked;
  }

  override clear(): void {
    const initial = this.getAttribute('value') ?? String(this.hasAttribute('checked'));
    this.value = initial !== 'false';
  }

  protected override formValue(): string | null {
    return this.value ? 'on' : null;
  }

  protected override labelTemplate(): typeof nothing {
    return nothing;
  }

  protected override control(): TemplateResult {
    return html`<label class="choice">
      <input
        part="control"
        id="control"
        type="checkbox"
        aria-label=${this.hiddenLabel}
        aria-describedby=${this.describedBy}
        .checked=${live(Boolean(this.value))}
        ?disabled=${this.locked}
        ?required=${this.required}
        @input=${this.#take}
        @change=${this.forwardChange}
      />
      ${this.labelIsVisible ? html`<span part="label">${this.label}</span>` : nothing}
    </label>`;
  }

  #take(event: InputEvent): void {
    this.value = (event.target as HTMLInputElement).checked;
  }
}

define('rv-checkbox', RvCheckbox);

declare global {
  interface HTMLElementTagNameMap {
    'rv-checkbox': RvCheckbox;
  }
}
