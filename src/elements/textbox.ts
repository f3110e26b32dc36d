import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Flow, Paint } from '../../worker/protocol.js';
import { FollowEnd } from '../sinks/follow-end.js';
import { TextSink } from '../sinks/text.js';
import { trueUnlessFalse } from './component.js';
import { define } from './define.js';
import { RvValueComponent } from './value-component.js';

/** The native types of a text field of one line. */
export type TextType = 'text' | 'email' | 'password' | 'search' | 'tel' | 'url';

/**
 * Text: a field to type into; as an output, text that grows from `lines` to `max-lines` and then scrolls with its end in
 * sight. An output replaces its text with each yield; with `append` a yield is added to what is there.
 *
 * ```html
 * <rv-textbox label="Prompt" name="prompt" lines="3" placeholder="A cat on the moon" required></rv-textbox>
 * <rv-textbox label="Answer" output append></rv-textbox>
 * ```
 *
 * @tag rv-textbox
 * @csspart control - The native `<input>` or `<textarea>`; the `<output>` of a pure output.
 */
export class RvTextbox extends RvValueComponent {
  static override readonly encoder = 'text';

  /** Lines shown at least; more than one make a `<textarea>`. */
  @property({ type: Number }) lines = 1;
  /** Lines shown at most. */
  @property({ type: Number, attribute: 'max-lines' }) maxLines = 20;
  /** The native type of a field of one line. */
  @property() type: TextType = 'text';
  @property() placeholder = '';
  /** An output adds each yield to what is there. */
  @property({ type: Boolean, attribute: 'append' }) appends = false;
  /** `autoscroll="false"` leaves the text where it is while it grows. */
  @property({ converter: trueUnlessFalse }) autoscroll = true;

  #value = '';
  readonly #sink = new TextSink();
  readonly #followEnd = new FollowEnd(this.#sink.node);

  @property()
  get value(): string {
    return this.#value;
  }

  set value(value: string | null) {
    this.#value = value === null ? '' : String(value);
  }

  override get flow(): Flow {
    return this.appends ? 'append' : 'latest';
  }

  override read(): string | null {
    return this.value || null;
  }

  override paint(paint: Paint): void {
    this.#followEnd.active = this.autoscroll;
    if (paint.kind === 'value') this.value = paint.value as string | null;
    else if (paint.kind === 'text' && !paint.append) this.value = paint.text;
    else if (paint.kind === 'text') this.#appendTail(paint.text);
  }

  override settle(): void {
    this.requestUpdate();
  }

  override clear(): void {
    this.#followEnd.active = false;
    this.value = this.getAttribute('value');
  }

  protected override formValue(): string {
    return this.value;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.isInput) this.#followEnd.toEnd(this.native);
    else if (changed.has('value') || changed.has('output') || changed.has('input')) this.#sink.replace(this.value);
  }

  protected override control(): TemplateResult {
    if (!this.isInput) return this.#outputTemplate();
    return this.lines > 1 ? this.#areaTemplate() : this.#fieldTemplate();
  }

  #fieldTemplate(): TemplateResult {
    return html`<input
      part="control"
      id="control"
      type=${this.type}
      placeholder=${this.placeholder}
      aria-label=${this.hiddenLabel}
      aria-describedby=${this.describedBy}
      .value=${live(this.value)}
      ?disabled=${this.disabled}
      ?required=${this.required}
      @input=${this.#take}
      @change=${this.forwardChange}
    />`;
  }

  #areaTemplate(): TemplateResult {
    return html`<textarea
      part="control"
      id="control"
      rows=${this.lines}
      style=${this.#height}
      placeholder=${this.placeholder}
      aria-label=${this.hiddenLabel}
      aria-describedby=${this.describedBy}
      .value=${live(this.value)}
      ?disabled=${this.disabled}
      ?required=${this.required}
      @input=${this.#take}
      @change=${this.forwardChange}
      @scroll=${this.#followEnd}
    ></textarea>`;
  }

  /** Read out when it is complete, not at every token. */
  #outputTemplate(): TemplateResult {
    return html`<output
      part="control"
      id="control"
      class="text"
      style=${this.#height}
      aria-label=${this.hiddenLabel}
      aria-live="polite"
      aria-atomic=${!this.appends}
      aria-busy=${this.busy}
      @scroll=${this.#followEnd}
      >${this.#sink.node}</output
    >`;
  }

  get #height() {
    return styleMap({ '--_lines': String(this.lines), '--_max-lines': String(Math.max(this.lines, this.maxLines)) });
  }

  #take(event: InputEvent): void {
    this.value = (event.target as HTMLInputElement | HTMLTextAreaElement).value;
  }

  /** Past Lit, so that a token costs what a token is long. */
  #appendTail(tail: string): void {
    this.#value += tail;
    if (!this.isInput) {
      this.#sink.append(tail);
      return;
    }
    const native = this.native as HTMLInputElement | HTMLTextAreaElement | null;
    if (!native) return;
    if (native instanceof HTMLInputElement) {
      native.value = this.#value;
      return;
    }
    // Leaves caret and selection where the user put them.
    native.setRangeText(tail, native.textLength, native.textLength, 'preserve');
    this.#followEnd.toEnd(native);
  }
}

define('rv-textbox', RvTextbox);

declare global {
  interface HTMLElementTagNameMap {
    'rv-textbox': RvTextbox;
  }
}
