import { ByteQueue } from '../byte-queue.js';
import { joinBytes, viewOf } from '../bytes.js';
import { joinStretches } from '../join.js';
import { type AudioFrame, audioFrame, beginsFile } from '../sniff.js';
import type { Demuxer, MediaTools, Stretch } from '../types.js';
import { PacketDecoder } from './decode.js';

/** Samples by which every mp3 decoder is late. */
const DECODER_DELAY = 529;
const ID3_HEAD = 10;

/** What the tag in a first, silent frame tells. */
interface Tag {
  /** Frames after it, where it tells. */
  readonly frames: number | undefined;
  /** Samples the encoder put in front and behind, where it tells. */
  readonly delay: number | undefined;
  readonly padding: number;
}

/** Reads mp3 (ISO 11172-3, 13818-3, layer III), with constant or variable bit rate. */
export class Mp3Demuxer implements Demuxer {
  readonly soundOnly = true;
  whole = false;
  readonly #tools: MediaTools;
  readonly #queue = new ByteQueue();
  #first: AudioFrame | undefined;
  #tag: Tag | undefined;
  #decoder: PacketDecoder | undefined;
  #frames = 0;

  constructor(tools: MediaTools) {
    this.#tools = tools;
  }

  /** Files without a tag go on where the last one ended; there is nothing to trim. */
  continues(bytes: Uint8Array): boolean {
    if (beginsFile(bytes)) return false;
    const frame = audioFrame(bytes, 0);
    return (
      !frame ||
      (frame.kind === 'mp3' && !readTag(bytes, frame) && frame.sampleRate === (this.#first ?? frame).sampleRate)
    );
  }

  async push(bytes: Uint8Array): Promise<Stretch | undefined> {
    this.#queue.push(bytes);
    const packets = this.#takeFrames(false);
    return this.#decode(packets);
  }

  async end(): Promise<Stretch | undefined> {
    if (this.whole) return undefined;
    const stretch = await this.#decode(this.#takeFrames(true));
    if (!this.#decoder) throw new TypeError('there is no mp3 frame in it');
    return joinStretches([stretch, { sound: await this.#decoder.end() }]);
  }

  async #decode(packets: readonly Uint8Array[]): Promise<Stretch | undefined> {
    if (packets.length === 0) return undefined;
    this.#decoder ??= this.#open();
    this.#frames += packets.length;
    const sound = await this.#decoder.push(packets);
    if (this.#tag?.frames === undefined || this.#frames < this.#tag.frames) return sound && { sound };
    this.whole = true;
    return joinStretches([{ sound }, { sound: await this.#decoder.end() }]);
  }

  #open(): PacketDecoder {
    const { sampleRate, channelCount, samples } = this.#first!;
    const { delay, padding = 0, frames } = this.#tag ?? {};
    const skip = delay === undefined ? 0 : delay + DECODER_DELAY;
    const known = delay !== undefined && frames !== undefined;
    const total = known ? Math.max(0, frames * samples - delay - padding) : undefined;
    return new PacketDecoder(
      { codec: 'mp3', sampleRate, channelCount, toFile: joinBytes },
      { skip, total },
      this.#tools,
    );
  }

  /** The frames that are complete, without those that hold no sound. */
  #takeFrames(last: boolean): Uint8Array[] {
    const packets: Uint8Array[] = [];
    const { bytes } = this.#queue;
    let at = 0;
    while (at < bytes.length) {
      const tagLength = this.#first ? 0 : id3Length(bytes, at);
      if (tagLength === undefined || at + tagLength > bytes.length) break;
      if (tagLength > 0) {
        at += tagLength;
        continue;
      }
      const frame = audioFrame(bytes, at);
      if (frame?.kind !== 'mp3' || (this.#first && frame.sampleRate !== this.#first.sampleRate)) {
        // A header may go on in the next bytes.
        if (at + 7 > bytes.length && !last) break;
        at++;
        continue;
      }
      const next = at + frame.length;
      if (next > bytes.length) break;
      const packet = bytes.subarray(at, next);
      at = next;
      if (!this.#first) {
        this.#first = frame;
        this.#tag = readTag(packet, frame);
        if (this.#tag) continue;
      }
      packets.push(packet);
    }
    this.#queue.skip(at);
    return packets;
  }
}

/** Bytes of the ID3v2 tag at `offset`: 0 if there is none, `undefined` if that can't be told yet. */
function id3Length(bytes: Uint8Array, offset: number): number | undefined {
  if (bytes[offset] !== 0x49) return 0;
  if (offset + ID3_HEAD > bytes.length) return undefined;
  const [, d, three, , , flags, ...size] = bytes.subarray(offset, offset + ID3_HEAD) as unknown as number[];
  if (d !== 0x44 || three !== 0x33) return 0;
  const footer = flags! & 0x10 ? ID3_HEAD : 0;
  return ID3_HEAD + size.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0) + footer;
}

/**
 * Reads the Xing or Info tag, with what LAME and those after it add to it (http://gabriel.mp3-tech.org/mp3infotag.html), or
 * the VBRI tag of Fraunhofer's encoder.
 */
function readTag(bytes: Uint8Array, { isMpeg1, channelCount, length }: AudioFrame): Tag | undefined {
  const frame = bytes.subarray(0, length);
  const text = (at: number) => String.fromCharCode(...frame.subarray(at, at + 4));
  const view = viewOf(frame);
  if (text(36) === 'VBRI') return { frames: undefined, delay: undefined, padding: 0 };
  const sideInfo = isMpeg1 ? (channelCount === 1 ? 17 : 32) : channelCount === 1 ? 9 : 17;
  const start = 4 + sideInfo;
  if (!['Xing', 'Info'].includes(text(start)) || start + 8 > frame.length) return undefined;
  const flags = view.getUint32(start + 4);
  let at = start + 8;
  const frames = flags & 1 && at + 4 <= frame.length ? view.getUint32(at) : undefined;
  for (const [flag, size] of [
    [1, 4],
    [2, 4],
    [4, 100],
    [8, 4],
  ] as const)
    if (flags & flag) at += size;
  // 9 bytes of the encoder's name, then 12 of what else it did.
  const delays = at + 21;
  if (delays + 3 > frame.length || !/^(LAME|Lavf|Lavc|GOGO|L3\.9)/.test(text(at)))
    return { frames, delay: undefined, padding: 0 };
  const [a, b, c] = frame.subarray(delays, delays + 3) as unknown as [number, number, number];
  return { frames, delay: (a << 4) | (b >> 4), padding: ((b & 15) << 8) | c };
}
