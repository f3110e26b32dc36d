import type { MediaTools, Sound } from '../types.js';

/** What a decoder has to know of a file's sound. */
export interface SoundFormat {
  /** As WebCodecs writes it: `mp4a.40.2`, `mp3`, `flac`, `opus`. */
  readonly codec: string;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly description?: Uint8Array | undefined;
  /** Precision worth keeping; 16 when left out. */
  readonly bits?: 16 | 24;
  /** Makes a file of the packets, for an engine that decodes whole files alone. */
  toFile(packets: readonly Uint8Array[]): Uint8Array;
  /** Whether a browser that decodes that file trims it too, so that nothing is left to do. */
  readonly trimmedByPage?: boolean;
}

/** What an encoder has added, in samples at the format's rate. */
export interface Trim {
  /** Samples to leave out at the start. */
  readonly skip: number;
  /** Samples there are then; all that come when left out. */
  readonly total?: number | undefined;
  /** Samples of silence in front. */
  readonly lead?: number;
}

/** Samples an AAC packet has. */
const AAC_PACKET = 1024;
/** Microseconds a packet is said to last: decoders go by their order. */
const TICK = 1000;
/** Milliseconds without a sign of the decoder: at first, when the page can try all of it instead, and then. */
const FIRST_PATIENCE = 3000;
const PATIENCE = 10_000;

/** Whether decoders answer here: after one that does not, WebKitGTK 2.50 has none that does. */
let answers = true;

/** Decodes the packets of one file, in order, and trims off what the encoder has added. */
export class PacketDecoder {
  readonly #format: SoundFormat;
  readonly #tools: MediaTools;
  readonly #skip: number;
  /** Samples there are, not counting those that are skipped; may become known while packets come. */
  total: number | undefined;
  #lead: number;
  #decoder: Promise<AudioDecoder | undefined>;
  /** Kept for the page, where the decoder can't do it, or did not show yet that it can. */
  #packets: Uint8Array[] = [];
  #decoded: AudioData[] = [];
  #failure: Error | undefined;
  /** Why it did not decode anything. */
  #refusal: Error | undefined;
  #pushed = 0;
  /** Samples that came out of the decoder, and those of them that were given on. */
  #seen = 0;
  #given = 0;

  constructor(format: SoundFormat, trim: Trim, tools: MediaTools) {
    this.#format = format;
    this.#tools = tools;
    this.#skip = trim.skip;
    this.total = trim.total;
    this.#lead = trim.lead ?? 0;
    this.#decoder = this.#open();
  }

