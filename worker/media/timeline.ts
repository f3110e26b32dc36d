import type { MediaFacts, MediaFragment, MediaPart, MediaTrack } from '../protocol.js';
import { FlacEncoder } from './audio/flac-encoder.js';
import { toChannels } from './audio/mix.js';
import { resample } from './audio/resample.js';
import { parameterSets } from './avc.js';
import { isEqual, joinBytes } from './bytes.js';
import { AudioTrack, type TimedSample, VIDEO_TIMESCALE, VideoTrack } from './fragments.js';
import { joinSounds } from './join.js';
import { Peaks } from './peaks.js';
import { Still } from './still.js';
import type { Pictures, Sound, Stretch, VideoSample } from './types.js';

/** The rate of silence, where no sound has come before the first pictures. */
const DEFAULT_RATE = 48_000;
/** Ticks of video a fragment has at most, where it can be cut. */
const FRAGMENT = 2 * VIDEO_TIMESCALE;

/**
 * Whether a stretch ends its chunk (`whole`), more of the same file may follow (`open`), more of the same sound without
 * pictures (`sound`), or it is one in a row of pictures that were drawn (`frames`).
 */
export type Extent = 'whole' | 'open' | 'sound' | 'frames';

/** Ticks of video that the last picture of a chunk can be longer, for sound that goes on after it. */
const LONG = VIDEO_TIMESCALE / 15;

/** Frames by which sound beside drawn pictures may be ahead of them or behind, as lengths are rounded. */
const SLACK = 2;

/**
 * Joins chunks end to end, and writes them as fragments. Time is counted in samples of sound, so that joins are exact
 * and nothing drifts: a chunk starts where the one before has ended, and what ends earlier of sound and picture is filled
 * with silence, or with the last picture held.
 */
export class Timeline {
  readonly #hasVideo: boolean;
  #audio: Audio | undefined;
  #video: VideoTrack | undefined;
  #firstRecord: Uint8Array | undefined;
  #sameSets = true;
  #sound = false;
  #channels = 0;
  /** Where the chunk starts, in samples; `undefined` before its first stretch. */
  #start: number | undefined;
  /** What the chunk has had. */
  #chunkHasSound = false;
  #chunkHasPictures = false;
  #heldBack: Pictures | undefined;
  /** Sound that waits for the first pictures of its file. */
  #early: Sound | undefined;
  readonly #still = new Still();
  /** Where the pictures end, and the time at which the next is decoded, in ticks. */
  #videoEnd = 0;
  #nextDts = 0;

  /** @param options.video - Whether there are pictures: else they are left out. */
  constructor({ video }: { video: boolean }) {
    this.#hasVideo = video;
  }

  /** The chunk is over, and what is added next belongs to a new one. Gives what was held back of it. */
  async begin(): Promise<MediaPart | undefined> {
    const rest = this.#heldBack && (await this.add({}, 'whole'));
    this.#start = undefined;
    this.#chunkHasSound = this.#chunkHasPictures = false;
    return rest;
  }

