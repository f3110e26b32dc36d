import { captureUrl } from './worker-parts.js';

/** Seconds after which a context that does not start never will. */
const PATIENCE = 4;

/** Samples as they come from a microphone: one array for each channel. */
export type SoundPart = readonly Float32Array[];

/** Takes the samples of a microphone out of the browser. An AudioWorklet goes on in a tab behind others. */
export class SoundCapture {
  readonly #context = new AudioContext();
  #node: AudioWorkletNode | undefined;

  get sampleRate(): number {
    return this.#context.sampleRate;
  }

  /**
   * Settles when sound flows.
   *
   * @param take - Given all that comes from then on, in order.
   * @throws Error that says why there is no sound.
   */
  async start(stream: MediaStream, take: (part: SoundPart) => void): Promise<void> {
    const context = this.#context;
    await Promise.all([context.audioWorklet.addModule(captureUrl()), this.#resume()]);
    const { channelCount = 1 } = stream.getAudioTracks()[0]!.getSettings();
    const node = new AudioWorkletNode(context, 'rivulet-capture', { channelCount, channelCountMode: 'explicit' });
    node.port.onmessage = ({ data }: MessageEvent<SoundPart | null>) => data && take(data);
    // Chromium leaves out nodes that lead nowhere. This one gives silence.
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
    this.#node = node;
  }

  /** Settles when all that was heard has been taken. */
  async stop(): Promise<void> {
    if (this.#node && this.#context.state === 'running') await this.#rest(this.#node.port);
    if (this.#context.state !== 'closed') await this.#context.close();
  }

  #rest(port: MessagePort): Promise<void> {
    return new Promise((resolve) => {
      port.addEventListener('message', ({ data }) => data ?? resolve());
      port.postMessage(null);
    });
  }

  /** Firefox waits for an audio device to play on, without which there is no clock for the samples. */
  async #resume(): Promise<void> {
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE * 1000));
    await Promise.race([this.#context.resume(), patience]);
    if (this.#context.state !== 'running') {
      throw new Error('The browser’s sound did not start: connect a loudspeaker or headphones, and try again.');
    }
  }
}
