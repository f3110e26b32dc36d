import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Alert, Progress } from '../../worker/protocol.js';
import { RvComponent } from '../elements/component.js';
import { define } from '../elements/define.js';
import type { RvOn, Wiring } from '../elements/on.js';
import { loadElement } from '../loader.js';
import type { Run, RunEnding, RunListener } from '../runtime/run.js';
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
import type { AppFunctions } from './functions.js';
import { type Layout, layOut } from './layout.js';
import { documentParsed, pageIdle } from './page.js';
import { Queue } from './queue.js';
import { assignRoles, componentsOf, type Roles } from './roles.js';
import { isSameScript, type PageFunction, scriptOf } from './script-of.js';
import { appStyles } from './styles.js';
import {
  checkSpec,
  type ShowProgress,
  type Trigger,
  type TriggerMode,
  Wire,
  type WireHost,
  type WireSpec,
} from './wire.js';

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
 * @csspart queue - How many runs wait for others, and for how long.
 * @csspart progress - How far the runs are that have no output to show it on.
 * @csspart error - Why the app can't run, or the last run failed.
 * @csspart api - The button of `show-api`.
 * @fires rv-start - A run has begun.
 * @fires rv-yield - A delivery has been painted.
 * @fires rv-complete - A run has ended by itself.
 * @fires rv-cancel - A run was stopped or superseded.
 * @fires rv-error - A run failed, or an output could not show a value.
 * @fires rv-progress - The function has told how far it is.
 * @fires rv-alert - The function has a message for the user.
 */
export class RvApp extends LitElement implements WireSpec {
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
  /**
   * How much is shown of how far a run is: `full` (default) has bars, rates and the time left, over an output until its
   * first value is there, then along its edge; `minimal` has a thin line and the time it has taken; `hidden` nothing.
   * Left out, it begins with the first `ctx.progress()` or `ctx.track()`; written, with the run.
   */
  @property({ attribute: 'show-progress' }) showProgress: ShowProgress | '' = '';
  /** Names of the components that show it, separated by spaces; the outputs when left out. */
  @property({ attribute: 'show-progress-on' }) showProgressOn = '';
  /** Text of the Submit button; "Submit", or "Generate" when there are no inputs. */
  @property({ attribute: 'submit-label' }) submitLabel = '';
  @property({ attribute: 'stop-label' }) stopLabel = 'Stop';
  @property({ attribute: 'clear-label' }) clearLabel = 'Clear';
  /** `light` or `dark`; `auto` follows the page. */
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  /** Shows a button under the app: how its functions are called by script, and what to write for what the user does. */
  @property({ type: Boolean, attribute: 'show-api' }) showApi = false;
  /** A function instead of a script. It is sent to the worker as source, so it closes over nothing. */
  @property({ attribute: false }) fn: PageFunction | undefined;

  @state() private error = '';
  @state() private status = '';
  @state() private layout: Layout | undefined;
  /** Whether components are still being loaded. */
  @state() private loading = true;

  @query('#first') private firstSlot!: HTMLSlotElement;
  @query('#second') private secondSlot!: HTMLSlotElement;

