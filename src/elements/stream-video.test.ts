import { expect } from 'chai';
import { removeApps } from '../app/testing.js';
import { isWebKit } from './testing.js';
import {
  numberAt,
  numberShown,
  picturesIn,
  playThrough,
  type Shown,
  type Streaming,
  soundOf,
  streaming,
  watchPictures,
  yieldEach,
} from './testing-stream.js';
import type { RvVideo } from './video.js';

const FRAME = 1 / 30;

/**
 * Every picture came, at its time: those that the page could see while it played, as a busy machine leaves some out and is
 * late with others, and those where one chunk joins the next.
 */
async function expectAll(
  { element, media }: Streaming<RvVideo>,
  shown: readonly Shown[],
  count: number,
  joins: readonly number[] = [],
): Promise<void> {
  expect(shown.length).to.be.greaterThan(count / 4);
  const late = shown.filter(({ due, number }) => Math.abs(due - number) > 1);
  expect(late.length, `of ${shown.length}, late: ${JSON.stringify(late)}`).to.be.at.most(shown.length / 10);
  const around = joins.flatMap((join) => [join - 1, join]);
  const found: number[] = [];
  // In WebKitGTK it may play on when it is sought from its end: it takes over the state of its GStreamer pipeline.
  if (!isWebKit) for (const n of around) found.push(await numberAt(media, (n + 0.5) * FRAME));
  expect(found).to.deep.equal(isWebKit ? [] : around);
  expect(await picturesIn(await element.toBlob())).to.equal(count);
}

