import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { Alert, Progress } from '../../worker/protocol.js';
import { RvComponent } from '../elements/component.js';
import { define } from '../elements/define.js';
import { RvValueComponent } from '../elements/value-component.js';
import { loadElement } from '../loader.js';
import { Run, type RunEnding, type RunListener } from '../runtime/run.js';
import { Runtime } from '../runtime/runtime.js';
import { preloadWorker, type Script } from '../runtime/script.js';
import { ScriptError } from '../runtime/script-error.js';
import {
  RvAlertEvent,
  RvCancelEvent,
  RvCompleteEvent,
  RvErrorEvent,
  RvProgressEvent,
  RvStartEvent,
  RvYieldEvent,
} from './events.js';
import { type Layout, layOut } from './layout.js';
import { documentParsed, pageIdle } from './page.js';
import { progressBar } from './progress.js';
import { Queue, TRIGGER_MODES, type Trigger, type TriggerMode } from './queue.js';
import { assignRoles, componentsOf, outputSpec, type Roles } from './roles.js';
import { isSameScript, type PageFunction, scriptOf } from './script-of.js';
import { appStyles } from './styles.js';

/**
 * A function with inputs and outputs. It reads its inputs, runs the author's generator in a worker, and has its outputs
 * show every value as soon as it is yielded.
 *
 * ```html
 * <rv-app>
 *   <rv-slider min="1" max="10" value="3" step="1"></rv-slider>
 *   <rv-number output></rv-number>
 *   <script type="rivulet">
 *     export default function* (x) { for (let i = 0; i < x; i++) yield i; }
 *   </script>
 * </rv-app>
 * ```
 *
 * @tag rv-app
 * @slot - Components anywhere below, any HTML between them, and one `<script type="rivulet">`.
 * @csspart frame - The box around everything.
 * @csspart column - The children up to the last input with the buttons; the children after it.
 * @csspart actions - The row of buttons: `clear`, `submit`, `stop`.
 * @csspart progress - The progress bars.
 * @csspart error - Why the app can't run, or the last run failed.
 * @fires rv-start - A run has begun.
 * @fires rv-yield - A delivery has been painted.
 * @fires rv-complete - A run has ended by itself.
 * @fires rv-cancel - A run was stopped or superseded.
 * @fires rv-error - A run failed, or an output could not show a value.
 * @fires rv-progress - The function has told how far it is.
 * @fires rv-alert - The function has a message for the user.
 */
export class RvApp extends LitElement {
  static override styles = appStyles;
  static override shadowRootOptions: ShadowRootInit = { mode: 'open', slotAssignment: 'manual' };

  /** Runs at every change of an input; there is no Submit, and what is under way is superseded. */
  @property({ type: Boolean, reflect: true }) live = false;
  /** Names of the inputs in order, separated by spaces; all that are inputs when left out. */
  @property() inputs = '';
  /** Names of the outputs in order, separated by spaces; all that are outputs when left out. */
  @property() outputs = '';
  /** The export to call. */
  @property() run = 'default';
  /** What becomes of a Submit while a run is under way: `once` (default) drops it, `multiple` queues it, `always-last` queues the last. */
  @property({ attribute: 'trigger-mode' }) triggerMode: TriggerMode | '' = '';
  /** How many runs may be under way at a time. */
  @property({ type: Number, attribute: 'concurrency-limit' }) concurrencyLimit = 1;
  /** Text of the Submit button; "Submit", or "Generate" when there are no inputs. */
  @property({ attribute: 'submit-label' }) submitLabel = '';
  @property({ attribute: 'stop-label' }) stopLabel = 'Stop';
  @property({ attribute: 'clear-label' }) clearLabel = 'Clear';
  /** `light` or `dark`; `auto` follows the page. */
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  /** A function instead of a script. It is sent to the worker as source, so it closes over nothing. */
  @property({ attribute: false }) fn: PageFunction | undefined;

  @state() private error = '';
  @state() private status = '';
  @state() private levels: readonly Progress[] = [];
  @state() private layout: Layout | undefined;
  /** Whether components are still being loaded. */
  @state() private loading = true;

  @query('#first') private firstSlot!: HTMLSlotElement;
  @query('#second') private secondSlot!: HTMLSlotElement;

  readonly #queue = new Queue();
  readonly #observer = new MutationObserver(() => this.#childrenChanged());
  #runtime: { readonly script: Script; readonly runtime: Runtime } | undefined;
  #warming: Promise<void> | undefined;
  /** What was said when the worker could not be started ahead of a run. */
  #warned = '';

