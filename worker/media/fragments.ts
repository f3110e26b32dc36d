import { BoxParser, createFile, DataStream, type ISOFile, type Sample } from 'mp4box';
import type { MediaFragment, MediaTrack } from '../protocol.js';
import type { FlacFrame } from './audio/flac-encoder.js';
import type { VideoConfig } from './types.js';

/** Ticks a second of the video track. */
export const VIDEO_TIMESCALE = 90_000;
/** A picture on the stream's timeline, in ticks. */
export interface TimedSample {
  readonly data: Uint8Array;
  readonly dts: number;
  readonly cts: number;
  readonly duration: number;
  readonly sync: boolean;
}

/** Writes the pictures of a stream as fragmented mp4 (ISO 14496-12), one moof and mdat at a time. */
export class VideoTrack {
  readonly init: MediaTrack;
  readonly #file: ISOFile;

  constructor({ codec, width, height, description }: VideoConfig) {
    this.#file = createFile();
    this.#file.addTrack({
      // Parameter sets may stand in the samples too: they change with the chunks.
      type: 'avc3',
      hdlr: 'vide',
      timescale: VIDEO_TIMESCALE,
      width,
      height,
      avcDecoderConfigRecord: description.slice().buffer,
      language: 'und',
      brands: ['iso6', 'mp41'],
    });
    const type = `video/mp4; codecs="${codec.replace('avc1', 'avc3')}"`;
    this.init = { track: 'video', type, init: writeInit(this.#file) };
  }

  /** @param samples - In decode order, without holes. */
  fragment(samples: readonly TimedSample[]): MediaFragment {
    const start = Math.min(...samples.map(({ cts }) => cts)) / VIDEO_TIMESCALE;
    const end = Math.max(...samples.map(({ cts, duration }) => cts + duration)) / VIDEO_TIMESCALE;
    return { track: 'video', data: writeFragment(this.#file, samples), start, end, sync: samples[0]!.sync };
  }
}

/** Writes the sound of a stream as FLAC in fragmented mp4 (the "Encapsulation of FLAC in ISO Base Media File Format"). */
export class AudioTrack {
  readonly init: MediaTrack;
  readonly #file: ISOFile;
  readonly #sampleRate: number;

  /** @param sampleRate - Below 65,536, which is what the sample entry has room for. */
  constructor(sampleRate: number, channelCount: number, streamInfo: Uint8Array) {
    this.#sampleRate = sampleRate;
    this.#file = createFile();
    // mp4box reads dfLa but does not write it: version and flags are followed by the one metadata block, marked as the last.
    const box = new (BoxParser.box as Record<string, new (size?: number) => { data?: Uint8Array }>).dfLa!(0);
    box.data = new Uint8Array([0x80, 0, 0, streamInfo.length, ...streamInfo]);
    const id = this.#file.addTrack({
      type: 'fLaC',
      hdlr: 'soun',
      timescale: sampleRate,
      samplerate: sampleRate,
      channel_count: channelCount,
      // Chromium compares it with STREAMINFO.
      samplesize: 24,
      description_boxes: [box as never],
      language: 'und',
      brands: ['iso6', 'mp41'],
    } as never);
    const { tkhd } = this.#file.getTrackById(id);
    tkhd.width = tkhd.height = 0;
    tkhd.volume = 1;
    this.init = { track: 'audio', type: 'audio/mp4; codecs="fLaC"', init: writeInit(this.#file) };
  }

  /** @param start - The first frame's place on the timeline, in samples. */
  fragment(frames: readonly FlacFrame[], start: number): MediaFragment {
    let time = start;
    const samples = frames.map(({ data, samples: duration }) => {
      const sample = { data, dts: time, cts: time, duration, sync: true };
      time += duration;
      return sample;
    });
    const data = writeFragment(this.#file, samples);
    return { track: 'audio', data, start: start / this.#sampleRate, end: time / this.#sampleRate, sync: true };
  }
}

function writeInit(file: ISOFile): ArrayBuffer {
  const stream = new DataStream();
  file.ftyp.write(stream);
  file.moov.write(stream);
  return stream.buffer as ArrayBuffer;
}

function writeFragment(file: ISOFile, samples: readonly TimedSample[]): ArrayBuffer {
  const [{ id }] = file.moov.traks.map((trak) => ({ id: trak.tkhd.track_id })) as [{ id: number }];
  const moof = file.createMoof(
    samples.map(({ data, sync, ...times }) => ({ ...times, track_id: id, is_sync: sync, size: data.length }) as Sample),
  )!;
  const head = new DataStream();
  moof.write(head);
  const trun = moof.trafs[0]!.truns[0]! as unknown as { data_offset_position: number };
  head.adjustUint32(trun.data_offset_position, moof.size + 8);
  const size = samples.reduce((sum, { data }) => sum + data.length, 8);
  const bytes = new Uint8Array(moof.size + size);
  bytes.set(new Uint8Array(head.buffer as ArrayBuffer, 0, moof.size));
  new DataView(bytes.buffer).setUint32(moof.size, size);
  bytes.set([0x6d, 0x64, 0x61, 0x74], moof.size + 4);
  let at = moof.size + 8;
  for (const { data } of samples) {
    bytes.set(data, at);
    at += data.length;
  }
  return bytes.buffer;
}
