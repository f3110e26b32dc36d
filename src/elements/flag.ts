import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { RvApp } from '../app/app.js';
import type { RvCompleteEvent, RvStartEvent, RvYieldEvent } from '../app/events.js';
import { assignRoles, componentsOf, type Roles } from '../app/roles.js';
import type { Run } from '../runtime/run.js';
import { type FlaggedValue, Flags } from '../store/flags.js';
import { RvComponent } from './component.js';
import { define } from './define.js';
import { download } from './download.js';
import type { FlagFormat } from './flag-file.js';
import { words } from './words.js';

/** When flags are made: by its buttons, after each run, or not at all. */
export type FlagMode = (typeof flagModes)[number];
const flagModes = ['manual', 'auto', 'never'] as const;

/**
 * Keeps what went into the app and what came out, with what the user says of it: a button an option. The flags stay in
 * the browser across visits, each with its time, until they are exported as CSV or JSON and deleted. Pictures, sounds and
 * videos are kept too, and exported in a zip archive.
 *
 * In the CSV, a text that a spreadsheet would take for a formula, since it begins with `=`, `+`, `-` or `@`, has an
 * apostrophe before it. The JSON has it as it is.
 *
 * ```html
 * <rv-flag label="Is it right?" name="rating" options="Good Bad"></rv-flag>
 * <rv-flag options='["Not quite", "Wrong"]' inputs="prompt" outputs="picture"></rv-flag>
 * ```
 *
 * @tag rv-flag
 * @fires change - A flag is kept; `value` has its option.
 * @csspart options - The row of buttons.
 * @csspart option - Each of them.
 * @csspart kept - How many flags there are, and what can be done with them: `csv`, `json`, `delete`.
 * @csspart status - What was done last.
 * @csspart note - Why flags are not stored.
 */
export class RvFlag extends RvComponent {
  static override readonly role = 'neither';
  static override styles = [
    RvComponent.styles,
    css`
      [part='options'],
      [part='kept'] {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
      }
      [part='option'] {
        flex: 1 1 6rem;
        font-weight: 600;
      }
      [part='kept'] {
        margin-block-start: 0.5rem;
        font-size: 0.8125rem;
        color: var(--_muted);
      }
      [part='kept'] span {
        flex: 1 1 auto;
      }
      [part='kept'] button {
        padding: 0.25rem 0.625rem;
        color: var(--_text);
      }
      [part='status'],
      [part='note'] {
        margin: 0.25rem 0 0;
        font-size: 0.8125rem;
        color: var(--_muted);
        overflow-wrap: anywhere;
      }
      :is([part='status'], [part='note']):empty {
        margin: 0;
      }
    `,
  ];

  /** What there is to say, a button each: words separated by spaces, or a JSON array of texts. */
  @property() options = 'Flag';
  /** Names of the components whose values are kept as inputs, separated by spaces; the app's inputs when left out. */
  @property() inputs = '';
  /** Names of those that are kept as outputs; the app's outputs when left out. */
  @property() outputs = '';
  /** `manual`: by the buttons. `auto`: after each run that has painted one of the outputs. `never`: what is kept is shown, no more. */
  @property() mode: FlagMode = 'manual';
  /** Under which the flags are kept; the page's path with the `name` when left out. */
  @property({ attribute: 'storage-key' }) storageKey = '';

  /** The option of the last flag made on this page, or `null`. */
  @property({ attribute: false }) value: string | null = null;

  @state() private count = 0;
  @state() private status = '';
  /** Why flags are not stored, or `''`. */
  @state() private note = '';
  /** Whether Delete has been pressed once. */
  @state() private asking = false;
  @state() private list: readonly string[] = [];
  #flags!: Flags;
  #app: RvApp | null = null;
  #areNamesRight = false;
  #pressed = false;
  /** The runs under way: their inputs as they were when these began, and the outputs that were painted since. */
  readonly #runs = new WeakMap<Run, { inputs: Promise<FlaggedValue[]>; painted: Set<RvComponent> }>();

  /** What was said last is forgotten; the flags stay. */
  override clear(): void {
    this.value = null;
    this.status = '';
    this.error = '';
  }

