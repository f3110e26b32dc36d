import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { RvChoiceComponent } from './choices.js';
import { define } from './define.js';

/**
 * One choice of a few, all of them in sight. Its value is that of the choice, `null` until one is made.
 *
 * ```html
 * <rv-radio label="Size" name="size" choices='[["Small", 256], ["Large", 512]]' value="256"></rv-radio>
 * ```
 *
 * @tag rv-radio
 * @csspart control - The `<fieldset>` around the native radio buttons.
 * @csspart choice - Each radio button with its label.
 */
export class RvRadio extends RvChoiceComponent {
  protected override labelTemplate(): typeof nothing {
    return nothing;
  }

  protected override control(): TemplateResult {
    const { value } = this;
    return html`<fieldset part="control" aria-describedby=${this.describedBy} ?disabled=${this.locked}>
      <legend part="label" class=${this.labelIsVisible ? nothing : 'visually-hidden'}>${this.accessibleLabel}</legend>
      <div class="choices">
        ${this.list.map(
          (choice, index) => html`<label part="choice" class="choice">
            <input
              type="radio"
              name="choice"
              id=${index === 0 ? 'control' : nothing}
              .checked=${live(choice.value === value)}
              ?disabled=${choice.disabled}
              ?required=${this.required}
              @input=${() => {
                this.value = choice.value;
              }}
              @change=${this.forwardChange}
            />
            <span>${choice.label}</span>
          </label>`,
        )}
      </div>
    </fieldset>`;
  }
}

define('rv-radio', RvRadio);

declare global {
  interface HTMLElementTagNameMap {
    'rv-radio': RvRadio;
  }
}
