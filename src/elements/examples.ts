import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { RvApp } from '../app/app.js';
import { pageIdle } from '../app/page.js';
import { assignRoles, componentsOf, outputSpec } from '../app/roles.js';
import type { Wire, WireSpec } from '../app/wire.js';
import type { RunKeeper } from '../replay/keeper.js';
import type { ReplayMode } from '../replay/replay.js';
import type { Run } from '../runtime/run.js';
import type { Call } from '../runtime/runtime.js';
import { RvComponent } from './component.js';
import { define } from './define.js';
import { fill, load, nameOf, readAs, takesFiles } from './example-inputs.js';
import {
  type Cell,
  checkRows,
  type Examples,
  examplesOf,
  findInputs,
  readExamples,
  readLabels,
} from './example-rows.js';
import { exampleStyles } from './example-styles.js';
import { icons } from './icons.js';
import { words } from './words.js';

const CACHES = ['lazy', 'eager'] as const;
const REPLAYS: readonly ReplayMode[] = ['timed', 'instant'];

/** Examples, and the inputs that they are for. */
interface Resolved {
  readonly columns: readonly RvComponent[];
  readonly rows: Examples['rows'];
  /** What stands on them in place of their values. */
  readonly labels?: readonly unknown[] | undefined;
}

/**
 * Rows of values for the inputs of the app around it. A click on one fills the inputs, as if the user had; it can run the
 * function too, and replay a run that was kept with every yield. Right after the last input, it stays in the inputs' column.
 *
 * ```html
 * <rv-app>
 *   <rv-textbox label="Prompt" name="prompt"></rv-textbox>
 *   <rv-slider label="Steps" name="steps" max="50"></rv-slider>
 *   <rv-examples cache="lazy">
 *     <script type="application/json">[["A cat", 20], ["A dog", 30]]</script>
 *   </rv-examples>
 *   …
 * </rv-app>
 *
 * <rv-examples run-on-click>
 *   <table>
 *     <tr><th>photo</th><th>size</th></tr>
 *     <tr><td><img src="cat.jpg" alt=""></td><td>512</td></tr>
 *   </table>
 * </rv-examples>
 * ```
 *
 * @tag rv-examples
 * @slot - A `<script type="application/json">` or a `<table>` with the rows.
 * @fires select - An example has been chosen, and the inputs have its values.
 * @csspart rows - The list of examples.
 * @csspart header - The names of the inputs above it.
 * @csspart row - The button of each example.
 * @csspart pages - The buttons for the pages.
 * @csspart note - Why runs are not kept.
 */
export class RvExamples extends RvComponent {
  static override readonly role = 'neither';
  static override styles = [RvComponent.styles, exampleStyles];

  /** Names of the inputs that the values of a row are for, in order; all of the app's inputs when left out. */
  @property() inputs = '';
  /** Name of the `<rv-on>` whose function a click runs, with its inputs and outputs; the app's own when left out. */
  @property() of = '';
  /** A click runs the function, too. */
  @property({ type: Boolean, attribute: 'run-on-click' }) runOnClick = false;
  /**
   * A click runs the function, and every yield of that run is kept: the next click on the example, on this visit or another,
   * replays it. `lazy` keeps the runs that a click has begun, `eager` all examples, once the page is idle.
   */
  @property() cache: (typeof CACHES)[number] | '' = '';
  /** How a kept run is shown: `timed` as it came, `instant` at once. */
  @property() replay: ReplayMode = 'timed';
  /** What stands on the examples in place of their values: an array of strings, in markup as JSON. */
  @property() labels?: unknown;
  /** How many examples are shown at a time. */
  @property({ type: Number, attribute: 'examples-per-page' }) examplesPerPage = 10;
  /** The examples by script: an array with an array, an object by the inputs' names, or a single input's value for each. */
  @property({ attribute: false }) rows: unknown;

  /** Counted from 0, the example that was chosen last; `null` when there was none. */
  @property({ attribute: false }) value: number | null = null;

  @state() private resolved: Resolved = { columns: [], rows: [] };
  @state() private page = 0;
  @state() private note = '';

  readonly #children = new MutationObserver(() => void this.#start());
  /** What is wrong with the examples. */
  #wrong = '';
  #keeper: Promise<RunKeeper> | undefined;
  /** Aborted when what is run ahead is to stop. */
  #ahead = new AbortController();
  /** Counts choices: of two, the later one counts. */
  #turn = 0;

