import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from './define.js';
import { RvLayoutElement } from './layout-element.js';

/**
 * What is not needed all the time, under a label that opens and closes it: a native `<details>`.
 *
 * ```html
 * <rv-accordion label="Advanced">
 *   <rv-slider label="Guidance" name="guidance"></rv-slider>
 * </rv-accordion>
 * ```
 *
 * @tag rv-accordion
 * @slot - Components and any HTML.
 * @csspart details - The native `<details>`.
 * @csspart summary - The native `<summary>`, with the label.
 * @csspart content - The box around the children.
 * @fires toggle - It was opened or closed.
 */
export class RvAccordion extends RvLayoutElement {
  static override styles = [
    RvLayoutElement.styles,
    css`
      /* The whole height of a row of equal ones. */
      details {
        min-block-size: 100%;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        color: var(--_text);
        background: var(--_surface);
      }
      summary {
        padding: 0.75rem 1rem;
        border-radius: var(--_radius);
        overflow-wrap: anywhere;
      }
      summary:focus-visible {
        outline-offset: -2px;
      }
      [part='content'] {
        padding: 0.25rem 1rem 1rem;
      }
    `,
  ];

  /** Always in sight. */
  @property() label = '';
  /** Whether the children are in sight. */
  @property({ type: Boolean, reflect: true }) open = false;

  protected override reveal(): void {
    this.open = true;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get('open') !== undefined) this.dispatchEvent(new Event('toggle'));
  }

  protected override render(): TemplateResult {
    return html`<details part="details" ?open=${this.open} @toggle=${this.#follow}>
      <summary part="summary">${this.label || 'Details'}</summary>
      <div part="content"><slot class="stack"></slot></div>
    </details>`;
  }

  #follow(event: Event): void {
    this.open = (event.target as HTMLDetailsElement).open;
  }
}

define('rv-accordion', RvAccordion);

declare global {
  interface HTMLElementTagNameMap {
    'rv-accordion': RvAccordion;
  }
}
