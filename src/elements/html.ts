import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { HtmlSink } from '../sinks/html.js';
import { define } from './define.js';
import { RvProse } from './prose.js';

/**
 * HTML, sanitised: scripts, event handlers and what else could run are taken out by DOMPurify, loaded on first use.
 *
 * With `trusted` the HTML is shown as it is. Its `<script>` elements do not run then either, because `innerHTML` starts
 * none, but event handlers such as `onclick` do: use it for HTML you wrote yourself only.
 *
 * ```html
 * <rv-html label="Report"></rv-html>
 * ```
 *
 * @tag rv-html
 */
export class RvHtml extends RvProse {
  declare protected readonly sink: HtmlSink;

  /** Shows the HTML as it is, unsanitised. */
  @property({ type: Boolean }) trusted = false;

  constructor() {
    super(new HtmlSink());
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('trusted') || this.sink.trusted === this.trusted) return;
    this.sink.trusted = this.trusted;
    this.show(this.value);
  }
}

define('rv-html', RvHtml);

declare global {
  interface HTMLElementTagNameMap {
    'rv-html': RvHtml;
  }
}
