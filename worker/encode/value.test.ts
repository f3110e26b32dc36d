import { expect } from 'chai';
import type { Flow } from '../protocol.js';
import { createEncoder } from './index.js';
import * as label from './label.js';

const encoder = (kind: string, flow: Flow = 'latest') =>
  (kind === 'label' ? label : { createEncoder }).createEncoder({ kind, name: '', title: `<rv-${kind}>`, flow });

const cyclic: { self?: unknown } = {};
cyclic.self = cyclic;

/** What each kind makes of a value: the paint, or the whole sentence of its refusal. */
const cases: { kind: string; value: unknown; paint?: object; error?: string }[] = [
  { kind: 'number', value: 7, paint: { kind: 'value', value: 7 } },
  { kind: 'number', value: -0.5, paint: { kind: 'value', value: -0.5 } },
  { kind: 'number', value: '7.5', paint: { kind: 'value', value: 7.5 } },
  { kind: 'number', value: 7n, paint: { kind: 'value', value: 7 } },
  { kind: 'number', value: null, paint: { kind: 'value', value: null } },
  ...(
    [
      [NaN, 'number NaN'],
      [Infinity, 'number Infinity'],
      ['', 'the string ""'],
      [' ', 'the string " "'],
      ['seven', 'the string "seven"'],
      [true, 'boolean true'],
      [[7], 'an array of 1'],
      [Promise.resolve(7), 'a Promise (await it before the yield)'],
    ] as const
  ).map(([value, what]) => ({
    kind: 'number',
    value,
    error: `<rv-number> can't show ${what}: it takes a finite number.`,
  })),

  { kind: 'value', value: 'a', paint: { kind: 'value', value: 'a' } },
  { kind: 'value', value: false, paint: { kind: 'value', value: false } },
  { kind: 'value', value: null, paint: { kind: 'value', value: null } },
  { kind: 'value', value: ['a', 1, true], paint: { kind: 'value', value: ['a', 1, true] } },
  ...(
    [
      [{ a: 1 }, 'an object with a'],
      [[['a']], 'an array of 1'],
      [() => 1, 'a function'],
    ] as const
  ).map(([value, what]) => ({
    kind: 'value',
    value,
    error: `<rv-value> can't show ${what}: it takes a string, a number, a boolean or an array of them.`,
  })),

  { kind: 'json', value: { a: [1, null] }, paint: { kind: 'json', text: '{"a":[1,null]}' } },
  { kind: 'json', value: 0, paint: { kind: 'json', text: '0' } },
  { kind: 'json', value: null, paint: { kind: 'value', value: null } },
  { kind: 'json', value: { data: Float32Array.of(0.5, 1) }, paint: { kind: 'json', text: '{"data":[0.5,1]}' } },
  { kind: 'json', value: new Set([1, 2]), paint: { kind: 'json', text: '[1,2]' } },
  { kind: 'json', value: new Map([['a', new Set([1])]]), paint: { kind: 'json', text: '{"a":[1]}' } },
  { kind: 'json', value: new Date(0), paint: { kind: 'json', text: '"1970-01-01T00:00:00.000Z"' } },
  ...(
    [
      [cyclic, 'an object with self (it refers to itself)'],
      [{ a: 1n }, 'an object with a (it holds a BigInt)'],
      [() => 1, 'a function'],
      [Symbol('x'), 'a symbol'],
      [Promise.resolve(1), 'a Promise (await it before the yield)'],
    ] as const
  ).map(([value, what]) => ({
    kind: 'json',
    value,
    error: `<rv-json> can't show ${what}: it takes what JSON can hold.`,
  })),

  { kind: 'label', value: 'cat', paint: { kind: 'label', label: 'cat', confidences: [] } },
  { kind: 'label', value: 3, paint: { kind: 'label', label: '3', confidences: [] } },
  { kind: 'label', value: null, paint: { kind: 'value', value: null } },
  {
    kind: 'label',
    value: { dog: 0.1, cat: 0.9 },
    paint: {
      kind: 'label',
      label: 'cat',
      confidences: [
        { label: 'cat', confidence: 0.9 },
        { label: 'dog', confidence: 0.1 },
      ],
    },
  },
  {
    kind: 'label',
    value: { label: 'pet', confidences: [{ label: 'dog', confidence: 1 }] },
    paint: { kind: 'label', label: 'pet', confidences: [{ label: 'dog', confidence: 1 }] },
  },
  ...(
    [
      [{ cat: 1.5 }, 'the confidence number 1.5 of "cat"'],
      [{ cat: NaN }, 'the confidence number NaN of "cat"'],
      [{ cat: '1' }, 'the confidence the string "1" of "cat"'],
      [{ confidences: [null] }, 'the confidence undefined of "undefined"'],
      [{}, 'an object with no keys'],
      [[0.1, 0.9], 'an array of 2'],
      [Float32Array.of(1), 'a Float32Array of 1 elements'],
      [true, 'boolean true'],
      [Promise.resolve('cat'), 'a Promise (await it before the yield)'],
    ] as const
  ).map(([value, what]) => ({
    kind: 'label',
    value,
    error: `<rv-label> can't show ${what}: it takes a class as a string or number, or confidences from 0 to 1 by class: {cat: 0.9, dog: 0.1}.`,
  })),

  { kind: 'text', value: 'a', paint: { kind: 'text', text: 'a', append: false } },
  { kind: 'text', value: 1.5, paint: { kind: 'text', text: '1.5', append: false } },
  { kind: 'text', value: true, paint: { kind: 'text', text: 'true', append: false } },
  { kind: 'text', value: 7n, paint: { kind: 'text', text: '7', append: false } },
  { kind: 'text', value: null, paint: { kind: 'value', value: null } },
  ...(
    [
      [{ a: 1 }, 'an object with a'],
      [['a'], 'an array of 1'],
      [Symbol('x'), 'a symbol'],
      [Promise.resolve('a'), 'a Promise (await it before the yield)'],
    ] as const
  ).map(([value, what]) => ({ kind: 'text', value, error: `<rv-text> can't show ${what}: it takes a string.` })),
];