  constructor() {
    super();
    this.addEventListener('input', this.#onInput);
    this.addEventListener('keydown', this.#onKeydown);
  }

  /** Whether a run is under way; one that was told to stop no longer counts. */
  get running(): boolean {
    return this.#queue.busy;
  }

  /**
   * Runs the function. Values given stand for those of the inputs, in their order.
   *
   * @returns the run: iterate over it for every yield, `cancel()` it, or await how it `finished`.
   */
  submit(...values: unknown[]): Run {
    const outputs: RvComponent[] = [];
    const run: Run = new Run(this.#listen(() => run, outputs));
    const call = this.#prepare(values);
    // A run that is dropped never asks what became of it.
    call.catch(() => {});
    this.#queue.limit = Math.max(1, this.concurrencyLimit || 1);
    this.#queue.add(run, () => void this.#begin(run, call, outputs), this.#trigger);
    this.requestUpdate();
    return run;
  }

  /** Stops every run. The outputs keep what they have. */
  cancel(): void {
    this.#queue.cancelAll();
    this.requestUpdate();
  }

  /** Stops every run, and sets inputs and outputs back to what the markup gave. */
  clear(): void {
    this.cancel();
    this.error = '';
    for (const component of componentsOf(this)) {
      component.error = '';
      component.clear();
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this, { childList: true, subtree: true, attributeFilter: ['input', 'output'] });
    if (this.querySelector('script[type="rivulet"]:not([src])')) preloadWorker();
    this.#childrenChanged();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.cancel();
    this.#runtime?.runtime.dispose();
    this.#runtime = undefined;
  }

  get #trigger(): Trigger {
    return this.triggerMode || (this.live ? 'supersede' : 'once');
  }

  /** What a run is called with and paints on; `undefined` when an input is not valid, which it then says itself. */
  async #prepare(values: readonly unknown[]): Promise<Prepared | undefined> {
    await documentParsed();
    const { inputs, outputs } = await this.#roles();
    const unset = inputs.slice(values.length).filter((input) => input instanceof RvValueComponent);
    const invalid = unset.find((input) => !input.checkValidity());
    if (invalid) {
      if (!this.live) invalid.reportValidity();
      return undefined;
    }
    const given = inputs.map((input, index) => (index < values.length ? values[index] : input.read()));
    return { outputs, values: await Promise.all(given) };
  }

  async #begin(run: Run, prepared: Promise<Prepared | undefined>, outputs: RvComponent[]): Promise<void> {
    try {
      await documentParsed();
      // The worker starts while the elements are still being loaded; what goes wrong with it ends the run below.
      this.#currentRuntime()
        .warm()
        .catch(() => {});
      const call = await prepared;
      if (!call) run.cancel();
      if (!call || run.ended) return;
      outputs.push(...call.outputs);
      await this.#currentRuntime().begin(run, {
        run: this.run,
        inputs: call.values,
        outputs: outputs.map((element) => ({ element, spec: outputSpec(element) })),
      });
    } catch (error) {
      run.end({ how: 'error', error: ScriptError.from(error) });
    }
  }

  /** The inputs and outputs, once their elements are loaded. */
  async #roles(): Promise<Roles> {
    await this.#componentsLoaded();
    this.#checkAttributes();
    return assignRoles(componentsOf(this), this.inputs, this.outputs);
  }

  #checkAttributes(): void {
    const { triggerMode, concurrencyLimit } = this;
    if (triggerMode && !TRIGGER_MODES.includes(triggerMode)) {
      throw new TypeError(`<rv-app trigger-mode="${triggerMode}">: it takes ${TRIGGER_MODES.join(', ')}.`);
    }
    if (!Number.isInteger(concurrencyLimit) || concurrencyLimit < 1) {
      throw new RangeError(`<rv-app concurrency-limit="${concurrencyLimit}">: it takes a whole number from 1.`);
    }
  }

  async #componentsLoaded(): Promise<void> {
    const missing = [...this.querySelectorAll(':not(:defined)')];
    await Promise.all(missing.map((element) => loadElement(element.localName)));
  }

  /** The worker of the script as it is now. */
  #currentRuntime(): Runtime {
    const script = scriptOf(this, this.fn);
    if (!this.#runtime || !isSameScript(this.#runtime.script, script)) {
      this.#runtime?.runtime.dispose();
      this.#runtime = { script, runtime: new Runtime(script) };
    }
    return this.#runtime.runtime;
  }

  /** Starts the worker once the page is idle, and says what is wrong before anybody asks for a run. */
  async #warm(): Promise<void> {
    await documentParsed();
    await pageIdle();
    this.#warming = undefined;
    if (!this.isConnected || this.running) return;
    try {
      await this.#roles();
      await this.#currentRuntime().warm();
      // What a run has said meanwhile stays.
      if (this.error === this.#warned) this.error = '';
    } catch (error) {
      this.#report(ScriptError.from(error), null);
      this.#warned = this.error;
    }
  }

  #childrenChanged(): void {
    this.#warming ??= this.#warm();
    const arrange = () => {
      this.loading = false;
      this.layout = layOut(this);
    };
    // What can't be loaded is told when the worker is started, or a run asked for.
    if (this.querySelector(':not(:defined)')) void this.#componentsLoaded().then(arrange, arrange);
    else arrange();
  }

  /** Turns what a run does into events and into what the app shows. */
  #listen(run: () => Run, outputs: readonly RvComponent[]): RunListener {
    return {
      start: () => {
        this.error = '';
        this.status = 'Running';
        for (const output of outputs) Object.assign(output, { busy: true, waiting: true, error: '' });
        this.dispatchEvent(new RvStartEvent(run()));
      },
      painted: (indices) => {
        const painted = indices.map((index) => outputs[index]!);
        for (const output of painted) output.waiting = false;
        this.dispatchEvent(new RvYieldEvent(run(), painted));
      },
      refused: (index, error) => {
        console.error(`rivulet: ${error.summary}`, outputs[index]);
        this.dispatchEvent(new RvErrorEvent(run(), error, outputs[index]!));
      },
      progress: (levels) => {
        this.levels = levels;
        this.dispatchEvent(new RvProgressEvent(run(), levels));
      },
      alert: (alert) => {
        if (this.dispatchEvent(new RvAlertEvent(run(), alert))) void this.#showAlert(alert);
      },
      end: (ending) => {
        for (const output of outputs) {
          output.settle(ending.how);
          Object.assign(output, { busy: false, waiting: false });
        }
        if (run().begun) this.status = STATUS[ending.how];
        this.levels = [];
        this.requestUpdate();
        if (ending.how === 'error') this.#report(ending.error, run());
        else this.dispatchEvent(ending.how === 'complete' ? new RvCompleteEvent(run()) : new RvCancelEvent(run()));
      },
    };
  }

  #report(error: ScriptError, run: Run | null): void {
    this.error = error.summary;
    console.error(`rivulet: ${error.summary}\n${error.stack}`);
    this.dispatchEvent(new RvErrorEvent(run, error, null));
  }

  async #showAlert(alert: Alert): Promise<void> {
    const { showToast } = await import('./toasts.js');
    showToast(this.renderRoot, alert);
  }

  #onInput = (event: Event): void => {
    if (this.live && this.#isInput(event.target)) this.submit();
  };

  /** Enter in a field of one line submits, as it does in a form. */
  #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || this.live || !this.#isInput(event.target)) return;
    const [field] = event.composedPath();
    if (field instanceof HTMLInputElement && ONE_LINE.has(field.type)) this.submit();
  };

  #isInput(target: EventTarget | null): boolean {
    return target instanceof RvComponent && target.isInput && target.closest('rv-app') === this;
  }

  protected override update(changed: PropertyValues): void {
    const focused = this.shadowRoot?.activeElement;
    super.update(changed);
    // Submit and Stop take each other's place, and the focus with it.
    if (focused?.matches('[hidden]')) {
      this.renderRoot.querySelector<HTMLElement>(':is([part="submit"], [part="stop"]):not([hidden])')?.focus();
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('fn')) this.#warming ??= this.#warm();
    if (changed.has('layout') && this.layout) {
      this.firstSlot.assign(...this.layout.first);
      this.secondSlot.assign(...this.layout.second);
    }
  }

  protected override render(): TemplateResult {
    const { running } = this;
    const { hasInputs = true, hasSecond = false, beside = false } = this.layout ?? {};
    const canQueue = this.#trigger === 'multiple' || this.#trigger === 'always-last';
    return html`<div part="frame" class=${classMap({ beside, loading: this.loading })}>
      <div part="column">
        <slot id="first"></slot>
        <div part="actions" id="actions">
          <button part="clear" type="button" @click=${this.clear}>${this.clearLabel}</button>
          <button part="stop" type="button" ?hidden=${!running} @click=${this.cancel}>${this.stopLabel}</button>
          <button part="submit" type="button" ?hidden=${this.live || (running && !canQueue)} @click=${() => this.submit()}>
            ${this.submitLabel || (hasInputs ? 'Submit' : 'Generate')}
          </button>
        </div>
        ${this.levels.length > 0 ? html`<div part="progress">${this.levels.map(progressBar)}</div>` : nothing}
      </div>
      <div part="column" ?hidden=${!hasSecond}><slot id="second"></slot></div>
      <p part="error" role="alert" ?hidden=${!this.error}>${this.error}</p>
      <p part="status" role="status">${this.status}</p>
    </div>`;
  }
}

/** What a run is called with and paints on. */
interface Prepared {
  readonly values: readonly unknown[];
  readonly outputs: readonly RvComponent[];
}

const STATUS: Record<RunEnding['how'], string> = { complete: 'Done', cancel: 'Stopped', error: 'Failed' };

/** The `type`s of `<input>` in which Enter submits a form. */
const ONE_LINE = new Set(['text', 'search', 'url', 'tel', 'email', 'password', 'number']);

define('rv-app', RvApp);

declare global {
  interface HTMLElementTagNameMap {
    'rv-app': RvApp;
  }
}
