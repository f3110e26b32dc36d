import { MarkdownSink } from '../sinks/markdown.js';
import { define } from './define.js';
import { RvProse } from './prose.js';

/**
 * Formatted text from Markdown, rendered as it streams in: a token costs what a token is long, however much is there.
 * HTML in it is shown as text, and links that could run script lead nowhere.
 *
 * ```html
 * <rv-markdown label="Answer" append></rv-markdown>
 * ```
 *
 * @tag rv-markdown
 */
export class RvMarkdown extends RvProse {
  constructor() {
    super(new MarkdownSink());
  }
}

define('rv-markdown', RvMarkdown);

declare global {
  interface HTMLElementTagNameMap {
    'rv-markdown': RvMarkdown;
  }
}
