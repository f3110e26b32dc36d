import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { RvComponent } from './component.js';

/**
 * A component with nothing to see. It is no input or output by itself, but where it is named as one. When something is
 * wrong with it, it is shown with its name and what is wrong.
 */
export abstract class RvInvisibleComponent extends RvComponent {
  static override readonly role = 'neither';
  static override styles = [
    RvComponent.styles,
    css`
      :host(:not(:state(wrong))) {
        display: none;
      }
    `,
  ];

  readonly #internals = this.attachInternals();

  /** Whether there is something to tell. */
  protected get wrong(): boolean {
    return this.error !== '';
  }

  protected override labelTemplate(): TemplateResult | typeof nothing {
    return this.wrong ? html`<span part="label" id="label">${this.accessibleLabel}</span>` : nothing;
  }

  protected override control(): TemplateResult {
    return html``;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.wrong) this.#internals.states.add('wrong');
    else this.#internals.states.delete('wrong');
  }
}
