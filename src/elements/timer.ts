import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { trueUnlessFalse } from './component.js';
import { define } from './define.js';
import { RvInvisibleComponent } from './invisible-component.js';

/** Seconds a browser can wait: a signed 32-bit number of milliseconds. */
const LONGEST = 2_147_483;

/**
 * A clock that ticks while it is on the page. Nothing of it is seen. A tick that is late, because the page was hidden or
 * at work, comes once, and the next a whole interval after it.
 *
 * ```html
 * <rv-timer name="clock" value="5"></rv-timer>
 * <script>
 *   document.querySelector('[name=clock]').addEventListener('tick', () => document.querySelector('rv-app').submit());
 * </script>
 * ```
 *
 * @tag rv-timer
 * @fires tick - Every `value` seconds while `active`.
 */
export class RvTimer extends RvInvisibleComponent {
  static override readonly encoder = 'number';

  /** Seconds from one tick to the next. */
  @property({ type: Number }) value = 1;
  /** `active="false"` stops it. */
  @property({ converter: trueUnlessFalse }) active = true;

  #timeout: ReturnType<typeof setTimeout> | undefined;

  override clear(): void {
    this.value = Number(this.getAttribute('value') ?? 1);
    this.active = this.getAttribute('active') !== 'false';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timeout);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('value')) this.#check();
    super.willUpdate(changed);
    if (changed.has('value') || changed.has('active')) this.#start();
  }

  get #takes(): boolean {
    return this.value > 0 && this.value <= LONGEST;
  }

  #check(): void {
    const { value } = this;
    const came = Number.isNaN(value) ? this.getAttribute('value') : value;
    if (this.#takes) this.error = '';
    else this.complain(`value is ${came}, but takes a number of seconds above 0, at most ${LONGEST}.`);
  }

  #start(): void {
    clearTimeout(this.#timeout);
    if (this.active && this.#takes && this.isConnected) this.#timeout = setTimeout(this.#tick, this.value * 1000);
  }

  #tick = (): void => {
    // Before the event, whose listeners may stop it.
    this.#start();
    this.dispatchEvent(new Event('tick', { bubbles: true }));
  };
}

define('rv-timer', RvTimer);

declare global {
  interface HTMLElementTagNameMap {
    'rv-timer': RvTimer;
  }
}
