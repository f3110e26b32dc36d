import { html, nothing, type TemplateResult } from 'lit';
import { extensionOf } from './extension.js';
import { icons } from './icons.js';
import { LevelMeter } from './level-meter.js';
import type { MediaInputHost } from './media-input.js';
import { recorderType } from './recorder-type.js';
import { Webcam } from './webcam.js';

/** What {@link RecorderInput} needs of the element it is a part of. */
export type RecorderHost = Pick<MediaInputHost, 'kind' | 'format' | 'name' | 'error' | 'shadowRoot' | 'requestUpdate'>;

/**
 * Records a clip from microphone or webcam: devices, level, elapsed time, and the buttons for it. Nothing of a recording
 * waits for animation frames or timers, so that it goes on in a tab behind others; the level alone stands still there.
 */
export class RecorderInput {
  readonly #host: RecorderHost;
  readonly #take: (file: File) => Promise<void>;
  #webcam: Webcam | undefined;
  #devices: readonly MediaDeviceInfo[] = [];
  /** Whether sound and pictures flow. */
  #ready = false;
  #recorder: MediaRecorder | undefined;
  #meter: LevelMeter | undefined;
  #level = 0;
  /** When the recorder told that it records, which may be a while after it was asked to. */
  #begun: number | undefined;
  #clock = 0;

  constructor(host: RecorderHost, take: (file: File) => Promise<void>) {
    this.#host = host;
    this.#take = take;
  }

  /** Whether a device is on. */
  get active(): boolean {
    return this.#webcam?.stream !== undefined;
  }

  /** Asks for the devices, and shows what they give. */
  async open(deviceId?: string): Promise<void> {
    const host = this.#host;
    this.stop();
    this.#ready = false;
    host.error = '';
    this.#webcam = new Webcam({ audio: true, video: host.kind === 'video' });
    const webcam = this.#webcam;
    try {
      await webcam.start(deviceId);
      const { stream } = webcam;
      if (!stream) return;
      this.#listen(stream);
      // Unplugged.
      for (const track of stream.getTracks()) track.addEventListener('ended', () => this.#lost(webcam));
      host.requestUpdate();
      const kind = host.kind === 'video' ? 'videoinput' : 'audioinput';
      const devices = (await navigator.mediaDevices.enumerateDevices?.()) ?? [];
      this.#devices = devices.filter((device) => device.kind === kind && device.deviceId);
      await this.#meter?.started;
      if (webcam === this.#webcam) this.#ready = true;
    } catch (error) {
      host.error = (error as Error).message;
    }
    host.requestUpdate();
  }

  /** Turns the devices off, and forgets what was being recorded. */
  stop(): void {
    const recorder = this.#recorder;
    this.#recorder = undefined;
    if (recorder && recorder.state !== 'inactive') recorder.stop();
    this.#close();
  }

  template(): TemplateResult {
    const { kind } = this.#host;
    const recording = this.#recorder !== undefined;
    const stream = this.#webcam?.stream;
    return html`${
      kind === 'video'
        ? html`<video part="webcam" autoplay playsinline .muted=${true} aria-label="Webcam" .srcObject=${stream}></video>`
        : nothing
    }
      <div class="recording">
        ${
          recording
            ? html`<button type="button" part="stop" class="stop" @click=${this.#finish}>${icons.stop} Stop</button>
                <span class="elapsed" role="timer">${clockTime(this.#begun === undefined ? 0 : (performance.now() - this.#begun) / 1000)}</span>`
            : !this.#ready
              ? html`<span role="status">Starting…</span>`
              : html`<button type="button" part="record" class="primary" @click=${this.#record}>${icons.record} Record</button>
                ${this.#deviceTemplate()}`
        }
        ${this.#meter ? html`<meter aria-label="Level" .value=${this.#level}></meter>` : nothing}
        <button type="button" part="cancel" @click=${() => this.stop()}>Cancel</button>
      </div>`;
  }

  #deviceTemplate(): TemplateResult | typeof nothing {
    if (this.#devices.length < 2) return nothing;
    const [track] = this.#host.kind === 'video' ? this.#stream.getVideoTracks() : this.#stream.getAudioTracks();
    const chosen = track?.getSettings().deviceId;
    return html`<select class="device" aria-label="Device" @input=${stop} @change=${this.#choose}>
      ${this.#devices.map(
        ({ deviceId, label }, index) =>
          html`<option value=${deviceId} ?selected=${deviceId === chosen}>${label || `Device ${index + 1}`}</option>`,
      )}
    </select>`;
  }

  get #stream(): MediaStream {
    return this.#webcam!.stream!;
  }

  #listen(stream: MediaStream): void {
    if (stream.getAudioTracks().length === 0) return;
    try {
      this.#meter = new LevelMeter(stream, (level) => {
        this.#level = level;
        const meter = this.#host.shadowRoot?.querySelector('meter');
        if (meter) meter.value = level;
      });
    } catch {
      // Firefox refuses streams at another rate than the device's; the recording doesn't need it.
    }
  }

  #close(): void {
    clearInterval(this.#clock);
    this.#meter?.stop();
    this.#meter = undefined;
    this.#webcam?.stop();
    this.#host.requestUpdate();
  }

  #lost(webcam: Webcam): void {
    if (webcam !== this.#webcam || !webcam.stream) return;
    // MediaRecorder stops by itself when all its tracks have ended.
    if (this.#recorder) {
      this.#finish();
      return;
    }
    this.stop();
    this.#host.error = `The ${this.#host.kind === 'video' ? 'camera' : 'microphone'} was disconnected.`;
  }

  readonly #choose = (event: Event): void => {
    event.stopPropagation();
    void this.open((event.target as HTMLSelectElement).value);
  };

  readonly #record = (): void => {
    const host = this.#host;
    const chunks: Blob[] = [];
    try {
      const recorder = new MediaRecorder(this.#stream, recorderType(host.kind, host.format));
      this.#begun = undefined;
      recorder.addEventListener('start', () => {
        this.#begun = performance.now();
      });
      recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
      recorder.addEventListener('stop', () => {
        if (recorder === this.#recorder) void this.#give(chunks);
      });
      recorder.addEventListener('error', (event) => {
        this.stop();
        host.error = `The recording failed: ${(event as ErrorEvent).error?.message ?? 'the browser does not say why'}.`;
      });
      recorder.start();
      this.#recorder = recorder;
    } catch (error) {
      host.error = `This browser can't record: ${(error as Error).message}`;
      return;
    }
    this.#clock = setInterval(() => host.requestUpdate(), 250);
    host.requestUpdate();
  };

  readonly #finish = (): void => {
    const recorder = this.#recorder;
    if (recorder && recorder.state !== 'inactive') recorder.stop();
  };

  async #give(chunks: readonly Blob[]): Promise<void> {
    const host = this.#host;
    // Firefox's recorder has forgotten its type by then.
    const type = chunks[0]?.type.split(';')[0] ?? '';
    this.#recorder = undefined;
    this.#close();
    await this.#take(new File([...chunks], `${host.name || 'recording'}.${extensionOf(type, host.kind)}`, { type }));
  }
}

/** `75` as `1:15`. */
function clockTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/** The component fires its own `input` once the clip is there. */
function stop(event: Event): void {
  event.stopPropagation();
}
