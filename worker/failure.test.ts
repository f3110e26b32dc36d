import { expect } from 'chai';
import { toFailure } from './failure.js';
import type { ScriptInWorker } from './protocol.js';

const INLINE: ScriptInWorker = {
  name: 'count.html',
  sourceUrl: 'https://site.test/count.html',
  lastLine: 20,
  baseUrl: 'https://site.test/',
  moduleUrl: undefined,
  load: async () => ({}),
};
const MODULE: ScriptInWorker = {
  ...INLINE,
  name: 'draw.js',
  sourceUrl: 'rivulet:worker',
  moduleUrl: 'https://cdn.test/pkg@1.0/draw.js',
  lastLine: 1,
};

/** A `TypeError` as another engine makes it: with nothing of this engine's own. */
const errorWith = (stack: unknown, more: object = {}): TypeError =>
  Object.assign(Object.create(TypeError.prototype), { message: 'boom', stack, ...more });

const stacks: { what: string; script: ScriptInWorker; stack: string[]; kept: string[]; place?: [number, number] }[] = [
  {
    what: 'V8: an inline script',
    script: INLINE,
    stack: [
      'TypeError: boom',
      '    at deeper (https://site.test/count.html:12:11)',
      '    at default.next (<anonymous>)',
      '    at https://site.test/count.html:15:3',
      '    at Run.drive (https://cdn.test/npm/rivulet/dist/worker.js:1:9000)',
      '    at async end (https://cdn.test/npm/rivulet/dist/worker.js:1:9500)',
    ],
    kept: [
      'TypeError: boom',
      '    at deeper (count.html:12:11)',
      '    at default.next (<anonymous>)',
      '    at count.html:15:3',
    ],
    place: [12, 11],
  },
  {
    what: 'V8: the library in the same blob, below the last line of the script',
    script: INLINE,
    stack: [
      'TypeError: boom',
      '    at split (https://site.test/count.html:22:400)',
      '    at draw (https://site.test/count.html:9:5)',
      '    at Run.drive (https://site.test/count.html:22:900)',
    ],
    kept: ['TypeError: boom', '    at split (https://site.test/count.html:22:400)', '    at draw (count.html:9:5)'],
    place: [9, 5],
  },
  {
    what: 'V8: async frames and a constructor',
    script: INLINE,
    stack: [
      'TypeError: boom',
      '    at new Model (https://site.test/model.js:3:4)',
      '    at async load (https://site.test/count.html:7:21)',
      '    at async https://site.test/count.html:8:1',
    ],
    kept: [
      'TypeError: boom',
      '    at new Model (https://site.test/model.js:3:4)',
      '    at async load (count.html:7:21)',
      '    at async count.html:8:1',
    ],
    place: [7, 21],
  },
  {
    what: 'V8: a module, beyond the lines of the blob, its URL with an @',
    script: MODULE,
    stack: [
      'TypeError: boom',
      '    at draw (https://cdn.test/pkg@1.0/draw.js:57:9)',
      '    at default.next (<anonymous>)',
    ],
    kept: ['TypeError: boom', '    at draw (draw.js:57:9)'],
    place: [57, 9],
  },
  {
    what: 'V8: a module, and the blob that imports it',
    script: MODULE,
    stack: [
      'TypeError: boom',
      '    at draw (https://cdn.test/pkg@1.0/draw.js:57:9)',
      '    at load (rivulet:worker:1:9)',
    ],
    kept: ['TypeError: boom', '    at draw (draw.js:57:9)'],
    place: [57, 9],
  },
  {
    what: 'V8: the library alone',
    script: INLINE,
    stack: ['TypeError: boom', '    at split (https://cdn.test/npm/rivulet/dist/worker.js:1:9000)'],
    kept: ['TypeError: boom', '    at split (https://cdn.test/npm/rivulet/dist/worker.js:1:9000)'],
  },
  {
    what: 'V8: no frames',
    script: INLINE,
    stack: ['SyntaxError: Unexpected token'],
    kept: ['SyntaxError: Unexpected token'],
  },
  {
    what: 'V8: a page whose URL the script’s own ends with',
    script: { ...INLINE, sourceUrl: 'rivulet:fn' },
    stack: ['TypeError: boom', '    at other (https://site.test/rivulet:fn.js:1:1)', '    at fn (rivulet:fn:2:3)'],
    kept: ['TypeError: boom', '    at other (https://site.test/rivulet:fn.js:1:1)', '    at fn (count.html:2:3)'],
    place: [2, 3],
  },
  {
    what: 'SpiderMonkey: an inline script',
    script: INLINE,
    stack: [
      'deeper@https://site.test/count.html:12:11',
      'default@https://site.test/count.html:15:3',
      '@https://site.test/count.html:16:1',
      '#pump@https://cdn.test/npm/rivulet/dist/worker.js:1:9000',
      'async*drive@https://cdn.test/npm/rivulet/dist/worker.js:1:9500',
      '',
    ],
    kept: ['deeper@count.html:12:11', 'default@count.html:15:3', '@count.html:16:1'],
    place: [12, 11],
  },
  {
    what: 'SpiderMonkey: a module',
    script: MODULE,
    stack: ['async*draw/<@https://cdn.test/pkg@1.0/draw.js:57:9', ''],
    kept: ['async*draw/<@draw.js:57:9'],
    place: [57, 9],
  },
  {
    what: 'JavaScriptCore: an inline script, which it calls by the name of the blob',
    script: INLINE,
    stack: [
      `deeper@${location.href}:12:11`,
      '[native code]',
      `starDefault@${location.href}:15:3`,
      `#pump@${location.href}:21:9000`,
      'promiseReactionJob@[native code]',
    ],
    kept: ['deeper@count.html:12:11', '[native code]', 'starDefault@count.html:15:3'],
    place: [12, 11],
  },
  {
    what: 'JavaScriptCore: a module',
    script: MODULE,
    stack: ['draw@https://cdn.test/pkg@1.0/draw.js:57:9', 'module code@https://cdn.test/pkg@1.0/draw.js:60:1'],
    kept: ['draw@draw.js:57:9', 'module code@draw.js:60:1'],
    place: [57, 9],
  },
];

