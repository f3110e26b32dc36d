import { ByteQueue } from '../byte-queue.js';
import { joinBytes } from '../bytes.js';
import { joinStretches } from '../join.js';
import { beginsFile } from '../sniff.js';
import type { Demuxer, MediaTools, Stretch } from '../types.js';
import { PacketDecoder } from './decode.js';

const PAGE_HEAD = 27;
const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;
const TAKES = 'It takes Ogg with Opus';

/** Reads Opus in Ogg (RFC 7845, 3533). */
export class OggDemuxer implements Demuxer {
  readonly soundOnly = true;
  whole = false;
  readonly #tools: MediaTools;
  readonly #queue = new ByteQueue();
  #serial: number | undefined;
  #decoder: PacketDecoder | undefined;
  #preSkip = 0;
  /** What a packet has of earlier pages. */
  #begun: Uint8Array[] = [];
  #tagsSeen = false;

  constructor(tools: MediaTools) {
    this.#tools = tools;
  }

  continues(bytes: Uint8Array): boolean {
    const head = String.fromCharCode(...bytes.subarray(0, 4));
    return head === 'OggS' ? !(bytes[5]! & FIRST) : !beginsFile(bytes);
  }

  async push(bytes: Uint8Array): Promise<Stretch | undefined> {
    this.#queue.push(bytes);
    const packets: Uint8Array[] = [];
    while (!this.whole && this.#takePage(packets));
    const sound = packets.length > 0 ? await this.#decoder!.push(packets) : undefined;
    if (!this.whole) return sound && { sound };
    return joinStretches([{ sound }, { sound: await this.#decoder?.end() }]);
  }

  async end(): Promise<Stretch | undefined> {
    if (!this.#decoder) throw new TypeError('it ends before its sound begins');
    return this.whole ? undefined : joinStretches([{ sound: await this.#decoder.end() }]);
  }

  /** Whether there was a whole page. */
  #takePage(packets: Uint8Array[]): boolean {
    const { bytes } = this.#queue;
    let start = 0;
    // What lies between pages is damage.
    while (start + 4 <= bytes.length && String.fromCharCode(...bytes.subarray(start, start + 4)) !== 'OggS') start++;
    this.#queue.skip(start);
    const page = bytes.subarray(start);
    if (page.length < PAGE_HEAD || page.length < PAGE_HEAD + page[26]!) return false;
    const lengths = page.subarray(PAGE_HEAD, PAGE_HEAD + page[26]!);
    const size = lengths.reduce((sum, length) => sum + length, PAGE_HEAD + lengths.length);
    if (page.length < size) return false;
    this.#queue.skip(size);
    const view = new DataView(page.buffer, page.byteOffset, size);
    const serial = view.getUint32(14, true);
    const flags = page[5]!;
    this.#serial ??= serial;
    // Another stream beside this one.
    if (serial !== this.#serial) return true;
    if (!(flags & CONTINUED)) this.#begun = [];
    let at = PAGE_HEAD + lengths.length;
    for (const length of lengths) {
      this.#begun.push(page.slice(at, at + length));
      at += length;
      if (length < 255) this.#takePacket(joinBytes(this.#begun.splice(0)), packets);
    }
    if (flags & LAST) {
      this.whole = true;
      const samples = Number(view.getBigInt64(6, true)) - this.#preSkip;
      if (this.#decoder && samples >= 0) this.#decoder.total = samples;
    }
    return true;
  }

  #takePacket(packet: Uint8Array, packets: Uint8Array[]): void {
    if (!this.#decoder) this.#open(packet);
    else if (!this.#tagsSeen) this.#tagsSeen = true;
    else if (packet.length > 0) packets.push(packet);
  }

  #open(head: Uint8Array): void {
    const name = String.fromCharCode(...head.subarray(0, 8));
    if (name !== 'OpusHead' || head.length < 19) {
      const codecs = { '\x01vorbis': 'Vorbis', '\x7fFLAC': 'FLAC', 'Speex   ': 'Speex', '\x80theora': 'Theora' };
      const [, found] = Object.entries(codecs).find(([start]) => name.startsWith(start)) ?? [];
      throw new TypeError(`Ogg with ${found ?? 'something unknown'}. ${TAKES}`);
    }
    const channelCount = head[9]!;
    this.#preSkip = head[10]! | (head[11]! << 8);
    // With more than two channels it tells how they are coded.
    const description = channelCount > 2 ? head : undefined;
    const format = { codec: 'opus', sampleRate: 48_000, channelCount, description, toFile: cantWrap };
    this.#decoder = new PacketDecoder(format, { skip: this.#preSkip }, this.#tools);
  }
}

function cantWrap(): never {
  throw new TypeError('this browser has no decoder for Opus');
}
