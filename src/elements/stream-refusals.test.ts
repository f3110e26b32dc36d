import { expect } from 'chai';
import { removeApps } from '../app/testing.js';
import { playThrough, streaming, watchPictures } from './testing-stream.js';

describe('streaming what can’t be', function () {
  this.timeout(30_000);
  afterEach(removeApps);

  const bad = [
    ['an empty chunk', 'yield new Uint8Array(0);', /chunk 1: it is empty \(0 bytes\)/],
    ['text', `yield new TextEncoder().encode('hello, this is text');`, /chunk 1, text: that is no video/],
    ['an error page', `yield '/test/media/not-a-video.html';`, /chunk 1, an HTML page: that is no video/],
    ['a 404', `yield '/test/media/nothing.mp4';`, /chunk 1: .*404/],
    ['mp4v', `yield await load('mpeg4.mp4');`, /chunk 1, an mp4 file: it has MPEG-4 part 2 video \(mp4v\)\. It takes/],
    ['HEVC', `yield await load('hevc.mp4');`, /chunk 1, an mp4 file: it has HEVC video \(hvc1\)\. It takes/],
    ['an encrypted mp4', `yield await load('encrypted.mp4');`, /chunk 1, an mp4 file: it has encrypted video/],
    ['WebM', `yield await load('vp9.webm');`, /chunk 1, a WebM or Matroska file/],
    [
      'odd frames',
      'yield { data: new Uint8Array(601 * 600 * 3), shape: [600, 601, 3] };',
      /601 x 600 pixels\. H\.264 takes/,
    ],
    [
      'half an mp4',
      `yield (await load('clip-1.mp4')).subarray(0, 9000);`,
      /chunk 1, an mp4 file: it ends before its moov/,
    ],
  ] as const;
  for (const [name, body, message] of bad) {
    it(`refuses ${name}, and goes on`, async () => {
      const stream = await streaming('rv-video', `${body} yield await load('clip-1.mp4');`);
      const shown = watchPictures(stream.media);
      await playThrough(stream);
      expect(stream.element.error).to.match(message);
      expect(stream.media.duration).to.be.closeTo(1.5, 0.001);
      // One of the second clip's pictures.
      expect(shown.at(-1)!.number).to.be.within(45, 89);
    });
  }
});
