import { expect } from 'chai';
import type { ScriptTools } from '../../worker/protocol.js';
import { rewriteModule } from './rewrite.js';

type Exports = Record<string, unknown>;

const asIs = (specifier: string) => specifier;

/** Evaluates a rewritten module, its imports taken from `modules`. */
async function evaluate(text: string, modules: Record<string, Exports> = {}): Promise<Exports> {
  const load = new Function(`return ${rewriteModule(text, asIs)}`)() as (tools: ScriptTools) => Promise<Exports>;
  return load({
    meta: { url: 'https://page.example/' } as ImportMeta,
    async load(specifier, options) {
      const module = modules[specifier];
      if (!module) throw new TypeError(`no ${specifier}`);
      return options ? { ...module, options } : module;
    },
  });
}

describe('rewriteModule', () => {
  for (const [text, expected] of [
    ['export default 1', { default: 1 }],
    ['export default (2)', { default: 2 }],
    ['export default[3][0]', { default: 3 }],
    ['export const a = 1, b = 2', { a: 1, b: 2 }],
    ['export let a; a = 1', { a: 1 }],
    ['export var { a, ...rest } = { a: 1, b: 2 }, [c = 3] = []', { a: 1, rest: { b: 2 }, c: 3 }],
    ['const a = 1, b = 2; export { a, b as c, a as default }', { a: 1, c: 2, default: 1 }],
    ['const a = 1; export { a as "a b" }', { 'a b': 1 }],
    ['const a = 1; export/* list */{ a };', { a: 1 }],
    ['const a = 1;\nexport {\n  a, // the first\n}\n', { a: 1 }],
    ['/* export const no = 1 */ export /* yes */ const a = `export const b = 1`;', { a: 'export const b = 1' }],
    ['const re = /export default 1/; export default re.source // export const b = 2', { default: 'export default 1' }],
    ['export default await Promise.resolve(4)', { default: 4 }],
    ['const a = 1;\nexport {};\nexport { a };', { a: 1 }],
    ['export default import.meta.url', { default: 'https://page.example/' }],
  ] as const) {
    it(`evaluates ${JSON.stringify(text)}`, async () => {
      expect(await evaluate(text)).to.deep.equal(expected);
    });
  }

  for (const [text, name] of [
    ['export default function () {}', 'rivuletDefault'],
    ['export default function* () {}', 'rivuletDefault'],
    ['export default function*named(){}', 'named'],
    ['export default async function named () {}', 'named'],
    ['export default async\tfunction\n*\nnamed\n() {}', 'named'],
    ['export default /** doc */ function /* of */ named() {}', 'named'],
    ['export default // doc\nfunction named() {}', 'named'],
    ['export default class {}', 'rivuletDefault'],
    ['export default class extends Array {}', 'rivuletDefault'],
    ['export default class extendsNothing extends Array {}', 'extendsNothing'],
    ['export default class $ {}', '$'],
    ['export default class été {}', 'été'],
    ['export default function extended() {}', 'extended'],
    ['export default async function () {}\n(1)', 'rivuletDefault'],
  ] as const) {
    it(`keeps ${JSON.stringify(text)} a declaration`, async () => {
      const { default: declared } = await evaluate(text);
      expect(declared).to.be.a('function').with.property('name', name);
    });
  }

  it('leaves a function that is exported by default callable before it stands', async () => {
    const { early } = await evaluate('export const early = named(); export default function named() { return 1; }');
    expect(early).to.equal(1);
  });

  it('exports what a variable holds at the time of asking', async () => {
    const exports = await evaluate('export let count = 0; export default () => ++count;');
    (exports.default as () => number)();
    expect(exports.count).to.equal(1);
  });

  it('binds what is imported', async () => {
    const modules = { './m.js': { default: 'd', a: 1, b: 2, 'a b': 3 }, './n.js': { default: 'n', x: 1 } };
    const text = `
      import d, { a, b as c, "a b" as spaced, } from './m.js';
      import * as all from "./n.js"
      import n, * as again from './n.js'
      import { default as alias } from'./m.js';
      import /* only */ { /* the */ x /* one, */ } /* from "y" */ from /* here */ './n.js'; // import z from 'z'
      import './m.js'
      export default [d, a, c, spaced, all.x, n, again === all, alias, x];`;
    expect((await evaluate(text, modules)).default).to.deep.equal(['d', 1, 2, 3, 1, 'n', true, 'd', 1]);
  });

  it('binds imports before anything runs, wherever they stand', async () => {
    const text = `export default a; import { a } from 'm';`;
    expect((await evaluate(text, { m: { a: 1 } })).default).to.equal(1);
  });

  it('passes on what other modules export', async () => {
    const modules = { m: { default: 'd', a: 1, b: 2 }, n: { default: 'n', b: 'not this', c: 3 } };
    expect(await evaluate(`export { a as x, default as y } from 'm'; export * as n from 'n';`, modules)).to.deep.equal({
      x: 1,
      y: 'd',
      n: modules.n,
    });
    expect(await evaluate(`import { a } from 'm'; export { a as x };`, modules)).to.deep.equal({ x: 1 });
    expect(await evaluate(`import * as m from 'm'; import d from 'n'; export { m, d };`, modules)).to.deep.equal({
      m: modules.m,
      d: 'n',
    });
    // Its own exports win over those passed on wholesale, of which `default` is none.
    expect(await evaluate(`export const b = 'own'; export * from 'n';`, modules)).to.deep.equal({ b: 'own', c: 3 });
  });

  it('has dynamic imports go through its tools, with their options', async () => {
    const modules = { a: { x: 1 }, b: { x: 2 } };
    const text = `const name = 'b';
      export default [(await import('a')).x, (await import(name)).x, (await import(\`\${name}\`)).x];
      export const { options } = await import('a', { with: { type: 'json' } });`;
    expect(await evaluate(text, modules)).to.deep.equal({ default: [1, 2, 2], options: { with: { type: 'json' } } });
  });

  it('passes import attributes on', async () => {
    const text = `import * as a from 'a' with { type: 'json' }; export default a.options;`;
    expect(await evaluate(text, { a: {} })).to.deep.equal({ default: { with: { type: 'json' } } });
  });

  it('asks for the URL of every specifier that is written out, and of no other', () => {
    const asked: string[] = [];
    const text = `import 'a'; export * from 'b'; export { c } from 'c'; import('d'); import(e); import(\`f\`); import(\`\${g}\`);`;
    const rewritten = rewriteModule(text, (specifier) => {
      asked.push(specifier);
      return `https://resolved/${specifier}`;
    });
    expect(asked).to.have.members(['a', 'b', 'c', 'd', 'f']);
    for (const each of asked) expect(rewritten).to.contain(`"https://resolved/${each}"`);
  });

  it('says where the specifier stands that can’t be resolved', () => {
    const text = `import 'good';\nimport 'bad';`;
    const rewrite = () =>
      rewriteModule(text, (specifier) => {
        if (specifier === 'bad') throw new TypeError('not this one');
        return specifier;
      });
    expect(rewrite).to.throw(TypeError, 'not this one').with.property('idx', text.indexOf('bad'));
  });

  it('keeps every line where it is', () => {
    const text = `import {
  a,
  b
} from './m.js';
export {
  a
};
/* before */ export
  default
  async
  function
  *
  here() {}
export const x = import(
  './n.js'
), marker = 1;`;
    const lineOf = (whole: string, part: string) => whole.slice(0, whole.indexOf(part)).split('\n').length;
    const rewritten = rewriteModule(text, asIs);
    for (const part of ['() {}', 'const x', 'marker'])
      expect(lineOf(rewritten, part), part).to.equal(lineOf(text, part));
  });

  it('runs in strict mode', async () => {
    const { default: isStrict } = await evaluate('export default (function () { return this === undefined; })();');
    expect(isStrict).to.equal(true);
  });
});