  /**
   * Fills the inputs with the values of an example, as a click does.
   *
   * @param index - Counted from 0.
   * @returns the run of the function, once it is asked for; `undefined` when none is, or another example was chosen meanwhile.
   */
  async choose(index: number): Promise<Run | undefined> {
    const app = this.#app;
    if (app && !(await this.#read(app))) throw new TypeError(this.#wrong);
    const { columns, rows } = this.resolved;
    const row = rows[index];
    if (!app || !row)
      throw new RangeError(`${this.nameInMessages}.choose() was given ${index}, but has ${rows.length} examples.`);
    const turn = ++this.#turn;
    this.error = '';
    const given = await Promise.all(
      columns.map(async (input, column) => ({ input, value: await load(input, row[column]) })),
    );
    if (turn !== this.#turn) return undefined;
    const run = await this.#starter(app);
    // What an example leaves out stays as it is.
    await fill(given.filter((_, column) => row[column] !== undefined));
    if (turn !== this.#turn) return undefined;
    this.value = index;
    this.dispatchEvent(new Event('select', { bubbles: true }));
    return run?.();
  }

  override clear(): void {
    this.value = null;
    this.error = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#children.observe(this, {
      childList: true,
      subtree: true,
      characterData: true,
      attributeFilter: ['src', 'href'],
    });
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#children.disconnect();
    this.#ahead.abort();
    this.#keeper = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('cache') && this.cache) this.checkWords('cache', this.cache, CACHES);
    if (changed.has('replay')) this.checkWords('replay', this.replay, REPLAYS);
    if (changed.has('examplesPerPage')) this.#checkPages();
    const written = ['inputs', 'of', 'rows', 'labels', 'cache'] as const;
    if (this.hasUpdated && written.some((name) => changed.has(name))) void this.#start();
  }

  protected override labelTemplate(): TemplateResult | typeof nothing {
    return this.showLabel ? html`<span part="label" id="label">${this.accessibleLabel}</span>` : nothing;
  }

  override get accessibleLabel(): string {
    return this.label || 'Examples';
  }

  protected override control(): TemplateResult {
    const { columns, rows, labels } = this.resolved;
    const isTable = columns.length > 1 && !labels;
    const pages = Math.max(1, Math.ceil(rows.length / this.#perPage));
    const page = Math.min(this.page, pages - 1);
    const from = page * this.#perPage;
    return html`<div
        class="scroller"
        role="group"
        aria-label=${this.accessibleLabel}
        aria-describedby=${this.describedBy}
      >
        <div class=${isTable ? 'table' : nothing} style=${styleMap({ '--_columns': String(columns.length) })}>
          ${
            isTable
              ? html`<div part="header" aria-hidden="true">
                  ${columns.map(({ accessibleLabel }) => html`<span class="cell">${accessibleLabel}</span>`)}
                </div>`
              : nothing
          }
          <ul part="rows" role="list" class=${isTable ? nothing : 'samples'}>
            ${rows.slice(from, from + this.#perPage).map((row, index) => this.#rowTemplate(row, from + index, isTable))}
          </ul>
        </div>
      </div>
      ${pages > 1 ? this.#pagesTemplate(pages, page) : nothing}
      <p part="note" role="status" ?hidden=${!this.note}>${this.note}</p>`;
  }

  #rowTemplate(row: readonly (Cell | undefined)[], index: number, isTable: boolean): TemplateResult {
    const { columns, labels } = this.resolved;
    const cells = columns.map((column, at) => {
      const name = isTable ? html`<span class="visually-hidden">${column.accessibleLabel}: </span>` : nothing;
      return html`<span class="cell">${name}${cellTemplate(column, row[at])}</span>`;
    });
    return html`<li>
      <button
        part="row"
        type="button"
        aria-current=${index === this.value ? 'true' : nothing}
        @click=${() => this.#press(index)}
      >
        ${labels ? html`<span class="cell">${labels[index]}</span>` : cells}
      </button>
    </li>`;
  }

  #pagesTemplate(count: number, current: number): TemplateResult {
    const pages = Array.from({ length: count }, (_, page) => page);
    return html`<nav part="pages" aria-label="Pages of ${this.accessibleLabel}">
      ${pages.map(
        (page) =>
          html`<button
            type="button"
            aria-label="Page ${page + 1}"
            aria-current=${page === current ? 'page' : nothing}
            @click=${() => {
              this.page = page;
            }}
          >
            ${page + 1}
          </button>`,
      )}
    </nav>`;
  }

  get #perPage(): number {
    const count = this.examplesPerPage;
    return Number.isInteger(count) && count > 0 ? count : 10;
  }

  #checkPages(): void {
    const { examplesPerPage } = this;
    if (examplesPerPage === this.#perPage) return;
    const came = Number.isNaN(examplesPerPage) ? this.getAttribute('examples-per-page') : examplesPerPage;
    this.complain(`examples-per-page is ${came}, but takes a whole number from 1.`);
  }

  async #press(index: number): Promise<void> {
    try {
      await this.choose(index);
    } catch (error) {
      this.complain(`row ${index + 1}: ${(error as Error).message.replace(/\.$/, '')}.`);
    }
  }

