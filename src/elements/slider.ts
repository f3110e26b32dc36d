import { html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { define } from './define.js';
import { RvValueComponent } from './value-component.js';

/**
 * A slider with a number field beside it for the exact value. As `<input type="range">` does, it keeps its value
 * between `min` and `max` and on a step; without a `value` it starts in the middle.
 *
 * ```html
 * <rv-slider label="Steps" name="steps" min="1" max="50" step="1" value="20"></rv-slider>
 * ```
 *
 * @tag rv-slider
 * @csspart control - The native `<input type="range">`.
 * @csspart number - The number beside it.
 */
export class RvSlider extends RvValueComponent {
  static override readonly encoder = 'number';

  @property({ type: Number }) min = 0;
  @property({ type: Number }) max = 100;
  /** Distance between allowed values, counted from `min`; `any` for no steps. */
  @property({ type: Number }) step = 1;

  #value = NaN;

  @property()
  get value(): number {
    return this.#nearest(this.#value);
  }

  set value(value: number | string | null) {
    this.#value = value === null || value === '' ? NaN : Number(value);
  }

  override clear(): void {
    this.value = this.getAttribute('value');
  }

  protected override formValue(): string {
    return String(this.value);
  }

  protected override control(): TemplateResult {
    const value = String(this.value);
    const step = this.step > 0 ? this.step : 'any';
    return html`<div class="slider">
      <input
        part="control"
        id="control"
        type="range"
        min=${this.min}
        max=${this.max}
        step=${step}
        aria-label=${this.hiddenLabel}
        aria-describedby=${this.describedBy}
        .value=${live(value)}
        ?disabled=${this.locked}
        @input=${this.#take}
        @change=${this.forwardChange}
      />
      ${
        this.isInput
          ? html`<input
              part="number"
              type="number"
              min=${this.min}
              max=${this.max}
              step=${step}
              aria-label="${this.accessibleLabel}, exact"
              .value=${value}
              ?disabled=${this.disabled}
              @input=${this.#takeExact}
              @change=${this.#finishExact}
            />`
          : html`<output part="number" for="control" aria-label="${this.accessibleLabel}, exact">${value}</output>`
      }
    </div>`;
  }

  #take(event: InputEvent): void {
    this.value = (event.target as HTMLInputElement).valueAsNumber;
  }

  /** Half a number, or one out of range, is left alone until the field is left. */
  #takeExact(event: InputEvent): void {
    const { value, valueAsNumber, validity } = event.target as HTMLInputElement;
    if (value !== '' && validity.valid) this.value = valueAsNumber;
    else event.stopPropagation();
  }

  #finishExact(event: Event): void {
    const field = event.target as HTMLInputElement;
    if (field.value !== '') this.value = field.valueAsNumber;
    field.value = String(this.value);
    this.forwardChange();
  }

  #nearest(value: number): number {
    const { step } = this;
    const min = Number.isFinite(this.min) ? this.min : 0;
    const max = Math.max(min, Number.isFinite(this.max) ? this.max : 100);
    const wanted = Number.isNaN(value) ? (min + max) / 2 : Math.min(Math.max(value, min), max);
    if (!(step > 0)) return wanted;
    const steps = Math.min(Math.round((wanted - min) / step), Math.floor((max - min) / step + 1e-9));
    // 3 × 0.1 is 0.30000000000000004: as many decimals as min and step were written with.
    return Number((min + steps * step).toFixed(Math.max(decimals(min), decimals(step))));
  }
}

function decimals(number: number): number {
  const [digits = '', exponent = '0'] = String(number).split('e');
  return Math.min(100, Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent)));
}

define('rv-slider', RvSlider);

declare global {
  interface HTMLElementTagNameMap {
    'rv-slider': RvSlider;
  }
}
