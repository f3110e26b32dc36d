import type { ISOFile, Sample } from 'mp4box';
import { adtsFile } from '../audio/adts-file.js';
import type { SoundFormat } from '../audio/decode.js';
import { flacFile } from '../audio/flac.js';
import { codecOf } from '../avc.js';
import { joinBytes } from '../bytes.js';
import type { VideoConfig } from '../types.js';

type Trak = ReturnType<ISOFile['getTrackById']>;

const TAKES = 'It takes mp4 with H.264 video, and AAC, mp3, Opus or FLAC sound';

/** How messages name what is met but not taken. */
const NAMES: Record<string, string> = {
  encv: 'encrypted video',
  enca: 'encrypted sound',
  mp4v: 'MPEG-4 part 2 video (mp4v)',
  hvc1: 'HEVC video (hvc1)',
  hev1: 'HEVC video (hev1)',
  dvh1: 'Dolby Vision (dvh1)',
  dvhe: 'Dolby Vision (dvhe)',
  vp08: 'VP8 video (vp08)',
  vp09: 'VP9 video (vp09)',
  av01: 'AV1 video (av01)',
  'ac-3': 'AC-3 sound',
  'ec-3': 'E-AC-3 sound',
  'ac-4': 'AC-4 sound',
  alac: 'Apple Lossless sound (alac)',
};

/** mp4box keeps a sample entry's boxes under their names. */
interface Entry {
  readonly type: string;
  readonly width?: number;
  readonly height?: number;
  readonly samplerate?: number;
  readonly channel_count?: number;
  readonly avcC?: Box & { readonly lengthSizeMinusOne: number };
  readonly esds?: Box & { readonly esd?: Descriptor };
  readonly dOps?: Box & { readonly PreSkip: number };
  readonly dfLa?: Box;
}

interface Box {
  readonly start: number;
  readonly size: number;
  readonly hdr_size: number;
}

interface Descriptor {
  getOTI?(): number;
  findDescriptor(tag: number): (Descriptor & { readonly data?: Uint8Array }) | undefined;
}

export interface VideoTrack {
  readonly id: number;
  readonly config: VideoConfig;
  readonly timescale: number;
  /** Bytes of the length in front of a NAL unit. */
  readonly lengthSize: number;
  readonly edit: Edit;
}

export interface SoundTrack {
  readonly id: number;
  readonly format: SoundFormat;
  readonly timescale: number;
  /** Samples a packet has, at the format's rate; 0 when they differ. */
  readonly packetLength: number;
  /** Samples the decoder gives before the first that counts, where no edit list tells. */
  readonly preSkip: number;
  readonly edit: Edit;
}

/** What a track's edit list makes of its media. */
export interface Edit {
  /** Seconds before its media begins. */
  readonly delay: number;
  /** Where in its media the presentation begins, in its timescale; `undefined` without a list. */
  readonly mediaTime: number | undefined;
  /** Seconds of it that are shown; 0 for all. */
  readonly length: number;
}

/**
 * The tracks that are taken: the first of pictures and the first of sound.
 *
 * @param file - With its `moov` read.
 * @param moov - The bytes of the box, which stands at the start of `file`.
 * @throws TypeError naming the codec that is not taken.
 */
export function readTracks(file: ISOFile, moov: Uint8Array): { video?: VideoTrack; sound?: SoundTrack } {
  const traks = file.moov.traks ?? [];
  const of = (type: string) => traks.find((trak) => trak.tkhd && trak.mdia?.hdlr?.handler === type);
  const video = of('vide');
  const sound = of('soun');
  if (!video && !sound) throw new TypeError(`it has neither video nor sound. ${TAKES}`);
  const timescale = file.moov.mvhd?.timescale || 1000;
  return {
    ...(video && { video: readVideo(video, moov, timescale) }),
    ...(sound && { sound: readSound(sound, moov, timescale) }),
  };
}

