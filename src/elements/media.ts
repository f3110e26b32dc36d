import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Flow, Paint } from '../../worker/protocol.js';
import type { RunEnding } from '../runtime/run.js';
import { Autoplay } from './autoplay.js';
import { answerDecode } from './decode-sound.js';
import { download } from './download.js';
import { extensionOf } from './extension.js';
import { FileChooser } from './file-chooser.js';
import { icons } from './icons.js';
import { MediaInput } from './media-input.js';
import { mediaStyles } from './media-styles.js';
import { RvPlayable } from './playable.js';
import { Player } from './player.js';
import { downloadTool, removeTool, speedTemplate, type Tool, toolTemplate, trimTool } from './tools.js';
import { mediaUrl, tsUrl } from './worker-parts.js';

/** What a script may set as the `value` of an audio or video element: a file, a URL of one, or `null` for none. */
export type MediaValue = Blob | string | null;

/** What is told by the element, of what the native one tells. */
const TOLD = { play: ['play'], pause: ['pause'], ended: ['end', 'stop'] };

/**
 * What `<rv-audio>` and `<rv-video>` share: the clip or stream they hold, its player, its recorder.
 *
 * @fires upload - The user has given a file.
 * @fires clear - The user has taken the clip away.
 * @fires play - It plays.
 * @fires pause - It stands still.
 * @fires end - It was played to its end; `stop` is fired too.
 * @csspart player - The frame around player and recorder.
 * @csspart media - The native `<audio>` or `<video>`.
 * @csspart allow - The button that starts what the browser forbids to start by itself, or gives it its sound.
 * @csspart dry - What tells that the stream has run dry.
 * @csspart note - What the browser could not do with the stream, which goes on.
 * @csspart download - The Download button.
 * @csspart speed - The choice of speeds.
 * @csspart trim - The button that opens the panel to trim the user's clip.
 * @csspart trim-panel - That panel.
 * @csspart work - How far a conversion of the user's clip is.
 * @csspart remove - The button that takes the user's clip away.
 */
export abstract class RvMedia extends RvPlayable {
  static override readonly role = 'output';
  static override styles = [RvPlayable.styles, FileChooser.styles, mediaStyles];

  protected readonly player = new Player(this.media, {
    bufferAhead: () => this.bufferAhead,
    onTrouble: (message: string) => {
      this.note = message;
    },
  });
  protected readonly recorder: MediaInput = new MediaInput(this);
  /** What the browser could not do with the stream, or `''`. */
  @state() protected note = '';
  readonly #autoplay = new Autoplay(this.media, () => this.requestUpdate());
  #value: MediaValue = null;
  #shown: Promise<void> | undefined;
  #dry = false;
  /** A stream's sink may have to load it again, which is no reason to play what the user has paused. */
  #started = false;

