import { join } from 'node:path';
import { inTurns, openPage, ratio, root, spread } from './harness.mjs';
import { startMediaServer } from './media-server.mjs';

const WARM = 3;
const TURNS = { video: 25, audio: 15 };
const SECONDS = 1;

export async function measure({ browser, origin }) {
  const media = await startMediaServer();
  const { page, close } = await openPage(browser, `${origin}/bench/media-first.html`);
  try {
    const rows = [];
    for (const { name, tag, path } of chunks(media)) {
      const kind = path.split('.').at(-1);
      const chunk = {
        tag,
        url: media.serve(`${name}.${kind}`, path),
        playlist: media.playlist(`${name}-${kind}`, [path], { kind: tag, seconds: SECONDS, ended: false }),
      };
      const run = (side) => page.evaluate((side, chunk) => window[side](chunk), side, chunk);
      const sides = { ours: () => run('ours'), file: () => run('file'), hls: () => run('hls') };
      await inTurns(WARM, sides);
      rows.push(...rowsOf(name, tag, await inTurns(TURNS[tag], sides)));
    }
    await close();
    return rows;
  } finally {
    media.close();
  }
}

function chunks(media) {
  const video = (size, name) => {
    const inputs = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=30`, '-f', 'lavfi', '-i', 'sine=r=48000'];
    const codecs = ['-t', String(SECONDS), '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
    return { name, tag: 'video', path: media.make(`${size}.mp4`, inputs, codecs) };
  };
  const audio = (kind) => ({ name: kind, tag: 'audio', path: join(root, `test/media/chirp-0.${kind}`) });
  return [video('640x360', '360p'), video('1920x1080', '1080p'), audio('wav'), audio('mp3')];
}

function rowsOf(name, tag, { ours, file, hls }) {
  const [chunk, what] = tag === 'video' ? [`mp4 chunk of ${name}`, 'picture'] : [`${name} chunk`, 'sound'];
  const moment =
    tag === 'video'
      ? 'to when its first picture was presented (`presentationTime` of `requestVideoFrameCallback`)'
      : 'to the first block of 128 samples with sound in it that leaves the element for an AudioWorklet';
  const row = (times, against, most, how) => {
    const { value, text } = ratio(ours, times);
    return {
      figure: `a ${chunk}, from its yield to its first ${what}`,
      ours: spread(ours, 'ms', 1),
      against: `${spread(times, 'ms', 1)}: ${against}`,
      ratio: text,
      toReach: `${most}× or less`,
      reached: value <= most,
      how: `From just before the generator’s \`yield\` of a chunk of ${SECONDS} s, a Uint8Array, ${moment}, in an element that has streamed before. ${how} ${ours.length} turns each.`,
    };
  };
  return [
    row(
      file,
      `the ${tag === 'video' ? 'video' : 'sound'} element itself`,
      1.3,
      'Against: the same from setting `src` to the URL of a blob of the same bytes, on the page.',
    ),
    row(
      hls,
      'hls.js',
      0.6,
      'Against: the same from `loadSource()` of a playlist whose one segment, made of the same chunk by ffmpeg, lies ready on a local server, with Gradio’s settings: without the time to make that segment, and to tell the page of it.',
    ),
  ];
}
