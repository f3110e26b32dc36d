import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { define } from './define.js';
import { icons } from './icons.js';
import { RvLayoutElement, wrongNumber } from './layout-element.js';
import { iconStyles } from './styles.js';

/**
 * A panel at the side of the element it is in, with a button that opens and closes it. The rest of that element makes
 * room for it. Where the element is narrower than 48rem, the panel lies over the page instead, and is closed at first.
 *
 * ```html
 * <rv-app>
 *   <rv-sidebar label="Settings" open>
 *     <rv-slider label="Steps" name="steps"></rv-slider>
 *   </rv-sidebar>
 *   <rv-image label="Picture"></rv-image>
 * </rv-app>
 * ```
 *
 * The room is made by inline styles of the element around: `position`, `box-sizing`, `padding` at that side, and
 * `min-block-size`.
 *
 * @tag rv-sidebar
 * @slot - Components and any HTML.
 * @csspart toggle - The button that opens and closes it.
 * @csspart panel - What it opens.
 * @csspart close - The button inside a panel that lies over the page.
 * @fires toggle - It was opened or closed.
 */
export class RvSidebar extends RvLayoutElement {
  static override styles = [
    RvLayoutElement.styles,
    iconStyles,
    css`
      :host {
        flex: 1 0 100%;
        color: var(--_text);
      }
      :host(:not([narrow])) {
        position: absolute;
        inset-block: 0;
        left: 0;
        inline-size: var(--_taken);
        border-radius: calc(var(--_radius) * 1.5);
        background: var(--_surface);
        box-shadow: inset 0 0 0 1px var(--_border);
      }
      :host([position='right']:not([narrow])) {
        left: auto;
        right: 0;
      }
      /* In sight while the page scrolls along what is beside it. */
      :host(:not([narrow])) .frame {
        position: sticky;
        inset-block-start: 0;
        max-block-size: 100dvh;
        overflow: auto;
        padding: 0.25rem;
      }
      :host([position='right']) .icon {
        scale: -1 1;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 0.5rem;
        min-block-size: 2.5rem;
        padding: 0.5rem 0.625rem;
        border: 1px solid transparent;
        border-radius: var(--_radius);
        background: none;
        text-align: start;
        overflow-wrap: anywhere;
      }
      button:hover {
        background: var(--_sunken);
      }
      button:focus-visible {
        outline-offset: -2px;
      }
      :host([narrow]) [part='toggle'] {
        border-color: var(--_border);
        background: var(--_sunken);
      }
      .icon {
        flex: none;
      }
      :host(:not([narrow], [open])) [part='toggle'] span {
        position: absolute;
        clip-path: inset(50%);
        inline-size: 1px;
        overflow: hidden;
        white-space: nowrap;
      }
      [part='panel'] {
        padding: 0.5rem 0.75rem 0.75rem;
      }
      [popover] {
        inset: 0 auto 0 0;
        inline-size: min(var(--_width), 100dvw - 2rem);
        block-size: 100dvh;
        max-block-size: none;
        margin: 0;
        padding: 0.5rem 1rem 1rem;
        border: solid var(--_border);
        border-width: 0 1px;
        color: inherit;
        background: var(--_surface);
        overflow: auto;
        overscroll-behavior: contain;
      }
      :host([position='right']) [popover] {
        --_from: 100%;
        inset: 0 0 0 auto;
      }
      [popover]::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      [part='close'] {
        margin: 0 0 0.5rem -0.625rem;
      }
      @media (prefers-reduced-motion: no-preference) {
        :popover-open {
          animation: come 0.2s ease-out;
        }
      }
      @keyframes come {
        from {
          translate: var(--_from, -100%);
        }
      }
    `,
  ];

  /** On the button, and what the panel is called by a screen reader. */
  @property() label = '';
  /** Whether the panel is in sight. */
  @property({ type: Boolean, reflect: true }) open = false;
  /** The side, `left` or `right`. */
  @property({ reflect: true }) position: 'left' | 'right' = 'left';
  /** Of the open panel, in CSS pixels. */
  @property({ type: Number }) width: number | null = 320;
  /** Set while there is no room beside the rest. */
  @property({ type: Boolean, reflect: true }) narrow = false;

  @query('.frame') private frame!: HTMLElement;
  @query('[part="toggle"]') private button!: HTMLElement;
  @query('[part="panel"]') private panel!: HTMLElement;

  /** The element around, where the room is made. */
  #around: HTMLElement | undefined;
  /** The padding of it that was set. */
  #padding = '';
  /** Whether it was open when it last was beside the rest. */
  #wasOpen = false;
  // A size that is changed while sizes are told is an error of the page.
  readonly #sizes = new ResizeObserver(() => requestAnimationFrame(() => this.requestUpdate()));

