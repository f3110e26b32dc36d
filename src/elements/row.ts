import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from './define.js';
import { RvLayoutElement } from './layout-element.js';

/**
 * Children beside each other. They share the width, and the last of them go to a new line where there would be less than
 * 160 pixels for each, or than the `min-width` of an `<rv-column>` or of a style sheet.
 *
 * ```html
 * <rv-row>
 *   <rv-number label="Width" name="width"></rv-number>
 *   <rv-number label="Height" name="height"></rv-number>
 * </rv-row>
 * ```
 *
 * @tag rv-row
 * @slot - Columns, components and any HTML.
 */
export class RvRow extends RvLayoutElement {
  static override styles = [
    RvLayoutElement.styles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        gap: var(--rv-gap, 1rem);
      }
      :host([equal-height]) {
        align-items: stretch;
      }
      /* Columns and sidebars say themselves how wide they are. */
      ::slotted(:not(rv-column, rv-sidebar)) {
        flex: 1 1 0px;
        min-inline-size: min(160px, 100%);
      }
    `,
  ];

  /** Makes all children of a line as high as the highest. */
  @property({ type: Boolean, reflect: true, attribute: 'equal-height' }) equalHeight = false;

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

define('rv-row', RvRow);

declare global {
  interface HTMLElementTagNameMap {
    'rv-row': RvRow;
  }
}
