import { html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { define } from './define.js';
import { RvValueComponent } from './value-component.js';

/**
 * A number field; as an output, a number shown.
 *
 * ```html
 * <rv-number label="Seed" name="seed" min="0" step="1" value="42"></rv-number>
 * <rv-number label="Loss" output></rv-number>
 * ```
 *
 * @tag rv-number
 * @csspart control - The native `<input type="number">`; the `<output>` of a pure output.
 */
export class RvNumber extends RvValueComponent {
  static override readonly encoder = 'number';

  @property({ type: Number }) min?: number;
  @property({ type: Number }) max?: number;
  /** Distance between allowed values; any number when left out. */
  @property({ type: Number }) step?: number;
  @property() placeholder = '';

  #value: number | null = null;

  /** The number, or `null` when empty. As in the native field, what is no number empties it. */
  @property()
  get value(): number | null {
    return this.#value;
  }

  set value(value: number | string | null) {
    const number = value === null || value === '' ? NaN : Number(value);
    this.#value = Number.isFinite(number) ? number : null;
  }

  override clear(): void {
    this.value = this.getAttribute('value');
  }

  protected override formValue(): string | null {
    return this.value === null ? null : String(this.value);
  }

  protected override control(): TemplateResult {
    if (!this.isInput) {
      return html`<output part="control" id="control" class="number" aria-label=${this.hiddenLabel}>${this.value}</output>`;
    }
    return html`<input
      part="control"
      id="control"
      type="number"
      min=${this.min ?? ''}
      max=${this.max ?? ''}
      step=${this.step ?? 'any'}
      placeholder=${this.placeholder}
      aria-label=${this.hiddenLabel}
      aria-describedby=${this.describedBy}
      .value=${live(this.value === null ? '' : String(this.value))}
      ?disabled=${this.disabled}
      ?required=${this.required}
      @input=${this.#take}
      @change=${this.forwardChange}
    />`;
  }

  #take(event: InputEvent): void {
    this.value = (event.target as HTMLInputElement).value;
  }
}

define('rv-number', RvNumber);

declare global {
  interface HTMLElementTagNameMap {
    'rv-number': RvNumber;
  }
}
