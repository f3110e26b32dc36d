import { expect } from 'chai';
import { answerDecode } from '../../src/elements/decode-sound.js';
import { load, Taken } from './testing.js';

/** Streams these values, to their end. */
async function take(kind: 'video' | 'audio', ...values: unknown[]): Promise<Taken> {
  const taken = new Taken(kind, answerDecode);
  for (const value of values) await taken.put(value);
  await taken.end();
  return taken;
}

describe('media stream', function () {
  this.timeout(30_000);

  const lengths: Record<string, number> = {
    'wav-8.wav': 0.25,
    'chirp-0.wav': 1,
    'chirp-0.mp3': 1,
    'chirp-0.m4a': 1,
    'chirp-0.flac': 1,
    '24-bit.flac': 1,
    'chirp-0.opus': 1,
  };
  for (const [name, seconds] of Object.entries(lengths)) {
    it(`plays ${name} for as long as it is, sample for sample`, async () => {
      const { errors, length } = await take('audio', await load(name), await load(name));
      expect(errors.map(({ message }) => message)).to.deep.equal([]);
      expect(length).to.be.closeTo(2 * seconds, 1e-6);
    });
  }

  it('numbers what it refuses, and goes on', async () => {
    const good = await load('wav-8.wav');
    const { errors, length } = await take('audio', good, new Uint8Array([1, 2, 3]), null, good);
    expect(errors.map(({ message }) => /chunk \d/.exec(message)?.[0])).to.deep.equal(['chunk 2', 'chunk 3']);
    expect(length).to.equal(0.5);
  });

  // Their first bytes: also fewer than tell what they are.
  for (const name of ['clip-0.ts', 'clip-0-frag.mp4', 'chirp-0.wav', 'chirp-0.mp3', 'chirp-0.aac', 'chirp-0.flac']) {
    it(`puts slices of ${name} together, wherever it is cut`, async () => {
      const kind = name.startsWith('clip') ? 'video' : 'audio';
      const file = await load(name);
      const whole = await take(kind, file, file);
      for (const first of [1, 2, 3, 5, 7, 9, 11, 46, 128, 187, 188, 189]) {
        const slices = [file.subarray(0, first), file.subarray(first, 1000), file.subarray(1000)];
        const { errors, length } = await take(kind, ...slices, ...slices);
        expect(errors.map(({ message }) => message)).to.deep.equal([]);
        expect(length, `cut at ${first}`).to.equal(whole.length);
      }
    });
  }

  it('refuses a slice that is too short to tell, once nothing goes on with it', async () => {
    const { errors, length } = await take('audio', new Uint8Array([0x47, 1]), { data: [0.5], sampleRate: 8000 });
    expect(errors.map(({ message }) => /chunk \d: its bytes are of no kind/.test(message))).to.deep.equal([true]);
    expect(length).to.be.closeTo(1 / 8000, 1e-4);
  });

  it('tells of a file without anything in it, and that a file is cut short', async () => {
    const opus = await load('short.opus');
    const empty = await take('audio', opus.subarray(0, 200));
    expect(empty.errors[0]?.message).to.match(/chunk 1, an Ogg file: there is nothing in it to play\.$/);
    const cut = await take('audio', (await load('chirp-0.wav')).subarray(0, 48_044));
    expect(cut.errors[0]?.message).to.match(/chunk 1, a WAV file: it is cut short, 48000 bytes before its end\.$/);
    expect(cut.length).to.equal(0.5);
  });

  it('starts each chunk where the last ended, also after one without sound', async () => {
    const { fragments } = await take(
      'video',
      await load('clip-0.mp4'),
      await load('clip-0-silent.mp4'),
      await load('clip-1.mp4'),
    );
    for (const track of ['video', 'audio'] as const) {
      const own = fragments.filter((fragment) => fragment.track === track);
      expect(own.at(-1)!.end, track).to.be.closeTo(4.5, 1e-4);
      own.slice(1).forEach(({ start }, i) => {
        expect(start, track).to.be.closeTo(own[i]!.end, 1e-3);
      });
    }
  });

  it('puts slices of a file together', async () => {
    const file = await load('chirp-0.flac');
    const slices = Array.from({ length: Math.ceil(file.length / 999) }, (_, i) =>
      file.subarray(999 * i, 999 * i + 999),
    );
    const { errors, length } = await take('audio', ...slices);
    expect([errors.length, length]).to.deep.equal([0, 1]);
  });
});
