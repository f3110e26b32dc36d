import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Stretch } from './convert.js';
import type { MediaInputHost } from './media-input.js';

/** A stretch that is shorter than this is none, in seconds. */
const SHORTEST = 0.1;

/** The panel in which a user says what of a clip is kept: where it starts and ends. The player shows the place. */
export class TrimInput {
  readonly #host: MediaInputHost;
  readonly #trim: (stretch: Stretch) => void;
  #stretch: Stretch | undefined;

  /** @param trim - Given the stretch that is kept. */
  constructor(host: MediaInputHost, trim: (stretch: Stretch) => void) {
    this.#host = host;
    this.#trim = trim;
  }

  /** Whether the clip is long enough, and of a length that is known. */
  get possible(): boolean {
    const { duration } = this.#host.media;
    return Number.isFinite(duration) && duration > 2 * SHORTEST;
  }

  get active(): boolean {
    return this.#stretch !== undefined;
  }

  toggle(): void {
    this.#stretch = this.active ? undefined : { start: 0, end: this.#host.media.duration };
    this.#host.requestUpdate();
  }

  close(): void {
    this.#stretch = undefined;
    this.#host.requestUpdate();
  }

  template(): TemplateResult | typeof nothing {
    if (!this.#stretch) return nothing;
    const { start, end } = this.#stretch;
    const { duration } = this.#host.media;
    const whole = start === 0 && end >= duration;
    return html`<fieldset part="trim-panel" class="trim">
      <legend class="visually-hidden">Trim</legend>
      ${this.#handle('Start', start)} ${this.#handle('End', end)}
      <div class="recording">
        <button type="button" part="trim-apply" class="primary" ?disabled=${whole} @click=${this.#apply}>
          Keep ${seconds(end - start)}
        </button>
        <button type="button" part="trim-cancel" @click=${() => this.close()}>Cancel</button>
      </div>
    </fieldset>`;
  }

  #handle(name: 'Start' | 'End', value: number): TemplateResult {
    const { duration } = this.#host.media;
    return html`<label>
      <span>${name}</span>
      <input
        type="range"
        min="0"
        max=${duration}
        step=${duration > 60 ? 0.1 : 0.01}
        .value=${live(String(value))}
        aria-valuetext=${seconds(value)}
        @input=${(event: Event) => this.#move(name, event)}
        @change=${(event: Event) => event.stopPropagation()}
      />
      <output>${seconds(value)}</output>
    </label>`;
  }

  #move(name: 'Start' | 'End', event: Event): void {
    event.stopPropagation();
    const { media } = this.#host;
    const input = event.target as HTMLInputElement;
    const { start, end } = this.#stretch!;
    // The last step may miss the end by a part of itself.
    const to = input.valueAsNumber > media.duration - Number(input.step) ? media.duration : input.valueAsNumber;
    this.#stretch =
      name === 'Start'
        ? { start: Math.max(0, Math.min(to, end - SHORTEST)), end }
        : { start, end: Math.min(media.duration, Math.max(to, start + SHORTEST)) };
    media.currentTime = name === 'Start' ? this.#stretch.start : this.#stretch.end;
    this.#host.requestUpdate();
  }

  readonly #apply = (): void => {
    const stretch = this.#stretch!;
    this.close();
    this.#trim(stretch);
  };
}

/** `1.5` as `1.50 s`. */
function seconds(time: number): string {
  return `${time.toFixed(2)} s`;
}
