import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Paint } from '../../worker/protocol.js';
import { define } from './define.js';
import { icons } from './icons.js';
import { RvMedia } from './media.js';
import { decodeSound, type Pcm, peaksOf } from './sound.js';
import { type Tool, wavTool } from './tools.js';
import { Waveform } from './waveform.js';

const audioTypes = ['file', 'pcm'] as const;
export type AudioType = (typeof audioTypes)[number];

/** Bytes of a file beyond which decoding it takes more memory than its waveform is worth. */
const MOST_BYTES = 2 ** 24;

/**
 * Sound: a clip, or with `streaming` a stream that plays while its chunks are still being made. As an input it takes a
 * clip from a file, by drop or paste, or from the microphone.
 *
 * ```html
 * <rv-audio label="Speech" streaming autoplay></rv-audio>
 * <rv-audio label="Voice" name="voice" input sources="microphone" format="wav"></rv-audio>
 * ```
 *
 * @tag rv-audio
 * @attr {string} value - URL of the clip shown from the start.
 */
export class RvAudio extends RvMedia {
  static override readonly encoder = 'audio';
  override readonly kind = 'audio';

  /** As an input, what the function is given: a `File`, or `{data: Float32Array[], sampleRate}`. */
  @property() type: AudioType = 'file';
  /** As an input, the file format of its clips: `wav`, `mp4`, `webm`, `ogg`; left as they are when it is left out. */
  @property() format = '';
  /** As an input, where clips may come from: `upload`, `microphone`, separated by spaces. */
  @property() sources = 'upload microphone';

  declare readonly media: HTMLAudioElement;

  readonly #waveform = new Waveform(this.media);
  /** What the waveform is of. */
  #drawn: unknown = null;

  override async read(): Promise<unknown> {
    const file = await super.read();
    return file && this.type === 'pcm' ? this.#decode(file as File) : file;
  }

  override paint(paint: Paint): Promise<void> {
    if (paint.kind === 'media') {
      if (paint.tracks) this.#waveform.clear();
      this.#drawn = null;
      this.#waveform.append(paint.peaks);
    }
    return super.paint(paint);
  }

  async #decode(file: File): Promise<Pcm> {
    try {
      return await decodeSound(file);
    } catch (error) {
      throw new TypeError(`${this.nameInMessages} ${(error as Error).message}`, { cause: error });
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('type')) this.checkWords('type', this.type, audioTypes);
    void this.#drawClip();
  }

  async #drawClip(): Promise<void> {
    const { value } = this;
    if (this.player.holds === 'stream' || value === this.#drawn) return;
    this.#drawn = value;
    this.#waveform.clear();
    if (!(value instanceof Blob) || value.size > MOST_BYTES) return;
    // Some files play that can't be decoded as a whole: they go without.
    const peaks = await decodeSound(value).then(peaksOf, () => []);
    if (this.#drawn !== value) return;
    this.#waveform.append(peaks);
    this.requestUpdate();
  }

  protected override besideTemplate(): TemplateResult {
    return html`${this.#waveform.bars > 0 || this.player.holds === 'stream' ? this.#waveform.canvas : nothing}`;
  }

  protected override tools(): Tool[] {
    const tools = super.tools();
    return this.player.holds === 'stream'
      ? [...tools, wavTool(() => this.save(() => this.player.recording('wav')))]
      : tools;
  }

  protected override createMedia(): HTMLAudioElement {
    return document.createElement('audio');
  }

  protected override emptyTemplate(): TemplateResult {
    return html`<div class="empty">${icons.note}</div>`;
  }
}

define('rv-audio', RvAudio);

declare global {
  interface HTMLElementTagNameMap {
    'rv-audio': RvAudio;
  }
}
