import { html, nothing, type TemplateResult } from 'lit';
import type { AudioType } from './audio.js';
import { type Pcm, writeWav } from './sound.js';
import { SoundCapture, type SoundPart } from './sound-capture.js';
import { SoundQueue } from './sound-queue.js';
import { StreamInput, type StreamInputHost } from './stream-input.js';
import { Webcam } from './webcam.js';

/** What {@link MicrophoneStream} needs of the element it is a part of. */
export interface MicrophoneStreamHost extends StreamInputHost {
  readonly type: AudioType | '';
}

/** What was heard from a Start to its Stop. */
interface Hearing {
  readonly queue: SoundQueue;
  readonly capture: SoundCapture;
  /** How many samples came since the last call was told of. */
  untold: number;
}

/** The part of an audio component that gives what a microphone hears. */
export class MicrophoneStream extends StreamInput {
  declare protected readonly host: MicrophoneStreamHost;
  #hearing: Hearing | undefined;

  constructor(host: MicrophoneStreamHost, complain: (message: string) => void) {
    super(host, { source: 'microphone', device: new Webcam({ audio: true }), complain });
  }

  override get holds(): boolean {
    return this.#hearing !== undefined;
  }

  /** All that was heard since the reader has read the last time. */
  read(reader: unknown): Pcm | File {
    const { queue, capture } = this.#hearing!;
    const pcm = { data: queue.read(reader), sampleRate: capture.sampleRate };
    const { type, name } = this.host;
    return type === 'file' ? new File([writeWav(pcm)], `${name || 'microphone'}.wav`, { type: 'audio/wav' }) : pcm;
  }

  protected override async open(stream: MediaStream): Promise<void> {
    const hearing = { queue: new SoundQueue(), capture: new SoundCapture(), untold: 0 };
    this.#hearing = hearing;
    await hearing.capture.start(stream, (part) => this.#take(part, hearing));
  }

  protected override async close(): Promise<boolean> {
    const hearing = this.#hearing;
    await hearing?.capture.stop();
    return hearing !== undefined && hearing === this.#hearing && hearing.untold > 0;
  }

  protected override forget(): void {
    this.#hearing = undefined;
  }

  protected override picture(): typeof nothing {
    return nothing;
  }

  protected override gauge(): TemplateResult {
    return html`<meter aria-label="Level"></meter>`;
  }

  #take(part: SoundPart, hearing: Hearing): void {
    const { queue, capture } = hearing;
    queue.push(part);
    hearing.untold += part[0]!.length;
    // What comes after the Stop is told of by it.
    if (!this.active) return;
    this.#show(part);
    if (hearing.untold < this.every * capture.sampleRate) return;
    hearing.untold = 0;
    queue.forget();
    this.tell();
  }

  /** The loudest sample, on a scale of 50 dB, which is nearer to what is heard. */
  #show([samples]: SoundPart): void {
    const meter = this.host.shadowRoot!.querySelector('meter');
    const loudest = samples!.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    if (meter) meter.value = Math.max(0, 1 + (20 * Math.log10(loudest)) / 50);
  }
}