describe('toFailure', () => {
  for (const { what, script, stack, kept, place } of stacks) {
    it(`reads the stack of ${what}`, () => {
      // An engine's own idea of where the error was made does not count: it may be the library.
      const failure = toFailure(
        errorWith(stack.join('\n'), { lineNumber: 99, line: 99, sourceURL: 'x', fileName: 'x' }),
        script,
      );
      const [line, column] = place ?? [];
      expect(failure).to.deep.equal({
        name: 'TypeError',
        message: 'boom',
        stack: kept.join('\n'),
        ...(place && { script: script.name, line, column }),
      });
    });
  }

  const MODULES = 'https://site.test/lib.js';
  for (const [what, script, properties, place] of [
    ['Firefox', MODULE, { fileName: MODULE.moduleUrl, lineNumber: 2, columnNumber: 5 }, ['draw.js', 2, 5]],
    ['WebKit', MODULE, { sourceURL: MODULE.moduleUrl, line: 2 }, ['draw.js', 2, 1]],
    ['Firefox, of another module', INLINE, { fileName: MODULES, lineNumber: 2, columnNumber: 5 }, [MODULES, 2, 5]],
    ['WebKit, of another module', INLINE, { sourceURL: MODULES, line: 2 }, [MODULES, 2, 1]],
    ['an engine that does not know the line', INLINE, { fileName: MODULES, lineNumber: 0 }, undefined],
    ['an engine that does not know the file', INLINE, { fileName: '', lineNumber: 3 }, undefined],
    ['V8', INLINE, {}, undefined],
  ] as const) {
    it(`finds the place of a module that does not parse on the error itself: ${what}`, () => {
      const { stack, script: name, line, column } = toFailure(errorWith('', properties), script);
      expect(stack).to.equal('');
      expect([name, line, column]).to.deep.equal(place ?? [undefined, undefined, undefined]);
    });
  }

  for (const [thrown, message] of [
    ['boom', 'threw the string "boom"'],
    [undefined, 'threw undefined'],
    [404, 'threw number 404'],
    [{ code: 7 }, 'threw an object with code'],
    [Object.create(null), 'threw an object with no keys'],
    [Symbol('x'), 'threw a symbol'],
  ] as const) {
    it(`takes what is no error: ${message}`, () => {
      expect(toFailure(thrown, INLINE)).to.include({ name: 'Error', message });
    });
  }

  it('takes a DOMException as the error it is', () => {
    expect(toFailure(new DOMException('stopped', 'AbortError'), INLINE)).to.include({
      name: 'AbortError',
      message: 'stopped',
    });
  });

  for (const stack of [undefined, null, 7]) {
    it(`can cross whatever the error was made into, its stack ${stack}`, () => {
      const failure = toFailure(errorWith(stack, { message: () => 1, name: () => 2 }), INLINE);
      expect(structuredClone(failure)).to.deep.equal(failure);
    });
  }
});
