import { expect } from 'chai';
import { createEncoder } from './clone.js';

const encoder = createEncoder({ kind: 'value', name: '', title: '<rv-state name="tasks">', flow: 'latest' });

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

describe('the encoder of what can be cloned', () => {
  for (const value of [
    null,
    0,
    '',
    7n,
    { a: [1, { b: undefined }] },
    Float32Array.of(0.5, 1),
    new Map([['a', new Set([1])]]),
    new Date(0),
    cyclic,
  ]) {
    it(`copies ${Object.prototype.toString.call(value)}`, () => {
      const paint = encoder.encode(value) as { kind: string; value: unknown };
      expect(paint.kind).to.equal('value');
      expect(paint.value).to.deep.equal(value);
      if (Object(value) === value) expect(paint.value).not.to.equal(value);
    });
  }

  it('copies a Blob and a picture', async () => {
    const bitmap = await createImageBitmap(new ImageData(2, 1));
    const paint = encoder.encode({ blob: new Blob(['abc']), bitmap }) as {
      value: { blob: Blob; bitmap: ImageBitmap };
    };
    expect(await paint.value.blob.text()).to.equal('abc');
    expect([paint.value.bitmap.width, bitmap.width]).to.deep.equal([2, 2]);
  });

  const knot: Record<string, unknown> = { run: () => 1 };
  knot.self = knot;
  for (const [value, what] of [
    [() => 1, 'a function'],
    [Symbol('x'), 'a symbol'],
    [Promise.resolve(1), 'a Promise (await it before the yield)'],
    [{ rows: [1, { draw() {} }] }, 'the function draw at .rows[1].draw'],
    [knot, 'the function run at .run'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => encoder.encode(value)).to.throw(
        TypeError,
        `<rv-state name="tasks"> can't show ${what}: it takes what can be structured-cloned.`,
      );
    });
  }
});
