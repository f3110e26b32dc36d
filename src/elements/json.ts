import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Paint } from '../../worker/protocol.js';
import { RvComponent } from './component.js';
import { define } from './define.js';
import { icons } from './icons.js';

/** Members of an array or object shown at once; a button shows as many more. */
const PAGE = 100;

/**
 * JSON as a tree to open and close. What is closed is not rendered, so a large value costs no more than what is seen of
 * it; what the user opened stays open when the value changes.
 *
 * ```html
 * <rv-json label="Response" value='{"tokens": 12, "done": true}'></rv-json>
 * ```
 *
 * @tag rv-json
 * @csspart tree - The tree.
 * @csspart copy - The button that copies the JSON.
 * @cssprop [--rv-max-height=30rem] - From which height on the tree scrolls.
 */
export class RvJson extends RvComponent {
  static override readonly encoder = 'json';
  static override styles = [
    RvComponent.styles,
    css`
      [part='tree'] {
        padding: 0.75rem 1rem;
        min-block-size: 3rem;
        max-block-size: var(--rv-max-height, 30rem);
        overflow: auto;
        font: 0.8125rem / 1.6 var(--_mono);
        overflow-wrap: anywhere;
      }
      ul {
        margin: 0;
        padding-inline-start: 1.25rem;
        list-style: none;
      }
      li:not(:has(> details)) {
        padding-inline-start: 1rem;
      }
      summary {
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary::before {
        content: '▸';
        display: inline-block;
        inline-size: 1rem;
        color: var(--_muted);
      }
      [open] > summary::before {
        content: '▾';
      }
      .key {
        color: var(--_text);
        font-weight: 600;
      }
      .count,
      .null {
        color: var(--_muted);
      }
      .string {
        color: light-dark(#15603a, #86efac);
        white-space: pre-wrap;
      }
      .number {
        color: light-dark(#1d4ed8, #93c5fd);
      }
      .boolean {
        color: light-dark(#9a3412, #fdba74);
      }
      .more {
        padding: 0 0.5rem;
      }
    `,
  ];

  #value: unknown = null;
  @state() private copied = false;
  /** Paths of what the user has opened, or closed, by hand. */
  readonly #toggled = new Map<string, boolean>();
  readonly #pages = new Map<string, number>();

  /** What is shown: anything JSON can hold. As an attribute, JSON text. */
  @property()
  get value(): unknown {
    return this.#value;
  }

  set value(value: unknown) {
    this.#value = value;
  }

  override attributeChangedCallback(name: string, old: string | null, text: string | null): void {
    if (name === 'value') this.#parse(text);
    else super.attributeChangedCallback(name, old, text);
  }

  override paint(paint: Paint): void | Promise<void> {
    if (paint.kind === 'json') this.value = JSON.parse(paint.text);
    else return super.paint(paint);
  }

  override clear(): void {
    this.#parse(this.getAttribute('value'));
  }

  #parse(text: string | null): void {
    try {
      this.value = text === null ? null : JSON.parse(text);
      this.error = '';
    } catch (error) {
      this.complain(
        `value is ${text!.length > 60 ? `${text!.slice(0, 60)}…` : text}, but takes JSON: ${(error as Error).message}.`,
      );
    }
  }

  protected override control(): TemplateResult {
    const empty = this.value === null || this.value === undefined;
    return html`<div
        part="tree"
        class="surface"
        role="group"
        aria-labelledby=${this.labelledBy}
        aria-label=${this.hiddenLabel}
        aria-busy=${this.busy}
      >
        ${empty ? nothing : this.#node(this.value, '$')}
      </div>
      <div class="toolbar" ?hidden=${empty || !navigator.clipboard}>
        <button part="copy" class="icon-button" title="Copy" aria-label=${this.copied ? 'Copied' : 'Copy'} @click=${this.#copy}>
          ${this.copied ? icons.check : icons.copy}
        </button>
      </div>`;
  }

  #node(value: unknown, path: string, key?: string): TemplateResult {
    const name = key === undefined ? nothing : html`<span class="key">${key}</span>: `;
    if (typeof value !== 'object' || value === null) return html`${name}${leaf(value)}`;
    const entries = Object.entries(value);
    const summary = Array.isArray(value) ? `[${count(entries.length, 'item')}]` : `{${count(entries.length, 'key')}}`;
    if (entries.length === 0) return html`${name}<span class="count">${summary}</span>`;
    const open = this.#isOpen(path);
    return html`<details .open=${open} @toggle=${(event: Event) => this.#toggle(path, event)}>
      <summary>${name}<span class="count">${summary}</span></summary>
      ${open ? this.#members(entries, path) : nothing}
    </details>`;
  }

  #members(entries: [string, unknown][], path: string): TemplateResult {
    const shown = this.#pages.get(path) ?? PAGE;
    const rest = entries.length - shown;
    return html`<ul>
      ${entries.slice(0, shown).map(([key, value]) => html`<li>${this.#node(value, `${path}/${key}`, key)}</li>`)}
      ${
        rest > 0
          ? html`<li>
              <button class="more" @click=${() => this.#showMore(path, shown + PAGE)}>
                Show ${Math.min(PAGE, rest)} of ${rest} more
              </button>
            </li>`
          : nothing
      }
    </ul>`;
  }

  #isOpen(path: string): boolean {
    return this.#toggled.get(path) ?? path === '$';
  }

  #toggle(path: string, event: Event): void {
    const { open } = event.target as HTMLDetailsElement;
    if (open === this.#isOpen(path)) return;
    this.#toggled.set(path, open);
    this.requestUpdate();
  }

  #showMore(path: string, count: number): void {
    this.#pages.set(path, count);
    this.requestUpdate();
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(JSON.stringify(this.value, null, 2));
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, 2000);
  }
}

function leaf(value: unknown): TemplateResult {
  return html`<span class=${value === null ? 'null' : typeof value}>${JSON.stringify(value)}</span>`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

define('rv-json', RvJson);

declare global {
  interface HTMLElementTagNameMap {
    'rv-json': RvJson;
  }
}
