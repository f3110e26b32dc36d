import { css, html, type TemplateResult } from 'lit';
import { define } from './define.js';
import { RvLayoutElement } from './layout-element.js';

/**
 * Children that belong together: under one border, with nothing but a line between them.
 *
 * ```html
 * <rv-group>
 *   <rv-textbox label="Prompt" name="prompt"></rv-textbox>
 *   <rv-slider label="Steps" name="steps"></rv-slider>
 * </rv-group>
 * ```
 *
 * A picture or a map fills it up to the border with `style="padding: 0"`.
 *
 * @tag rv-group
 * @slot - Components and any HTML.
 */
export class RvGroup extends RvLayoutElement {
  static override styles = [
    RvLayoutElement.styles,
    css`
      /* The lines are the border's colour, seen through the gaps: what is hidden leaves none. */
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1px;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        background: var(--_border);
        overflow: clip;
      }
      ::slotted(*) {
        margin: 0;
        padding: 0.75rem 1rem;
        color: var(--_text);
        background: var(--_surface);
      }
      ::slotted(:focus-visible) {
        outline-offset: -2px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

define('rv-group', RvGroup);

declare global {
  interface HTMLElementTagNameMap {
    'rv-group': RvGroup;
  }
}
