import { createFile, Log, MP4BoxBuffer } from 'mp4box';
import { PacketDecoder } from '../audio/decode.js';
import { withLongLengths } from '../avc.js';
import { ByteQueue } from '../byte-queue.js';
import { joinStretches } from '../join.js';
import { beginsFile, sniff } from '../sniff.js';
import type { Demuxer, MediaTools, Pictures, Sound, Stretch, VideoSample } from '../types.js';
import { checkBoxes, readBoxHead } from './boxes.js';
import { type ListedSample, readTracks, type SoundTrack, type VideoTrack } from './mp4-tracks.js';

/** Bytes of boxes other than `mdat` that are waited for. */
const MOST = 2 ** 27;
/** Seconds a fragment may say to begin away from the end of the one before; beyond, its clock was set anew. */
const JUMP = 0.5;
/** Seconds a picture may be held on average, in a file that does not tell that it is that long. */
const HELD = 10;
/** Seconds that sound and pictures may begin apart, and pictures be held, whatever the file tells of its length. */
const APART = 60;
const UNREADABLE = 'it is damaged: its boxes can’t be read';

// What is wrong with a file is told by errors, not on the console.
Log.error = () => {};

/** Samples whose bytes lie together: of a whole file, or of one fragment. */
interface Unit {
  readonly video: readonly ListedSample[];
  readonly sound: readonly ListedSample[];
  /** Where in the file the last of their bytes lie. */
  readonly end: number;
}

/** Reads mp4 (ISO 14496-12), progressive with `moov` first or last, or fragmented. */
export class Mp4Demuxer implements Demuxer {
  readonly #tools: MediaTools;
  readonly #queue = new ByteQueue();
  /** Where the next box begins that was not looked at yet. */
  #scan = 0;
  #moov: Uint8Array | undefined;
  #fragmented = false;
  #video: VideoTrack | undefined;
  #sound: SoundTrack | undefined;
  #units: Unit[] = [];
  #clocks: { video: Clock; sound: Clock } | undefined;
  #decoder: PacketDecoder | undefined;
  #hasPictures = false;
  #total = 0;
  #sawMedia = false;
  /** How long the file says it is, in seconds. */
  #length = 0;

  constructor(tools: MediaTools) {
    this.#tools = tools;
  }

  get whole(): boolean {
    return this.#moov !== undefined && !this.#fragmented && this.#units.length === 0;
  }

  get soundOnly(): boolean {
    return this.#moov !== undefined && !this.#video;
  }

  continues(bytes: Uint8Array): boolean {
    if (beginsFile(bytes)) return false;
    const isWithinBox = this.#queue.offset + this.#queue.length > this.#scan;
    return isWithinBox || sniff(bytes) === 'mp4';
  }

