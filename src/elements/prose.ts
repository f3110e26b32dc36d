import { html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Flow, Paint } from '../../worker/protocol.js';
import { FollowEnd } from '../sinks/follow-end.js';
import type { ProseSink } from '../sinks/prose.js';
import { RvComponent, trueUnlessFalse } from './component.js';
import { proseStyles } from './styles.js';

/**
 * A component that shows formatted text.
 *
 * @csspart content - The formatted text.
 * @cssprop [--rv-max-height=none] - From which height on it scrolls, with the end in sight while it grows.
 */
export abstract class RvProse extends RvComponent {
  static override readonly encoder = 'text';
  static override styles = [RvComponent.styles, proseStyles];

  /** Each yield is added to what is there, instead of replacing it. */
  @property({ type: Boolean, attribute: 'append' }) appends = false;
  /** `autoscroll="false"` leaves the text where it is while it grows. */
  @property({ converter: trueUnlessFalse }) autoscroll = true;

  protected readonly sink: ProseSink;
  readonly #followEnd: FollowEnd;
  #shown: Promise<void> | undefined;

  constructor(sink: ProseSink) {
    super();
    this.sink = sink;
    this.#followEnd = new FollowEnd(sink.node);
  }

  /** The text as it was given. */
  @property()
  get value(): string {
    return this.sink.text;
  }

  set value(value: string | null) {
    this.#followEnd.active = false;
    this.show(value === null ? '' : String(value));
  }

  override get flow(): Flow {
    return this.appends ? 'append' : 'latest';
  }

  override paint(paint: Paint): void | Promise<void> {
    if (paint.kind !== 'text') return super.paint(paint);
    this.#followEnd.active = this.autoscroll;
    return paint.append ? this.sink.append(paint.text) : this.sink.replace(paint.text);
  }

  override settle(): void {
    this.sink.end();
  }

  override clear(): void {
    this.value = this.getAttribute('value');
  }

  /** A whole text at once. */
  protected show(text: string): void {
    this.#shown = this.sink.replace(text)?.catch((error: Error) => this.complain(error.message));
    this.sink.end();
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const complete = await super.getUpdateComplete();
    await this.#shown;
    return complete;
  }

  /** Read out when it is complete, not at every token. */
  protected override control(): TemplateResult {
    return html`<div
      part="content"
      class="prose"
      role="group"
      aria-labelledby=${this.labelledBy}
      aria-label=${this.hiddenLabel}
      aria-live="polite"
      aria-busy=${this.busy}
      @scroll=${this.#followEnd}
    >
      ${this.sink.node}
    </div>`;
  }
}
