import { type CSSResultGroup, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Flow, Paint } from '../../worker/protocol.js';
import type { RunEnding } from '../runtime/run.js';
import { componentStyles } from './styles.js';
import { words } from './words.js';

/** What a component is when neither `input` nor `output` is written on it. */
export type Role = 'input' | 'output' | 'neither';

/** For a boolean that is true unless the markup says `="false"`. */
export const trueUnlessFalse = {
  fromAttribute: (value: string | null) => value !== 'false',
  toAttribute: (value: boolean) => (value ? null : 'false'),
};

/**
 * What all inputs and outputs share: name, label, info, error line, visibility. It holds a value and knows nothing of
 * runs; `<rv-app>` reads the value of an input and hands an output what to paint.
 *
 * @csspart frame - The box around label, control, info and error.
 * @csspart label - The visible label.
 * @csspart info - The line of help under the control.
 * @csspart error - Why the last value could not be shown.
 * @csspart progress - How far the run is that paints here: over what it holds until the first value is there, then above.
 */
export abstract class RvComponent extends LitElement {
  static override styles: CSSResultGroup = componentStyles;

  /** What the component is by itself; the attributes `input` and `output` turn it round. */
  static readonly role: Role = 'output';

  /** The encoder in the worker that takes this output's values. */
  static readonly encoder: string = 'value';

  /** By which an object that is yielded, `inputs` and `outputs` name this component. */
  @property() name = '';
  /** Shown above the control and read out with it. */
  @property() label = '';
  /** A line of help under the control. */
  @property() info = '';
  /** `visible="false"` takes the component off the page; it stays part of the app. */
  @property({ reflect: true, converter: trueUnlessFalse }) visible = true;
  /** `show-label="false"` keeps the label for screen readers alone. */
  @property({ attribute: 'show-label', converter: trueUnlessFalse }) showLabel = true;
  /** Makes an output component an input; with `output`, both. */
  @property({ type: Boolean, reflect: true }) input = false;
  /** Makes an input component an output; with `input`, both. */
  @property({ type: Boolean, reflect: true }) output = false;

  /** Set by the app while a run may still paint here. */
  @property({ type: Boolean, reflect: true }) busy = false;
  /** Set by the app until the run's first value is shown here. */
  @property({ type: Boolean, reflect: true }) waiting = false;
  /** Why the last value could not be shown, or `''`. */
  @state() error = '';

  /** What the component holds. */
  abstract value: unknown;

  /**
   * Has the component fire `stream` by itself whenever there is something new to read.
   *
   * @internal
   */
  stream?: { readonly active: boolean; stop(): void } | undefined;

  get isInput(): boolean {
    return this.input || (!this.output && this.#role === 'input');
  }

  get isOutput(): boolean {
    return this.output || (!this.input && this.#role === 'output');
  }

  /** How messages name this element: `<rv-image name="picture">`. */
  get nameInMessages(): string {
    const attribute = this.name ? ` name="${this.name}"` : this.label && ` label="${this.label}"`;
    return `<${this.localName}${attribute}>`;
  }

  /** What becomes of a value that finds the last one unpainted. */
  get flow(): Flow {
    return 'latest';
  }

  get encoder(): string {
    return (this.constructor as typeof RvComponent).encoder;
  }

  /** The URL of the module that has the encoder, when it is not in the worker from the start. */
  get encoderModule(): string | undefined {
    return undefined;
  }

  /** What the encoder is told. */
  get encoderOptions(): Readonly<Record<string, unknown>> | undefined {
    return undefined;
  }

  /**
   * What the function is given. `null` when it was left empty. Transferables belong to the caller.
   *
   * @param _reader - Who reads: a stream gives each what has come since it last did.
   */
  read(_reader?: unknown): unknown {
    return this.value;
  }

  /** Shows what the worker made of a yield. Called in an animation frame. */
  paint(paint: Paint): void | Promise<void> {
    if (paint.kind === 'value') this.value = paint.value;
  }

  /** The run that painted here is over, in that way: whatever waited for more is shown as it is. */
  settle(_how: RunEnding['how']): void {}

  /** Back to the state the markup gave. */
  abstract clear(): void;

  /** Sets public properties by their names: all of them, or none when one is unknown. */
  setProperties(properties: Record<string, unknown>): void {
    const known = [...(this.constructor as typeof RvComponent).elementProperties]
      .filter(([, declaration]) => !declaration.state)
      .map(([name]) => String(name));
    for (const name of Object.keys(properties)) {
      if (known.includes(name)) continue;
      throw new TypeError(`${this.nameInMessages} has no property "${name}"; it has ${known.sort().join(', ')}.`);
    }
    Object.assign(this, properties);
  }

  /** The accessible name: `label`, or what comes nearest. */
  get accessibleLabel(): string {
    return this.label || this.name || this.localName.slice(3);
  }

  get #role(): Role {
    return (this.constructor as typeof RvComponent).role;
  }

  /** The native control or the picture of the value. */
  protected abstract control(): TemplateResult;

  /** The visible label; components whose control carries its own (a checkbox) leave it out. */
  protected labelTemplate(): TemplateResult | typeof nothing {
    return this.labelIsVisible ? html`<span part="label" id="label">${this.label}</span>` : nothing;
  }

  protected get labelIsVisible(): boolean {
    return this.label !== '' && this.showLabel;
  }

  /** `aria-label` of a control without a visible label. */
  protected get hiddenLabel(): string | typeof nothing {
    return this.labelIsVisible ? nothing : this.accessibleLabel;
  }

  /** `aria-labelledby` of an output, which a native `<label>` can't name. */
  protected get labelledBy(): 'label' | typeof nothing {
    return this.labelIsVisible ? 'label' : nothing;
  }

  /** `aria-describedby` of the control. */
  protected get describedBy(): string | typeof nothing {
    return [this.info && 'info', this.error && 'error'].filter(Boolean).join(' ') || nothing;
  }

  /** Says what is wrong with the page's own markup, on the element and in the console. */
  protected complain(message: string): void {
    this.error = message;
    console.error(`${this.nameInMessages}: ${message}`);
  }

  /** Complains of a word in an attribute that is none of those it takes. */
  protected checkWords(attribute: string, value: string, known: readonly string[]): void {
    const unknown = words(value).find((word) => !known.includes(word));
    if (unknown) this.complain(`${attribute} has "${unknown}", but takes ${known.join(', ')}.`);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('busy')) this.ariaBusy = this.busy ? 'true' : null;
  }

  protected override render(): TemplateResult {
    return html`<div part="frame">
      ${this.labelTemplate()}
      <div class="body">${this.control()}</div>
      ${this.info ? html`<p part="info" id="info">${this.info}</p>` : nothing}
      <p part="error" id="error" role="alert" ?hidden=${!this.error}>${this.error}</p>
    </div>`;
  }
}
