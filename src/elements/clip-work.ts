import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { type Conversion, convert } from './convert.js';

/** A conversion under way, and what is shown of it: how far it is, and Cancel. */
export class ClipWork {
  readonly #host: ReactiveControllerHost;
  #running: AbortController | undefined;
  #fraction = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  /** Converts a clip as {@link convert} does; gives `undefined` when it was stopped. */
  async convert(clip: File, wanted: Pick<Conversion, 'kind' | 'format' | 'trim'>): Promise<File | undefined> {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    this.#fraction = 0;
    this.#host.requestUpdate();
    const progress = (fraction: number) => {
      this.#fraction = fraction;
      this.#host.requestUpdate();
    };
    try {
      const file = await convert(clip, { ...wanted, signal: running.signal, progress });
      return running.signal.aborted ? undefined : file;
    } catch (error) {
      if (running.signal.aborted) return undefined;
      throw error;
    } finally {
      if (this.#running === running) this.#running = undefined;
      this.#host.requestUpdate();
    }
  }

  /** Gives up what is under way. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#host.requestUpdate();
  }

  template(): TemplateResult {
    return html`<div part="work" class="recording">
      <span role="status">Preparing the clip…</span>
      <progress aria-label="Preparing the clip" value=${this.#fraction}></progress>
      <button type="button" part="cancel" @click=${() => this.stop()}>Cancel</button>
    </div>`;
  }
}
