import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../../worker/protocol.js';

/** A bar with what is done, how much there is, and of what. */
export function progressBar({ fraction, done, total, unit, description }: Progress): TemplateResult {
  const count = [done, total !== undefined && `of ${total}`, unit].filter(
    (part) => part !== undefined && part !== false,
  );
  const percent = fraction === null ? '' : `${Math.round(fraction * 100)} %`;
  const text = [description, count.join(' '), percent].filter(Boolean).join(' · ');
  return html`<label>${text || 'Progress'} <progress max="1" value=${fraction ?? nothing}></progress></label>`;
}
