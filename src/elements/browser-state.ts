import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isJson } from '../store/cipher.js';
import { type Held, KeptValue, notKept } from '../store/kept-value.js';
import { culpritIn } from './culprit.js';
import { define } from './define.js';
import { RvState } from './state.js';

/**
 * A value held by the page, as `<rv-state>` holds it, and kept in the browser across visits. All elements with the same
 * `storage-key` on pages of the same origin, in other tabs too, have the same value.
 *
 * Until the first value is set it is what the markup gives; what a visit before has stored takes its place, with a
 * `change`, soon after the page has loaded. Where the browser stores nothing, the value lasts as long as the page, and the
 * element shows why. The app's Clear leaves the value as it is; `forget()` does not.
 *
 * ```html
 * <rv-browser-state name="todos" storage-key="todos" value="[]"></rv-browser-state>
 * ```
 *
 * @tag rv-browser-state
 * @csspart note - What is wrong with what is stored.
 * @fires change - The value was set after the first time: by script, by a run, by another tab, or by what was stored.
 */
export class RvBrowserState extends RvState {
  static override styles = [
    RvState.styles,
    css`
      [part='note'] {
        margin: 0;
        font-size: 0.8125rem;
        color: var(--_muted);
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** Under which the value is kept, one for all pages of an origin. */
  @property({ attribute: 'storage-key' }) storageKey = '';
  /**
   * Encrypts what is stored; it has to be what JSON can hold then. In the markup everybody can read it: set it by script,
   * from what the user enters, to keep a secret.
   */
  @property() secret = '';

  /** What is wrong with what is stored, or `''`. */
  @state() private note = '';
  #kept: KeptValue | undefined;
  /** Whether a value was set while nothing could be stored yet. */
  #given = false;

  /** What is stored, once it has come. */
  override async read(): Promise<unknown> {
    await this.updateComplete;
    await this.#kept?.loaded;
    return super.read();
  }

  /** Nothing: what was kept over visits is not lost to the app's Clear. */
  override clear(): void {}

  /** Back to the state the markup gave; what is stored is forgotten, in all tabs. */
  forget(): void {
    this.#given = false;
    this.show(this.initial());
    this.#kept?.keep(undefined);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#kept) this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Whoever only moves the element puts it back at once.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  protected override get wrong(): boolean {
    return super.wrong || this.note !== '';
  }

  protected override keep(value: unknown): void {
    if (this.secret && !isJson(value)) {
      const culprit = culpritIn(value, 'value', isJson);
      throw new TypeError(`${this.nameInMessages}: ${culprit}, but with a secret takes what JSON can hold.`);
    }
    // A key or secret that was set a moment ago is not in use yet: the value is not for the one before.
    const ready = this.#kept?.key === this.storageKey && this.#kept.secret === this.secret;
    this.#given = !ready;
    // Before the event, whose listeners may set the next.
    if (ready) {
      this.error = '';
      this.#kept!.keep({ value });
    }
    super.keep(value);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated) this.#start();
    else if (changed.has('storageKey') || changed.has('secret')) this.#startAgain();
    super.willUpdate(changed);
  }

  protected override control(): TemplateResult {
    return html`<p part="note" role="status" ?hidden=${!this.note}>${this.note}</p>`;
  }

  #startAgain(): void {
    this.#stop();
    this.error = '';
    if (!this.#given) this.show(this.initial());
    this.#start();
  }

  #start(): void {
    this.note = '';
    if (!this.isConnected) return;
    if (!this.storageKey) {
      this.complain('it has no storage-key, so its value lasts as long as the page. Give it one.');
    } else if (this.secret && !globalThis.crypto?.subtle) {
      this.#tell(notKept('a secret takes WebCrypto, which browsers have on secure pages only (https, localhost)'));
    } else {
      this.#kept = new KeptValue(this.storageKey, this.secret, {
        came: (held: Held) => this.show(held ? held.value : this.initial()),
        trouble: (message) => this.#tell(message),
        refused: (error) => this.complain(`this browser can’t store such a value: ${error.message}`),
      });
      if (this.#given) this.#kept.keep({ value: this.value });
      this.#given = false;
    }
  }

  #stop(): void {
    void this.#kept?.close();
    this.#kept = undefined;
  }

  #tell(message: string): void {
    this.note = message;
    if (message) console.warn(`${this.nameInMessages}: ${message}`);
  }
}

define('rv-browser-state', RvBrowserState);

declare global {
  interface HTMLElementTagNameMap {
    'rv-browser-state': RvBrowserState;
  }
}
