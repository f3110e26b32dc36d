import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from './define.js';
import { RvLayoutElement } from './layout-element.js';
import { RvTab } from './tab.js';

/**
 * Panels of which one is shown, with a row of tabs to choose it by. Tabs may be added, removed, renamed, disabled and
 * moved at any time.
 *
 * ```html
 * <rv-tabs selected="audio">
 *   <rv-tab label="Picture" name="picture"><rv-image input></rv-image></rv-tab>
 *   <rv-tab label="Sound" name="audio"><rv-audio input></rv-audio></rv-tab>
 * </rv-tabs>
 * ```
 *
 * @tag rv-tabs
 * @slot - `<rv-tab>` elements.
 * @csspart strip - The row of tabs.
 * @csspart tab - Each tab.
 * @csspart selected - The tab whose panel is shown.
 * @fires change - The user has chosen another tab.
 * @fires select - The user has chosen another tab.
 */
export class RvTabs extends RvLayoutElement {
  static override styles = [
    RvLayoutElement.styles,
    css`
      [part='strip'] {
        display: flex;
        overflow: auto hidden;
        scrollbar-width: thin;
        box-shadow: inset 0 -1px var(--_border);
      }
      button {
        flex: none;
        padding: 0.5rem 1rem;
        border: solid transparent;
        border-width: 2px 0;
        background: none;
        white-space: nowrap;
      }
      button:not([aria-selected='true']) {
        font-weight: 400;
        color: var(--_muted);
      }
      button:hover:not(:disabled) {
        color: var(--_text);
      }
      button[aria-selected='true'] {
        border-block-end-color: var(--_accent);
      }
      button:disabled {
        opacity: 0.6;
        cursor: not-allowed;
      }
      /* The strip would cut off what is outside of it. */
      button:focus-visible {
        outline-offset: -4px;
        border-radius: var(--_radius);
      }
    `,
  ];

  /** What the row of tabs is called by a screen reader. */
  @property() label = '';

  /** The tab that is wanted: the element once it is known, its name or index before. */
  #wanted: RvTab | string | number | null = null;
  /** The tab that was last scrolled to. */
  #inSight: RvTab | undefined;

  /**
   * The tab whose panel is shown: its `name`, or its index from 0 when it has none. While the one that was chosen is
   * disabled or not visible, the first that can be shown takes its place.
   */
  @property()
  get selected(): string | number {
    const shown = this.#shown;
    return shown ? shown.name || this.tabs.indexOf(shown) : '';
  }

  set selected(value: string | number | null) {
    this.#wanted = value;
    this.requestUpdate();
  }

  /** The `<rv-tab>` children. */
  get tabs(): RvTab[] {
    return [...this.children].filter((child) => child instanceof RvTab);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // A name that no tab has is wrong once all of them are there.
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.requestUpdate(), { once: true });
    }
  }

  protected override problem(): string {
    const wanted = this.#wanted;
    if (wanted === null || wanted === '' || wanted instanceof RvTab || document.readyState === 'loading') return '';
    const tabs = this.tabs.map(({ name }, index) => name || index).join(', ') || 'none';
    return `selected is "${wanted}", but takes the name or the index of a tab (there are: ${tabs}).`;
  }

  protected override reveal(descendant: Element): void {
    const tab = this.tabs.find((tab) => tab.contains(descendant));
    if (!tab || !canBeShown(tab)) return;
    this.#wanted = tab;
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { tabs } = this;
    const shown = this.#shown;
    // From now on it is that tab, wherever it moves.
    this.#wanted = this.#find(this.#wanted) ?? this.#wanted ?? shown ?? null;
    super.willUpdate(changed);
    const left = tabs.find((tab) => tab !== shown && tab.matches(':focus-within'));
    for (const tab of tabs) tab.hidden = tab !== shown;
    // The focus would be lost with the panel it is in.
    if (left) shown?.focus();
  }

  protected override update(changed: PropertyValues): void {
    const focused = this.shadowRoot?.activeElement;
    super.update(changed);
    // The tab that had the focus may be gone, or stand elsewhere.
    if (focused?.matches('[role="tab"]') && focused !== this.#button) this.#button?.focus();
  }

  protected override updated(): void {
    const shown = this.#shown;
    if (shown === this.#inSight) return;
    this.#inSight = shown;
    this.#scrollToTab();
  }

  protected override render(): TemplateResult {
    const shown = this.#shown;
    return html`<div part="strip" role="tablist" aria-label=${this.label || nothing} @keydown=${this.#move}>
        ${this.tabs.map((tab, index) =>
          tab.visible
            ? html`<button
                part=${tab === shown ? 'tab selected' : 'tab'}
                role="tab"
                type="button"
                tabindex=${tab === shown ? 0 : -1}
                aria-selected=${tab === shown}
                .ariaControlsElements=${[tab]}
                ?disabled=${tab.disabled}
                @click=${() => this.#choose(tab)}
              >
                ${tab.label || tab.name || index + 1}
              </button>`
            : nothing,
        )}
      </div>
      ${this.errorTemplate()}<slot @slotchange=${() => this.requestUpdate()}></slot>`;
  }

  get #shown(): RvTab | undefined {
    const wanted = this.#find(this.#wanted);
    if (wanted && canBeShown(wanted)) return wanted;
    return this.tabs.find(canBeShown) ?? this.tabs.find(({ visible }) => visible);
  }

  get #button(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]');
  }

  #find(wanted: RvTab | string | number | null): RvTab | undefined {
    const { tabs } = this;
    if (wanted === null || wanted === '') return undefined;
    if (wanted instanceof RvTab) return tabs.find((tab) => tab === wanted);
    return tabs.find(({ name }) => name === String(wanted)) ?? tabs[Number(wanted)];
  }

  #choose(tab: RvTab): void {
    const isAnother = tab !== this.#shown;
    this.#wanted = tab;
    this.requestUpdate();
    this.performUpdate();
    // Safari gives no focus to a button that is clicked.
    this.#button?.focus();
    if (!isAnother) return;
    this.dispatchEvent(new Event('change', { bubbles: true }));
    this.dispatchEvent(new Event('select', { bubbles: true }));
  }

  #move(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const shown = this.#shown;
    if (!shown || !canBeShown(shown)) return;
    const tabs = this.tabs.filter(canBeShown);
    const at = tabs.indexOf(shown);
    const [back, on] =
      getComputedStyle(this).direction === 'rtl' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight'];
    const to = { Home: 0, End: -1, [back!]: at - 1, [on!]: at + 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#choose(tabs.at(to % tabs.length)!);
  }

  /** `scrollIntoView()` would scroll the page as well. */
  #scrollToTab(): void {
    const strip = this.renderRoot.querySelector('[part="strip"]')!;
    const tab = this.#button?.getBoundingClientRect();
    if (!tab) return;
    const { left, right } = strip.getBoundingClientRect();
    if (tab.left < left) strip.scrollLeft -= left - tab.left;
    else if (tab.right > right) strip.scrollLeft += tab.right - right;
  }
}

const canBeShown = (tab: RvTab): boolean => tab.visible && !tab.disabled;

define('rv-tabs', RvTabs);

declare global {
  interface HTMLElementTagNameMap {
    'rv-tabs': RvTabs;
  }
}