  async push(bytes: Uint8Array): Promise<Stretch | undefined> {
    this.#queue.push(bytes);
    this.#readBoxes();
    const end = this.#queue.offset + this.#queue.length;
    const stretches: Stretch[] = [];
    while (this.#units[0] && this.#units[0].end <= end) {
      const stretch = await this.#read(this.#units.shift()!);
      if (stretch) stretches.push(stretch);
    }
    if (this.whole) stretches.push({ sound: await this.#decoder?.end() });
    return joinStretches(stretches);
  }

  async end(): Promise<Stretch | undefined> {
    if (this.whole) return undefined;
    if (!this.#moov) throw new TypeError('it ends before its moov box, which tells what is in it');
    const stretches: Stretch[] = [];
    const end = this.#queue.offset + this.#queue.length;
    const [unit] = this.#units;
    if (unit) {
      const isThere = ({ offset, size }: ListedSample) => offset + size <= end;
      const cut = { video: unit.video.filter(isThere), sound: unit.sound.filter(isThere), end };
      stretches.push({
        ...(await this.#read(cut)),
        complaint: `it is cut short, ${unit.end - end} bytes before its end`,
      });
    }
    stretches.push({ sound: await this.#decoder?.end() });
    if (!this.#sawMedia && !unit) throw new TypeError('there is nothing in it to play');
    return joinStretches(stretches);
  }

  #readBoxes(): void {
    for (;;) {
      const start = this.#scan - this.#queue.offset;
      const { bytes } = this.#queue;
      const head = readBoxHead(bytes, start);
      if (!head) return;
      const { type, size, headSize } = head;
      if (size < headSize || !/^[\x20-\x7e\xa9]{4}$/.test(type)) {
        throw new TypeError(`it is damaged: there is no box at byte ${this.#scan}`);
      }
      const isRead = type === 'moov' || type === 'moof';
      if (isRead && size > MOST) throw new TypeError(`it is damaged: its ${type} box says it has ${size} bytes`);
      // What lies in an mdat is read as samples, and may be waited for there.
      if (start + size > bytes.length) return;
      if (type === 'moov') this.#readMoov(bytes.slice(start, start + size));
      else if (type === 'moof') this.#readMoof(bytes.slice(start, start + size), this.#scan);
      this.#scan += size;
    }
  }

  #readMoov(moov: Uint8Array): void {
    if (this.#moov) return;
    checkBoxes(moov);
    const file = parse(moov);
    const { video, sound } = readTracks(file, moov);
    this.#moov = moov;
    this.#video = video;
    this.#sound = sound;
    this.#fragmented = Boolean(file.moov.mvex);
    const { duration = 0, timescale = 1 } = file.moov.mvhd ?? {};
    this.#length = duration / timescale || 0;
    const samplesOf = (id?: number) => (id === undefined ? [] : (file.getTrackById(id).samples as ListedSample[]));
    const unit = checkSamples({ video: samplesOf(video?.id), sound: samplesOf(sound?.id) });
    if (unit.video.length + unit.sound.length > 0) this.#units.push({ ...unit, end: endOf(unit) });
    else if (!this.#fragmented) throw new TypeError('there is nothing in it to play');
  }

  #readMoof(bytes: Uint8Array, offset: number): void {
    if (!this.#moov) throw new TypeError('it is damaged: a fragment comes before its moov box');
    checkBoxes(bytes);
    const file = parse(this.#moov, bytes);
    const base = file.moofs[0]?.trafs?.some(({ tfhd }) => tfhd && tfhd.flags & 1) ? 0 : offset - this.#moov.length;
    const samplesOf = (id?: number) => {
      if (id === undefined) return [];
      const { samples } = file.getTrackById(id);
      // A moov with samples of its own has them in front.
      return (samples as (ListedSample & { moof_number?: number })[])
        .filter(({ moof_number }) => moof_number !== undefined)
        .map((sample) => ({ ...sample, offset: sample.offset + base }));
    };
    const unit = checkSamples({ video: samplesOf(this.#video?.id), sound: samplesOf(this.#sound?.id) });
    if (unit.video.length + unit.sound.length > 0) this.#units.push({ ...unit, end: endOf(unit) });
  }

  async #read(unit: Unit): Promise<Stretch | undefined> {
    this.#clocks ??= startClocks(unit, this.#video, this.#sound);
    const { video, sound } = this.#clocks;
    if (Math.abs(sound.start) > this.#length + APART)
      throw new TypeError('it is damaged: its sound and its pictures begin at other times');
    const pictures =
      this.#video && unit.video.length > 0 ? this.#readPictures(unit.video, this.#video, video) : undefined;
    const heard =
      this.#sound && unit.sound.length > 0 ? await this.#readSound(unit.sound, this.#sound, sound) : undefined;
    // A progressive file is over, a fragmented one may be long.
    if (this.#fragmented) this.#queue.skip(Math.min(unit.end, this.#scan) - this.#queue.offset);
    if (!pictures && !heard) return undefined;
    this.#sawMedia = true;
    return { pictures, sound: heard };
  }

  #readPictures(listed: readonly ListedSample[], track: VideoTrack, clock: Clock): Pictures | undefined {
    // What can't be decoded without a picture that is not there.
    const first = this.#hasPictures ? 0 : listed.findIndex(({ is_sync }) => is_sync);
    if (first === -1) throw new TypeError('none of its pictures can be decoded: it has no key frame');
    this.#hasPictures = true;
    clock.follow(listed[0]!.dts);
    const samples = listed.slice(first).map((sample, i): VideoSample => {
      const data = withLongLengths(this.#bytesOf(sample), track.lengthSize);
      if (!data) throw new TypeError(`it is damaged: picture ${first + i + 1} does not hold what it says`);
      return {
        data,
        cts: clock.time(signed(sample)),
        dts: clock.time(sample.dts),
        duration: sample.duration,
        sync: sample.is_sync,
      };
    });
    const length = lengthOf(samples) / track.timescale;
    if (length > this.#length + APART && length > HELD * samples.length)
      throw new TypeError(`it is damaged: ${samples.length} pictures last ${Math.round(length)} seconds`);
    const last = listed.at(-1)!;
    clock.expected = last.dts + last.duration;
    return { config: track.config, timescale: track.timescale, samples };
  }

  async #readSound(listed: readonly ListedSample[], track: SoundTrack, clock: Clock): Promise<Sound | undefined> {
    const { format, timescale, edit } = track;
    const scale = format.sampleRate / timescale;
    if (!this.#decoder) {
      const start = Math.round(clock.start * format.sampleRate);
      const trimmed = edit.mediaTime === undefined ? track.preSkip : Math.round(edit.mediaTime * scale);
      const skip = trimmed + Math.max(0, -start);
      this.#decoder = new PacketDecoder(format, { skip, lead: Math.max(0, start) }, this.#tools);
      this.#total = -skip;
      // Files without an edit list align the first packet by making it longer.
      const stretched = edit.mediaTime === undefined && track.packetLength > 0 && listed.length > 1;
      if (stretched) this.#total += track.packetLength - Math.round(listed[0]!.duration * scale);
    }
    this.#total += Math.round(listed.reduce((sum, { duration }) => sum + duration, 0) * scale);
    const shown = edit.length * format.sampleRate;
    // Told in the coarser ticks of the movie: the samples' own are as long, or the list cuts some off.
    const cut = shown > 0 && !this.#fragmented && this.#total - shown > format.sampleRate / 500;
    this.#decoder.total = cut ? Math.round(shown) : this.#total;
    return this.#decoder.push(listed.map((sample) => this.#bytesOf(sample)));
  }

  #bytesOf({ offset, size }: ListedSample): Uint8Array {
    const start = offset - this.#queue.offset;
    const { bytes } = this.#queue;
    if (start < 0 || start + size > bytes.length) throw new TypeError('it is damaged: samples lie outside of it');
    return bytes.subarray(start, start + size);
  }
}

/** The times of a track, counted from where the file's presentation begins. */
class Clock {
  readonly #timescale: number;
  #zero: number;
  /** Seconds the track begins after the presentation; before it if negative. */
  readonly start: number;
  /** When the next sample is decoded, in the track's ticks. */
  expected: number | undefined;

  constructor(timescale: number, zero: number, start: number) {
    this.#timescale = timescale;
    this.#zero = zero;
    this.start = start;
  }

  time(cts: number): number {
    return cts - this.#zero;
  }

  /** Samples go on from `dts`, as a rule where the last ended. */
  follow(dts: number): void {
    if (this.expected === undefined || Math.abs(dts - this.expected) < JUMP * this.#timescale) return;
    this.#zero += dts - this.expected;
  }
}

/** Finds where the presentation begins: with the first picture, or with sound that an edit list puts before it. */
function startClocks(
  unit: Unit,
  video: VideoTrack | undefined,
  sound: SoundTrack | undefined,
): { video: Clock; sound: Clock } {
  const pictureStart = video && unit.video.length > 0 ? startOfPictures(unit.video, video) : undefined;
  const soundStart = sound && unit.sound.length > 0 ? startOfSound(unit.sound, sound) : undefined;
  const trusted = sound?.edit.mediaTime !== undefined ? soundStart : undefined;
  const origin = pictureStart === undefined ? (soundStart ?? 0) : Math.min(pictureStart, trusted ?? pictureStart);
  const { timescale = 1, edit } = video ?? {};
  const zero = Math.round((origin - (edit?.delay ?? 0)) * timescale) + (edit?.mediaTime ?? 0);
  return {
    video: new Clock(timescale, zero, 0),
    sound: new Clock(sound?.timescale ?? 1, 0, (soundStart ?? origin) - origin),
  };
}

/** In seconds. */
function startOfPictures(samples: readonly ListedSample[], { timescale, edit }: VideoTrack): number {
  const first = samples.reduce((least, sample) => Math.min(least, signed(sample)), Number.POSITIVE_INFINITY);
  // Pictures before are there to decode others.
  return edit.delay + Math.max(0, edit.mediaTime === undefined ? first : first - edit.mediaTime) / timescale;
}

function startOfSound(
  [first, second]: readonly ListedSample[],
  { timescale, edit, packetLength, format }: SoundTrack,
): number {
  if (edit.mediaTime !== undefined) return edit.delay;
  if (!second || packetLength === 0) return edit.delay + first!.dts / timescale;
  return edit.delay + second.dts / timescale - packetLength / format.sampleRate;
}

/** mp4box reads composition offsets as unsigned in boxes of version 0, where many writers mean signed ones. */
function signed({ cts, dts }: ListedSample): number {
  return cts - dts >= 2 ** 31 ? cts - 2 ** 32 : cts;
}

/** From when the first of them is shown until the last is over, in ticks. */
function lengthOf(samples: readonly VideoSample[]): number {
  let [start, end] = [Number.POSITIVE_INFINITY, 0];
  for (const { cts, duration } of samples) {
    start = Math.min(start, cts);
    end = Math.max(end, cts + duration);
  }
  return end - start;
}

/** @throws TypeError when a list has fewer entries than there are samples. */
function checkSamples(unit: Omit<Unit, 'end'>): Omit<Unit, 'end'> {
  for (const { dts, cts, duration, size, offset } of [...unit.video, ...unit.sound])
    if (!Number.isFinite(dts + cts + duration + size + offset)) throw new TypeError(UNREADABLE);
  return unit;
}

function endOf({ video, sound }: Omit<Unit, 'end'>): number {
  let end = 0;
  for (const samples of [video, sound]) for (const { offset, size } of samples) end = Math.max(end, offset + size);
  return end;
}

/** Has mp4box read the boxes, as a file in which they follow each other. */
function parse(...boxes: readonly Uint8Array[]): ReturnType<typeof createFile> {
  const file = createFile();
  let fileStart = 0;
  try {
    for (const box of boxes) {
      file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(box.slice().buffer as ArrayBuffer, fileStart));
      fileStart += box.length;
    }
  } catch (cause) {
    // It takes for granted that the boxes are there which have to be.
    throw new TypeError(UNREADABLE, { cause });
  }
  if (!file.moov) throw new TypeError(UNREADABLE);
  return file;
}
