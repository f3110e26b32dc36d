import { html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from './define.js';
import { icons } from './icons.js';
import { RvMedia } from './media.js';

/**
 * Pictures with sound: a clip, or with `streaming` a stream that plays while its chunks are still being made. As an
 * input it takes a clip from a file, by drop or paste, or from the webcam. `<track>` children are its captions.
 *
 * ```html
 * <rv-video label="Film" streaming autoplay></rv-video>
 * <rv-video label="You" name="you" input sources="webcam upload" format="mp4"></rv-video>
 * ```
 *
 * @tag rv-video
 * @attr {string} value - URL of the clip shown from the start.
 * @cssprop [--rv-video-height=20rem] - Height of the frame.
 */
export class RvVideo extends RvMedia {
  static override readonly encoder = 'video';
  override readonly kind = 'video';

  /** How many of the pictures that are yielded one by one make a second. */
  @property({ type: Number }) fps = 30;
  /** As an input, the file format of its clips: `mp4`, `webm`; left as they are when it is left out. */
  @property() format = '';
  /** As an input, where clips may come from: `upload`, `webcam`, separated by spaces. */
  @property() sources = 'upload webcam';

  declare readonly media: HTMLVideoElement;

  readonly #children = new MutationObserver(() => this.#copyTracks());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#children.observe(this, { childList: true, subtree: true, attributes: true });
    this.#copyTracks();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#children.disconnect();
  }

  override get encoderOptions(): Readonly<Record<string, unknown>> {
    return { ...super.encoderOptions, fps: this.fps };
  }

  protected override createMedia(): HTMLVideoElement {
    const video = document.createElement('video');
    video.playsInline = true;
    return video;
  }

  protected override emptyTemplate(): TemplateResult {
    return html`<div class="empty">${icons.film}</div>`;
  }

  /** A `<track>` works in a media element alone. */
  #copyTracks(): void {
    const tracks = [...this.querySelectorAll(':scope > track')];
    this.media.replaceChildren(...tracks.map((track) => track.cloneNode()));
  }
}

define('rv-video', RvVideo);

declare global {
  interface HTMLElementTagNameMap {
    'rv-video': RvVideo;
  }
}
