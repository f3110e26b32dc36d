import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from './define.js';
import { RvLayoutElement, wrongNumber } from './layout-element.js';

/**
 * Children under each other. In an `<rv-row>`, `scale` and `min-width` say how wide the column is.
 *
 * ```html
 * <rv-row>
 *   <rv-column scale="2"><rv-image label="Picture"></rv-image></rv-column>
 *   <rv-column><rv-label label="Animal"></rv-label></rv-column>
 * </rv-row>
 * ```
 *
 * @tag rv-column
 * @slot - Components and any HTML.
 */
export class RvColumn extends RvLayoutElement {
  static override styles = [
    RvLayoutElement.styles,
    css`
      :host {
        flex: var(--_flex);
        min-inline-size: min(var(--_min-width), 100%);
        max-inline-size: 100%;
      }
    `,
  ];

  /** How wide it is in proportion to the others of its row; 0 for as narrow as its content. */
  @property({ type: Number }) scale: number | null = 1;
  /** CSS pixels below which it goes to a line of its own: 320, or none with `scale="0"`. */
  @property({ type: Number, attribute: 'min-width' }) minWidth: number | null = null;

  protected override problem(): string {
    return wrongNumber(this, 'scale', this.scale ?? 1) || wrongNumber(this, 'min-width', this.minWidth ?? 0);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const scale = orElse(this.scale, 1);
    this.style.setProperty('--_flex', scale === 0 ? '0 1 auto' : `${scale} 1 0px`);
    this.style.setProperty('--_min-width', `${orElse(this.minWidth, scale === 0 ? 0 : 320)}px`);
  }

  protected override render(): TemplateResult {
    return html`${this.errorTemplate()}<slot class="stack"></slot>`;
  }
}

/** What was told to be wrong counts as left out. */
function orElse(value: number | null, fallback: number): number {
  return value !== null && value >= 0 && value < Infinity ? value : fallback;
}

define('rv-column', RvColumn);

declare global {
  interface HTMLElementTagNameMap {
    'rv-column': RvColumn;
  }
}
