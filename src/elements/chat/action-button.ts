import { html, type TemplateResult } from 'lit';

/** A button with an icon, for something to do with a message. */
export function actionButton(name: string, icon: TemplateResult, act: () => void): TemplateResult {
  return html`<button type="button" class="icon-button" title=${name} aria-label=${name} @click=${act}>${icon}</button>`;
}
