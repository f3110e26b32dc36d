// Makes the clips of test/media and demos/media with ffmpeg (5 or newer, with libx264, libx265, libvpx, libmp3lame and
// libopus). They are committed; this is how they came to be: `node scripts/make-clips.mjs`
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chirp } from '../test/media/frame-number.js';
import { writeWav } from './wav.mjs';

const tests = fileURLToPath(new URL('../test/media/', import.meta.url));
const demos = fileURLToPath(new URL('../demos/media/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'clips-'));
mkdirSync(demos, { recursive: true });

const exact = '-fflags +bitexact -flags:v +bitexact -flags:a +bitexact -map_metadata -1'.split(' ');
const h264 = '-c:v libx264 -preset veryslow -crf 32 -pix_fmt yuv420p -threads 1'.split(' ');
const aac = '-c:a aac -b:a 64k'.split(' ');

/** @param args - The last is the output. */
function ffmpeg(...args) {
  const all = args.flat(2);
  execFileSync('ffmpeg', ['-y', '-v', 'error', ...all.slice(0, -1), ...exact, all.at(-1)], { stdio: 'inherit' });
}

const inTests = (name) => join(tests, name);

/** Seconds `start` to `end` of the chirp that is `seconds` long, as a WAV file. */
function wavOf(path, rate, seconds, start, end, options) {
  const samples = chirp(seconds * rate, rate).subarray(Math.round(start * rate), Math.round(end * rate));
  const channels = options?.channels?.(samples) ?? [samples];
  writeWav(path, channels, rate, options);
  return path;
}

/** Pictures `first` to `last`, each with its number along the top, as an input of ffmpeg. */
function pictures(first, last, { width = 320, height = 180, rate = 30 } = {}) {
  const path = join(work, 'pictures.rgb');
  const block = width / 8;
  const all = Buffer.alloc((last - first) * width * height * 3);
  let at = 0;
  for (let n = first; n < last; n++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at += 3) {
        if (y < block) all.fill((n >> (7 - Math.floor(x / block))) & 1 ? 255 : 0, at, at + 3);
        else all.set([(x + 4 * n) & 255, (y * 2) & 255, (x + y + n) & 255], at);
      }
    }
  }
  writeFileSync(path, all);
  return ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', String(rate), '-i', path];
}

// Sound: a chirp of 3 seconds, and its seconds one by one in all that is taken.
wavOf(inTests('chirp.wav'), 48_000, 3, 0, 3);
wavOf(inTests('chirp44.wav'), 44_100, 3, 0, 3);
for (const n of [0, 1, 2]) {
  const at44 = wavOf(join(work, 'piece.wav'), 44_100, 3, n, n + 1);
  wavOf(inTests(`chirp-${n}.wav`), 48_000, 3, n, n + 1);
  ffmpeg('-i', at44, '-c:a', 'libmp3lame', '-b:a', '64k', inTests(`chirp-${n}.mp3`));
  ffmpeg('-i', at44, aac, inTests(`chirp-${n}.m4a`));
  ffmpeg('-i', at44, aac, inTests(`chirp-${n}.aac`));
  ffmpeg('-i', at44, '-c:a', 'flac', inTests(`chirp-${n}.flac`));
  ffmpeg('-i', inTests(`chirp-${n}.wav`), '-c:a', 'libopus', '-b:a', '48k', inTests(`chirp-${n}.opus`));
}
const first = wavOf(join(work, 'first.wav'), 44_100, 3, 0, 1);
ffmpeg(
  '-i',
  first,
  '-c:a',
  'libmp3lame',
  '-b:a',
  '64k',
  '-write_xing',
  '0',
  '-id3v2_version',
  '0',
  inTests('chirp-0-notag.mp3'),
);
ffmpeg('-i', first, '-c:a', 'libmp3lame', '-q:a', '4', inTests('vbr.mp3'));
ffmpeg('-i', first, '-c:a', 'flac', '-sample_fmt', 's32', inTests('24-bit.flac'));
ffmpeg('-i', first, '-c:a', 'libvorbis', inTests('vorbis.ogg'));
const kinds = {
  8: { bits: 8 },
  24: { bits: 24 },
  32: { bits: 32 },
  float: { bits: 32, float: true },
  extensible: { bits: 32, float: true, mask: 4, before: 'of an odd length' },
  // Front left and right alone.
  5.1: { mask: 0x3f, channels: (samples) => [samples, samples, ...Array(4).fill(new Float32Array(samples.length))] },
};
for (const [name, options] of Object.entries(kinds)) wavOf(inTests(`wav-${name}.wav`), 16_000, 3, 0, 0.25, options);
ffmpeg('-i', first, '-t', '0.25', '-c:a', 'adpcm_ms', inTests('wav-adpcm.wav'));

