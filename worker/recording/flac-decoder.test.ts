import { expect } from 'chai';
import { FlacEncoder } from '../media/audio/flac-encoder.js';
import { decodeFrame } from './flac-decoder.js';

type Wave = (i: number, channel: number) => number;

const noise: Wave = (i, channel) => ((Math.imul(i + 1, 0x9e3779b1 + channel) >>> 0) / 2 ** 31 - 1) * 0.999;

/** Samples that came out of it otherwise than they went in. */
function count(bits: 16 | 24, channelCount: number, length: number, wave: Wave, rate = 48_000): number {
  const channels = Array.from({ length: channelCount }, (_, channel) =>
    Float32Array.from({ length }, (_, i) => wave(i, channel)),
  );
  const most = 2 ** (bits - 1) - 1;
  let wrong = 0;
  let at = 0;
  for (const { data, samples } of new FlacEncoder(rate, channelCount).encode(channels, bits)) {
    const found = decodeFrame(data);
    wrong += Math.abs(found.length - channelCount);
    for (const [channel, values] of found.entries()) {
      wrong += Math.abs(values.length - samples);
      values.forEach((value, i) => {
        const expected = Math.min(most, Math.round(channels[channel]![at + i]! * 2 ** (bits - 1)));
        if (value !== expected * 2 ** (24 - bits)) wrong++;
      });
    }
    at += samples;
  }
  return wrong + Math.abs(length - at);
}

describe('FLAC decoder', () => {
  const waves: Record<string, Wave> = {
    silence: () => 0,
    noise,
    'a tone': (i, channel) => Math.sin(i / 20 + channel) / 2,
    'a chirp': (i) => Math.sin((i * i) / 1e5),
    clicks: (i) => (i % 1000 === 0 ? 1 : 0),
    'opposite extremes': (i, channel) => (i % 2 === channel ? 1 : -1),
    'channels that hardly differ': (i, channel) => Math.sin(i / 50) / 2 + (channel && noise(i, 0) * 1e-6),
  };

  for (const [name, wave] of Object.entries(waves)) {
    it(`gives back ${name} as it was`, () => {
      for (const bits of [16, 24] as const) {
        for (const length of [1, 4, 5, 4096, 9000]) {
          for (const channelCount of [1, 2, 6]) expect(count(bits, channelCount, length, wave)).to.equal(0);
        }
      }
    });
  }

  it('reads frames of any rate and far into a stream', () => {
    expect(count(16, 2, 5000, noise, 12_345)).to.equal(0);
    const encoder = new FlacEncoder(48_000, 1);
    const zeros = new Float32Array(4096 * 600);
    for (let i = 0; i < 8; i++) {
      for (const { data, samples } of encoder.encode([zeros], 16)) {
        const [channel] = decodeFrame(data) as [Int32Array];
        if (channel.length !== samples || channel.some((value) => value !== 0)) expect.fail(`in ${data}`);
      }
    }
  });

  it('refuses frames of others', () => {
    const message = 'it is FLAC of another encoder';
    expect(() => decodeFrame(new Uint8Array([0xff, 0xf8, 0x24, 0x08, 0]))).to.throw(TypeError, message);
  });
});
