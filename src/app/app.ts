import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Alert, Progress } from '../../worker/protocol.js';
import { RvComponent } from '../elements/component.js';
import { define } from '../elements/define.js';
import { RvValueComponent } from '../elements/value-component.js';
import { loadElement } from '../loader.js';
import { Run, type RunEnding, type RunListener } from '../runtime/run.js';
import { Runtime } from '../runtime/runtime.js';
import type { Script } from '../runtime/script.js';
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
import { documentParsed, pageIdle } from './page.js';
import { Queue, type Trigger } from './queue.js';
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
  @property({ attribute: 'trigger-mode' }) triggerMode: Exclude<Trigger, 'supersede'> | '' = '';
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

  @state() private active = 0;
  @state() private error = '';
  @state() private status = '';
  @state() private levels: readonly Progress[] = [];
  @state() private hasInputs = true;
  /** Whether outputs come after the last input, and can stand beside the inputs. */
  @state() private beside = false;

  @query('#first') private firstSlot!: HTMLSlotElement;
  @query('#second') private secondSlot!: HTMLSlotElement;

  readonly #queue = new Queue();
  readonly #observer = new MutationObserver(() => this.#arrange());
  #runtime: { readonly script: Script; readonly runtime: Runtime } | undefined;

  constructor() {
    super();
    this.addEventListener('input', this.#onInput);
    this.addEventListener('keydown', this.#onKeydown);
  }

  /** Whether a run is under way. */
  get running(): boolean {
    return this.active > 0;
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
    this.#queue.add(
      run,
      () => void this.#begin(run, call, outputs),
      this.triggerMode || (this.live ? 'supersede' : 'once'),
    );
    return run;
  }

  /** Stops every run. The outputs keep what they have. */
  cancel(): void {
    this.#queue.cancelAll();
  }

  /** Stops every run, and sets inputs and outputs back to what the markup gave. */
  clear(): void {
    this.cancel();
    this.error = '';
    for (const component of componentsOf(this)) component.clear();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this, { childList: true, subtree: true, attributeFilter: ['input', 'output'] });
    this.#arrange();
    void this.#warm();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#queue.cancelAll();
    this.#runtime?.runtime.dispose();
    this.#runtime = undefined;
  }

  /** What a run is called with and paints on; `undefined` when an input is not valid, which it then says itself. */
  async #prepare(values: readonly unknown[]): Promise<Prepared | undefined> {
    await documentParsed();
    await this.#componentsLoaded();
    const roles = assignRoles(componentsOf(this), this.inputs, this.outputs);
    const asked = roles.inputs.slice(values.length).filter((input) => input instanceof RvValueComponent);
    const wrong = asked.find((input) => !input.checkValidity());
    if (wrong) {
      if (!this.live) wrong.reportValidity();
      return undefined;
    }
    const read = roles.inputs.map((input, index) => (index < values.length ? values[index] : input.read()));
    return { ...roles, values: await Promise.all(read) };
  }

  async #begin(run: Run, prepared: Promise<Prepared | undefined>, outputs: RvComponent[]): Promise<void> {
    try {
      const call = await prepared;
      if (!call) run.cancel();
      if (!call || run.ended) return;
      outputs.push(...call.outputs);
      await this.#currentRuntime().begin(run, {
        run: this.run,
        inputs: call.values,
        outputs: call.outputs.map((element) => ({ element, spec: outputSpec(element) })),
      });
    } catch (error) {
      run.end({ how: 'error', error: ScriptError.from(error) });
    }
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
    if (!this.isConnected) return;
    try {
      await this.#componentsLoaded();
      assignRoles(componentsOf(this), this.inputs, this.outputs);
      await this.#currentRuntime().warm();
      if (!this.hasUpdated || !this.running) this.error = '';
    } catch (error) {
      this.#report(ScriptError.from(error), null);
    }
  }

  async #componentsLoaded(): Promise<void> {
    const missing = [...this.querySelectorAll(':not(:defined)')].map((element) => loadElement(element.localName));
    await Promise.all(missing);
  }

  /** Turns what a run does into events and into what the app shows. */
  #listen(run: () => Run, outputs: readonly RvComponent[]): RunListener {
    return {
      start: () => {
        this.active++;
        this.error = '';
        this.status = 'Running';
        for (const output of outputs) output.busy = true;
        this.dispatchEvent(new RvStartEvent(run()));
      },
      painted: (indices) => {
        this.dispatchEvent(
          new RvYieldEvent(
            run(),
            indices.map((index) => outputs[index]!),
          ),
        );
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
        if (run().begun) this.#settle(outputs);
        this.status = STATUS[ending.how];
        if (ending.how === 'error') this.#report(ending.error, run());
        else this.dispatchEvent(ending.how === 'complete' ? new RvCompleteEvent(run()) : new RvCancelEvent(run()));
      },
    };
  }

  #settle(outputs: readonly RvComponent[]): void {
    this.active--;
    this.levels = [];
    for (const output of outputs) {
      output.settle();
      output.busy = false;
    }
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
    if (this.live && event.target instanceof RvComponent && event.target.isInput && isOwn(this, event.target))
      this.submit();
  };

  /** Enter in a field of one line submits, as it does in a form. */
  #onKeydown = (event: KeyboardEvent): void => {
    const [field] = event.composedPath();
    if (event.key !== 'Enter' || event.isComposing || this.live || !(field instanceof HTMLInputElement)) return;
    if (
      !ONE_LINE.has(field.type) ||
      !(event.target instanceof RvComponent) ||
      !event.target.isInput ||
      !isOwn(this, event.target)
    )
      return;
    this.submit();
  };

  /** Puts the children up to the last input into the first column, the buttons under them, the rest beside them. */
  #arrange(): void {
    if (!this.hasUpdated) return;
    const nodes = [...this.childNodes];
    const components = componentsOf(this);
    const last = nodes.findLastIndex((node) =>
      components.some((component) => component.isInput && node.contains(component)),
    );
    this.hasInputs = last >= 0;
    this.beside = components.some(
      (component) => component.isOutput && nodes.slice(last + 1).some((node) => node.contains(component)),
    );
    const isNode = (node: Node): node is Element | Text => node instanceof Element || node instanceof Text;
    this.firstSlot.assign(...nodes.slice(0, last + 1).filter(isNode));
    this.secondSlot.assign(...nodes.slice(last + 1).filter(isNode));
    if (this.querySelector(':not(:defined)'))
      void this.#componentsLoaded().then(
        () => this.#arrange(),
        () => {},
      );
  }

  protected override firstUpdated(): void {
    this.#arrange();
  }

  protected override updated(changed: PropertyValues): void {
    // A page that sets `fn` mends what was missing before.
    if (changed.has('fn') && changed.get('fn') === undefined && this.fn) this.error = '';
    const hidden = this.renderRoot.querySelector<HTMLElement>('button[hidden]');
    if (hidden && hidden === this.shadowRoot!.activeElement)
      this.renderRoot.querySelector<HTMLElement>('#run:not([hidden]), #stop:not([hidden])')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<div part="frame" class=${this.beside ? 'beside' : ''}>
      <div part="column">
        <slot id="first"></slot>
        <div part="actions">${this.#actions()}</div>
        ${this.levels.length > 0 ? html`<div part="progress">${this.levels.map(progressBar)}</div>` : nothing}
      </div>
      <div part="column"><slot id="second"></slot></div>
      <p part="error" role="alert" ?hidden=${!this.error}>${this.error}</p>
      <p part="status" role="status">${this.status}</p>
    </div>`;
  }

  #actions(): TemplateResult {
    const canRunAgain = this.triggerMode === 'multiple' || this.triggerMode === 'always-last';
    const submitLabel = this.submitLabel || (this.hasInputs ? 'Submit' : 'Generate');
    return html`
      <button part="clear" type="button" @click=${() => this.clear()}>${this.clearLabel}</button>
      <button part="stop" id="stop" type="button" ?hidden=${!this.running} @click=${() => this.cancel()}>${this.stopLabel}</button>
      <button part="submit" id="run" type="button" ?hidden=${this.live || (this.running && !canRunAgain)} @click=${() => this.submit()}>
        ${submitLabel}
      </button>
    `;
  }
}

/** What a run is called with and paints on. */
interface Prepared extends Roles {
  readonly values: readonly unknown[];
}

const STATUS: Record<RunEnding['how'], string> = { complete: 'Done', cancel: 'Stopped', error: 'Failed' };

/** The `type`s of `<input>` in which Enter submits a form. */
const ONE_LINE = new Set(['text', 'search', 'url', 'tel', 'email', 'password', 'number']);

function isOwn(app: RvApp, component: Element): boolean {
  return component.closest('rv-app') === app;
}

function progressBar({ fraction, done, total, unit, description }: Progress): TemplateResult {
  const count =
    done === undefined ? '' : `${done}${total === undefined ? '' : ` of ${total}`}${unit ? ` ${unit}` : ''}`;
  const percent = fraction === null ? '' : `${Math.round(fraction * 100)} %`;
  return html`<label>
    ${[description, count, percent].filter(Boolean).join(' · ') || 'Progress'}
    <progress max="1" value=${fraction ?? nothing}></progress>
  </label>`;
}

define('rv-app', RvApp);

declare global {
  interface HTMLElementTagNameMap {
    'rv-app': RvApp;
  }
}