  constructor() {
    super();
    const { media } = this;
    media.addEventListener('loadedmetadata', () => {
      if (this.autoplay && !this.isInput && !this.#started) void this.#autoplay.start();
      this.#started = true;
    });
    media.addEventListener('waiting', () => this.#setDry(this.player.open));
    for (const event of ['playing', 'seeked', 'pause', 'ended', 'emptied']) {
      media.addEventListener(event, () => this.#setDry(false));
    }
    for (const [event, names] of Object.entries(TOLD)) {
      media.addEventListener(event, () => {
        for (const name of names) this.dispatchEvent(new Event(name));
      });
    }
    // The length of a clip decides on what can be done with it.
    media.addEventListener('durationchange', () => this.isInput && this.requestUpdate());
  }

  /** The clip, or its URL; `null` for none and for a stream. */
  @property()
  get value(): MediaValue {
    return this.#value;
  }

  set value(value: MediaValue | URL) {
    this.#shown = this.#load(value instanceof URL ? value.href : (value ?? null))?.catch((error: Error) =>
      this.complain(error.message),
    );
  }

  override get flow(): Flow {
    return this.streaming ? 'every' : 'latest';
  }

  override get encoderModule(): string {
    return mediaUrl();
  }

  override get encoderOptions(): Readonly<Record<string, unknown>> {
    return { parts: { ts: tsUrl() } };
  }

  /** The clip, or the stream so far, as one file. */
  async toBlob(): Promise<Blob> {
    await this.#shown;
    if (this.player.holds === 'stream') return this.player.recording();
    if (this.#value === null) throw new Error(`${this.nameInMessages} holds no ${this.kind}.`);
    if (this.#value instanceof Blob) return this.#value;
    const response = await fetch(this.#value);
    if (!response.ok) throw new Error(`${this.#value} can't be loaded: ${response.status} ${response.statusText}`);
    return response.blob();
  }

  override read(): Promise<unknown> {
    return this.file();
  }

  /** The clip as a file, or `null` for none. */
  async file(): Promise<File | null> {
    await this.#shown;
    if (this.player.holds === 'nothing') return null;
    if (this.#value instanceof File) return this.#value;
    const blob = await this.toBlob();
    return new File([blob], this.fileName(blob), { type: blob.type });
  }

  override async paint(paint: Paint): Promise<void> {
    if (paint.kind === 'stream') {
      this.#value = null;
      this.#begin();
      const begun = this.player.begin();
      this.requestUpdate();
      return begun;
    }
    if (paint.kind === 'media') {
      const beginning = this.player.holds !== 'stream';
      this.#value = null;
      if (paint.tracks) this.#begin();
      const appended = this.player.append(paint);
      if (beginning) this.requestUpdate();
      return appended;
    }
    if (paint.kind === 'decode') return answerDecode(paint);
    if (paint.kind === 'clip') return this.#load(paint.blob);
    if (paint.kind === 'value') return this.#load(paint.value as MediaValue);
  }

  override settle(how?: RunEnding['how']): void {
    if (this.player.holds !== 'stream') return;
    if (how === 'cancel') this.media.pause();
    // Nothing came that could be played.
    if (!this.player.hasBegun) {
      this.player.empty();
      this.requestUpdate();
      return;
    }
    this.player.end().catch((error: Error) => {
      this.note = error.message;
    });
    this.#setDry(false);
  }

  override clear(): void {
    this.error = '';
    this.recorder.stop();
    this.value = this.getAttribute('value');
  }

  /** Takes a file as one that the user has chosen; `error` says what is wrong with it. */
  chooseFile(file: File): Promise<void> {
    return this.recorder.chooser.take(file);
  }

  /** Shows the clip the user gave. Rejects when the browser can't play it, and keeps what there was. */
  async take(file: File): Promise<void> {
    const last = this.#value;
    try {
      await this.#load(file);
    } catch (error) {
      if (last !== null) this.value = last;
      throw error;
    }
    await this.player.measure();
    this.tellChange();
  }

  /** A stream is let go with its decoder, worker and file; whoever only moves the element puts it back at once. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected || this.player.holds !== 'stream') return;
      this.player.empty();
      this.requestUpdate();
    });
  }

  /** What stands in the frame beside the player. */
  protected besideTemplate(): TemplateResult | typeof nothing {
    return nothing;
  }

  protected fileName(blob: Blob): string {
    return `${this.name || this.label || this.kind}.${extensionOf(blob.type, this.kind)}`;
  }

  protected override formValue(): File | null {
    return this.#value instanceof File ? this.#value : null;
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    await this.#shown;
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if ((changed.has('visible') && !this.visible) || this.locked) this.recorder.stop();
    this.media.hidden = this.player.holds === 'nothing';
  }

  protected override control(): TemplateResult {
    const empty = this.player.holds === 'nothing';
    const takes = this.isInput;
    return html`<div
      part="player"
      class="surface"
      role=${takes ? 'group' : nothing}
      aria-label=${takes ? this.accessibleLabel : nothing}
      aria-describedby=${takes ? this.describedBy : nothing}
      @paste=${takes ? this.recorder.chooser.handlePaste : nothing}
      @drop=${takes ? this.recorder.chooser.handleDrop : nothing}
      @dragover=${takes ? this.recorder.chooser.handleDragOver : nothing}
    >
      ${empty ? nothing : this.besideTemplate()} ${this.media}
      ${empty ? (takes ? this.inputTemplate() : this.emptyTemplate()) : this.#overTemplate()}
    </div>
      ${empty || !takes ? nothing : this.recorder.underTemplate()}
      <p part="note" role="status" ?hidden=${!this.note}>${this.note}</p>`;
  }

  protected abstract emptyTemplate(): TemplateResult;

  /** What takes a clip of the user's. */
  protected inputTemplate(): TemplateResult {
    return this.recorder.template();
  }

  #overTemplate(): TemplateResult {
    const { forbidden } = this.#autoplay;
    return html`${
      forbidden === 'nothing'
        ? nothing
        : html`<button type="button" part="allow" class="primary" @click=${() => this.#autoplay.allow()}>
            ${forbidden === 'sound' ? icons.sound : icons.play} ${forbidden === 'sound' ? 'Unmute' : 'Play'}
          </button>`
    }
      <div part="dry" role="status" ?hidden=${!this.#dry}><span class="visually-hidden">Waiting for more</span></div>
      <div class="toolbar">
        ${speedTemplate(this.playbackRate, (speed) => {
          this.playbackRate = speed;
        })}
        ${this.tools().map(toolTemplate)}
      </div>`;
  }

  /** What can be done with the clip or stream. */
  protected tools(): Tool[] {
    const tools = [downloadTool(() => this.save(() => this.toBlob()))];
    if (!this.isInput || this.locked) return tools;
    const { trim } = this.recorder;
    if (trim.possible) tools.unshift(trimTool(trim.active, () => trim.toggle()));
    return [removeTool(() => this.#remove()), ...tools];
  }

  #load(value: MediaValue): Promise<void> | undefined {
    if (value !== null && typeof value !== 'string' && !(value instanceof Blob)) {
      throw new TypeError(`${this.nameInMessages}: value is ${String(value)}, but takes a Blob, a URL or null.`);
    }
    this.recorder.stop();
    this.stream?.stop();
    this.#value = value;
    this.#begin();
    // What is loaded from elsewhere is loaded as far as it is needed.
    this.media.preload = value instanceof Blob || this.autoplay ? 'auto' : 'metadata';
    const loading = value === null ? this.player.empty() : this.player.load(value);
    this.requestUpdate();
    return loading?.catch((error: Error) => {
      // Nothing newer came meanwhile: load() settles quietly then.
      this.player.empty();
      this.#value = null;
      this.requestUpdate();
      throw error;
    });
  }

  #begin(): void {
    this.note = '';
    this.#started = false;
  }

  #setDry(dry: boolean): void {
    if (dry === this.#dry) return;
    this.#dry = dry;
    this.requestUpdate();
  }

  #remove(): void {
    this.value = null;
    this.tellChange();
    this.dispatchEvent(new Event('clear'));
  }

  /** Hands the user a file. */
  protected async save(make: () => Promise<Blob>): Promise<void> {
    try {
      const blob = await make();
      download(blob, blob instanceof File ? blob.name : this.fileName(blob));
    } catch (error) {
      this.error = (error as Error).message;
    }
  }
}
