import { expect } from 'chai';
import { chirp } from '../../test/media/frame-number.js';
import { removeApps } from '../app/testing.js';
import { isWebKit } from './testing.js';
import { captureSound, compare, playThrough, soundOf, streaming, yieldEach } from './testing-stream.js';

const SECONDS = 3;
const at = (rate: number) => chirp(SECONDS * rate, rate);

/** Each second of it lies where it belongs, to the sample. */
function expectChirp(sound: Float32Array, rate: number, tolerance: number, slack = 0): void {
  const expected = at(rate);
  expect(sound.length).to.equal(expected.length);
  for (let second = 0; second < SECONDS; second++) {
    const { lag, error } = compare(sound, expected, second * rate, (second + 1) * rate);
    expect(Math.abs(lag), `the lag of second ${second}`).to.be.at.most(slack);
    expect(error).to.be.lessThan(tolerance);
  }
}

describe('streaming sound', function () {
  this.timeout(30_000);
  afterEach(removeApps);

  // The tolerance is what coding costs, most at the edges of a piece. Opus moves what it codes
  // by a sample or two, differently at each pitch.
  const files = [
    ['wav', 48_000, 0.0001],
    ['flac', 44_100, 0.0001],
    ['mp3', 44_100, 0.02],
    ['m4a', 44_100, 0.03],
    ['opus', 48_000, 0.1, 2],
  ] as const;
  for (const [kind, rate, tolerance, slack = 0] of files) {
    it(`joins ${kind} files to the sample`, async () => {
      const stream = await streaming('rv-audio', yieldEach(`chirp-0.${kind}`, `chirp-1.${kind}`, `chirp-2.${kind}`));
      await playThrough(stream);
      expect(stream.element.error).to.equal('');
      expect(stream.media.duration).to.be.closeTo(SECONDS, 0.0001);
      const [left] = await soundOf(await stream.element.toBlob(), rate);
      expectChirp(left!, rate, tolerance, slack);
    });
  }

  it('is heard as it was yielded', async function () {
    // Its MediaElementAudioSourceNode loses samples of a plain WAV file too.
    if (isWebKit) this.skip();
    const stream = await streaming('rv-audio', yieldEach('chirp-0.wav', 'chirp-1.wav', 'chirp-2.wav'));
    const captured = await captureSound(stream.media, 48_000);
    await playThrough(stream);
    const sound = captured();
    const expected = at(48_000);
    // Before it there is the silence until it began.
    const start = sound.findIndex((value) => Math.abs(value) > 0.001);
    const { lag, error } = compare(sound.subarray(Math.max(0, start - 1000)), expected, 0, expected.length - 4000);
    expect(lag).to.be.within(0, 1010);
    expect(error).to.be.lessThan(0.0005);
  });

  it('takes every kind of WAV', async () => {
    const kinds = ['8', '24', '32', 'float', 'extensible', '5.1'];
    const stream = await streaming('rv-audio', yieldEach(...kinds.map((kind) => `wav-${kind}.wav`)));
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    const [left] = await soundOf(await stream.element.toBlob(), 16_000);
    expect(left!.length).to.equal(kinds.length * 4000);
    const expected = chirp(48_000, 16_000).subarray(0, 4000);
    kinds.forEach((kind, i) => {
      // Of six channels the two at the front are mixed down to stereo, so that all at once could not clip.
      const loudness = kind === '5.1' ? 1 + Math.SQRT2 : 1;
      const piece = left!.subarray(i * 4000, (i + 1) * 4000).map((value) => value * loudness);
      const { lag, error } = compare(piece, expected);
      expect(lag, kind).to.equal(0);
      expect(error, kind).to.be.lessThan(kind === '8' ? 0.01 : 0.0002);
    });
  });

  it('takes numbers, and does not make quiet ones loud', async () => {
    const stream = await streaming(
      'rv-audio',
      `const tone = (amount) => Float32Array.from({ length: 24_000 }, (_, i) => amount * Math.sin(i / 20));
       yield { data: tone(0.5), sampleRate: 48_000 };
       yield [48_000, tone(0.001)];
       yield { data: Int16Array.from(tone(0.5), (x) => Math.round(x * 32_768)), sampleRate: 48_000 };
       yield [48_000, [tone(0.25), tone(0.125)]];`,
    );
    await playThrough(stream);
    const [left, right] = await soundOf(await stream.element.toBlob(), 48_000);
    expect(left!.length).to.equal(96_000);
    const loudest = [0, 1, 2, 3].map((i) => Math.max(...left!.subarray(24_000 * i, 24_000 * (i + 1))));
    [0.5, 0.001, 0.5, 0.25].forEach((amount, i) => {
      expect(loudest[i]).to.be.closeTo(amount, 0.0001);
    });
    expect(Math.max(...right!.subarray(72_000))).to.be.closeTo(0.125, 0.0001);
  });

  for (const [file, size, seconds] of [
    ['chirp.wav', 1777, 3],
    ['chirp-0.mp3', 700, 1],
    ['vbr.mp3', 1001, 1],
    ['clip-frag-long.mp4', 5000, 4.5],
  ] as const) {
    it(`puts slices of ${file} together`, async () => {
      const stream = await streaming(
        'rv-audio',
        `const bytes = await load('${file}');
         for (let at = 0; at < bytes.length; at += ${size}) yield bytes.subarray(at, at + ${size});`,
      );
      await playThrough(stream);
      expect(stream.element.error).to.equal('');
      expect(stream.media.duration).to.be.closeTo(seconds, 0.001);
    });
  }

  it('changes rate and kind between chunks', async () => {
    const stream = await streaming('rv-audio', yieldEach('chirp-0.wav', 'chirp-1.mp3', 'chirp-2.opus'));
    await playThrough(stream);
    const [left] = await soundOf(await stream.element.toBlob(), 48_000);
    expectChirp(left!, 48_000, 0.1, 2);
  });

  it('plays the sound of a response as it comes', async () => {
    const stream = await streaming('rv-audio', `yield fetch(new URL('/test/media/chirp.wav', location.origin));`);
    await playThrough(stream);
    expect(stream.media.duration).to.be.closeTo(3, 0.001);
  });

  it('takes URLs', async () => {
    const stream = await streaming('rv-audio', `yield '/test/media/chirp-0.mp3'; yield '/test/media/chirp-1.m4a';`);
    await playThrough(stream);
    expect(stream.element.error).to.equal('');
    expect(stream.media.duration).to.be.closeTo(2, 0.001);
  });

  it('waits at its end for a slow generator, and goes on by itself', async () => {
    const stream = await streaming(
      'rv-audio',
      `yield await load('chirp-0.wav');
       await new Promise((resolve) => new BroadcastChannel('go on').addEventListener('message', resolve, { once: true }));
       yield await load('chirp-1.wav');`,
    );
    const dry = new Promise<void>((resolve) => {
      // There is another before it begins.
      stream.media.addEventListener('waiting', () => stream.media.currentTime > 0.5 && resolve());
    });
    const captured = playThrough(stream);
    await dry;
    expect(stream.media.currentTime).to.be.closeTo(1, 0.15);
    expect(stream.media.ended).to.equal(false);
    const channel = new BroadcastChannel('go on');
    channel.postMessage('');
    channel.close();
    await captured;
    expect(stream.media.currentTime).to.be.closeTo(2, 0.01);
  });

  it('plays one chunk to its end, and every run after it', async () => {
    const stream = await streaming('rv-audio', yieldEach('chirp-0.mp3'));
    for (let run = 0; run < 3; run++) {
      const ended = new Promise((resolve) => stream.media.addEventListener('ended', resolve, { once: true }));
      await stream.app.submit().finished;
      await ended;
      expect(stream.media.currentTime).to.be.closeTo(1, 0.01);
    }
  });

  it('keeps what a stopped run has played', async () => {
    const stream = await streaming(
      'rv-audio',
      `yield await load('chirp-0.wav'); await ctx.sleep(1e9); yield await load('chirp-1.wav');`,
    );
    const run = stream.app.submit();
    await new Promise((resolve) => stream.media.addEventListener('playing', resolve, { once: true }));
    run.cancel();
    await run.finished;
    const [left] = await soundOf(await stream.element.toBlob(), 48_000);
    expect(left!.length).to.equal(48_000);
  });

  it('lets go of the stream where it leaves the page, and keeps it where it is moved', async () => {
    const { app, element, media } = await streaming('rv-audio', yieldEach('chirp-0.wav'));
    await app.submit().finished;
    document.createElement('div').append(element);
    app.append(element);
    await element.updateComplete;
    expect((await element.toBlob()).size).to.be.greaterThan(0);
    const emptied = new Promise((resolve) => media.addEventListener('emptied', resolve, { once: true }));
    element.remove();
    await emptied;
    expect(media.duration).to.be.NaN;
    const error = await element.toBlob().catch((reason: Error) => reason.message);
    expect(error).to.include('holds no audio');
  });

  it('holds the generator once it is far enough ahead', async () => {
    const stream = await streaming(
      'rv-audio',
      `globalThis.count = 0;
       for (let i = 0; i < 100; i++) { ctx.info(String(i)); yield { data: new Float32Array(48_000), sampleRate: 48_000 }; }`,
      'streaming buffer-ahead="5"',
    );
    let yielded = 0;
    stream.app.addEventListener('rv-alert', () => yielded++);
    const run = stream.app.submit();
    // Nothing plays: what comes until the generator is held is all that comes.
    await new Promise<void>((resolve) => {
      const watch = () => (yielded >= 6 ? resolve() : requestAnimationFrame(watch));
      watch();
    });
    expect(yielded).to.be.at.most(9);
    const ahead = stream.media.buffered.length > 0 ? stream.media.buffered.end(0) : 0;
    expect(ahead).to.be.at.most(9);
    run.cancel();
    await run.finished;
  });

  const bad = [
    ['an empty chunk', 'yield new Uint8Array(0);', /chunk 1: it is empty \(0 bytes\)/],
    ['sound of no length', 'yield { data: new Float32Array(0), sampleRate: 48_000 };', /chunk 1: PCM of 0 samples/],
    [
      'text',
      `yield new TextEncoder().encode('hello, this is text');`,
      /chunk 1, text: that is no sound that can be streamed\. It takes files/,
    ],
    [
      'an error page',
      `yield '/test/media/not-a-video.html';`,
      /chunk 1, an HTML page: that is no sound that can be streamed\. It takes files/,
    ],
    ['a 404', `yield '/test/media/nothing.mp3';`, /chunk 1: .*nothing\.mp3.*404/],
    ['a number', 'yield 7;', /chunk 1: number 7. It takes files/],
    [
      'samples that are NaN',
      'yield { data: new Float32Array(10).fill(NaN), sampleRate: 48_000 };',
      /10 samples that are NaN/,
    ],
    ['channels of two lengths', 'yield [48_000, [new Float32Array(10), new Float32Array(12)]];', /10 and 12 samples/],
    ['no rate', 'yield { data: new Float32Array(10) };', /sampleRate undefined/],
    ['ADPCM', `yield await load('wav-adpcm.wav');`, /MS ADPCM/],
    ['Vorbis', `yield await load('vorbis.ogg');`, /Ogg with Vorbis.* It takes Ogg with Opus/],
    ['pictures alone', `yield await load('clip-0-silent.mp4');`, /it has pictures but no sound/],
    ['an encrypted file', `yield await load('encrypted.mp4');`, /encrypted/],
  ] as const;
  for (const [name, body, message] of bad) {
    it(`refuses ${name}, and goes on`, async () => {
      const stream = await streaming('rv-audio', `${body} yield await load('chirp-1.wav');`);
      await playThrough(stream);
      expect(stream.element.error).to.match(message);
      expect(stream.media.duration).to.be.closeTo(1, 0.001);
    });
  }
});
