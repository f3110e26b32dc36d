import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { define } from '../elements/define.js';
import { icons } from '../elements/icons.js';
import { basics, iconStyles, tokens } from '../elements/styles.js';
import type { RvApp } from './app.js';
import type { RvStartEvent } from './events.js';
import type { AppFunction, Parameter } from './functions.js';
import { exampleOf, lineOf, scriptOf } from './write-call.js';

/**
 * Shows how an app's functions are called by script.
 *
 * @param opener - The button in the app, to which the focus goes back.
 */
export async function showPanel(app: RvApp, opener: HTMLElement): Promise<void> {
  let panel = app.renderRoot.querySelector('rv-api-panel');
  if (!panel) {
    panel = document.createElement('rv-api-panel');
    panel.app = app;
    opener.after(panel);
  }
  await panel.show(opener);
}

/**
 * A dialog with the functions of one app, an example of each in JavaScript, and the calls that the user has made by the
 * page, once they are recorded. Private to `<rv-app>`.
 */
export class RvApiPanel extends LitElement {
  static override styles = [
    tokens,
    basics,
    iconStyles,
    css`
      :host {
        display: contents;
        color: var(--_text);
      }
      .recorded {
        grid-column: 1 / -1;
      }
      dialog {
        inline-size: min(44rem, 100dvw - 2rem);
        max-block-size: calc(100dvh - 2rem);
        padding: 0 1.25rem 1.25rem;
        border: 1px solid var(--_border);
        border-radius: calc(var(--_radius) * 1.5);
        color: inherit;
        background: var(--_surface);
        overflow: auto;
        overscroll-behavior: contain;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      header p {
        flex: 1;
        text-align: end;
      }
      header {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 1rem;
        margin-inline: -1.25rem;
        padding: 0.75rem 1.25rem;
        border-block-end: 1px solid var(--_border);
        background: var(--_surface);
      }
      h2,
      h3,
      h4,
      p,
      ul,
      pre {
        margin: 0;
      }
      h2 {
        font-size: 1.25rem;
      }
      h3 {
        font-size: 1.0625rem;
      }
      h4 {
        font-size: 0.875rem;
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.5rem;
        margin-block-start: 1.5rem;
      }
      p,
      li span {
        font-size: 0.875rem;
        color: var(--_muted);
        overflow-wrap: anywhere;
      }
      dialog > p {
        margin-block-start: 1rem;
      }
      ul {
        padding: 0;
        list-style: none;
      }
      li {
        overflow-wrap: anywhere;
      }
      code {
        font: 0.875rem / 1.6 var(--_mono);
      }
      h3 code {
        font-size: 1em;
      }
      .script {
        display: flex;
        align-items: start;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        background: var(--_sunken);
      }
      pre {
        flex: 1;
        min-inline-size: 0;
        max-block-size: 20rem;
        padding: 0.75rem 1rem;
        border-radius: inherit;
        overflow: auto;
      }
      button {
        padding: 0.375rem 0.75rem;
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        font: inherit;
        color: inherit;
        background: var(--_sunken);
        cursor: pointer;
      }
      button:hover:not(:disabled) {
        border-color: var(--_control-border);
      }
      button:disabled {
        opacity: 0.6;
        cursor: not-allowed;
      }
      .copy {
        flex: none;
        margin: 0.5rem;
      }
      .icon-button {
        display: grid;
        place-items: center;
        padding: 0.375rem;
        background: var(--_surface);
      }
      [aria-pressed='true'] {
        border-color: var(--_error);
        color: var(--_error);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }
      :focus-visible {
        outline: 2px solid var(--_accent);
        outline-offset: 2px;
      }
      pre:focus-visible {
        outline-offset: -2px;
      }
    `,
  ];

  @property({ attribute: false }) app!: RvApp;

  @state() private functions: readonly AppFunction[] = [];
  /** Lines of JavaScript, each for one run. */
  @state() private calls: readonly string[] = [];
  @state() private recording = false;
  /** What a screen reader is told. */
  @state() private status = '';

  @query('dialog') private dialog!: HTMLDialogElement;

  /** What the focus goes back to. */
  #opener: HTMLElement | undefined;

