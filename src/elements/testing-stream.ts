// For the tests of what streams: the app around an element, its sound sample by sample, its pictures by their numbers.
import { frameNumber } from '../../test/media/frame-number.js';
import type { RvApp } from '../app/app.js';
import { mount, script } from '../app/testing.js';
import type { RvAudio } from './audio.js';
import type { RvVideo } from './video.js';

/** What an author's script may use: `load('clip-0.mp4')` gives the bytes of a test clip. */
const PRELUDE = `
  const load = async (name) => new Uint8Array(await (await fetch(new URL('/test/media/' + name, location.origin))).arrayBuffer());
`;

export interface Streaming<T> {
  readonly app: RvApp;
  readonly element: T;
  readonly media: HTMLVideoElement;
  /** Settled when the stream was played to its end. */
  readonly ended: Promise<void>;
}

/** An app with one output, and a generator with this body. Nothing runs yet. */
export async function streaming<K extends 'rv-audio' | 'rv-video'>(
  tag: K,
  body: string,
  attributes = 'streaming autoplay',
): Promise<Streaming<K extends 'rv-audio' ? RvAudio : RvVideo>> {
  await import('./audio.js');
  await import('./video.js');
  const app = mount(
    `<${tag} ${attributes}></${tag}>${script(`${PRELUDE} export default async function* (ctx) { ${body} }`)}`,
  );
  const element = app.querySelector(tag) as unknown as K extends 'rv-audio' ? RvAudio : RvVideo;
  await element.updateComplete;
  const media = element.media as HTMLVideoElement;
  const ended = new Promise<void>((resolve) => media.addEventListener('ended', () => resolve(), { once: true }));
  return { app, element, media, ended };
}

/** Runs it, and plays it to its end. */
export async function playThrough<T>(stream: Streaming<T>): Promise<void> {
  const { finished } = stream.app.submit();
  await Promise.all([finished, stream.ended]);
}

/** A generator's body that yields these test clips. */
export function yieldEach(...names: string[]): string {
  return names.map((name) => `yield await load('${name}');`).join('\n');
}

/** A file's sound, decoded at its rate: one array for each channel. */
export async function soundOf(file: Blob, sampleRate: number): Promise<Float32Array[]> {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const buffer = await context.decodeAudioData(await file.arrayBuffer());
  return Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i));
}

/**
 * By how many samples `sound` is late against `expected` where they agree best, and the root of their mean squared
 * difference there.
 */
export function compare(
  sound: Float32Array,
  expected: Float32Array,
  start = 0,
  end = expected.length,
): { lag: number; error: number } {
  let best = { lag: Number.NaN, sum: Number.POSITIVE_INFINITY };
  for (let lag = -3000; lag <= 3000; lag++) {
    let sum = 0;
    for (let i = start; i < end && sum < best.sum; i += 7) sum += ((sound[i + lag] ?? 0) - expected[i]!) ** 2;
    if (sum < best.sum) best = { lag, sum };
  }
  return { lag: best.lag, error: Math.sqrt((best.sum * 7) / (end - start)) };
}

/** The sound a media element plays, as it leaves it, from when this is called until the end. */
export async function captureSound(media: HTMLMediaElement, sampleRate: number): Promise<() => Float32Array> {
  const context = new AudioContext({ sampleRate });
  const code = `registerProcessor('tap', class extends AudioWorkletProcessor {
    process([[channel]]) { if (channel) this.port.postMessage(channel.slice()); return true; }
  });`;
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  const tap = new AudioWorkletNode(context, 'tap');
  const blocks: Float32Array[] = [];
  tap.port.onmessage = ({ data }) => blocks.push(data);
  context.createMediaElementSource(media).connect(tap).connect(context.destination);
  // Not awaited: without a sound card Firefox never settles it.
  void context.resume();
  return () => {
    void context.close();
    const sound = new Float32Array(blocks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const block of blocks) {
      sound.set(block, at);
      at += block.length;
    }
    return sound;
  };
}

/** How many pictures an mp4 file has, as its sample table tells (ISO 14496-12, 8.7.3). */
export async function picturesIn(file: Blob): Promise<number> {
  const bytes = await file.arrayBuffer();
  const letters = new TextDecoder('latin1').decode(bytes);
  const table = letters.indexOf('stsz', letters.indexOf('vmhd'));
  return new DataView(bytes).getUint32(table + 12);
}

/** A picture as it was shown: the time it belongs to, in frames of a thirtieth of a second, and the number it carries. */
export interface Shown {
  readonly due: number;
  readonly number: number;
}

/** Every picture that is shown from now on, as far as the page gets to see it. */
export function watchPictures(video: HTMLVideoElement): readonly Shown[] {
  const shown: Shown[] = [];
  const watch = (_: number, { mediaTime }: VideoFrameCallbackMetadata) => {
    shown.push({ due: Math.round(mediaTime * 30), number: numberShown(video) });
    video.requestVideoFrameCallback(watch);
  };
  video.requestVideoFrameCallback(watch);
  return shown;
}

/** The number that is shown at a time, in seconds. */
export async function numberAt(video: HTMLVideoElement, time: number): Promise<number> {
  // Firefox, sought from the end, has now and then shown the picture after the one that is there.
  if (video.ended) await seek(video, 0);
  await seek(video, time);
  return numberShown(video);
}

async function seek(video: HTMLVideoElement, time: number): Promise<void> {
  const seeked = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
  // It is shown a little later than it is said to be, and not again if it is shown already.
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  video.currentTime = time;
  await seeked;
  await Promise.race([shown, frames(60)]);
}

/** Settles after so many frames of the page. */
async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

export function numberShown(video: HTMLVideoElement): number {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(video, 0, 0);
  return frameNumber(context.getImageData(0, 0, canvas.width, canvas.height));
}
