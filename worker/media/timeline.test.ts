import { expect } from 'chai';
import type { MediaFragment } from '../protocol.js';
import { decodeFrame } from '../recording/flac-decoder.js';
import { fragmentsOf, picturesOf, RATE, soundOf, streamOf } from '../recording/testing.js';
import { readRun } from './run.js';
import { Timeline } from './timeline.js';

/** The samples of its first channel. */
function heard(fragments: readonly MediaFragment[]): number[] {
  return fragments
    .filter(({ track }) => track === 'audio')
    .flatMap(({ data }) => {
      const { place, samples } = readRun(new Uint8Array(data));
      let at = place;
      return samples.flatMap(({ size }) => {
        at += size;
        return [...decodeFrame(new Uint8Array(data, at - size, size))[0]!];
      });
    });
}

const lastEnd = (fragments: readonly MediaFragment[], track: string) =>
  fragments.filter((fragment) => fragment.track === track).at(-1)!.end;

describe('timeline', () => {
  it('joins sound without a sample between', async () => {
    const sound = soundOf(0.25);
    const samples = heard(fragmentsOf(await streamOf([{ sound }, { sound }])));
    expect(samples.length).to.equal(RATE / 2);
    expect(samples.slice(RATE / 4)).to.deep.equal(samples.slice(0, RATE / 4));
  });

  it('fills the sound up with silence to where the pictures end', async () => {
    const pictures = await picturesOf('chunk-1.mp4');
    const fragments = fragmentsOf(await streamOf([{ pictures, sound: soundOf(0.25) }, { sound: soundOf(0.25) }]));
    const samples = heard(fragments);
    expect(samples.length).to.equal(1.25 * RATE);
    expect(samples.slice(RATE / 4, RATE).some((value) => value !== 0)).to.equal(false);
    expect(samples.slice(RATE).some((value) => value !== 0)).to.equal(true);
  });

  it('holds the last picture for as long as there is sound', async () => {
    const pictures = await picturesOf('chunk-1.mp4');
    const fragments = fragmentsOf(await streamOf([{ pictures, sound: soundOf(2.5) }, { pictures }]));
    expect(lastEnd(fragments, 'video')).to.be.closeTo(3.5, 1e-4);
    expect(lastEnd(fragments, 'audio')).to.be.closeTo(3.5, 1e-4);
  });

  it('tells of the stream what its recording depends on', async () => {
    const parts = await streamOf([{ pictures: await picturesOf('chunk-1.mp4') }, { sound: soundOf(0.25) }]);
    expect(parts.map(({ facts }) => facts.sound)).to.deep.equal([false, true]);
    expect(parts[0]!.tracks!.map(({ track }) => track)).to.deep.equal(['video', 'audio']);
    expect(parts[1]!.tracks).to.equal(undefined);
  });

  it('keeps the rate of the first sound', async () => {
    const [first, second] = [{ ...soundOf(0.25), sampleRate: 24_000 }, soundOf(0.25)];
    expect(heard(fragmentsOf(await streamOf([{ sound: first }, { sound: second }]))).length).to.equal(18_000);
  });

  it('takes more sound at once than a call takes arguments', async () => {
    const timeline = new Timeline({ video: false });
    await timeline.begin();
    const channels = [new Float32Array(3 * 3600 * 3000)];
    const part = await timeline.add({ sound: { sampleRate: 3000, channels, bits: 16 } }, 'whole');
    expect(part!.fragments.at(-1)!.end).to.equal(3 * 3600);
  });
});
