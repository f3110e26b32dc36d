import { expect } from 'chai';
import { decodeFrame } from '../../recording/flac-decoder.js';
import { joinBytes } from '../bytes.js';
import { FlacEncoder } from './flac-encoder.js';

const RATE = 44_100;

/** Two channels of noise that is alike, and quieter towards the end. */
function sound(length: number): Float32Array[] {
  const noise = (i: number) => (Math.imul(i + 1, 0x9e3779b1) >> 8) / 2 ** 23;
  return [0, 1].map((channel) =>
    Float32Array.from({ length }, (_, i) => (noise(i) * (length - i)) / length / (channel + 1)),
  );
}

/** As it is of so many bits. */
const quantised = (value: number, bits: number) => Math.round(value * 2 ** (bits - 1)) / 2 ** (bits - 1);

describe('FLAC encoder', () => {
  for (const bits of [16, 24] as const) {
    it(`loses nothing of ${bits} bits`, () => {
      const channels = sound(10_000);
      const frames = new FlacEncoder(RATE, 2).encode(channels, bits);
      expect(frames.map(({ samples }) => samples)).to.deep.equal([4096, 4096, 1808]);
      let [at, wrong] = [0, 0];
      for (const { data, samples } of frames) {
        for (const [channel, values] of decodeFrame(data).entries())
          values.forEach((value, i) => {
            if (value / 2 ** 23 !== quantised(channels[channel]![at + i]!, bits)) wrong++;
          });
        at += samples;
      }
      expect(wrong).to.equal(0);
    });

    it(`is read by the browser, ${bits} bits as they were`, async () => {
      const channels = sound(10_000);
      const encoder = new FlacEncoder(RATE, 2);
      const head = new Uint8Array([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34]);
      const frames = encoder.encode(channels, bits).map(({ data }) => data);
      const file = joinBytes([head, encoder.streamInfo, ...frames]);
      const buffer = await new OfflineAudioContext(2, 1, RATE).decodeAudioData(file.buffer);
      expect(buffer.length).to.equal(10_000);
      for (const channel of [0, 1]) {
        const wrong = buffer
          .getChannelData(channel)
          .filter((value, i) => Math.abs(value - quantised(channels[channel]![i]!, bits)) > 2 ** -24);
        expect(wrong.length).to.equal(0);
      }
    });
  }

  it('clips what is too loud, and takes NaN for silence', () => {
    const [frame] = new FlacEncoder(RATE, 1).encode([new Float32Array([2, -2, Number.NaN])], 16);
    expect([...decodeFrame(frame!.data)[0]!]).to.deep.equal([(2 ** 15 - 1) * 256, -(2 ** 23), 0]);
  });
});
