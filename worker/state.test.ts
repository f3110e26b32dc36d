import { expect } from 'chai';
import { survivingState } from './state.js';

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

const deep = (levels: number) => {
  let value: unknown[] = [];
  for (let i = 0; i < levels; i++) value = [value];
  return value;
};

const detached = new Uint8Array(8);
structuredClone(0, { transfer: [detached.buffer] });

class Counter {
  count = 1;
}

describe('survivingState', () => {
  for (const [what, value] of [
    ['null', null],
    ['a number', 7],
    ['a string', 'text'],
    ['nested data', { a: [1, { b: new Map([['k', new Set([1])]]) }], c: new Date(0) }],
    ['bytes', new Uint8Array(999_000)],
    ['a large Blob, which is not copied', new Blob([new Uint8Array(2_000_000)])],
    ['what refers to itself', cyclic],
    ['an object of no class', Object.assign(Object.create(null), { a: 1 })],
  ] as [string, unknown][]) {
    it(`keeps ${what}`, () => {
      const surviving = survivingState({ value });
      expect(surviving).to.have.property('value');
      expect(surviving.value).to.deep.equal(structuredClone(value));
    });
  }

  for (const [what, value] of [
    ['a long string', 'x'.repeat(1_000_001)],
    ['many bytes', new Float32Array(250_001)],
    ['a large buffer', new ArrayBuffer(1_000_001)],
    ['many small things', Array.from({ length: 126_000 }, () => 1)],
    ['a large map', new Map([['k', 'x'.repeat(1_000_001)]])],
    ['large data deep inside', { a: { b: [new Uint8Array(1_000_001)] } }],
    ['a function', () => 1],
    ['an object with a function', { f() {} }],
    ['an instance of a class', new Counter()],
    ['an instance deep inside', { counters: [new Counter()] }],
    ['a picture', new ImageData(1, 1)],
    ['a detached buffer', detached],
    ['what is nested too deeply', deep(100_000)],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('not today');
        },
      },
    ],
  ] as [string, unknown][]) {
    it(`leaves out ${what}, and keeps the rest`, () => {
      expect(survivingState({ value, rest: 1 })).to.deep.equal({ rest: 1 });
    });
  }

  it('gives a copy', () => {
    const list = [1];
    expect(survivingState({ list }).list).to.not.equal(list);
  });
});
