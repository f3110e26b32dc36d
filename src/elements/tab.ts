import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from './define.js';
import { RvLayoutElement } from './layout-element.js';

/**
 * One of the panels of an `<rv-tabs>`, with the label of its tab. It is `hidden` while another is shown; what is in it
 * keeps its values and stays part of the app.
 *
 * @tag rv-tab
 * @slot - Components and any HTML.
 */
export class RvTab extends RvLayoutElement {
  static override styles = [
    RvLayoutElement.styles,
    css`
      :host {
        padding-block-start: 1rem;
      }
    `,
  ];

  /** Shown on the tab. */
  @property() label = '';
  /** By which `selected` of the `<rv-tabs>` names this tab. */
  @property() name = '';
  /** Keeps the tab from being chosen. */
  @property({ type: Boolean, reflect: true }) disabled = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.role = 'tabpanel';
    if (!this.hasAttribute('tabindex')) this.tabIndex = 0;
    // It may have come from elsewhere.
    this.requestUpdate();
  }

  protected override problem(): string {
    return this.#tabs ? '' : 'it has to be a child of an <rv-tabs>.';
  }

  protected override updated(): void {
    this.ariaLabel = this.label || this.name || null;
    this.#tabs?.requestUpdate?.();
  }

  protected override render(): TemplateResult {
    return html`${this.errorTemplate()}<slot class="stack"></slot>`;
  }

  /** The element around it, which may not be loaded yet. */
  get #tabs(): (Element & { requestUpdate?(): void }) | null {
    return this.parentElement?.localName === 'rv-tabs' ? this.parentElement : null;
  }
}

define('rv-tab', RvTab);

declare global {
  interface HTMLElementTagNameMap {
    'rv-tab': RvTab;
  }
}