  /**
   * Keeps what the components hold now. Settles when it is kept.
   *
   * @param option - What is said of it.
   */
  async flag(option = ''): Promise<void> {
    await this.#keep(option, this.#read('inputs'));
  }

  /** The flags as one file: CSV or JSON, or a zip archive with it and the media. */
  async toBlob(format: FlagFormat = 'csv'): Promise<Blob> {
    const { blob } = await this.#file(format);
    return blob;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#app = this.closest('rv-app');
    this.#app?.addEventListener('rv-start', this.#noteInputs);
    this.#app?.addEventListener('rv-yield', this.#noteOutputs);
    this.#app?.addEventListener('rv-complete', this.#flagRun);
    void this.#checkNames();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#app?.removeEventListener('rv-start', this.#noteInputs);
    this.#app?.removeEventListener('rv-yield', this.#noteOutputs);
    this.#app?.removeEventListener('rv-complete', this.#flagRun);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (['options', 'mode', 'inputs', 'outputs'].some((name) => changed.has(name))) this.#check();
    if (!this.hasUpdated || changed.has('storageKey') || changed.has('name')) this.#open();
  }

  protected override control(): TemplateResult {
    const isManual = this.mode === 'manual';
    return html`<div part="options" role="group" aria-label=${this.hiddenLabel} aria-labelledby=${this.labelledBy} aria-describedby=${this.describedBy} ?hidden=${!isManual}>
        ${this.list.map(
          (option) => html`<button part="option" type="button" @click=${() => this.#press(option)}>${option}</button>`,
        )}
      </div>
      <div part="kept" ?hidden=${this.count === 0}>
        <span>${flagsOf(this.count)} kept in this browser</span>
        <button part="csv" type="button" aria-label="Download as CSV" @click=${() => this.#download('csv')}>CSV</button>
        <button part="json" type="button" aria-label="Download as JSON" @click=${() => this.#download('json')}>JSON</button>
        <button
          part="delete"
          type="button"
          class=${this.asking ? 'stop' : nothing}
          @click=${this.#delete}
          @blur=${this.#forgetAsking}
          @keydown=${this.#onDeleteKey}
        >
          ${this.asking ? `Delete ${flagsOf(this.count)} for ever` : 'Delete all'}
        </button>
      </div>
      <p part="status" role="status">${this.status}</p>
      <p part="note" role="status">${this.note}</p>`;
  }

  #check(): void {
    this.error = '';
    this.checkWords('mode', this.mode, flagModes);
    try {
      this.list = optionsOf(this.options);
    } catch (error) {
      this.complain((error as Error).message);
    }
    if (this.hasUpdated) void this.#checkNames();
  }

  async #checkNames(): Promise<void> {
    try {
      await this.#app?.ready;
      this.#roles();
      this.#areNamesRight = true;
    } catch (error) {
      this.#areNamesRight = false;
      this.complain((error as Error).message);
    }
  }

  /** The components that are flagged. */
  #roles(): Roles {
    const app = this.#app;
    if (!app) return { inputs: [], outputs: [] };
    const { nameInMessages } = this;
    const names = { nameInMessages, inputs: this.inputs || app.inputs, outputs: this.outputs || app.outputs };
    return assignRoles(componentsOf(app), names, true);
  }

  #open(): void {
    const key = this.storageKey || `${location.pathname} ${this.name}`.trim();
    this.note = '';
    this.#flags = new Flags(key, (reason) => this.#tell(reason));
    void this.#recount();
  }

  #tell(reason: string): void {
    this.note = reason && `Flags are lost when the page is closed: ${reason}.`;
    if (reason) console.warn(`${this.nameInMessages}: ${this.note}`);
  }

  async #recount(): Promise<void> {
    const flags = this.#flags;
    const count = await flags.count();
    if (flags === this.#flags) this.count = count;
  }

  async #read(side: 'inputs' | 'outputs'): Promise<FlaggedValue[]> {
    await this.#app?.ready;
    return this.#readNow(side);
  }

  /** Values are read before it gives a promise. */
  async #readNow(side: 'inputs' | 'outputs'): Promise<FlaggedValue[]> {
    const components = this.#roles()[side];
    const values = await Promise.all(components.map(holding));
    return values.map((value, index) => ({ name: nameOf(components, index), value }));
  }

  async #press(option: string): Promise<void> {
    // Of two presses on the same the second says nothing.
    if (this.#pressed) return;
    this.#pressed = true;
    await this.flag(option);
    this.#pressed = false;
  }

  async #keep(option: string, given: Promise<FlaggedValue[]>): Promise<void> {
    this.status = '';
    try {
      const [inputs, outputs] = await Promise.all([given, this.#read('outputs')]);
      await this.#flags.add({ time: new Date(), option, inputs, outputs });
      await this.#recount();
      this.value = option;
      this.status = this.list.length > 1 && option ? `Flagged as ${option}.` : 'Flagged.';
      this.dispatchEvent(new Event('change', { bubbles: true }));
    } catch (error) {
      this.complain(`it can’t be flagged: ${(error as Error).message}`);
    }
  }

  readonly #noteInputs = ({ target, run }: RvStartEvent): void => {
    if (this.mode !== 'auto' || target !== this.#app || !this.#areNamesRight) return;
    const inputs = this.#readNow('inputs');
    // Told when it is to be kept.
    inputs.catch(() => {});
    this.#runs.set(run!, { inputs, painted: new Set() });
  };

  readonly #noteOutputs = ({ run, outputs }: RvYieldEvent): void => {
    for (const output of outputs) this.#runs.get(run!)?.painted.add(output);
  };

  readonly #flagRun = async ({ run }: RvCompleteEvent): Promise<void> => {
    const noted = this.#runs.get(run!);
    if (!noted) return;
    const { outputs } = this.#roles();
    if (outputs.some((output) => noted.painted.has(output))) await this.#keep('', noted.inputs);
  };

  async #file(format: FlagFormat): Promise<{ blob: Blob; extension: string }> {
    const { flagFile } = await import('./flag-file.js');
    return flagFile(await this.#flags.all(), format);
  }

  async #download(format: FlagFormat): Promise<void> {
    try {
      const { blob, extension } = await this.#file(format);
      download(blob, `${this.name || 'flags'}.${extension}`);
    } catch (error) {
      this.complain(`the flags can’t be exported: ${(error as Error).message}`);
    }
  }

  /** At the second press: what was flagged can't be had again. */
  async #delete(): Promise<void> {
    this.asking = !this.asking;
    if (this.asking) {
      this.status = `Press again to delete ${flagsOf(this.count)}.`;
      return;
    }
    await this.#flags.clear();
    await this.#recount();
    this.status = 'All flags are deleted.';
    this.renderRoot.querySelector<HTMLElement>('[part=option]')?.focus();
  }

  #onDeleteKey({ key }: KeyboardEvent): void {
    if (key === 'Escape') this.#forgetAsking();
  }

  #forgetAsking(): void {
    if (!this.asking) return;
    this.asking = false;
    this.status = '';
  }
}

/** A component that holds a file. */
interface Recordable {
  toBlob?(): Promise<Blob>;
}

/** What is kept of a component: its value, or the file it holds. */
async function holding(component: RvComponent & Recordable): Promise<unknown> {
  try {
    return component.toBlob ? await component.toBlob() : component.value;
  } catch (error) {
    if (component.value === null) return null;
    throw error;
  }
}

/** What a component is called among the others, no two alike. */
function nameOf(components: readonly RvComponent[], index: number): string {
  const names = components.map(({ name, accessibleLabel }) => name || accessibleLabel);
  const before = names.slice(0, index).filter((name) => name === names[index]).length;
  return before === 0 ? names[index]! : `${names[index]} ${before + 1}`;
}

/** @throws TypeError when they are no options. */
function optionsOf(text: string): string[] {
  const list = text.trim().startsWith('[') ? parse(text) : words(text);
  const isList =
    Array.isArray(list) && list.length > 0 && list.every((each) => typeof each === 'string' && each.trim());
  if (!isList) {
    throw new TypeError(`options is "${text}", but takes words separated by spaces, or a JSON array of texts.`);
  }
  return list;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function flagsOf(count: number): string {
  return count === 1 ? '1 flag' : `${count} flags`;
}

define('rv-flag', RvFlag);

declare global {
  interface HTMLElementTagNameMap {
    'rv-flag': RvFlag;
  }
}
