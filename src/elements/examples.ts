import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { RvApp } from '../app/app.js';
import { pageIdle } from '../app/page.js';
import { assignRoles, componentsByName, componentsOf, outputSpec } from '../app/roles.js';
import type { Wire, WireSpec } from '../app/wire.js';
import type { RunKeeper } from '../replay/keeper.js';
import type { Run } from '../runtime/run.js';
import type { Call } from '../runtime/runtime.js';
import { RvComponent } from './component.js';
import { define } from './define.js';
import {
  type Cell,
  contentOf,
  type Examples,
  examplesOf,
  fileOf,
  nameOf,
  readExamples,
  shorten,
  takesFiles,
} from './example-rows.js';
import { icons } from './icons.js';
import { RvValueComponent } from './value-component.js';
import { words } from './words.js';

const CACHES = ['lazy', 'eager'] as const;
const REPLAYS = ['timed', 'instant'] as const;

/** Examples, and the inputs that they are for. */
interface Resolved {
  readonly columns: readonly RvComponent[];
  readonly rows: Examples['rows'];
}

/**
 * Rows of values for the inputs of the app around it. A click on one fills the inputs, as if the user had; it can run the
 * function too, and replay a run that was kept with every yield. Right after the last input it stays in the
 * column of the inputs.
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
  static override styles = [
    RvComponent.styles,
    css`
      .scroller {
        overflow-x: auto;
        /* Room for the focus ring. */
        padding: 3px;
        margin: -3px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      [part='row'] {
        text-align: start;
        background: var(--_surface);
      }
      [part='row'][aria-current='true'] {
        border-color: var(--_accent);
      }
      .samples {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .samples li {
        min-inline-size: 0;
      }
      .samples [part='row'] {
        max-inline-size: 100%;
      }
      .table {
        display: grid;
        grid-template-columns: repeat(var(--_columns), minmax(4rem, auto));
        justify-content: start;
        gap: 0.25rem 0;
      }
      .table :is(ul, li, [part='header'], [part='row']) {
        display: grid;
        grid-template-columns: subgrid;
        grid-column: 1 / -1;
        align-items: center;
      }
      .table ul {
        row-gap: 0.25rem;
      }
      .table :is([part='header'], [part='row']) > span {
        padding-inline: 0.75rem;
      }
      .table [part='row'] {
        padding-inline: 0;
      }
      [part='header'] {
        border: 1px solid transparent;
        font-size: 0.8125rem;
        color: var(--_muted);
      }
      .cell {
        display: block;
        min-inline-size: 0;
        max-inline-size: 24rem;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .cell :is(img, video) {
        display: block;
        inline-size: 5rem;
        block-size: 5rem;
        object-fit: cover;
        border-radius: calc(var(--_radius) / 2);
        background: var(--_sunken);
      }
      [part='pages'] {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem;
        margin-block-start: 0.5rem;
      }
      [part='pages'] button {
        min-inline-size: 2rem;
        padding: 0.25rem 0.5rem;
        font-size: 0.875rem;
        font-variant-numeric: tabular-nums;
      }
      [part='pages'] [aria-current] {
        border-color: var(--_accent);
        font-weight: 600;
      }
      [part='note'] {
        margin: 0.375rem 0 0;
        font-size: 0.8125rem;
        color: var(--_muted);
        overflow-wrap: anywhere;
      }
    `,
  ];

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
  @property() replay: (typeof REPLAYS)[number] = 'timed';
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
    if (app) await this.#read(app);
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
    const { columns, rows } = this.resolved;
    const isTable = columns.length > 1 && !this.labels;
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
    const { columns } = this.resolved;
    const label = Array.isArray(this.labels) ? this.labels[index] : undefined;
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
        ${label === undefined ? cells : html`<span class="cell">${label}</span>`}
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
    const app = this.#app;
    if (app && (await this.#read(app)) && this.cache === 'eager') await this.#runAhead(app);
  }

  /** Reads the examples, and finds their inputs, once those are loaded. Gives whether they will do. */
  async #read(app: RvApp): Promise<boolean> {
    try {
      await app.ready;
      if (!this.isConnected) return false;
      const examples = this.rows === undefined ? readExamples(this) : examplesOf(this.rows);
      const { names, rows } = examples;
      const columns = await this.#columns(app, names);
      this.#checkRows(rows, columns);
      this.#checkLabels(rows.length);
      this.resolved = { columns, rows };
      if (this.error === this.#wrong) this.error = '';
      return true;
    } catch (error) {
      this.resolved = { columns: [], rows: [] };
      this.#wrong = (error as Error).message;
      this.complain(this.#wrong);
      return false;
    }
  }

  /** @throws TypeError for a name that none of the app's components has. */
  async #columns(app: RvApp, given: readonly string[] | undefined): Promise<readonly RvComponent[]> {
    const [spec] = await this.#wireOf(app);
    const components = componentsOf(app);
    const listed = words(this.inputs);
    const names = given ?? listed;
    if (names.length === 0) return assignRoles(components, spec, spec === app).inputs;
    const byName = componentsByName(components);
    const find = (name: string, where: string) => {
      const found = byName.get(name);
      const known = [...byName.keys()].join(', ') || 'none';
      if (found) return found;
      throw new TypeError(`${where} "${name}", but no component has that name (there are: ${known}).`);
    };
    for (const name of listed) find(name, 'inputs has');
    return names.map((name) => find(name, given ? 'its rows name' : 'inputs has'));
  }

  #checkRows(rows: Examples['rows'], columns: readonly RvComponent[]): void {
    const odd = rows.findIndex((row) => row.length !== columns.length);
    if (odd < 0) return;
    const inputs = columns.map(({ accessibleLabel }) => accessibleLabel).join(', ') || 'none';
    throw new TypeError(
      `row ${odd + 1} has ${rows[odd]!.length} values (${rows[odd]!.map((cell) => shorten(cell?.value)).join(', ')}), but takes ${columns.length}: one for each input (${inputs}).`,
    );
  }

  #checkLabels(count: number): void {
    const { labels } = this;
    if (labels === undefined || labels === null) return;
    const list = typeof labels === 'string' ? parseList(labels) : labels;
    if (!Array.isArray(list) || list.length !== count) {
      throw new TypeError(
        `labels is ${shorten(labels)}, but takes an array of ${count} strings: one for each example.`,
      );
    }
    if (list !== labels) this.labels = list;
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
    if (!this.runOnClick && !this.cache) return undefined;
    const [, wire] = await this.#wireOf(app);
    const play = this.cache ? (await this.#keeperOf(app)).play : undefined;
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
  async #runAhead(app: RvApp): Promise<void> {
    this.#ahead.abort();
    this.#ahead = new AbortController();
    const { signal } = this.#ahead;
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

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an input is to be given for a cell: a file for one that takes files. */
async function load(input: RvComponent, cell: Cell | undefined): Promise<unknown> {
  if (!cell) return undefined;
  return takesFiles(input) ? fileOf(cell) : contentOf(cell, input);
}

/**
 * Sets the inputs, and then has each tell of it, so that who hears of one finds the others filled.
 *
 * @throws TypeError for a file that an input does not take.
 */
async function fill(given: readonly { readonly input: RvComponent; readonly value: unknown }[]): Promise<void> {
  const isFile = (value: unknown): value is File => value instanceof File;
  for (const { input, value } of given) if (!isFile(value)) input.value = value;
  for (const { input, value } of given) {
    if (!takesFiles(input) || !isFile(value)) continue;
    await input.chooseFile(value);
    if (input.error) throw new TypeError(input.error);
  }
  // A state tells of its changes by itself.
  for (const { input, value } of given) if (input instanceof RvValueComponent && !isFile(value)) input.tellChange();
}

/** What an input would give the function if it had that value. */
async function readAs(input: RvComponent, cell: Cell): Promise<unknown> {
  const value = await load(input, cell);
  if (!(input instanceof RvValueComponent)) return value;
  const copy = document.createElement(input.localName) as RvValueComponent;
  copy.append(...[...input.childNodes].map((node) => node.cloneNode(true)));
  for (const [name, { state }] of (input.constructor as typeof RvComponent).elementProperties) {
    if (!state && name !== 'value') Object.assign(copy, { [name]: input[name as keyof typeof input] });
  }
  await fill([{ input: copy, value }]);
  return copy.read();
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
