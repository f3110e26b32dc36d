import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { type Choice, RvChoiceComponent } from './choices.js';
import { define } from './define.js';

/**
 * A native `<select>`. Its value is that of the choice; with `multiple`, an array of them. Without a `placeholder` the
 * first choice is chosen from the start.
 *
 * ```html
 * <rv-dropdown label="Model" name="model" placeholder="Choose a model">
 *   <option value="small">Small</option>
 *   <option value="large" selected>Large</option>
 * </rv-dropdown>
 * <rv-dropdown label="Size" choices='[256, 512, ["as large as it gets", 1024]]'></rv-dropdown>
 * ```
 *
 * @tag rv-dropdown
 * @csspart control - The native `<select>`.
 */
export class RvDropdown extends RvChoiceComponent {
  /** Any number of choices; the value is an array. */
  @property({ type: Boolean }) multiple = false;
  /** Shown while nothing is chosen. */
  @property() placeholder = '';

  override get value(): unknown {
    return this.multiple ? this.#chosen.map((choice) => choice.value) : super.value;
  }

  override set value(value: unknown) {
    super.value = value;
  }

  override read(): unknown {
    const { value } = this;
    return Array.isArray(value) && value.length === 0 ? null : value;
  }

  protected override initial(): unknown {
    return super.initial() ?? (this.placeholder ? null : (this.list.find((choice) => !choice.disabled)?.value ?? null));
  }

  protected override formValue(): string | FormData | null {
    if (!this.multiple) return super.formValue();
    const data = new FormData();
    if (this.name) for (const choice of this.#chosen) data.append(this.name, String(choice.value));
    return data;
  }

  protected override control(): TemplateResult {
    const { list, multiple } = this;
    const chosen = this.#chosen;
    return html`<select
      part="control"
      id="control"
      ?multiple=${multiple}
      size=${multiple ? Math.min(Math.max(list.length, 2), 6) : nothing}
      aria-label=${this.hiddenLabel}
      aria-describedby=${this.describedBy}
      ?disabled=${this.locked}
      ?required=${this.required}
      @input=${this.#take}
      @change=${this.forwardChange}
    >
      ${
        !multiple && (this.placeholder || chosen.length === 0)
          ? html`<option value="" .selected=${live(chosen.length === 0)}>${this.placeholder}</option>`
          : nothing
      }
      ${list.map(
        (choice, index) =>
          html`<option value=${index} ?disabled=${choice.disabled} .selected=${live(chosen.includes(choice))}>
            ${choice.label}
          </option>`,
      )}
    </select>`;
  }

  get #chosen(): readonly Choice[] {
    const { list } = this;
    if (this.multiple && this.raw === undefined) {
      return list.filter((choice) => choice instanceof HTMLOptionElement && choice.hasAttribute('selected'));
    }
    const wanted = new Set((this.multiple ? toArray(this.raw) : [super.value]).map((value) => this.find(value)));
    return list.filter((choice) => wanted.has(choice));
  }

  #take(event: InputEvent): void {
    const { list } = this;
    const values = [...(event.target as HTMLSelectElement).selectedOptions]
      .filter((option) => option.value !== '')
      .map((option) => list[Number(option.value)]!.value);
    this.value = this.multiple ? values : (values[0] ?? null);
  }
}

/** The attribute gives several values as a JSON array, one as it is. */
function toArray(value: unknown): unknown[] {
  if (typeof value === 'string' && value.startsWith('[')) {
    try {
      return JSON.parse(value);
    } catch {
      return [value];
    }
  }
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}

define('rv-dropdown', RvDropdown);

declare global {
  interface HTMLElementTagNameMap {
    'rv-dropdown': RvDropdown;
  }
}