  /** @returns `undefined` when there is nothing to play yet. */
  async add({ pictures, sound }: Stretch, extent: Extent): Promise<MediaPart | undefined> {
    const shown = this.#hasVideo ? this.#holdBack(pictures, extent) : undefined;
    let heard = sound?.channels[0]?.length ? sound : undefined;
    if (!shown && !heard) {
      if (!this.#hasVideo && pictures?.samples.length) throw new TypeError('it has pictures but no sound');
      return undefined;
    }
    if (this.#hasVideo && extent === 'open' && !shown && !this.#video) {
      this.#early = joinSounds([this.#early, heard]);
      return undefined;
    }
    heard = joinSounds([this.#early, heard]);
    this.#early = undefined;
    const tracks = this.#audio ? undefined : this.#open(await this.#firstOf(shown), heard);
    const audio = this.#audio!;
    this.#start ??= Math.max(audio.end, audio.toSamples(this.#videoEnd));
    audio.fillTo(this.#start);
    if (heard) {
      this.#chunkHasSound = this.#sound = true;
      this.#channels = Math.max(this.#channels, heard.channels.length);
      audio.add(heard);
    }
    const fragments: MediaFragment[] = [];
    if (shown) {
      this.#still.follow(shown);
      fragments.push(...this.#addPictures(shown, this.#levelOf(shown, extent)));
    }
    if (this.#video && (extent === 'whole' || extent === 'sound')) fragments.push(...(await this.#hold()));
    if (this.#video && this.#lacksSound(shown, extent)) audio.fillTo(audio.toSamples(this.#videoEnd));
    fragments.push(...audio.take());
    return { tracks, fragments, peaks: audio.peaks.take(), facts: this.#facts };
  }

  /**
   * Of pictures that more may follow, keeps the last that is shown after all before it, and those that are decoded after
   * it: some that are shown before it may still come, and engines don't take them well into what they have.
   */
  #holdBack(pictures: Pictures | undefined, extent: Extent): Pictures | undefined {
    const held = this.#heldBack;
    this.#heldBack = undefined;
    const samples = [...(held?.samples ?? []), ...(pictures?.samples ?? [])];
    const all = pictures ?? held;
    if (!all || samples.length === 0) return undefined;
    if (extent !== 'open') return { ...all, samples };
    let last = 0;
    samples.forEach(({ cts }, i) => {
      if (cts > samples[last]!.cts) last = i;
    });
    this.#heldBack = {
      ...all,
      samples: samples.slice(last).map((sample) => ({ ...sample, data: sample.data.slice() })),
    };
    return last > 0 ? { ...all, samples: samples.slice(0, last) } : undefined;
  }

  /** The stream is over: the sound that is missing at its end is silence. */
  async end(): Promise<MediaPart | undefined> {
    const audio = this.#audio;
    if (!audio) return undefined;
    if (this.#video) audio.fillTo(audio.toSamples(this.#videoEnd));
    const fragments = audio.take();
    return fragments.length > 0 ? { fragments, peaks: audio.peaks.take(), facts: this.#facts } : undefined;
  }

  get #facts(): MediaFacts {
    return { sound: this.#sound, channels: this.#channels, sameSets: this.#sameSets };
  }

  /** The pictures a stream begins with. */
  async #firstOf(shown: Pictures | undefined): Promise<Pictures | undefined> {
    return shown ?? (this.#hasVideo ? this.#still.pictures() : undefined);
  }

  #open(pictures: Pictures | undefined, sound: Sound | undefined): MediaTrack[] {
    // Two channels at least: what is the same on both costs nothing, and a later chunk may need the second.
    this.#audio = new Audio(rateOf(sound), Math.max(2, sound?.channels.length ?? 0));
    if (!pictures) return [this.#audio.track.init];
    this.#video = new VideoTrack(pictures.config);
    this.#firstRecord = pictures.config.description;
    return [this.#video.init, this.#audio.track.init];
  }

  /** Until when the last of the pictures is held, in ticks; 0 for not at all. */
  #levelOf({ samples, timescale }: Pictures, extent: Extent): number {
    const audio = this.#audio!;
    const soundEnd = audio.toTicks(audio.end);
    const last = samples.reduce((latest, { cts, duration }) => Math.max(latest, cts + duration), 0);
    const end = audio.toTicks(this.#start!) + (last * VIDEO_TIMESCALE) / timescale;
    if (extent === 'whole') return soundEnd - end < LONG ? soundEnd : 0;
    if (extent !== 'frames' || soundEnd <= end + (SLACK * samples[0]!.duration * VIDEO_TIMESCALE) / timescale) return 0;
    // What is drawn next comes after what is held.
    this.#start! += audio.toSamples(soundEnd - end);
    return soundEnd;
  }

  #lacksSound(pictures: Pictures | undefined, extent: Extent): boolean {
    if (extent === 'whole') return true;
    if (extent !== 'frames') return false;
    const { samples, timescale } = pictures!;
    const slack = this.#chunkHasSound ? (SLACK * samples[0]!.duration * VIDEO_TIMESCALE) / timescale : 0;
    return this.#audio!.toTicks(this.#audio!.end) < this.#videoEnd - slack;
  }

  /** The last picture goes on for as long as there is sound. */
  async #hold(): Promise<MediaFragment[]> {
    const audio = this.#audio!;
    const end = audio.toTicks(audio.end);
    if (end <= this.#videoEnd) return [];
    // Where it can't be had, the next chunk's first picture comes that much earlier.
    const row = await this.#still.pictures().catch(() => undefined);
    if (!row) return [];
    const origin = audio.toTicks(this.#start!);
    const samples: VideoSample[] = [];
    for (let at = this.#videoEnd, i = 0; at < end; i++) {
      const sample = row.samples[i % row.samples.length]!;
      const duration = Math.min(sample.duration, end - at);
      samples.push({ ...sample, cts: at - origin, dts: at - origin, duration });
      at += duration;
    }
    return this.#addPictures({ ...row, timescale: VIDEO_TIMESCALE, samples }, 0);
  }

  /** @param level - The last picture is held until then, in ticks. */
  #addPictures({ config, timescale, samples }: Pictures, level: number): MediaFragment[] {
    const start = this.#audio!.toTicks(this.#start!);
    const toTicks = (time: number) => start + Math.round((time * VIDEO_TIMESCALE) / timescale);
    const sets = parameterSets(config.description);
    this.#sameSets &&= isEqual(config.description, this.#firstRecord!);
    const end = samples.reduce((latest, { cts, duration }) => Math.max(latest, toTicks(cts + duration)), level);
    const times = samples.map(({ cts }) => toTicks(cts));
    const had = this.#chunkHasPictures ? this.#videoEnd : 0;
    if (!this.#chunkHasPictures) closeUp(times, this.#videoEnd);
    this.#chunkHasPictures = true;
    const decoding = decodeTimes(
      samples.map(({ dts }, i) => Math.min(toTicks(dts), times[i]!)),
      this.#nextDts,
      toTicks(samples[0]!.duration) - start,
    );
    const natural = times.reduce(
      (latest, time, i) => Math.max(latest, time + toTicks(samples[i]!.duration) - start),
      had,
    );
    const timed = samples.map(({ data, sync, duration }, i): TimedSample => {
      // A picture appended later must not seem to begin within it, by rounding: Chromium would remove one of them.
      const own = toTicks(duration) - start - 1 + Math.max(0, end - natural);
      const untilNext = decoding[i + 1] === undefined ? own : decoding[i + 1]! - decoding[i]!;
      const unit = sync ? joinBytes([sets, data]) : data;
      return { data: unit, sync, cts: times[i]!, dts: decoding[i]!, duration: Math.max(1, untilNext) };
    });
    this.#videoEnd = Math.max(this.#videoEnd, end);
    const last = timed.at(-1)!;
    this.#nextDts = last.dts + 1;
    return cut(timed).map((part) => this.#video!.fragment(part));
  }
}

/** The sound of a stream: what was added since the last fragment, and where it ends. */
class Audio {
  readonly track: AudioTrack;
  readonly peaks: Peaks;
  /** In samples. */
  end = 0;
  readonly #sampleRate: number;
  readonly #channelCount: number;
  readonly #encoder: FlacEncoder;
  readonly #frames: ReturnType<FlacEncoder['encode']> = [];
  #written = 0;

  constructor(sampleRate: number, channelCount: number) {
    this.#sampleRate = sampleRate;
    this.#channelCount = channelCount;
    this.#encoder = new FlacEncoder(sampleRate, channelCount);
    this.track = new AudioTrack(sampleRate, channelCount, this.#encoder.streamInfo);
    this.peaks = new Peaks(sampleRate);
  }

  toTicks(samples: number): number {
    return Math.round((samples * VIDEO_TIMESCALE) / this.#sampleRate);
  }

  toSamples(ticks: number): number {
    return Math.round((ticks * this.#sampleRate) / VIDEO_TIMESCALE);
  }

  add(sound: Sound): void {
    this.#write(toChannels(resample(sound, this.#sampleRate), this.#channelCount), sound.bits);
  }

  /** Silence up to there. */
  fillTo(end: number): void {
    if (end <= this.end) return;
    const silence = new Float32Array(end - this.end);
    this.#write(Array(this.#channelCount).fill(silence), 16);
  }

  take(): MediaFragment[] {
    if (this.#frames.length === 0) return [];
    const fragment = this.track.fragment(this.#frames.splice(0), this.#written);
    this.#written = this.end;
    return [fragment];
  }

  #write(channels: readonly Float32Array[], bits: 16 | 24): void {
    // Hours of it are more frames than a call may have arguments.
    for (const frame of this.#encoder.encode(channels, bits)) this.#frames.push(frame);
    this.peaks.add(channels);
    this.end += channels[0]!.length;
  }
}

/**
 * Moves the times of a chunk's first pictures so that there is no hole after the pictures before: the first comes early
 * rather than none being shown. Those that are there for others to be decoded have times before the chunk's start: they
 * are shown for a tick each.
 */
function closeUp(times: number[], videoEnd: number): void {
  const order = times.map((_, i) => i).sort((a, b) => times[a]! - times[b]!);
  const first = order[0]!;
  if (times[first]! > videoEnd) times[first] = videoEnd;
  let least = videoEnd;
  for (const i of order) {
    if (times[i]! >= least) return;
    times[i] = least++;
  }
}

/**
 * When each picture is decoded: when its file says, or where that would be before `least`, as at the start of the stream,
 * right before the first for which it is not. No edit list has then to take back the delay that reordering takes: WebKitGTK
 * applies none in MediaSource.
 *
 * @param frame - How long a picture is shown, in ticks.
 */
function decodeTimes(times: readonly number[], least: number, frame: number): number[] {
  const decoding = [...times];
  const found = decoding.findIndex((time, i) => time >= least + i);
  const first = found === -1 ? decoding.length : found;
  let next = decoding[first] ?? least + Math.max(decoding.length, frame);
  for (let i = first - 1; i > 0; i--) decoding[i] = --next;
  if (first > 0) decoding[0] = least;
  for (let i = first + 1; i < decoding.length; i++) decoding[i] = Math.max(decoding[i]!, decoding[i - 1]! + 1);
  return decoding;
}

/** That of the first sound, or half of it and less where mp4 has no room for it. */
function rateOf(sound: Sound | undefined): number {
  let rate = sound?.sampleRate ?? DEFAULT_RATE;
  while (rate >= 2 ** 16) rate = Math.round(rate / 2);
  return rate;
}

/** Cuts before samples where decoding may begin. */
function cut(samples: readonly TimedSample[]): TimedSample[][] {
  const parts: TimedSample[][] = [];
  for (const sample of samples) {
    const part = parts.at(-1);
    const isLong = part && sample.dts - part[0]!.dts >= FRAGMENT;
    if (part && !(sample.sync && (isLong || !part[0]!.sync))) part.push(sample);
    else parts.push([sample]);
  }
  return parts;
}
