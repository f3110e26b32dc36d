import { property } from 'lit/decorators.js';
import type { Paint } from '../../worker/protocol.js';
import { culpritIn, isCloneable } from './culprit.js';
import { define } from './define.js';
import { RvInvisibleComponent } from './invisible-component.js';
import { cloneUrl } from './worker-parts.js';

/**
 * A value held by the page, for functions to read and write. Nothing of it is seen. It is part of an app where `inputs`
 * or `outputs` name it, or with the attribute `input` or `output`.
 *
 * ```html
 * <rv-app inputs="task tasks" outputs="tasks list">
 *   <rv-textbox name="task"></rv-textbox>
 *   <rv-state name="tasks" value="[]"></rv-state>
 *   <rv-json name="list"></rv-json>
 *   <script type="rivulet">
 *     export default (task, tasks) => [[...tasks, task], [...tasks, task]];
 *   </script>
 * </rv-app>
 * ```
 *
 * @tag rv-state
 * @fires change - The value was set after the first time: by script or by a run.
 */
export class RvState extends RvInvisibleComponent {
  /** Whether it is a run that changes the value, of which the app tells by itself. */
  painting = false;

  #value: unknown = null;

  /**
   * Anything that can be structured-cloned; as an attribute, JSON text. A value is copied when it is set, so what its
   * giver does with it later does not change it; `change` is not fired for changes inside it.
   */
  @property()
  get value(): unknown {
    return this.#value;
  }

  set value(value: unknown) {
    this.keep(this.#copy(value));
  }

  override get encoderModule(): string {
    return cloneUrl();
  }

  override attributeChangedCallback(name: string, old: string | null, text: string | null): void {
    if (name !== 'value') super.attributeChangedCallback(name, old, text);
    else if (this.hasUpdated) this.keep(this.initial());
    else this.show(this.initial());
  }

  /** A copy: a run that has to wait is given what was there when it was asked for. */
  override read(): unknown {
    return structuredClone(this.value);
  }

  override paint(paint: Paint): void {
    if (paint.kind !== 'value') return;
    this.painting = true;
    try {
      // It is a copy already.
      this.keep(paint.value);
    } finally {
      this.painting = false;
    }
  }

  override clear(): void {
    this.keep(this.initial());
  }

  /** Takes a value, which nobody else holds, from a script or a run. */
  protected keep(value: unknown): void {
    this.show(value);
  }

  /** Holds a value from wherever it came, and says so. */
  protected show(value: unknown): void {
    this.#value = value;
    if (this.hasUpdated) this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** What the markup gives, anew each time. */
  protected initial(): unknown {
    const text = this.getAttribute('value');
    try {
      const value = text === null ? null : JSON.parse(text);
      this.error = '';
      return value;
    } catch (error) {
      const shown = text!.length > 60 ? `${text!.slice(0, 60)}…` : text;
      this.complain(`value is ${shown}, but takes JSON: ${(error as Error).message}.`);
      return null;
    }
  }

  #copy(value: unknown): unknown {
    try {
      return structuredClone(value);
    } catch (error) {
      const culprit = culpritIn(value, 'value', isCloneable);
      throw new TypeError(`${this.nameInMessages}: ${culprit}, but takes what can be structured-cloned.`, {
        cause: error,
      });
    }
  }
}

define('rv-state', RvState);

declare global {
  interface HTMLElementTagNameMap {
    'rv-state': RvState;
  }
}