  /**
   * Decodes them; some may come out of the decoder only with the next.
   *
   * @throws TypeError when they can't be decoded.
   */
  async push(packets: readonly Uint8Array[]): Promise<Sound | undefined> {
    const decoder = await this.#decoder;
    if (!decoder || this.#seen === 0) for (const packet of packets) this.#packets.push(packet.slice());
    if (!decoder) return undefined;
    try {
      for (const data of packets) {
        const timestamp = this.#pushed++ * TICK;
        decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, duration: TICK, data: data as BufferSource }));
      }
      while (decoder.decodeQueueSize > 0 && !this.#failure) {
        await new Promise<void>((resolve) => {
          decoder.addEventListener('dequeue', () => resolve(), { once: true });
          this.#wake = resolve;
        });
      }
    } catch (error) {
      this.#failure ??= error as Error;
    }
    return this.#take();
  }

  /** There are no more: gives what the decoder has kept. Throws as {@link push} does. */
  async end(): Promise<Sound | undefined> {
    const decoder = await this.#decoder;
    if (!decoder) return this.#decodeOnPage();
    try {
      if (decoder.state === 'configured' && this.#pushed > 0) await this.#flush(decoder);
    } catch (error) {
      this.#failure ??= error as Error;
    }
    const sound = this.#take();
    if (decoder.state !== 'closed') decoder.close();
    // It did not decode anything: the page may.
    return this.#seen === 0 && this.#packets.length > 0 ? this.#decodeOnPage() : sound;
  }

  /** That of WebKitGTK 2.50 never settles after packets it could make nothing of. */
  async #flush(decoder: AudioDecoder): Promise<void> {
    const flushed = decoder.flush().then(() => true);
    for (let count = -1; count !== this.#decoded.length; ) {
      count = this.#decoded.length;
      if (await inTime(flushed, this.#seen + count > 0 ? PATIENCE : FIRST_PATIENCE)) return;
    }
    flushed.catch(() => {});
    answers = false;
    throw new Error('the decoder does not answer');
  }

  #wake: () => void = () => {};

  async #open(): Promise<AudioDecoder | undefined> {
    const { codec, sampleRate, channelCount, description, bits } = this.#format;
    // What has more than 16 bits has to be copied as floats, at which WebKitGTK 2.50 crashes.
    if (typeof AudioDecoder === 'undefined' || bits === 24 || !answers) return undefined;
    const config = { codec, sampleRate, numberOfChannels: channelCount, ...(description && { description }) };
    const answer = AudioDecoder.isConfigSupported(config as AudioDecoderConfig).catch(() => ({ supported: false }));
    const support = await inTime(answer, FIRST_PATIENCE);
    if (!support) answers = false;
    if (!support?.supported) return undefined;
    const decoder = new AudioDecoder({
      output: (data) => this.#decoded.push(data),
      error: (error) => {
        this.#failure ??= error;
        this.#wake();
      },
    });
    decoder.configure(config as AudioDecoderConfig);
    return decoder;
  }

  #take(): Sound | undefined {
    const decoded = this.#decoded;
    this.#decoded = [];
    if (this.#failure) {
      for (const data of decoded) data.close();
      if (this.#seen === 0 && answers) {
        // Some say that they support what they then fail at: WebKitGTK 2.50 with mp3.
        this.#refusal = this.#failure;
        this.#failure = undefined;
        this.#decoder = Promise.resolve(undefined);
        return undefined;
      }
      throw this.#undecodable(this.#failure);
    }
    const [first] = decoded;
    if (!first) return undefined;
    const { sampleRate, numberOfChannels } = first;
    const length = decoded.reduce((sum, { numberOfFrames }) => sum + numberOfFrames, 0);
    const channels = Array.from({ length: numberOfChannels }, () => new Float32Array(length));
    let at = 0;
    for (const data of decoded) {
      const { numberOfFrames } = data;
      const samples = new Int16Array(numberOfFrames);
      for (let planeIndex = 0; planeIndex < Math.min(numberOfChannels, data.numberOfChannels); planeIndex++) {
        data.copyTo(samples, { planeIndex, format: 's16-planar' });
        const channel = channels[planeIndex]!;
        for (let i = 0; i < numberOfFrames; i++) channel[at + i] = samples[i]! / 2 ** 15;
      }
      at += numberOfFrames;
      data.close();
    }
    this.#packets = [];
    return this.#cut({ sampleRate, channels, bits: this.#format.bits ?? 16 });
  }

  async #decodeOnPage(): Promise<Sound | undefined> {
    if (this.#packets.length === 0) return undefined;
    const { sampleRate, toFile, trimmedByPage, bits = 16 } = this.#format;
    try {
      const sound = await this.#tools.decodeOnPage(toFile(this.#packets), sampleRate);
      if (trimmedByPage) return { ...sound, bits };
      // Firefox leaves out the first packet of AAC, as what the encoder has added.
      if (this.#packets.length * AAC_PACKET - sound.channels[0]!.length === AAC_PACKET) this.#seen = AAC_PACKET;
      return this.#cut({ ...sound, bits });
    } catch (error) {
      throw this.#refusal ? this.#undecodable(this.#refusal) : error;
    }
  }

  #undecodable({ message }: Error): TypeError {
    return new TypeError(`its sound can't be decoded as ${this.#format.codec} (${message})`);
  }

  /** What of it lies between the encoder's delay and its padding. */
  #cut({ sampleRate, channels, bits }: Sound): Sound | undefined {
    // HE-AAC comes out at twice the rate that its file tells.
    const scale = sampleRate / this.#format.sampleRate;
    const skip = Math.round(this.#skip * scale);
    const total = this.total === undefined ? Number.POSITIVE_INFINITY : Math.round(this.total * scale);
    const { length } = channels[0]!;
    const start = Math.min(length, Math.max(0, skip - this.#seen));
    this.#seen += length;
    const end = Math.max(start, Math.min(length, start + total - this.#given));
    this.#given += end - start;
    if (end === start) return undefined;
    const lead = Math.round(this.#lead * scale);
    this.#lead = 0;
    return { sampleRate, channels: channels.map((channel) => withLead(channel.subarray(start, end), lead)), bits };
  }
}

function withLead(samples: Float32Array, lead: number): Float32Array {
  if (lead === 0) return samples;
  const led = new Float32Array(lead + samples.length);
  led.set(samples, lead);
  return led;
}

/** What it settles with; `undefined` if it does not within so many milliseconds. */
async function inTime<T>(work: Promise<T>, patience: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patience, undefined);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