describe('streaming video', function () {
  this.timeout(60_000);
  afterEach(removeApps);

  const joined: Record<string, readonly string[]> = {
    'mp4 files': ['clip-0.mp4', 'clip-1.mp4', 'clip-2.mp4'],
    'MPEG-TS files': ['clip-0.ts', 'clip-1.ts', 'clip-2.ts'],
    'files of several kinds': ['clip-0-frag.mp4', 'clip-1.ts', 'clip-2.mp4'],
  };
  for (const [name, files] of Object.entries(joined)) {
    it(`joins ${name}: every picture is where it belongs`, async () => {
      const stream = await streaming('rv-video', yieldEach(...files));
      const shown = watchPictures(stream.media);
      await playThrough(stream);
      expect(stream.element.error).to.equal('');
      expect(stream.media.duration).to.be.closeTo(4.5, 0.001);
      await expectAll(stream, shown, 135, [45, 90]);
      const [left] = await soundOf(await stream.element.toBlob(), 48_000);
      expect(left!.length).to.equal(4.5 * 48_000);
    });
  }

  for (const size of [700, 5000]) {
    it(`puts slices of ${size} bytes of a fragmented mp4 together`, async () => {
      const stream = await streaming(
        'rv-video',
        `const bytes = await load('clip-frag-long.mp4');
         for (let at = 0; at < bytes.length; at += ${size}) yield bytes.subarray(at, at + ${size});`,
      );
      const shown = watchPictures(stream.media);
      await playThrough(stream);
      expect(stream.element.error).to.equal('');
      await expectAll(stream, shown, 135);
    });
  }

  it('puts slices of MPEG-TS together', async () => {
    const stream = await streaming(
      'rv-video',
      `const bytes = await load('clip-0.ts');
       for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
       yield await load('clip-1.ts');`,
    );
    const shown = watchPictures(stream.media);
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    await expectAll(stream, shown, 90);
  });

  it('plays a response of fragments as it comes', async () => {
    const stream = await streaming(
      'rv-video',
      `yield fetch(new URL('/test/media/clip-frag-long.mp4', location.origin));`,
    );
    const shown = watchPictures(stream.media);
    await playThrough(stream);
    await expectAll(stream, shown, 135);
  });

  for (const [file, seconds] of [
    ['chunk-025.mp4', 0.25],
    ['chunk-1.mp4', 1],
    ['clip-0.mp4', 1.5],
    ['chunk-7.mp4', 7],
  ] as const) {
    it(`joins chunks of ${seconds} s`, async () => {
      const stream = await streaming('rv-video', yieldEach(file, file));
      stream.media.addEventListener('loadedmetadata', () => {
        // GStreamer seeks for that, at which its multiqueue can come to a deadlock.
        if (!isWebKit) stream.media.playbackRate = 2;
      });
      await playThrough(stream);
      const frames = Math.round(seconds * 30);
      // The file of a quarter of a second has 8 pictures: its sound is padded to them.
      expect(stream.media.duration).to.be.closeTo((2 * frames) / 30, 0.01);
      // It may play on when it is sought from its end.
      if (isWebKit) return;
      const found = [
        await numberAt(stream.media, (frames - 0.5) / 30),
        await numberAt(stream.media, (frames + 0.5) / 30),
      ];
      expect(found).to.deep.equal([frames - 1, 0]);
    });
  }

  it('goes on with other sizes, rates, without sound, and with sound alone', async () => {
    const stream = await streaming(
      'rv-video',
      yieldEach('clip-0.mp4', 'clip-0-640x360-60.mp4', 'clip-0-silent.mp4', 'chirp-0.mp3', 'clip-0-silent.ts'),
    );
    const sizes: number[] = [];
    stream.media.addEventListener('resize', () => {
      const { videoWidth } = stream.media;
      // WebKitGTK tells one of 0 at first, and one more than once.
      if (videoWidth > 0 && videoWidth !== sizes.at(-1)) sizes.push(videoWidth);
    });
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    expect(stream.media.duration).to.be.closeTo(1.5 + 1 + 1.5 + 1 + 1.5, 0.01);
    expect(sizes).to.deep.equal([320, 640, 320]);
    if (isWebKit) return;
    // While there is sound alone, the last picture stays.
    expect(await numberAt(stream.media, 4.5)).to.equal(44);
    expect(await numberAt(stream.media, 5.0 + 0.5 * FRAME)).to.equal(0);
  });

  it('encodes frames with their sound', async () => {
    const stream = await streaming(
      'rv-video',
      `const canvas = new OffscreenCanvas(320, 180);
       const context = canvas.getContext('2d');
       for (let n = 0; n < 45; n++) {
         context.fillStyle = 'grey';
         context.fillRect(0, 0, 320, 180);
         for (let bit = 0; bit < 8; bit++) {
           context.fillStyle = (n >> (7 - bit)) & 1 ? 'white' : 'black';
           context.fillRect(bit * 40, 0, 40, 40);
         }
         const data = Float32Array.from({ length: 1600 }, (_, i) => 0.4 * Math.sin((n * 1600 + i) / 20));
         yield { frame: canvas, audio: { data, sampleRate: 48_000 } };
       }`,
      'streaming autoplay fps="30"',
    );
    const shown = watchPictures(stream.media);
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    expect(stream.media.duration).to.be.closeTo(1.5, 0.001);
    await expectAll(stream, shown, 45);
    const [left] = await soundOf(await stream.element.toBlob(), 48_000);
    expect(left!.length).to.equal(72_000);
    const worst = left!.reduce((most, value, i) => Math.max(most, Math.abs(value - 0.4 * Math.sin(i / 20))), 0);
    expect(worst).to.be.lessThan(0.0001);
  });

  it('takes pictures as an image does', async () => {
    const stream = await streaming(
      'rv-video',
      `for (let n = 0; n < 10; n++) yield { data: new Float32Array(64 * 48 * 3).fill(n / 10), shape: [48, 64, 3] };`,
      'streaming autoplay fps="10"',
    );
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    expect(stream.media.duration).to.be.closeTo(1, 0.001);
    expect([stream.media.videoWidth, stream.media.videoHeight]).to.deep.equal([64, 48]);
  });

  it('can be sought to what has left the buffer', async function () {
    // GStreamer's multiqueue can come to a deadlock at a seek, in which the whole page stands still.
    if (isWebKit) this.skip();
    const stream = await streaming(
      'rv-video',
      `for (let i = 0; i < 3; i++) yield await load('chunk-7.mp4');`,
      'streaming autoplay buffer-ahead="5"',
    );
    const { media } = stream;
    media.muted = true;
    media.addEventListener('loadedmetadata', () => {
      media.playbackRate = 8;
    });
    await playThrough(stream);
    expect(media.duration).to.be.closeTo(21, 0.01);
    expect(media.buffered.start(0)).to.be.greaterThan(3);
    expect(await numberAt(media, 1 + 0.5 * FRAME)).to.equal(30);
    // From there it plays to the end again.
    const again = new Promise((resolve) => media.addEventListener('ended', resolve, { once: true }));
    await media.play();
    await again;
    expect(media.currentTime).to.be.closeTo(21, 0.05);
  });

  it('plays a clip as a whole without streaming, and what browsers do not play as mp4', async () => {
    const stream = await streaming('rv-video', yieldEach('clip-1.mp4', 'clip-2.ts'), 'autoplay');
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    expect(stream.media.duration).to.be.closeTo(1.5, 0.01);
    expect(numberShown(stream.media)).to.be.within(133, 134);
  });
});