  readonly nameInMessages = '<rv-app>';
  readonly #host: WireHost = {
    roles: (spec) => this.#roles(spec),
    queue: (spec) => this.#queueOf(spec),
    runtime: () => this.currentRuntime(),
    listen: (wire, run, outputs) => this.#listen(wire, run, outputs),
  };
  /**
   * From Submit to the outputs.
   *
   * @internal
   */
  readonly wire = new Wire(this, this.#host);
  readonly #wires = new Set([this.wire]);
  readonly #queues = new Map<string, Queue>();
  /** The outputs of the runs that have begun. */
  readonly #painting = new Map<Run, readonly RvComponent[]>();
  readonly #observer = new MutationObserver(() => this.#childrenChanged());
  #runtime: { readonly script: Script; readonly runtime: Runtime } | undefined;
  #warming: Promise<void> | undefined;
  /** Whose run the error shown is of. */
  #failed: Wire | undefined;
  /** The inputs whose devices are on. */
  readonly #streaming = new Set<RvComponent>();
  /** What was said when the worker could not be started ahead of a run. */
  #warned = '';

  constructor() {
    super();
    this.addEventListener('input', this.#onInput);
    this.addEventListener('stream', this.#onInput);
    // It does not bubble.
    this.addEventListener('stop', this.#noteStream, true);
    this.addEventListener('keydown', this.#onKeydown);
  }

  /** Whether a run is under way; one that was told to stop no longer counts. */
  get running(): boolean {
    return [...this.#wires].some((wire) => wire.running);
  }

  /** Settles when the page is parsed and the components it has in here are loaded. */
  get ready(): Promise<void> {
    return documentParsed().then(() => this.#componentsLoaded());
  }

  /**
   * Runs the function. Values given stand for those of the inputs, in their order.
   *
   * @returns the run: iterate over it for every yield, `cancel()` it, or await how it `finished`.
   */
  submit(...values: unknown[]): Run {
    const run = this.wire.submit(values, this.#trigger, { quiet: this.live });
    run.automatic = values.length > 0;
    return run;
  }

  /**
   * What can be called by script: the function of `run`, and those of each `<rv-on>`, by the names of their exports. Each
   * has a `name`, describes its `inputs` and `outputs`, and is called by `submit()`.
   *
   * ```js
   * const { draw } = await app.functions;
   * for await (const [picture] of draw.submit('a cat')) { … }
   * ```
   */
  get functions(): Promise<AppFunctions> {
    return import('./functions.js').then(({ functionsOf }) => functionsOf(this, this.#wires));
  }

  /**
   * Wires a function to events, as `<rv-on>` does in the markup. The element is put into the app; its `remove()` takes the
   * wire away.
   *
   * ```js
   * app.on({ event: 'click', of: 'go', run: 'draw', inputs: 'prompt', outputs: 'picture' });
   * ```
   *
   * @throws TypeError for a key that is none of those of {@link Wiring}.
   */
  on(wiring: Wiring): RvOn {
    const element = document.createElement('rv-on');
    for (const [key, value] of Object.entries(wiring)) {
      if (!WIRING.includes(key)) {
        throw new TypeError(`<rv-app>.on() was given "${key}", but takes ${WIRING.join(', ')}.`);
      }
      const attribute = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (value !== undefined) element.setAttribute(attribute, String(value));
    }
    this.append(element);
    return element;
  }

  /** Stops every run, and every camera and microphone that streams. The outputs keep what they have. */
  cancel(): void {
    for (const { stream } of this.#streaming) stream?.stop();
    for (const wire of this.#wires) wire.cancel();
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

  /**
   * Makes a wire of this app, which `<rv-on>` or `<rv-chat>` has run.
   *
   * @param own - What the wire has in place of the app's.
   * @internal
   */
  connect(spec: WireSpec, own?: Partial<WireHost>): Wire {
    const wire = new Wire(spec, { ...this.#host, ...own });
    this.#wires.add(wire);
    return wire;
  }

  /** @internal */
  disconnect(wire: Wire): void {
    wire.cancel();
    this.#wires.delete(wire);
  }

  /**
   * Says what has failed: a run, or before there was any.
   *
   * @internal
   */
  report(error: ScriptError, run: Run | null = null): void {
    console.error(`rivulet: ${error.summary}\n${error.stack}`);
    if (this.dispatchEvent(new RvErrorEvent(run, error, null))) this.error = error.summary;
  }

  /**
   * Takes back what was reported, if it is what is shown.
   *
   * @internal
   */
  retract(summary: string): void {
    if (this.error === summary) this.error = '';
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
    this.#runtime?.runtime.end();
  }

  get #trigger(): Trigger {
    return this.triggerMode || (this.live ? 'supersede' : 'once');
  }

  /** The inputs and outputs, once their elements are loaded. */
  async #roles(spec: WireSpec): Promise<Roles> {
    await this.#componentsLoaded();
    checkSpec(spec);
    return assignRoles(componentsOf(this), spec, spec === this);
  }

  #queueOf(spec: WireSpec): Queue {
    const idOf = ({ concurrencyId, run }: WireSpec) => concurrencyId || run;
    const id = idOf(spec);
    const sharing = [...this.#wires].map((wire) => wire.spec).filter((each) => idOf(each) === id);
    const queue = this.#queues.get(id) ?? new Queue(() => this.requestUpdate());
    this.#queues.set(id, queue);
    queue.limit = Math.max(1, ...sharing.map(({ concurrencyLimit }) => concurrencyLimit || 1));
    return queue;
  }

  async #componentsLoaded(): Promise<void> {
    const missing = [...this.querySelectorAll(':not(:defined)')];
    await Promise.all(missing.map((element) => loadElement(element.localName)));
  }

  /**
   * The worker of the script as it is now.
   *
   * @internal
   */
  currentRuntime(): Runtime {
    const script = scriptOf(this, this.fn);
    if (!this.#runtime || !isSameScript(this.#runtime.script, script)) {
      this.#runtime?.runtime.end();
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
      await this.#roles(this);
      await this.currentRuntime().warm();
      // What a run has said meanwhile stays.
      this.retract(this.#warned);
    } catch (error) {
      this.report(ScriptError.from(error));
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
  #listen(wire: Wire, run: () => Run, outputs: readonly RvComponent[]): RunListener {
    const { spec } = wire;
    let began = 0;
    const show = async (levels: readonly Progress[]) => {
      const { showProgress } = await import('./progress.js');
      showProgress({ app: this, run: run(), spec, outputs, began }, levels);
    };
    return {
      start: () => {
        began = Date.now();
        if (this.showProgress || spec.showProgress || spec.showProgressOn) void show([]);
        // What is wrong elsewhere in a graph stays to be read.
        if (wire === this.wire || wire === this.#failed) this.error = '';
        // Nobody wants to hear of each picture of a stream.
        if (!wire.following) this.status = 'Running';
        this.#painting.set(run(), outputs);
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
        void show(levels);
        this.dispatchEvent(new RvProgressEvent(run(), levels));
      },
      alert: (alert) => {
        if (this.dispatchEvent(new RvAlertEvent(run(), alert))) void this.#showAlert(alert);
      },
      end: (ending) => {
        this.#painting.delete(run());
        const others = [...this.#painting.values()].flat();
        for (const output of outputs) {
          output.settle(ending.how);
          Object.assign(output, { busy: others.includes(output), waiting: false });
        }
        if (run().begun && !wire.following) this.status = STATUS[ending.how];
        this.requestUpdate();
        if (ending.how === 'error') {
          this.#failed = wire;
          this.report(ending.error, run());
        } else this.dispatchEvent(ending.how === 'complete' ? new RvCompleteEvent(run()) : new RvCancelEvent(run()));
      },
    };
  }

  async #showAlert(alert: Alert): Promise<void> {
    const { showToast } = await import('./toasts.js');
    showToast(this.renderRoot, alert);
  }

  async #showPanel({ currentTarget }: Event): Promise<void> {
    const { showPanel } = await import('./api-panel.js');
    await showPanel(this, currentTarget as HTMLElement);
  }

  #onInput = (event: Event): void => {
    this.#noteStream(event);
    if (!this.live || !this.#isInput(event.target)) return;
    const streams = event.type === 'stream' || this.#streaming.size > 0;
    if (streams && !this.triggerMode) this.wire.follow();
    else this.submit();
  };

  #noteStream = ({ target }: Event): void => {
    if (!this.#isInput(target)) return;
    const active = target.stream?.active === true;
    if (active === this.#streaming.has(target)) return;
    this.#streaming[active ? 'add' : 'delete'](target);
    this.requestUpdate();
  };

  /** Enter in a field of one line submits, as it does in a form. */
  #onKeydown = (event: KeyboardEvent): void => {
    const { key, isComposing, target } = event;
    if (key !== 'Enter' || isComposing || this.live || !this.#isInput(target)) return;
    const [field] = event.composedPath();
    if (!(field instanceof HTMLInputElement && ONE_LINE.has(field.type))) return;
    if (this.layout?.wired) target.dispatchEvent(new Event('submit', { bubbles: true }));
    else this.submit();
  };

  #isInput(target: EventTarget | null): target is RvComponent {
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

  /** Where the runs that wait for others stand, and for how long. */
  #queueTemplate(): TemplateResult | typeof nothing {
    const waiting = [...this.#queues.values()].filter(({ length }) => length > 0);
    if (waiting.length === 0) return nothing;
    const lines = waiting.map((queue) => {
      const estimate = queue.estimate(queue.length);
      const time = estimate === undefined ? '' : `, about ${Math.max(1, Math.round(estimate / 1000))} s`;
      return html`<div>${queue.length} in the queue${time}</div>`;
    });
    return html`<div part="queue" role="status">${lines}</div>`;
  }

  protected override render(): TemplateResult {
    const { running } = this;
    const { hasInputs = true, hasSecond = false, beside = false, wired = false } = this.layout ?? {};
    const canQueue = this.#trigger === 'multiple' || this.#trigger === 'always-last';
    return html`<div part="frame" class=${`${beside ? 'beside' : ''} ${this.loading ? 'loading' : ''}`}>
      <div part="column">
        <slot id="first"></slot>
        <div part="actions" id="actions" ?hidden=${wired}>
          <button part="clear" type="button" @click=${this.clear}>${this.clearLabel}</button>
          <button part="stop" type="button" ?hidden=${!running && this.#streaming.size === 0} @click=${this.cancel}>${this.stopLabel}</button>
          <button part="submit" type="button" ?hidden=${this.live || (running && !canQueue)} @click=${() => this.submit()}>
            ${this.submitLabel || (hasInputs ? 'Submit' : 'Generate')}
          </button>
        </div>
        ${this.#queueTemplate()}
      </div>
      <div part="column" ?hidden=${!hasSecond}><slot id="second"></slot></div>
      <p part="error" role="alert" ?hidden=${!this.error}>${this.error}</p>
      <p part="status" role="status">${this.status}</p>
      ${this.showApi ? html`<button part="api" type="button" @click=${this.#showPanel}>Use by script</button>` : nothing}
    </div>`;
  }
}

/** What {@link RvApp.on} takes. */
const WIRING: readonly string[] = [
  'name',
  'event',
  'of',
  'run',
  'inputs',
  'outputs',
  'cancels',
  'triggerMode',
  'concurrencyLimit',
  'concurrencyId',
  'maxQueue',
  'showProgress',
  'showProgressOn',
] satisfies (keyof Wiring)[];

const STATUS: Record<RunEnding['how'], string> = { complete: 'Done', cancel: 'Stopped', error: 'Failed' };

/** The `type`s of `<input>` in which Enter submits a form. */
const ONE_LINE = new Set(['text', 'search', 'url', 'tel', 'email', 'password', 'number']);

define('rv-app', RvApp);

declare global {
  interface HTMLElementTagNameMap {
    'rv-app': RvApp;
  }
}