  /** Opens the dialog, with the functions as they are now. */
  async show(opener: HTMLElement): Promise<void> {
    this.#opener = opener;
    this.functions = Object.values(await this.app.functions);
    this.status = '';
    await this.updateComplete;
    if (this.isConnected && !this.dialog.open) this.dialog.showModal();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.app.addEventListener('rv-start', this.#record);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.app.removeEventListener('rv-start', this.#record);
  }

  protected override render(): TemplateResult {
    const { calls, functions, recording } = this;
    return html`<dialog closedby="any" aria-labelledby="title" @close=${this.#giveFocusBack}>
        <header>
          <h2 id="title">Use by script</h2>
          <p role="status">${this.status}</p>
          <button class="icon-button" type="button" aria-label="Close" title="Close" @click=${() => this.dialog.close()}>
            ${icons.close}
          </button>
        </header>
        <p>
          A script of this page, or its console, can call what the app calls. The app shows what is yielded all the same.
        </p>
        <section aria-labelledby="calls">
          <h3 id="calls">Your calls</h3>
          <p>
            While calls are recorded, each run that you start by the page is written down as JavaScript. Close this panel, and
            use the app.
          </p>
          <div class="actions">
            <button type="button" aria-pressed=${recording} @click=${this.#toggle}>Record calls</button>
            <button type="button" ?disabled=${calls.length === 0} @click=${this.#clear}>Clear</button>
          </div>
          ${calls.length > 0 ? this.#scriptTemplate('Your calls', scriptOf(this.app, calls)) : nothing}
        </section>
        ${functions.length > 0 ? functions.map((each, index) => this.#functionTemplate(each, `function-${index}`)) : html`<p>There is no function.</p>`}
      </dialog>
      ${recording ? html`<p class="recorded" role="status">Calls are recorded: ${calls.length}</p>` : nothing}`;
  }

  #functionTemplate(called: AppFunction, id: string): TemplateResult {
    const { name, inputs, outputs } = called;
    return html`<section aria-labelledby=${id}>
      <h3 id=${id}><code>${name}</code></h3>
      ${parametersTemplate('Inputs', inputs)} ${parametersTemplate('Outputs', outputs)}
      ${this.#scriptTemplate(`Example of ${name}`, exampleOf(this.app, called))}
    </section>`;
  }

  #scriptTemplate(label: string, text: string): TemplateResult {
    return html`<div class="script">
      <pre tabindex="0" role="region" aria-label=${label}><code>${text}</code></pre>
      <button
        class="copy icon-button"
        type="button"
        title="Copy"
        aria-label=${`Copy: ${label}`}
        @click=${({ currentTarget }: Event) => this.#copy(text, currentTarget as Element)}
      >
        ${icons.copy}
      </button>
    </div>`;
  }

  async #copy(text: string, button: Element): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.status = 'Copied';
    } catch {
      getSelection()?.selectAllChildren(button.previousElementSibling!);
      this.status = 'Selected: copy it with the keyboard';
    }
  }

  #toggle(): void {
    this.recording = !this.recording;
    this.status = this.recording ? 'Recording' : '';
  }

  #clear(): void {
    this.calls = [];
    this.status = 'Cleared';
    // The button is disabled now, and would take the focus with it.
    this.renderRoot.querySelector<HTMLElement>('[aria-pressed]')!.focus();
  }

  #record = ({ run, target }: RvStartEvent): void => {
    if (!this.recording || target !== this.app || !run || run.automatic) return;
    const called = this.functions.find((each) => each.has(run));
    if (called) this.calls = [...this.calls, lineOf(called, run.inputs)];
  };

  /** Safari gives no focus to a button that is clicked, so the browser has none to give back. */
  #giveFocusBack(): void {
    if (document.activeElement === document.body) this.#opener?.focus();
  }
}

function parametersTemplate(heading: string, parameters: readonly Parameter[]): TemplateResult {
  return html`<h4>${heading}</h4>
    ${
      parameters.length > 0
        ? html`<ul>
            ${parameters.map(
              ({ name, label, tag, type }) => html`<li>
                <code>${name || tag.slice(3)}: ${type}</code>
                <span>${label && `${label}, `}&lt;${tag}&gt;</span>
              </li>`,
            )}
          </ul>`
        : html`<p>None</p>`
    }`;
}

define('rv-api-panel', RvApiPanel);

declare global {
  interface HTMLElementTagNameMap {
    'rv-api-panel': RvApiPanel;
  }
}
