import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Paint } from '../../worker/protocol.js';
import { define } from './define.js';
import { icons } from './icons.js';
import { RvMedia } from './media.js';
import type { MicrophoneStream } from './microphone-stream.js';
import { decodeSound, type Pcm, peaksOf } from './sound.js';
import { type Tool, wavTool } from './tools.js';
import { Waveform } from './waveform.js';

const audioTypes = ['file', 'pcm'] as const;
export type AudioType = (typeof audioTypes)[number];

/** Bytes of a file beyond which decoding it takes more memory than its waveform is worth. */
const MOST_BYTES = 2 ** 24;

/**
 * Sound: a clip, or with `streaming` a stream that plays while its chunks are still being made. As an input it takes a
 * clip from a file, by drop or paste, or from the microphone. With `streaming` an input gives what the microphone hears
 * from Start to Stop, piece by piece: an app with `live`, or an `<rv-on event="stream">`, calls its function with each. A
 * piece begins where the last that this function was called with has ended, however long it took.
 *
 * ```html
 * <rv-audio label="Speech" streaming autoplay></rv-audio>
 * <rv-audio label="Voice" name="voice" input sources="microphone" format="wav"></rv-audio>
 * <rv-audio label="Room" input streaming sources="microphone" stream-every="0.1" time-limit="60"></rv-audio>
 * ```
 *
 * @tag rv-audio
 * @attr {string} value - URL of the clip shown from the start.
 * @fires stream - As an input with `streaming`: there is more to read.
 * @fires stop - As an input with `streaming`: the microphone was turned off.
 * @csspart start - As an input with `streaming`: the button that turns the microphone on; `stop`, which turns it off.
 * @csspart status - As an input with `streaming`: what tells whether it is on; `time-left`, for how long.
 */
export class RvAudio extends RvMedia {
  static override readonly encoder = 'audio';
  override readonly kind = 'audio';

  /**
   * As an input, what the function is given: `file` for a `File`, `pcm` for `{data: Float32Array[], sampleRate}`. A clip is
   * given as a file and a stream as PCM when it is left out.
   */
  @property() type: AudioType | '' = '';
  /** As an input, the file format of its clips: `wav`, `mp4`, `webm`, `ogg`; left as they are when it is left out. */
  @property() format = '';
  /** As an input, where clips may come from: `upload`, `microphone`, separated by spaces. */
  @property() sources = 'upload microphone';
  /** Of an input with `streaming`: seconds from one piece that is given to the next. */
  @property({ type: Number, attribute: 'stream-every' }) streamEvery = 0.5;
  /** Of an input with `streaming`: seconds after which the microphone is turned off; never when left out. */
  @property({ type: Number, attribute: 'time-limit' }) timeLimit: number | undefined;

  /**
   * The microphone of a `streaming` input, once it is loaded.
   *
   * @internal
   */
  override stream: MicrophoneStream | undefined;
  declare readonly media: HTMLAudioElement;

  readonly #waveform = new Waveform(this.media);
  /** What the waveform is of. */
  #drawn: unknown = null;
  #loading: Promise<void> | undefined;

  override async read(reader?: unknown): Promise<unknown> {
    if (this.player.holds === 'nothing' && this.stream?.holds) return this.stream.read(reader);
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

  override clear(): void {
    this.stream?.clear();
    super.clear();
  }

  async #decode(file: File): Promise<Pcm> {
    try {
      return await decodeSound(file);
    } catch (error) {
      throw new TypeError(`${this.nameInMessages} ${(error as Error).message}`, { cause: error });
    }
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#loading;
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('type')) this.checkWords('type', this.type, audioTypes);
    if (this.streaming && this.isInput) this.#loading ??= this.#loadStream();
    void this.#drawClip();
  }

  async #loadStream(): Promise<void> {
    try {
      const { MicrophoneStream } = await import('./microphone-stream.js');
      this.stream = new MicrophoneStream(this, (message) => this.complain(message));
      this.requestUpdate();
    } catch (error) {
      this.complain(`streaming can't be loaded: ${(error as Error).message}`);
    }
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

  protected override inputTemplate(): TemplateResult {
    if (!this.streaming) return super.inputTemplate();
    return this.stream?.template(super.inputTemplate()) ?? html``;
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