  get #app(): RvApp | null {
    return this.closest('rv-app');
  }

  async #start(): Promise<void> {
    this.#ahead.abort();
    this.#ahead = new AbortController();
    const { signal } = this.#ahead;
    const app = this.#app;
    if (app && (await this.#read(app)) && this.cache === 'eager') await this.#runAhead(app, signal);
  }

  /** Reads the examples, and finds their inputs, once those are loaded. Gives whether they will do. */
  async #read(app: RvApp): Promise<boolean> {
    try {
      await app.ready;
      if (!this.isConnected) return false;
      const examples = this.rows === undefined ? readExamples(this) : examplesOf(this.rows);
      const { names, rows } = examples;
      const columns = await this.#columns(app, names);
      checkRows(rows, columns);
      this.resolved = { columns, rows, labels: readLabels(this.labels, rows.length) };
      if (this.error === this.#wrong) this.error = '';
      return true;
    } catch (error) {
      this.resolved = { columns: [], rows: [] };
      this.#wrong = (error as Error).message;
      this.complain(this.#wrong);
      return false;
    }
  }

  /** The inputs that are named, or all that the function has. */
  async #columns(app: RvApp, given: readonly string[] | undefined): Promise<readonly RvComponent[]> {
    const [spec] = await this.#wireOf(app);
    const components = componentsOf(app);
    const inputs = findInputs(components, words(this.inputs), 'inputs has');
    if (given) return findInputs(components, given, 'its rows name');
    return this.inputs ? inputs : assignRoles(components, spec, spec === app).inputs;
  }

  /** The wire whose function a click runs. */
  async #wireOf(app: RvApp): Promise<readonly [WireSpec, Wire]> {
    if (!this.of) return [app, app.wire];
    const { Graph } = await import('../app/graph.js');
    const found = Graph.of(app).find(this.of);
    if (found?.[0].run) return found;
    throw new TypeError(
      `of is "${this.of}", but ${found ? 'that <rv-on> calls no function' : 'no <rv-on> has that name'}.`,
    );
  }

  /**
   * What runs the function, if a click does, with what the inputs hold then: what is under way makes room for it, and so
   * does what a live app has begun.
   */
  async #starter(app: RvApp): Promise<(() => Run) | undefined> {
    const keeps = CACHES.some((known) => known === this.cache);
    if (!this.runOnClick && !keeps) return undefined;
    const [, wire] = await this.#wireOf(app);
    const play = keeps ? (await this.#keeperOf(app)).play : undefined;
    return () => wire.submit([], 'supersede', { play });
  }

  #keeperOf(app: RvApp): Promise<RunKeeper> {
    this.#keeper ??= import('../replay/keeper.js').then(
      ({ RunKeeper }) =>
        new RunKeeper(app, {
          mode: () => this.replay,
          trouble: (message) => {
            this.note = message;
            console.warn(`${this.nameInMessages}: ${message}`);
          },
        }),
    );
    return this.#keeper;
  }

  /** Runs one example after the other while the page has nothing else to do, and keeps what was not kept before. */
  async #runAhead(app: RvApp, signal: AbortSignal): Promise<void> {
    const keeper = await this.#keeperOf(app);
    for (const [index, row] of this.resolved.rows.entries()) {
      await pageIdle();
      while (app.running && !signal.aborted) await ended(app);
      if (signal.aborted) return;
      try {
        await keeper.keep(await this.#callOf(app, row), signal);
      } catch (error) {
        console.warn(`${this.nameInMessages}: row ${index + 1} is not kept: ${(error as Error).message}`);
      }
    }
  }

  /** What the function is called with for an example, without a change to the inputs that the user has before them. */
  async #callOf(app: RvApp, row: readonly (Cell | undefined)[]): Promise<Call> {
    const { columns } = this.resolved;
    const [spec] = await this.#wireOf(app);
    const { inputs, outputs } = assignRoles(componentsOf(app), spec, spec === app);
    const values = inputs.map(async (input) => {
      const cell = row[columns.indexOf(input)];
      return cell ? readAs(input, cell) : input.read();
    });
    return {
      run: spec.run,
      inputs: await Promise.all(values),
      outputs: outputs.map((element) => ({ element, spec: outputSpec(element) })),
    };
  }
}

/** Settles when one of the app's runs has ended. */
function ended(app: RvApp): Promise<unknown> {
  const types = ['rv-complete', 'rv-cancel', 'rv-error'];
  return new Promise((resolve) => {
    for (const type of types) app.addEventListener(type, resolve, { once: true });
  });
}

function cellTemplate(column: RvComponent, cell: Cell | undefined): unknown {
  if (!cell) return '–';
  const { value } = cell;
  const url = takesFiles(column) ? (cell.url ?? value) : undefined;
  if (typeof url === 'string' && url !== '') {
    const name = nameOf(url);
    if (column.localName === 'rv-image') return html`<img src=${url} alt=${name} loading="lazy" />`;
    if (column.localName === 'rv-video') {
      return html`<video src=${url} aria-label=${name} preload="metadata" muted tabindex="-1"></video>`;
    }
    return html`${icons.note} ${name}`;
  }
  if (value instanceof File) return value.name;
  if (value === null || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

define('rv-examples', RvExamples);

declare global {
  interface HTMLElementTagNameMap {
    'rv-examples': RvExamples;
  }
}