describe('createEncoder', () => {
  for (const [index, { kind, value, paint, error }] of cases.entries()) {
    if (paint) {
      it(`${kind} ${index}: paints ${JSON.stringify(paint)}`, () => {
        expect(encoder(kind).encode(value)).to.deep.equal(paint);
      });
    } else {
      it(`${kind} ${index}: ${error}`, () => {
        expect(() => encoder(kind).encode(value))
          .to.throw(TypeError)
          .with.property('message', error);
      });
    }
  }

  it('refuses what is too large for JSON', () => {
    let nested: unknown[] = [];
    for (let i = 0; i < 200_000; i++) nested = [nested];
    expect(() => encoder('json').encode(nested)).to.throw(TypeError, /<rv-json> can't show an array of 1/);
  });

  it('copies an array', () => {
    const value = ['a'];
    const paint = encoder('value').encode(value);
    value[0] = 'b';
    expect(paint).to.deep.equal({ kind: 'value', value: ['a'] });
  });

  it('names the kinds there are when it is asked for another', () => {
    expect(() => encoder('plot')).to.throw(TypeError, '<rv-plot>: there is no encoder "plot".');
  });
});

describe('textEncoder', () => {
  type Step = [value: unknown, text: string, append: boolean];
  for (const { flow, what, steps } of [
    {
      flow: 'latest',
      what: 'sends what grew as its tail',
      steps: [
        ['a', 'a', false],
        ['abc', 'bc', true],
        ['abc', '', true],
        ['abcd', 'd', true],
      ],
    },
    {
      flow: 'latest',
      what: 'sends the whole of what did not grow',
      steps: [
        ['abc', 'abc', false],
        ['abd', 'abd', false],
        ['ab', 'ab', false],
        ['', '', false],
        ['x', 'x', false],
      ],
    },
    {
      flow: 'append',
      what: 'begins anew, then adds',
      steps: [
        ['a', 'a', false],
        ['b', 'b', true],
        [1, '1', true],
      ],
    },
  ] as { flow: Flow; what: string; steps: Step[] }[]) {
    it(`${flow}: ${what}`, () => {
      const { encode } = encoder('text', flow);
      for (const [value, text, append] of steps) expect(encode(value)).to.deep.equal({ kind: 'text', text, append });
    });
  }

  for (const flow of ['latest', 'append'] as const) {
    it(`${flow}: begins anew after null`, () => {
      const { encode } = encoder('text', flow);
      encode('a');
      expect(encode(null)).to.deep.equal({ kind: 'value', value: null });
      expect(encode('ab')).to.deep.equal({ kind: 'text', text: 'ab', append: false });
    });

    it(`${flow}: a refusal changes nothing`, () => {
      const { encode } = encoder('text', flow);
      expect(() => encode({})).to.throw(TypeError);
      expect(encode('a')).to.include({ text: 'a', append: false });
      expect(() => encode({})).to.throw(TypeError);
      expect(encode(flow === 'append' ? 'b' : 'ab')).to.include({ text: 'b', append: true });
    });
  }
});
