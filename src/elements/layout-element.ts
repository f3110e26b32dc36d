import { type CSSResultGroup, css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { trueUnlessFalse } from './component.js';
import { basics, tokens } from './styles.js';

const layoutStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--rv-gap, 1rem);
  }
  button,
  summary {
    font: 600 1rem / 1.5 var(--_font);
    color: var(--_text);
    cursor: pointer;
  }
  [part='error'] {
    margin: 0;
    font: 0.8125rem / 1.5 var(--_font);
    color: var(--_error);
    overflow-wrap: anywhere;
  }
  :host(:focus-visible),
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`;

/**
 * What the elements that arrange others share. They hold no value and take no part in a run, so they stand in an
 * `<rv-app>` or anywhere else, with any HTML between.
 *
 * @csspart error - What is wrong with an attribute.
 * @cssprop [--rv-gap=1rem] - The space between children.
 */
export abstract class RvLayoutElement extends LitElement {
  static override styles: CSSResultGroup = [tokens, basics, layoutStyles];

  /** `visible="false"` takes it off the page with all that is in it, which stays part of the app. */
  @property({ reflect: true, converter: trueUnlessFalse }) visible = true;
  @state() private error = '';

  constructor() {
    super();
    this.addEventListener('invalid', this.#showInvalid, { capture: true });
  }

  /** How messages name this element: `<rv-tab name="detail">`. */
  get nameInMessages(): string {
    const attribute = ['name', 'label', 'id'].find((attribute) => this.getAttribute(attribute));
    return `<${this.localName}${attribute ? ` ${attribute}="${this.getAttribute(attribute)}"` : ''}>`;
  }

  /** What is wrong with the page's own markup, or `''`. */
  protected problem(): string {
    return '';
  }

  /** Brings a descendant into sight. */
  protected reveal(_descendant: Element): void {}

  protected errorTemplate(): TemplateResult {
    return html`<p part="error" role="alert" ?hidden=${!this.error}>${this.error}</p>`;
  }

  protected override willUpdate(_changed: PropertyValues): void {
    const problem = this.problem();
    if (problem && problem !== this.error) console.error(`${this.nameInMessages}: ${problem}`);
    this.error = problem;
  }

  /**
   * A required input that nobody sees would keep Submit from running without a word: browsers show their message only
   * on what can have the focus. A live app asks at every change, and must not turn pages under the user's hands.
   */
  readonly #showInvalid = (event: Event): void => {
    const input = event.target as Element;
    if (input.closest('rv-app[live]')) return;
    this.reveal(input);
    // At once: the browser moves the focus as soon as the event is over.
    if (this.isUpdatePending) this.performUpdate();
  };
}

/** What is wrong with a number that must not be negative, or `''`. */
export function wrongNumber(element: Element, attribute: string, value: number): string {
  if (value >= 0 && value < Infinity) return '';
  const received = Number.isNaN(value) ? (element.getAttribute(attribute) ?? value) : value;
  return `${attribute} is "${received}", but takes a number from 0.`;
}
