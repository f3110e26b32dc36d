// What is streamed where a part of the platform is missing: it is taken away from the page, or from the author's worker.
import { expect } from 'chai';
import { chirp } from '../../test/media/frame-number.js';
import { removeApps } from '../app/testing.js';
import { isWebKit } from './testing.js';
import { compare, playThrough, soundOf, streaming, yieldEach } from './testing-stream.js';

/** Samples a second of the clips. */
const RATE = 44_100;

describe('streaming without', function () {
  this.timeout(30_000);
  afterEach(removeApps);

  /** Takes a global away for one test. */
  function without(name: 'MediaSource' | 'ManagedMediaSource'): void {
    const own = Object.getOwnPropertyDescriptor(globalThis, name);
    if (!own) return;
    Object.defineProperty(globalThis, name, { value: undefined, configurable: true });
    restore.push(() => Object.defineProperty(globalThis, name, own));
  }
  const restore: (() => void)[] = [];
  afterEach(() => {
    for (const put of restore.splice(0)) put();
  });

  for (const kind of ['m4a', 'mp3', 'flac'] as const) {
    it(`AudioDecoder: ${kind} is decoded by the page`, async () => {
      const stream = await streaming(
        'rv-audio',
        `globalThis.AudioDecoder = undefined; ${yieldEach(`chirp-0.${kind}`, `chirp-1.${kind}`)}`,
      );
      await playThrough(stream);
      expect(stream.element.error).to.equal('');
      const [left] = await soundOf(await stream.element.toBlob(), RATE);
      expect(left!.length).to.equal(2 * RATE);
      for (const second of [0, 1]) {
        const { lag, error } = compare(left!, chirp(3 * RATE, RATE), second * RATE, (second + 1) * RATE);
        expect(lag, `the lag of second ${second}`).to.equal(0);
        expect(error).to.be.lessThan(0.03);
      }
    });
  }

  it('AudioDecoder: video has its sound', async () => {
    const stream = await streaming(
      'rv-video',
      `globalThis.AudioDecoder = undefined; ${yieldEach('clip-0.mp4', 'clip-1.ts')}`,
    );
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    const [left] = await soundOf(await stream.element.toBlob(), 48_000);
    expect(left!.length).to.equal(3 * 48_000);
    expect(left!.some((value) => value > 0.1)).to.equal(true);
  });

  it('AudioDecoder: Opus is refused by name, which the page can’t be given as a file', async () => {
    const stream = await streaming(
      'rv-audio',
      `globalThis.AudioDecoder = undefined; ${yieldEach('chirp-0.opus', 'chirp-1.wav')}`,
    );
    await playThrough(stream);
    expect(stream.element.error).to.match(/can't play chunk 1, an Ogg file: this browser has no decoder for Opus/);
    expect(stream.media.duration).to.be.closeTo(1, 0.001);
  });

  it('MediaSource: a ManagedMediaSource does', async function () {
    // Of these engines WebKit alone has it.
    if (!isWebKit) this.skip();
    without('MediaSource');
    const stream = await streaming('rv-video', yieldEach('clip-0.mp4', 'clip-1.mp4'));
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    expect(stream.media.duration).to.be.closeTo(3, 0.001);
  });

  it('any MediaSource: it is refused by name', async () => {
    without('MediaSource');
    without('ManagedMediaSource');
    const { app, element } = await streaming('rv-video', yieldEach('clip-0.mp4'));
    await app.submit().finished.catch(() => {});
    expect(element.error).to.match(/can’t play a stream: it has no MediaSource/);
  });

  it('VideoEncoder: frames are refused by name, and what comes next is played', async () => {
    const stream = await streaming(
      'rv-video',
      `globalThis.VideoEncoder = undefined;
       yield { data: new Uint8Array(64 * 48 * 3), shape: [48, 64, 3] };
       yield await load('clip-0.mp4');`,
    );
    await playThrough(stream);
    expect(stream.element.error).to.match(
      /can't play chunk 1: this browser can’t encode frames: it has no VideoEncoder/,
    );
    expect(stream.media.duration).to.be.closeTo(1.5, 0.001);
  });
});
