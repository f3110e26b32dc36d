import { expect } from 'chai';
import type { OutputSpec } from '../protocol.js';
import { createEncoder } from './every.js';
import { createEncoder as createKnown } from './index.js';

const spec = (of: Partial<OutputSpec>): OutputSpec => {
  const output: OutputSpec = { kind: 'text', name: '', title: '<rv-textbox>', flow: 'latest', ...of };
  return { ...output, flow: 'every', module: 'every.js', options: { of: output } };
};

describe('the encoder of an output whose every value is sent', () => {
  it('encodes as the output does otherwise', async () => {
    const latest = await createEncoder(spec({}), createKnown);
    expect(['so', 'so far'].map((text) => latest.encode(text))).to.deep.equal([
      { kind: 'text', text: 'so', append: false },
      { kind: 'text', text: ' far', append: true },
    ]);
    const append = await createEncoder(spec({ flow: 'append' }), createKnown);
    expect(['so', ' far'].map((text) => append.encode(text))).to.deep.equal([
      { kind: 'text', text: 'so', append: false },
      { kind: 'text', text: ' far', append: true },
    ]);
    expect([append.join, append.stream]).to.deep.equal([undefined, undefined]);
  });

  it('loads the output’s own module, and makes no stream of its clips', async () => {
    const module = new URL('../media/index.ts', import.meta.url).href;
    const of = { kind: 'audio', title: '<rv-audio>', module, options: { parts: {} } };
    const encoder = await createEncoder(spec(of), createKnown);
    expect(encoder.stream).to.equal(undefined);
    const encoded = encoder.encode({ data: new Float32Array(480), sampleRate: 48_000 });
    const paint = await (encoded as () => Promise<{ kind: string; blob: Blob }>)();
    expect([paint.kind, paint.blob.type]).to.deep.equal(['clip', 'audio/wav']);
    const read = await (encoder.read!({ data: new Float32Array(480), sampleRate: 48_000 }) as () => Promise<unknown>)();
    expect((read as { value: Blob }).value).to.be.instanceOf(Blob);
  });
});