  override connectedCallback(): void {
    super.connectedCallback();
    const root = this.getRootNode();
    this.#around = this.parentElement ?? (root instanceof ShadowRoot ? (root.host as HTMLElement) : undefined);
    if (this.#around) this.#sizes.observe(this.#around);
    if (this.hasUpdated) this.#sizes.observe(this.frame);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#leaveRoom();
    this.#around = undefined;
  }

  protected override problem(): string {
    const { position } = this;
    if (position !== 'left' && position !== 'right') return `position has "${position}", but takes left, right.`;
    return wrongNumber(this, 'width', this.width ?? 0);
  }

  protected override reveal(): void {
    this.open = true;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#measure();
    this.style.setProperty('--_width', `${this.#width}px`);
    this.style.setProperty('--_taken', this.#taken);
  }

  protected override firstUpdated(): void {
    this.#sizes.observe(this.frame);
  }

  protected override updated(changed: PropertyValues): void {
    this.#makeRoom();
    // What the user has just opened is told a moment later.
    const isTold = changed.has('open') || changed.has('narrow');
    if (isTold && this.narrow && this.isConnected) this.panel.togglePopover(this.open);
    if (changed.get('open') !== undefined) this.dispatchEvent(new Event('toggle'));
  }

  protected override render(): TemplateResult {
    const { narrow, open } = this;
    const label = this.label || 'Sidebar';
    return html`<div class="frame">
      <button
        part="toggle"
        type="button"
        aria-expanded=${open}
        aria-controls="panel"
        popovertarget=${narrow ? 'panel' : nothing}
        @click=${this.#toggle}
      >
        ${icons.sidebar}<span>${label}</span>
      </button>
      ${this.errorTemplate()}
      <section
        part="panel"
        id="panel"
        aria-label=${label}
        popover=${narrow ? 'auto' : nothing}
        ?hidden=${!narrow && !open}
        @toggle=${this.#follow}
        @focusout=${this.#closeBehind}
      >
        ${
          narrow
            ? html`<button part="close" type="button" autofocus popovertarget="panel" popovertargetaction="hide">
                ${icons.close}<span>Close</span>
              </button>`
            : nothing
        }
        <slot class="stack"></slot>
      </section>
    </div>`;
  }

  /** What was told to be wrong counts as left out. */
  get #width(): number {
    return wrongNumber(this, 'width', this.width ?? 0) ? 320 : (this.width ?? 320);
  }

  /** The width beside the rest, as CSS has it. */
  get #taken(): string {
    return this.open ? `${this.#width}px` : '3rem';
  }

  #toggle(): void {
    // Over the page it is the browser that opens it.
    if (!this.narrow) this.open = !this.open;
  }

  #follow(): void {
    if (!this.narrow) return;
    this.open = this.panel.matches(':popover-open');
    if (!this.open) this.#keepFocus();
  }

  /** The browser gives the focus back from what is in the panel, but not from what is slotted there. */
  #keepFocus(): void {
    const { activeElement, body } = document;
    if (!activeElement || activeElement === body || this.contains(activeElement)) this.button.focus();
  }

  /** The focus goes on behind the panel, where nobody would see it. */
  #closeBehind({ relatedTarget }: FocusEvent): void {
    if (!this.narrow || !(relatedTarget instanceof Node)) return;
    if (!this.contains(relatedTarget) && !this.renderRoot.contains(relatedTarget)) this.panel.hidePopover();
  }

  /** Looks whether there is room for the panel and 20rem beside it. */
  #measure(): void {
    const width = this.#around?.offsetWidth;
    // Not laid out: in a tab that is hidden, for one.
    if (!width) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const narrow = width < Math.max(48 * rem, this.#width + 20 * rem);
    if (narrow === this.narrow) return;
    this.narrow = narrow;
    if (narrow) this.#wasOpen = this.open;
    this.open = narrow ? false : this.open || this.#wasOpen;
  }

  #makeRoom(): void {
    const around = this.#around;
    if (!around?.offsetWidth) return;
    if (this.narrow || !this.visible || this.hidden) {
      this.#leaveRoom();
      return;
    }
    const { style } = around;
    style.removeProperty(this.#padding);
    if (getComputedStyle(around).position === 'static') style.position = 'relative';
    style.boxSizing = 'border-box';
    this.#padding = this.position === 'right' ? 'padding-right' : 'padding-left';
    const own = getComputedStyle(around).getPropertyValue(this.#padding);
    style.setProperty(this.#padding, `calc(${own} + ${this.#taken} + var(--rv-gap, 1rem))`);
    const heights = sidebarsOf(around).map(({ frame }) => frame?.offsetHeight ?? 0);
    style.minBlockSize = `${Math.max(...heights)}px`;
  }

  #leaveRoom(): void {
    const around = this.#around;
    if (!around || !this.#padding) return;
    for (const property of ['position', 'box-sizing', 'min-block-size', this.#padding]) {
      around.style.removeProperty(property);
    }
    this.#padding = '';
    // One at the other side needs some of that still.
    for (const sidebar of sidebarsOf(around)) if (sidebar !== this) sidebar.requestUpdate();
  }
}

function sidebarsOf(around: HTMLElement): RvSidebar[] {
  return [...around.children].filter((child) => child instanceof RvSidebar);
}

define('rv-sidebar', RvSidebar);

declare global {
  interface HTMLElementTagNameMap {
    'rv-sidebar': RvSidebar;
  }
}
