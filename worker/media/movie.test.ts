import { expect } from 'chai';
import { createFile, type ISOFile, MP4BoxBuffer } from 'mp4box';
import { tonePart } from '../../src/elements/testing-clips.js';
import { frameNumber } from '../../test/media/frame-number.js';
import type { MediaFragment } from '../protocol.js';
import { fragmentsOf, picturesOf, RATE, soundOf, streamOf } from '../recording/testing.js';
import { VIDEO_TIMESCALE } from './fragments.js';
import { movieHeader, movieOf } from './movie.js';
import { readRun } from './run.js';

/** What mp4box, which is another's, reads of it. */
async function read(movie: Blob): Promise<ISOFile> {
  const file = createFile(true);
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(await movie.arrayBuffer(), 0), true);
  return file;
}

/** The bytes of each sample of some fragments. */
function samplesIn(fragments: readonly MediaFragment[]): Uint8Array[] {
  return fragments.flatMap(({ data }) => {
    const { place, samples } = readRun(new Uint8Array(data));
    let at = place;
    return samples.map(({ size }) => {
      at += size;
      return new Uint8Array(data, at - size, size);
    });
  });
}

function play(movie: Blob): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(movie);
  document.body.append(video);
  return video;
}

const event = (video: HTMLVideoElement, type: string) =>
  new Promise((resolve, reject) => {
    video.addEventListener(type, resolve, { once: true });
    video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
  });

/** Settles when a frame is shown that was sought: engines tell that they have sought before they show what is there. */
async function expectFrame(video: HTMLVideoElement, frame: number): Promise<void> {
  video.currentTime = (frame + 0.5) / 30;
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  do {
    await new Promise(requestAnimationFrame);
    context.drawImage(video, 0, 0);
  } while (frameNumber(context.getImageData(0, 0, canvas.width, canvas.height)) !== frame);
}

