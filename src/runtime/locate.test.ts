import { expect } from 'chai';
import { locate, parseAsModule } from './locate.js';

describe('parseAsModule', () => {
  it('finds nothing in what parses, and does not run it', async () => {
    expect(await parseAsModule('globalThis.ran = true; export default await 1;')).to.equal(undefined);
    expect(globalThis).not.to.have.property('ran');
  });

  it('finds nothing where only an import can’t be had', async () => {
    expect(await parseAsModule(`import './nothing.js'; import 'bare'; export * from '../x.js';`)).to.equal(undefined);
  });

  for (const [text, line] of [
    ['const = 1;', 1],
    ['\n\n  export default function* () {\n    const = 1;\n  }', 4],
    [`import { a } from './a.js';\nimport { a } from './b.js';`, 2],
    ['export default 1;\nexport default 2;', 2],
    ['const a = 1;\nconst a = 2;', 2],
    ['await = 1;', 1],
    ['with (a) {}', 1],
  ] as const) {
    it(`finds the line in ${JSON.stringify(text)}`, async () => {
      const found = await parseAsModule(text);
      expect(found).to.include({ name: 'SyntaxError', line });
      expect(found!.message).not.to.match(/^(Uncaught|SyntaxError)/);
      expect(found!.message).not.to.equal('');
    });
  }

  it('tells nothing to the page’s own error handlers', async () => {
    const told: string[] = [];
    const listen = (event: ErrorEvent) => void told.push(event.message);
    addEventListener('error', listen);
    await parseAsModule('const = 1;');
    removeEventListener('error', listen);
    expect(told).to.deep.equal([]);
    expect(document.querySelector('iframe')).to.equal(null);
  });
});

describe('locate', () => {
  const script = (text: string) => ({ kind: 'inline', text, element: document.createElement('script') }) as const;

  it('prefers the engine’s message to that of whatever could not read the script', async () => {
    const error = Object.assign(new Error('Parse error @:1:1'), { idx: 0 });
    const found = await locate(error, script('\nexport default {;'));
    expect(found).to.include({ name: 'SyntaxError', line: 2 });
    expect(found.message).not.to.contain('Parse error');
  });

  it('names the line of a specifier that can’t be resolved', async () => {
    const text = `export default 1;\n\nimport 'bare';`;
    const error = Object.assign(new TypeError('Can’t resolve "bare".'), { idx: text.indexOf('bare') });
    expect(await locate(error, script(text))).to.include({
      name: 'TypeError',
      message: 'Can’t resolve "bare".',
      line: 3,
    });
  });

  it('has a message where nobody gives one', async () => {
    const found = await locate(new Error(''), script('export default 1'));
    expect(found).to.include({ name: 'SyntaxError', message: 'The script can’t be parsed.' });
  });
});