// Pictures and sound: three pieces of 1.5 seconds.
for (const n of [0, 1, 2]) {
  const sound = wavOf(join(work, 'clip.wav'), 48_000, 4.5, 1.5 * n, 1.5 * n + 1.5);
  ffmpeg(pictures(45 * n, 45 * n + 45), '-i', sound, h264, aac, inTests(`clip-${n}.mp4`));
  ffmpeg('-i', inTests(`clip-${n}.mp4`), '-c', 'copy', inTests(`clip-${n}.ts`));
}
const copy = (name, ...args) => ffmpeg('-i', inTests('clip-0.mp4'), '-c', 'copy', args, inTests(name));
copy('clip-0-faststart.mp4', '-movflags', '+faststart');
copy('clip-0-frag.mp4', '-movflags', '+frag_keyframe+empty_moov+default_base_moof');
copy('clip-0-silent.mp4', '-an');
copy('clip-0-silent.ts', '-an');
const key = [
  '-encryption_key',
  '00112233445566778899aabbccddeeff',
  '-encryption_kid',
  '112233445566778899aabbccddeeff00',
];
copy('encrypted.mp4', '-encryption_scheme', 'cenc-aes-ctr', key);
const whole = wavOf(join(work, 'whole.wav'), 48_000, 4.5, 0, 4.5);
const fragmented = ['-g', '15', '-movflags', '+frag_keyframe+delay_moov+default_base_moof'];
ffmpeg(pictures(0, 135), '-i', whole, h264, aac, fragmented, inTests('clip-frag-long.mp4'));
const large = pictures(0, 60, { width: 640, height: 360, rate: 60 });
ffmpeg(large, '-i', first, h264, aac, '-ac', '2', inTests('clip-0-640x360-60.mp4'));
const lengths = { '025': 0.25, 1: 1, 7: 7 };
for (const [name, seconds] of Object.entries(lengths)) {
  const sound = wavOf(join(work, 'sound.wav'), 48_000, 7, 0, seconds);
  const frames = Math.round(30 * seconds);
  ffmpeg(pictures(0, frames), '-i', sound, h264, aac, inTests(`chunk-${name}.mp4`));
}

// A quarter of a second of each, to be damaged in thousands of ways.
const quarter = ['-i', inTests('chirp-0.wav'), '-t', '0.25'];
const at44 = ['-ar', '44100', '-b:a', '64k'];
ffmpeg(quarter, at44, '-c:a', 'libmp3lame', inTests('short.mp3'));
for (const kind of ['m4a', 'aac', 'flac'])
  ffmpeg(quarter, at44, '-c:a', kind === 'flac' ? kind : 'aac', inTests(`short.${kind}`));
ffmpeg(quarter, '-c:a', 'libopus', '-b:a', '48k', inTests('short.opus'));
const short = (name, ...args) => ffmpeg('-i', inTests('chunk-025.mp4'), '-c', 'copy', args, inTests(name));
short('short.ts');
short('short-faststart.mp4', '-movflags', '+faststart');
short('short-frag.mp4', '-movflags', '+frag_keyframe+empty_moov+default_base_moof');

// What is not taken.
const tiny = ['-i', inTests('clip-0.mp4'), '-t', '0.3', '-an'];
ffmpeg(tiny, '-c:v', 'mpeg4', inTests('mpeg4.mp4'));
ffmpeg(tiny, '-c:v', 'libx265', '-x265-params', 'log-level=none', '-tag:v', 'hvc1', inTests('hevc.mp4'));
ffmpeg(tiny, '-c:v', 'libvpx-vp9', '-b:v', '50k', inTests('vp9.webm'));
writeFileSync(inTests('not-a-video.html'), '<!doctype html><title>Not found</title><p>There is no such video.</p>\n');

// The demos: 8 seconds of ffmpeg's test picture and a tune, in pieces.
const notes = [262, 330, 392, 523, 392, 330, 294, 349];
const tune = notes.map((note, i) => `between(t,${i},${i + 1})*sin(2*PI*${note}*t)*exp(-3*mod(t,1))`).join('+');
const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=30:d=8'];
const sound = ['-f', 'lavfi', '-i', `aevalsrc='0.4*(${tune})':s=48000:d=8`];
const film = join(work, 'film.mp4');
ffmpeg(picture, sound, h264, '-g', '30', '-bf', '2', aac, film);
ffmpeg('-i', film, '-c', 'copy', '-f', 'segment', '-segment_time', '1', join(demos, 'piece-%d.ts'));
for (let i = 0; i < 4; i++) {
  const part = ['-i', film, '-ss', String(2 * i), '-t', '2'];
  ffmpeg(part, h264, aac, '-movflags', '+faststart', join(demos, `chunk-${i}.mp4`));
}
rmSync(work, { recursive: true });
