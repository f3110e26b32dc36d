import { expect } from 'chai';
import { answerDecode } from '../src/elements/decode-sound.js';
import { isWebKit } from '../src/elements/testing.js';
import { load, mutate, type Random, randomOf, Taken, watchArrays } from '../worker/media/testing.js';

/** A file of each container. All of them last about a quarter of a second. */
const FILES = [
  'chunk-025.mp4',
  'short-faststart.mp4',
  'short-frag.mp4',
  'short.ts',
  'wav-8.wav',
  'short.mp3',
  'short.m4a',
  'short.aac',
  'short.flac',
  'short.opus',
] as const;
/** Mutations of each. The other engines take three times as long for one: their decoders are slower to begin. */
const COUNT = /Chrom/.test(navigator.userAgent) ? 1000 : 200;
/** After so many of them comes a chunk as it should be. */
const ROW = 20;
/** Seconds by which a damaged file may be longer than it was. */
const LONGER = 60;
/** Elements of one array: a minute of sound is less. mp4box makes room for what a descriptor in `esds` says it has. */
const LARGEST = 2 ** 22;
const LARGEST_MP4 = 2 ** 28;
/** Milliseconds. In WebKitGTK it takes three seconds, once, to find out that a decoder does not answer. */
const PATIENCE = isWebKit ? 5000 : 2000;

/** What this library says of a file. Errors of the engine's own would mean that something was taken for granted. */
const REASONS = [
  'it is (damaged|cut short)',
  'it ends before its? (moov|first|samples|sound)',
  'it has (neither video nor sound|pictures but no sound|what is coded as|encrypted|[\\w -]+ \\(\\w{4}\\)\\.)',
  'its bytes are of no kind that is known here',
  "its (sound|H\\.264 video) can't be (decoded|read)",
  'its sound is of MPEG object type',
  'its video is \\d+ x \\d+ pixels',
  'its samples come before their format',
  'its format chunk has \\d+ bytes',
  'none of its pictures can be decoded',
  'there is nothing in it to play',
  'there is no (mp3|AAC) frame in it',
  'that is no (video|sound) that can be streamed',
  "this browser (can't decode its sound|has no decoder for)",
  '(WAV|Ogg|AAC|MPEG-TS) (of|with|without|whose|that) ',
].join('|');
const REFUSAL = new RegExp(`^<rv-(video|audio)> can't play chunk (\\d+)(, [\\w -]+)?: (${REASONS}).*\\.$`, 's');

/** Comes after the others, and can't be taken for more of one. */
const GOOD = 'wav-8.wav';
const GOOD_LENGTH = 0.25;

describe('damaged files', function () {
  this.timeout(90_000);
  const files = new Map<string, Uint8Array>();

  before(async () => {
    for (const name of FILES) files.set(name, await load(name));
  });

  FILES.forEach((name, index) => {
    it(`are played or refused: ${name}`, async function () {
      // After damaged FLAC its AudioDecoder never answers again, to any page of that process: the tests after this need it.
      if (isWebKit && name === 'short.flac') this.skip();
      for (let row = 0; row < COUNT / ROW; row++) await takeRow(name, index * 1000 + row * ROW);
    });
  });

  /** Streams of one damaged file each, and one that goes on with a good file after each of them. */
  async function takeRow(name: string, firstSeed: number): Promise<void> {
    const kind = /mp4|ts$/.test(name) && firstSeed % (4 * ROW) > 0 ? 'video' : 'audio';
    const row = new Taken(kind, answerDecode);
    for (let seed = firstSeed; seed < firstSeed + ROW; seed++) {
      const { bytes, name: damage } = damaged(name, randomOf(seed));
      const about = `${name}, ${damage}, seed ${seed}`;
      const alone = new Taken(kind, answerDecode);
      const largest = await watchArrays(async () => {
        await inTime(alone.put(bytes), about);
        await inTime(alone.end(), about);
      });
      check(alone, largest, about);
      if (seed % 5 === 0) await inTime(row.put(bytes), about);
    }
    const about = `${name}, ${ROW} seeds from ${firstSeed}`;
    await inTime(row.put(files.get(GOOD)), about);
    await row.end();
    for (const { message } of row.errors) expect(message, about).to.match(REFUSAL);
    const { fragments } = row.parts.at(-1)!;
    const start = Math.max(...fragments.map((fragment) => fragment.start));
    expect(row.length - start, `${about}: the good one`).to.be.closeTo(GOOD_LENGTH, 0.001);
  }

  function damaged(name: string, random: Random): { name: string; bytes: Uint8Array } {
    return mutate(files.get(name)!, files.get(FILES[random(FILES.length)]!)!, random);
  }
});

function check({ errors, parts, length }: Taken, largest: number, about: string): void {
  for (const { name, message, cause } of errors) {
    expect(name, about).to.equal('TypeError');
    expect(message, `${about}: ${(cause as Error | undefined)?.stack}`).to.match(REFUSAL);
  }
  expect(errors.length + parts.length, `${about}: neither played nor refused`).to.be.greaterThan(0);
  expect(length, `${about}: seconds`).to.be.lessThan(1 + LONGER);
  expect(largest, `${about}: elements of an array`).to.be.at.most(/mp4|m4a/.test(about) ? LARGEST_MP4 : LARGEST);
}

async function inTime<T>(work: Promise<T>, about: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${about}: not done after ${PATIENCE} ms`)), PATIENCE);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
