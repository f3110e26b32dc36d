import { expect } from 'chai';
import { removeApps } from '../app/testing.js';
import { isWebKit } from './testing.js';
import { numberAt, playThrough, streaming } from './testing-stream.js';

/** Files whose sound and pictures are damaged, though their containers are not; the same ones each time. */
const DAMAGED = `
  let state = 1;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  /** Flips bits from a place in the file on, where samples are. */
  const damage = async (name, from, to, count) => {
    const bytes = (await load(name)).slice();
    for (let i = 0; i < count; i++) bytes[from + random(to - from)] ^= 1 << random(8);
    return bytes;
  };
`;

describe('streaming what is damaged', function () {
  this.timeout(60_000);
  afterEach(removeApps);

  // The first samples of the mp4 begin after 48 bytes, and its moov after 4784; each packet of the transport stream has a head.
  for (const [name, from, to] of [
    ['chunk-025.mp4', 48, 4780],
    ['short.ts', 600, 7500],
  ] as const) {
    it(`goes on after broken pictures: ${name}`, async function () {
      // GStreamer may stand still at the third of them, and tells of nothing.
      if (isWebKit && name === 'short.ts') this.skip();
      const stream = await streaming(
        'rv-video',
        `${DAMAGED}
         for (let i = 0; i < 50; i++) {
           yield await damage('${name}', ${from}, ${to}, 1 + random(6));
         }
         yield await load('clip-1.mp4');`,
      );
      const { media } = stream;
      media.muted = true;
      media.addEventListener('loadedmetadata', () => {
        // GStreamer seeks for that, at which its multiqueue can come to a deadlock.
        if (!isWebKit) media.playbackRate = 4;
      });
      await playThrough(stream);
      expect(media.currentTime).to.be.closeTo(media.duration, 0.05);
      const note = stream.element.shadowRoot!.querySelector<HTMLElement>('[part=note]')!;
      expect(note.innerText).to.match(
        /^(This browser can’t decode the stream from .* s to .* s: it goes on after that\.)?$/,
      );
      // It may play on when it is sought from its end.
      if (isWebKit) return;
      const start = media.duration - 1.5;
      expect(await numberAt(media, start + 0.5 / 30)).to.equal(45);
      expect(await numberAt(media, start + 44.5 / 30)).to.equal(89);
    });
  }
});