function readVideo(trak: Trak, moov: Uint8Array, movieTimescale: number): VideoTrack {
  const entry = entryOf(trak);
  if (entry.type !== 'avc1' && entry.type !== 'avc3') throw refusal(entry.type);
  const { avcC, width = 0, height = 0 } = entry;
  const description = avcC && payload(avcC, moov);
  if (!description || description.length < 7)
    throw new TypeError('it is damaged: its H.264 video has no configuration');
  if (width < 1 || height < 1) throw new TypeError(`its video is ${width} x ${height} pixels`);
  return {
    id: trak.tkhd.track_id,
    config: { codec: codecOf(description), width, height, description },
    timescale: timescaleOf(trak),
    lengthSize: (description[4]! & 3) + 1,
    edit: readEdit(trak, movieTimescale),
  };
}

function readSound(trak: Trak, moov: Uint8Array, movieTimescale: number): SoundTrack {
  const entry = entryOf(trak);
  const sampleRate = entry.samplerate || timescaleOf(trak);
  const channelCount = entry.channel_count || 2;
  const track = {
    id: trak.tkhd.track_id,
    timescale: timescaleOf(trak),
    preSkip: 0,
    edit: readEdit(trak, movieTimescale),
  };
  if (entry.type === 'fLaC' && entry.dfLa) {
    // Version and flags, then metadata blocks as in a FLAC file.
    const blocks = payload(entry.dfLa, moov).slice(4);
    const description = new Uint8Array([0x66, 0x4c, 0x61, 0x43, ...blocks]);
    const toFile = (packets: readonly Uint8Array[]) => flacFile(description, packets);
    const format = { codec: 'flac', sampleRate, channelCount, description, bits: 24, toFile } as const;
    return { ...track, packetLength: 0, format };
  }
  if (entry.type === 'Opus') {
    const format = { codec: 'opus', sampleRate: 48_000, channelCount, toFile: cantWrap };
    return { ...track, packetLength: 0, preSkip: entry.dOps?.PreSkip ?? 0, format };
  }
  if (entry.type !== 'mp4a') throw refusal(entry.type);
  const esd = entry.esds?.esd;
  const type = esd?.getOTI?.();
  if (type === 0x69 || type === 0x6b) {
    const format = { codec: 'mp3', sampleRate, channelCount, toFile: joinBytes };
    return { ...track, packetLength: sampleRate < 32_000 ? 576 : 1152, format };
  }
  // The AudioSpecificConfig (ISO 14496-3, 1.6.2.1).
  const description = esd?.findDescriptor(4)?.findDescriptor(5)?.data?.slice();
  const objectType = description && description[0]! >> 3;
  if (type !== 0x40 || !description || !objectType)
    throw new TypeError(`its sound is of MPEG object type ${type}. ${TAKES}`);
  const toFile = (packets: readonly Uint8Array[]) => adtsFile(packets, description);
  const format = { codec: `mp4a.40.${objectType}`, sampleRate, channelCount, description, toFile };
  return { ...track, packetLength: 1024, format };
}

function readEdit(trak: Trak, movieTimescale: number): Edit {
  const { edts } = trak as unknown as {
    edts?: { elst?: { entries: { media_time: number; segment_duration: number }[] } };
  };
  let delay = 0;
  for (const { media_time, segment_duration } of edts?.elst?.entries ?? []) {
    if (media_time >= 0) return { delay, mediaTime: media_time, length: segment_duration / movieTimescale };
    delay += segment_duration / movieTimescale;
  }
  return { delay, mediaTime: undefined, length: 0 };
}

function entryOf(trak: Trak): Entry {
  const [entry] = trak.mdia.minf?.stbl?.stsd?.entries ?? [];
  if (!entry) throw new TypeError('it is damaged: a track does not say how it is coded');
  return entry as unknown as Entry;
}

function timescaleOf(trak: Trak): number {
  const timescale = trak.mdia.mdhd?.timescale;
  if (!timescale) throw new TypeError('it is damaged: a track has no timescale');
  return timescale;
}

function refusal(type: string): TypeError {
  return new TypeError(`it has ${NAMES[type] ?? `what is coded as ${JSON.stringify(type)}`}. ${TAKES}`);
}

function payload({ start, size, hdr_size }: Box, moov: Uint8Array): Uint8Array {
  return moov.slice(start + hdr_size, start + size);
}

function cantWrap(): never {
  throw new TypeError('this browser has no decoder for its Opus sound');
}

/** A sample as mp4box lists it. */
export type ListedSample = Pick<Sample, 'dts' | 'cts' | 'duration' | 'size' | 'offset' | 'is_sync'>;
