import { css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Confidence, Paint } from '../../worker/protocol.js';
import { RvComponent } from './component.js';
import { define } from './define.js';
import { labelUrl } from './worker-parts.js';

/** What a classifier found: the class, and how sure it is of each. */
export interface Classification {
  readonly label: string;
  readonly confidences: readonly Confidence[];
}

/**
 * The result of a classification: the class in large, and a bar for the confidence in each.
 *
 * ```html
 * <rv-label label="Animal" num-top-classes="3"></rv-label>
 * ```
 *
 * @tag rv-label
 * @csspart top - The class.
 * @csspart confidences - The list of classes with their confidences.
 */
export class RvLabel extends RvComponent {
  static override styles = [
    RvComponent.styles,
    css`
      .surface {
        padding: 0.75rem 1rem 1rem;
      }
      [part='top'] {
        margin: 0;
        font-size: 1.375rem;
        font-weight: 600;
        text-align: center;
        overflow-wrap: anywhere;
      }
      [part='top']:empty::before {
        content: '–';
        color: var(--_muted);
      }
      ol {
        display: grid;
        gap: 0.5rem;
        margin: 0.5rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 1rem;
        font-size: 0.875rem;
        overflow-wrap: anywhere;
      }
      .percent {
        font-variant-numeric: tabular-nums;
      }
      .bar {
        grid-column: 1 / -1;
        block-size: 0.375rem;
        border-radius: 1rem;
        background: var(--_sunken);
        overflow: hidden;
      }
      .bar::before {
        content: '';
        display: block;
        block-size: 100%;
        inline-size: calc(var(--_confidence) * 100%);
        border-radius: inherit;
        background: var(--_accent);
      }
    `,
  ];

  /** How many classes are listed; all when left out. */
  @property({ type: Number, attribute: 'num-top-classes' }) numTopClasses?: number;

  /** The classification, most confident first, or `null`. */
  @property({ attribute: false }) value: Classification | null = null;

  override get encoderModule(): string {
    return labelUrl();
  }

  override paint(paint: Paint): void | Promise<void> {
    if (paint.kind === 'label') this.value = { label: paint.label, confidences: paint.confidences };
    else return super.paint(paint);
  }

  override clear(): void {
    this.value = null;
  }

  protected override control(): TemplateResult {
    const confidences = this.value?.confidences.slice(0, this.numTopClasses ?? undefined) ?? [];
    return html`<div
      class="surface"
      role="group"
      aria-labelledby=${this.labelledBy}
      aria-label=${this.hiddenLabel}
      aria-live="polite"
      aria-busy=${this.busy}
    >
      <p part="top">${this.value?.label}</p>
      ${confidences.length > 0 ? html`<ol part="confidences">${confidences.map(confidenceTemplate)}</ol>` : nothing}
    </div>`;
  }
}

function confidenceTemplate({ label, confidence }: Confidence): TemplateResult {
  return html`<li>
    <span>${label}</span>
    <span class="percent">${percent(confidence)}</span>
    <span class="bar" aria-hidden="true" style="--_confidence: ${confidence}"></span>
  </li>`;
}

function percent(confidence: number): string {
  // Rounding must not make the nearly certain certain, nor the unlikely impossible.
  const rounded = Math.round(confidence * 100);
  if (rounded === 100 && confidence < 1) return '>99%';
  return rounded === 0 && confidence > 0 ? '<1%' : `${rounded}%`;
}

define('rv-label', RvLabel);

declare global {
  interface HTMLElementTagNameMap {
    'rv-label': RvLabel;
  }
}
