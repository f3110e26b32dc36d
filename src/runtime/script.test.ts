import { expect } from 'chai';
import type { ScriptInWorker } from '../../worker/protocol.js';
import { composeWorker, moduleText, placeOf, type Script } from './script.js';

const fn = (text: string): Script => ({ kind: 'function', text });

/** What the worker's text leaves for the runtime, its last statement but the script's. */
async function compose(script: Script): Promise<{ text: string; left: ScriptInWorker }> {
  const text = await composeWorker(script);
  const [statement] = /self\.rivulet = [\s\S]*?\n\};\n/.exec(text)!;
  const self = {} as { rivulet: ScriptInWorker };
  new Function('self', statement)(self);
  return { text, left: self.rivulet };
}

function inline(text: string): Script {
  const element = document.createElement('script');
  element.type = 'rivulet';
  element.text = text;
  return { kind: 'inline', text, element };
}

describe('composeWorker', () => {
  it('holds an inline script, evaluated when it is asked for', async () => {
    const { left } = await compose(inline('globalThis.evaluated = true; export default () => 1;'));
    expect(globalThis).not.to.have.property('evaluated');
    const tools = { load: () => Promise.resolve({}), meta: import.meta };
    const exports = await left.load(tools);
    expect((exports.default as () => number)()).to.equal(1);
    expect(left.baseUrl).to.equal(document.baseURI);
    Reflect.deleteProperty(globalThis, 'evaluated');
  });

  it('says which of its lines are the script’s', async () => {
    const { text, left } = await compose(inline('\n\nexport default () => 1; // third'));
    const line = text.slice(0, text.indexOf('// third')).split('\n').length;
    expect(line).to.equal(3);
    expect(left.lastLine).to.be.at.least(3);
    const startOfLibrary = text.slice(0, text.indexOf('import(')).split('\n').length;
    expect(left.lastLine).to.be.below(startOfLibrary);
  });

  it('ends with the name that developer tools show', async () => {
    const { text, left } = await compose(inline('export default 1'));
    expect(text.trimEnd().split('\n').at(-1)).to.equal(`//# sourceURL=${left.sourceUrl}`);
    expect(left.sourceUrl).not.to.match(/\s/);
  });

  it('imports a src module by its URL', async () => {
    const url = `data:text/javascript,${encodeURIComponent('export default "from src"')}`;
    const { left } = await compose({ kind: 'src', url });
    expect(left.moduleUrl).to.equal(url);
    expect((await left.load({} as never)).default).to.equal('from src');
  });

  for (const [text, result] of [
    ['function (x) { return x + 1; }', 2],
    ['function named(x) { return x + 1; }', 2],
    ['function* (x) { yield x; }', '[object Generator]'],
    ['async function (x) { return x; }', '[object Promise]'],
    ['async function* gen(x) { yield x; }', '[object AsyncGenerator]'],
    ['(x) => x + 1', 2],
    ['x => x + 1', 2],
    ['async x => x', '[object Promise]'],
    ['async (x, y) => x', '[object Promise]'],
    ['({ length }) => length', undefined],
    ['method(x) { return x + 1; }', 2],
    ['* method(x) { yield x; }', '[object Generator]'],
    ['async method(x) { return x; }', '[object Promise]'],
    ['async *method(x) { yield x; }', '[object AsyncGenerator]'],
    ['["computed name"](x) { return x + 1; }', 2],
    ['functional(x) { return x + 1; }', 2],
    ['(x = (1, 2)) => x + 1', 2],
    ['(x, y = () => 1) => x + y()', 2],
  ] as const) {
    it(`takes the source of a function: ${text}`, async () => {
      const { left } = await compose(fn(text));
      const { default: run } = await left.load({} as never);
      const returned = (run as (x: number) => unknown)(1);
      expect(typeof returned === 'object' ? String(returned) : returned).to.equal(result);
    });
  }
});

describe('placeOf', () => {
  it('names a src module by its file', async () => {
    expect((await placeOf({ kind: 'src', url: 'https://x.example/a/gen.js?v=1#x' })).name).to.equal('gen.js');
    expect((await placeOf({ kind: 'src', url: 'https://x.example/' })).name).to.equal('x.example');
  });

  it('counts the own lines of a script that no HTML file has', async () => {
    const { linesBefore, name } = await placeOf(inline('export default 1'));
    expect(linesBefore).to.equal(0);
    expect(name).to.match(/^the script in /);
  });
});

describe('moduleText', () => {
  it('is what the author would have written', async () => {
    expect(await moduleText(inline('export default 1'))).to.equal('export default 1');
    expect(await moduleText(fn('(x) => x'))).to.equal('export default (x) => x');
    expect(await moduleText({ kind: 'src', url: 'data:text/javascript,export default 1' })).to.equal(
      'export default 1',
    );
  });
});