describe('movie', () => {
  afterEach(() => {
    for (const video of document.querySelectorAll('video')) {
      URL.revokeObjectURL(video.src);
      video.remove();
    }
  });

  it('names every sample of the fragments, which it holds as they are', async () => {
    const pictures = [await picturesOf('clip-0.mp4'), await picturesOf('clip-1.mp4')];
    const parts = await streamOf(pictures.map((each) => ({ pictures: each, sound: soundOf(1.5) })));
    const movie = movieOf(parts);
    const file = await read(movie);
    const bytes = new Uint8Array(await movie.arrayBuffer());
    for (const track of ['video', 'audio'] as const) {
      const id = file.getInfo()[`${track}Tracks`][0]!.id;
      const fragments = fragmentsOf(parts).filter((fragment) => fragment.track === track);
      const samples = samplesIn(fragments);
      const listed = file.getTrackSamplesInfo(id);
      const wrong = listed.filter(({ offset, size }, i) => {
        const found = bytes.subarray(offset, offset + size);
        return size !== samples[i]!.length || found.some((byte, k) => byte !== samples[i]![k]);
      });
      expect([listed.length, wrong.map(({ number }) => number)]).to.deep.equal([samples.length, []]);
    }
  });

  it('shows pictures when the stream does, in the order in which they are decoded', async () => {
    const pictures = await picturesOf('clip-0.mp4');
    const parts = await streamOf([{ pictures, sound: soundOf(1.5) }, { pictures, sound: soundOf(4) }, { pictures }]);
    const file = await read(movieOf(parts));
    const { id, duration, edits } = file.getInfo().videoTracks[0]!;
    const samples = file.getTrackSamplesInfo(id);
    const times = fragmentsOf(parts)
      .filter(({ track }) => track === 'video')
      .flatMap(({ data }) => readRun(new Uint8Array(data)).samples);
    const { media_time: delay, segment_duration: shown } = edits![0]!;
    expect(samples.map(({ cts }) => cts - delay)).to.deep.equal(times.map(({ cts }) => cts));
    expect(samples.every(({ dts, cts }) => dts <= cts)).to.equal(true);
    expect(samples.map(({ is_sync }) => is_sync)).to.deep.equal(times.map(({ sync }) => sync));
    const steps = samples.slice(1).map(({ dts }, i) => dts - samples[i]!.dts);
    expect(new Set(steps).size, 'one step, and one in which a picture is held').to.equal(2);
    expect([duration, shown]).to.deep.equal([7 * VIDEO_TIMESCALE, 7 * VIDEO_TIMESCALE]);
  });

  it('tells how long it is', async () => {
    const [pictures, sound] = [await picturesOf('clip-0.mp4'), soundOf(2.25)];
    const { mvhd, traks } = (await read(movieOf(await streamOf([{ pictures, sound }])))).moov;
    expect(mvhd.duration / mvhd.timescale).to.equal(2.25);
    expect(traks.map(({ mdia }) => mdia.mdhd.duration / mdia.mdhd.timescale)).to.deep.equal([2.25, 2.25]);
    expect(traks.map(({ tkhd }) => tkhd.duration / mvhd.timescale)).to.deep.equal([2.25, 2.25]);
  });

  it('calls its pictures by the name that more players know, if they all have the same parameter sets', async () => {
    const [same, other] = [await picturesOf('clip-0.mp4'), await picturesOf('clip-0-640x360-60.mp4')];
    const kinds = async (...clips: (typeof same)[]) => {
      const file = await read(movieOf(await streamOf(clips.map((pictures) => ({ pictures })))));
      return file.getInfo().tracks.map(({ codec }) => codec.slice(0, 4));
    };
    expect(await kinds(same, same)).to.deep.equal(['avc1']);
    expect(await kinds(same, other)).to.deep.equal(['avc3']);
  });

  it('leaves out sound that is silence alone', async () => {
    const pictures = await picturesOf('clip-0.mp4');
    const names = async (movie: Blob) => (await read(movie)).moov.traks.map(({ mdia }) => mdia.hdlr.handler);
    expect(await names(movieOf(await streamOf([{ pictures }])))).to.deep.equal(['vide']);
    expect(await names(movieOf(await streamOf([{ pictures }, { sound: soundOf(1) }])))).to.deep.equal(['vide', 'soun']);
    const silence = { ...soundOf(0.1), channels: [new Float32Array(4800)] };
    const audio = movieOf(await streamOf([{ sound: silence }]));
    expect([await names(audio), audio.type]).to.deep.equal([['soun'], 'audio/mp4']);
  });

  it('has places of 64 bits when it is larger than 4 GB', async () => {
    const parts = await streamOf([{ sound: soundOf(0.5) }]);
    const [{ track, data }] = fragmentsOf(parts) as [MediaFragment];
    const far = 5 * 2 ** 30;
    const moofs = [{ track, bytes: new Uint8Array(data), offset: far }];
    const header = movieHeader(parts[0]!.tracks!, moofs, far + data.byteLength, parts[0]!.facts);
    const { co64 } = (await read(new Blob([header]))).moov.traks[0]!.mdia.minf.stbl;
    expect(co64.chunk_offsets).to.deep.equal([header.length + far + readRun(new Uint8Array(data)).place]);
  });

  it('is played from start to end, and sought', async () => {
    const clips = ['clip-0.mp4', 'clip-1.mp4', 'clip-2.mp4'];
    const chunks = clips.map(async (name) => ({ pictures: await picturesOf(name), sound: soundOf(1.5) }));
    const video = play(movieOf(await streamOf(await Promise.all(chunks))));
    await event(video, 'canplay');
    expect(video.duration).to.be.closeTo(4.5, 0.001);
    for (const frame of [100, 0, 46, 134, 44]) await expectFrame(video, frame);
    video.currentTime = 4;
    const ended = event(video, 'ended');
    await video.play();
    await ended;
    expect(video.currentTime).to.be.closeTo(4.5, 0.05);
  });

  it('is played where pictures change their size, after one that is held', async () => {
    const [small, large] = [await picturesOf('clip-0.mp4'), await picturesOf('clip-0-640x360-60.mp4')];
    const video = play(movieOf(await streamOf([{ pictures: small, sound: soundOf(2) }, { pictures: large }])));
    await event(video, 'canplay');
    expect(video.duration).to.be.closeTo(3, 0.001);
    const width = video.videoWidth;
    video.currentTime = 1.9;
    const ended = event(video, 'ended');
    await video.play();
    await ended;
    expect([width, video.videoWidth]).to.deep.equal([small.config.width, 640]);
    expect(video.currentTime).to.be.closeTo(3, 0.05);
  });

  it('has the samples that it was given', async () => {
    const sound = soundOf(1);
    const movie = movieOf(await streamOf([{ sound }, { sound }]));
    const context = new OfflineAudioContext(2, 1, RATE);
    const decoded = await context.decodeAudioData(await movie.arrayBuffer());
    expect(decoded.length).to.equal(2 * RATE);
    const wrong = [0, 1].flatMap((channel) => {
      const samples = decoded.getChannelData(channel);
      const quantised = sound.channels[channel]!.map((value) => Math.round(value * 32_768) / 32_768);
      return [...samples.keys()].filter((i) => Math.abs(samples[i]! - quantised[i % RATE]!) > 1e-7);
    });
    expect(wrong.length).to.equal(0);
  });

  it('takes fragments whose samples have defaults', async () => {
    const movie = movieOf([tonePart()]);
    const samples = (await read(movie)).getTrackSamplesInfo(1);
    const last = samples.at(-1)!;
    expect(last.offset + last.size).to.equal(movie.size);
    expect(samples.reduce((sum, { size }) => sum + size, 0)).to.equal(movie.size - samples[0]!.offset);
    expect(last.dts + last.duration).to.equal(last.timescale);
  });

  it('refuses to be made of nothing', () => {
    expect(() => movieOf([])).to.throw(TypeError, 'There is nothing in it to play.');
  });
});
