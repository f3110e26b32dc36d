import { join } from 'node:path';
import { format, inTurns, median, openPage, root } from './harness.mjs';
import { startMediaServer } from './media-server.mjs';

const clips = (name, kind) => [0, 1, 2].map((n) => join(root, `test/media/${name}-${n}.${kind}`));
const KINDS = {
  wav: { tag: 'audio', paths: clips('chirp', 'wav'), rate: 48_000, seconds: 1 },
  mp3: { tag: 'audio', paths: clips('chirp', 'mp3'), rate: 44_100, seconds: 1 },
  m4a: { tag: 'audio', paths: clips('chirp', 'm4a'), rate: 44_100, seconds: 1 },
  mp4: { tag: 'video', paths: clips('clip', 'mp4'), rate: 48_000, seconds: 1.5 },
  ts: { tag: 'video', paths: clips('clip', 'ts'), rate: 48_000, seconds: 1.5 },
};

export async function measure({ browser, origin }) {
  const media = await startMediaServer();
  const { page, close } = await openPage(browser, `${origin}/bench/media-joins.html`);
  try {
    const rows = [];
    for (const [kind, { paths, ...options }] of Object.entries(KINDS)) {
      const urls = paths.map((path, i) => media.serve(`${kind}-${i}.${kind}`, path));
      const playlist = media.playlist(`${kind}-hls`, paths, {
        kind: options.tag,
        seconds: options.seconds,
        ended: true,
      });
      const run = (side) => page.evaluate((side, args) => window[side](args), side, { ...options, urls, playlist });
      const { ours, hls } = await inTurns(2, { ours: () => run('ours'), hls: () => run('hls') });
      rows.push(row(kind, options, ours, hls));
    }
    await close();
    return rows;
  } finally {
    media.close();
  }
}

function row(kind, { rate, seconds, tag }, ours, hls) {
  const heard = ours.flatMap(({ heard }) => joins(heard));
  // The first of them is how much longer the file is than its chunks.
  const downloaded = ours.flatMap(({ downloaded: [excess, ...late] }) => [excess, ...late, ...joins(late)]);
  const against = hls.flatMap(({ heard }) => joins(heard));
  const most = furthest([...heard, ...downloaded]);
  return {
    figure: `silence or drift at a join of ${kind} chunks`,
    ours: `${samples(furthest(heard), rate)} heard, ${samples(furthest(downloaded), rate)} in the download`,
    against: `${samples(median(against), rate)} (${against.join(', ')}): ${tag === 'video' ? 'MPEG-TS' : 'ADTS'} segments in hls.js`,
    toReach: '0 samples',
    reached: most === 0,
    how: `Three chunks of ${seconds} s that are cut out of one chirp; where the middle of each agrees best with the chirp tells how late it is, to the sample. Heard: as the sound leaves the element, by an AudioWorklet; of ours the furthest of all joins, of the other side the median and all. Ours is decoded from \`toBlob()\` too: each chunk has to be at its place, and the file no longer than they are. The other side does as Gradio does: each chunk made ${tag === 'video' ? 'a .ts' : 'an .aac'} file by ffmpeg, a playlist with \`#EXT-X-DISCONTINUITY\` before each, hls.js with Gradio’s settings. ${ours.length} turns each.`,
  };
}

/** How much later each chunk is than the one before. */
const joins = (late) => late.slice(1).map((value, i) => value - late[i]);
const furthest = (values) => values.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
const samples = (count, rate) =>
  `${format(count)} samples${count === 0 ? '' : `, ${format((count / rate) * 1000, 1)} ms`}`;
