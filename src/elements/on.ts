import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { Graph, type GraphSpec } from '../app/graph.js';
import type { ShowProgress, TriggerMode } from '../app/wire.js';
import { define } from './define.js';

/** What {@link RvApp.on} takes: the attributes of `<rv-on>`. */
export type Wiring = Partial<Omit<GraphSpec, 'nameInMessages'>>;

/**
 * A wire of the app around it: from events of its components, or from the end of another wire's runs, to a function, and
 * to the outputs that this paints on. It shows nothing.
 *
 * ```html
 * <rv-on name="drawing" event="click submit" of="go prompt" run="draw" inputs="prompt" outputs="picture"></rv-on>
 * <rv-on event="success" of="drawing" run="describe" inputs="picture" outputs="notes"></rv-on>
 * <rv-on event="click" of="halt" cancels="drawing"></rv-on>
 * ```
 *
 * @tag rv-on
 */
export class RvOn extends LitElement implements GraphSpec {
  /** By which `of` and `cancels` of other wires name it. */
  @property() name = '';
  /** What it waits for, separated by spaces: events of components, `load`, or `then`, `success`, `failure`, `cancel` of a wire. */
  @property() event = '';
  /** Names of the components or wires whose events are meant, separated by spaces. */
  @property() of = '';
  /** The export to call. */
  @property() run = '';
  /** Names of the components whose values the function is given, in order. */
  @property() inputs = '';
  /** Names of the components that show what it yields, in order. */
  @property() outputs = '';
  /** Names of the wires whose runs are stopped. */
  @property() cancels = '';
  /**
   * What becomes of an event while a run is under way: `once` drops it, `multiple` queues it, `always-last` queues the last.
   * `always-last` for `change` and `input`, `multiple` for what another wire does, and `once` for all else when left out; but
   * at a `stream`, what is newest when the run is over.
   */
  @property({ attribute: 'trigger-mode' }) triggerMode: TriggerMode | '' = '';
  /** How many runs of its function may be under way at a time; the largest that is given counts where wires share one. */
  @property({ type: Number, attribute: 'concurrency-limit' }) concurrencyLimit = 1;
  /** Wires with the same one share a limit and a queue, though their functions differ. */
  @property({ attribute: 'concurrency-id' }) concurrencyId: string | undefined;
  /** How many runs may wait before the next is refused. */
  @property({ type: Number, attribute: 'max-queue' }) maxQueue: number | undefined;
  /** How much is shown of how far its runs are: `full`, `minimal` or `hidden`; as the app's when left out. */
  @property({ attribute: 'show-progress' }) showProgress: ShowProgress | '' = '';
  /** Names of the components that show it, separated by spaces; its outputs when left out. */
  @property({ attribute: 'show-progress-on' }) showProgressOn = '';

  #graph: Graph | undefined;

  /** How messages name it: `<rv-on name="drawing">`. */
  get nameInMessages(): string {
    const [attribute, value] = this.name ? ['name', this.name] : ['event', this.event];
    return `<rv-on ${attribute}="${value}">`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.hidden = true;
    const app = this.closest('rv-app');
    if (!app) console.error(`rivulet: ${this.nameInMessages} is outside an <rv-app>: it wires nothing.`, this);
    this.#graph = app ? Graph.of(app) : undefined;
    this.#graph?.add(this);
  }

  protected override updated(): void {
    this.#graph?.check();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#graph?.remove(this);
  }
}

define('rv-on', RvOn);

declare global {
  interface HTMLElementTagNameMap {
    'rv-on': RvOn;
  }
}
