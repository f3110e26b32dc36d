import { expect } from 'chai';
import { readPcm } from './pcm.js';

describe('PCM', () => {
  it('takes one array or one for each channel, either way round', () => {
    const data = new Float32Array([0, 0.5]);
    expect(readPcm({ data, sampleRate: 8000 })).to.deep.equal({ sampleRate: 8000, channels: [data], bits: 24 });
    expect(readPcm([8000, [data, data]])!.channels.length).to.equal(2);
  });

  it('scales integers by their type', () => {
    const first = (data: unknown) => readPcm({ data, sampleRate: 8000 })!.channels[0]![0];
    expect(first(new Int16Array([-(2 ** 15)]))).to.equal(-1);
    expect(first(new Int32Array([2 ** 30]))).to.equal(0.5);
    expect(first(new Int8Array([64]))).to.equal(0.5);
    expect(first(new Uint8Array([0]))).to.equal(-1);
    expect(readPcm([8000, new Int16Array(1)])!.bits).to.equal(16);
  });

  it('keeps nothing of what was given', () => {
    const data = new Float32Array([0.5]);
    const { channels } = readPcm({ data, sampleRate: 8000 })!;
    data[0] = 1;
    expect(channels[0]![0]).to.equal(0.5);
  });

  it('leaves pictures and other things alone', () => {
    for (const value of [{ data: new Uint8Array(3), width: 1 }, { data: [1], shape: [1] }, 'text', null, [1, 2, 3]])
      expect(readPcm(value)).to.equal(undefined);
  });

  it('names what is wrong', () => {
    const data = new Float32Array(4);
    expect(() => readPcm({ data, sampleRate: 1 })).to.throw(TypeError, /sampleRate.*3000 to 384000/);
    expect(() => readPcm({ data: [data, new Float32Array(3)], sampleRate: 8000 })).to.throw(
      TypeError,
      '4 and 3 samples',
    );
    expect(() => readPcm({ data: data.fill(Number.NaN), sampleRate: 8000 })).to.throw(
      TypeError,
      '4 samples that are NaN',
    );
    expect(() => readPcm({ data: Array(9).fill(data), sampleRate: 8000 })).to.throw(TypeError, '9 channels');
    expect(() => readPcm({ data: new Float32Array(0), sampleRate: 8000 })).to.throw(TypeError, '0 samples');
  });
});
