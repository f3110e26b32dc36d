import { ByteQueue } from '../byte-queue.js';
import { ADTS_RATES, type AudioFrame, audioFrame, beginsFile } from '../sniff.js';
import type { Demuxer, MediaTools, Stretch } from '../types.js';
import { adtsFile } from './adts-file.js';
import { PacketDecoder } from './decode.js';

/** Reads AAC in ADTS (ISO 13818-7, 6.2), which does not tell what its encoder has added. */
export class AdtsDemuxer implements Demuxer {
  readonly soundOnly = true;
  /** Nothing tells where it ends. */
  readonly whole = false;
  readonly #tools: MediaTools;
  readonly #queue = new ByteQueue();
  #first: AudioFrame | undefined;
  #decoder: PacketDecoder | undefined;

  constructor(tools: MediaTools) {
    this.#tools = tools;
  }

  /** A file of the same kind can't be told from more of this one, and need not be. */
  continues(bytes: Uint8Array): boolean {
    if (beginsFile(bytes)) return false;
    const frame = audioFrame(bytes, 0);
    return !frame || !this.#first || isAlike(frame, this.#first);
  }

  async push(bytes: Uint8Array): Promise<Stretch | undefined> {
    this.#queue.push(bytes);
    const packets = this.#takeFrames();
    if (packets.length === 0) return undefined;
    this.#decoder ??= this.#open(packets[0]!);
    const sound = await this.#decoder.push(packets.map((packet) => packet.subarray(headLength(packet))));
    return sound && { sound };
  }

  async end(): Promise<Stretch | undefined> {
    if (!this.#decoder) throw new TypeError('there is no AAC frame in it');
    return { sound: await this.#decoder.end() };
  }

  #open([, , third]: Uint8Array): PacketDecoder {
    const { sampleRate, channelCount } = this.#first!;
    if (channelCount === 0) throw new TypeError('AAC whose channels are described in the stream. It takes 1 to 7.1');
    const objectType = (third! >> 6) + 1;
    const rate = ADTS_RATES.indexOf(sampleRate);
    const description = new Uint8Array([(objectType << 3) | (rate >> 1), ((rate & 1) << 7) | (channelCount << 3)]);
    const toFile = (packets: readonly Uint8Array[]) => adtsFile(packets, description);
    const format = { codec: `mp4a.40.${objectType}`, sampleRate, channelCount, description, toFile };
    return new PacketDecoder(format, { skip: 0 }, this.#tools);
  }

  #takeFrames(): Uint8Array[] {
    const packets: Uint8Array[] = [];
    const { bytes } = this.#queue;
    let at = 0;
    while (at + 7 <= bytes.length) {
      const frame = audioFrame(bytes, at);
      if (frame?.kind !== 'aac' || (this.#first && !isAlike(frame, this.#first))) {
        at++;
        continue;
      }
      if (at + frame.length > bytes.length) break;
      this.#first ??= frame;
      packets.push(bytes.subarray(at, at + frame.length));
      at += frame.length;
    }
    this.#queue.skip(at);
    return packets;
  }
}

function isAlike(a: AudioFrame, b: AudioFrame): boolean {
  return a.kind === b.kind && a.sampleRate === b.sampleRate && a.channelCount === b.channelCount;
}

/** With a checksum it is longer. */
function headLength([, second]: Uint8Array): number {
  return second! & 1 ? 7 : 9;
}
