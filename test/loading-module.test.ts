import { expect } from 'chai';
import { closePages, type Files, library, openPage, type Page } from './pages/open-page.js';

afterEach(closePages);

/** The app stands on line 5, an inline script's text begins there too, and its second line is line 6. */
const inline = (script: string, head = '', attributes = '') => `<!doctype html>
<meta charset="utf-8" />
<title>Page</title>
${head}${library}
<rv-app ${attributes}><rv-textbox output></rv-textbox><script type="rivulet">${script}</script></rv-app>
`;

const bySrc = (attributes = '') => `<!doctype html>
<meta charset="utf-8" />
<title>Page</title>
${library}
<rv-app ${attributes}><rv-textbox output></rv-textbox><script type="rivulet" src="./gen.js"></script></rv-app>
`;

/** Runs the page's app and gives what its output shows. */
async function result(files: Files | string): Promise<string> {
  const page = await openPage(files);
  const { type, error } = await page.submit();
  if (type !== 'rv-complete') throw new Error(`${type}: ${error?.message}`);
  return page.shown('rv-textbox');
}

describe('an inline script', () => {
  it('imports relative to the page', async () => {
    const shown = await result({
      'index.html': inline(`
        import first, { second as two } from './lib/words.js';
        import * as all from "./lib/words.js"
        import './lib/effect.js';
        export default () => [first, two, all.second, globalThis.effect].join(' ');
      `),
      'lib/words.js': `import { nested } from './nested.js'; export default 'one'; export const second = nested;`,
      'lib/nested.js': `export const nested = 'two';`,
      'lib/effect.js': `globalThis.effect = 'effect';`,
    });
    expect(shown).to.equal('one two two effect');
  });

  it('imports through the page’s import map, its scopes and prefixes', async () => {
    const map = {
      imports: { words: './lib/words.js', 'lib/': './lib/', scoped: './lib/wrong.js', './moved.js': './lib/moved.js' },
      scopes: { './': { scoped: './lib/scoped.js' }, './elsewhere/': { words: './lib/wrong.js' } },
    };
    const shown = await result({
      'index.html': inline(
        `
        import word from 'words';
        import prefixed from 'lib/prefixed.js';
        import scoped from 'scoped';
        import moved from './moved.js';
        export default async () => [word, prefixed, scoped, moved, (await import('words')).default].join(' ');
      `,
        `<script type="importmap">${JSON.stringify(map)}</script>`,
      ),
      ...Object.fromEntries(
        ['words', 'prefixed', 'scoped', 'moved', 'wrong'].map((name) => [
          `lib/${name}.js`,
          `export default ${JSON.stringify(name)};`,
        ]),
      ),
    });
    expect(shown).to.equal('words prefixed scoped moved words');
  });

  it('imports dynamically, by a name written out or computed', async () => {
    const shown = await result({
      'index.html': inline(`
        export default async function* () {
          const name = 'b';
          const a = await import('./lib/a.js');
          const b = await import('./lib/' + name + '.js');
          const c = await import(\`./lib/\${'c'}.js\`);
          const d = await import(new URL('./lib/d.js', import.meta.url).href);
          yield [a, b, c, d].map((each) => each.default).join('');
        }
      `),
      ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`lib/${name}.js`, `export default '${name}';`])),
    });
    expect(shown).to.equal('abcd');
  });

  it('has the page’s import.meta.url and fetches relative to it', async () => {
    const page = await openPage({
      'index.html': inline(`
        const text = await (await fetch('./data.txt')).text();
        const again = await (await fetch(new Request('data.txt'))).text();
        const third = await (await fetch(new URL('data.txt', import.meta.url))).text();
        export default () => [import.meta.url, import.meta.resolve('./data.txt'), text, again, third].join(' ');
      `),
      'data.txt': 'data',
    });
    expect(await page.submit()).to.include({ type: 'rv-complete' });
    const { url } = page;
    expect(page.shown('rv-textbox')).to.equal(`${url} ${new URL('data.txt', url)} data data data`);
  });

  it('waits at its top level, once for all runs', async () => {
    const page = await openPage(
      inline(`
        let runs = 0;
        const ready = await new Promise((resolve) => queueMicrotask(() => resolve('ready')));
        export default () => ready + ++runs;
      `),
    );
    await page.submit();
    await page.submit();
    expect(page.shown('rv-textbox')).to.equal('ready2');
  });

  it('exports what other modules export', async () => {
    const files: Files = {
      'index.html': inline(
        `
        export { greet as hello } from './lib.js';
        export * from './lib.js';
        export * as lib from './lib.js';
        export { default } from './lib.js';
      `,
      ),
      'lib.js': `export default () => 'default'; export const greet = () => 'greet'; export function star() { return 'star'; }`,
    };
    const page = await openPage(files);
    for (const [run, shown] of [
      ['default', 'default'],
      ['hello', 'greet'],
      ['star', 'star'],
    ] as const) {
      page.app().run = run;
      expect(await page.submit()).to.include({ type: 'rv-complete' });
      expect(page.shown('rv-textbox')).to.equal(shown);
    }
  });

  it('keeps its own export over one of the same name that it passes on', async () => {
    const files: Files = {
      'index.html': inline(`export const greet = () => 'own'; export * from './lib.js';`, '', 'run="greet"'),
      'lib.js': `export default () => 'not passed on'; export const greet = () => 'of the library';`,
    };
    expect(await result(files)).to.equal('own');
    const withDefault = await openPage({ ...files, 'index.html': inline(`export * from './lib.js';`) });
    expect((await withDefault.submit()).error!.message).to.contain('has no export "default"');
  });

  for (const [form, text, run = 'default'] of [
    ['an anonymous generator', `export default function* () { yield 'ok'; }`],
    ['an anonymous async generator', `export default async function*() { yield 'ok'; }`],
    [
      'a named generator that is called before it stands',
      `const early = gen; export default function* gen() { yield early === gen ? 'ok' : 'no'; }`,
    ],
    ['an anonymous function', `export default function () { return 'ok'; }`],
    ['an arrow', `export default () => 'ok'`],
    [
      'an arrow with a parameter and no semicolon',
      `export default async ctx => { await ctx.sleep(1); return 'ok' }\nexport const other = 1`,
    ],
    ['an expression in parentheses', `export default (function () { return 'ok'; });`],
    ['a class whose instance is not wanted', `class Word { static get() { return 'ok'; } }\nexport default Word.get;`],
    ['an anonymous class', `export default class { static x = 1 }\nexport const run = () => 'ok';`, 'run'],
    ['a class that extends another', `export default class extends Array {}\nexport const run = () => 'ok';`, 'run'],
    ['a constant', `export const run = () => 'ok';`, 'run'],
    ['two constants in one statement', `export const other = 1, run = () => 'ok';`, 'run'],
    ['a pattern', `export const { run, ...rest } = { run: () => 'ok' };`, 'run'],
    ['a variable that gets its value later', `export let run; run = () => 'ok';`, 'run'],
    ['a named async function', `export async function run() { return 'ok'; }`, 'run'],
    ['a list', `const other = 1; const run = () => 'ok';\nexport { other, run };`, 'run'],
    ['a list over several lines', `function run() { return 'ok'; }\nexport {\n  run, // the one\n};`, 'run'],
    ['a list with another name', `const inner = () => 'ok'; export { inner as run };`, 'run'],
    ['a list with a default', `export { inner as default }; function inner() { return 'ok'; }`],
    ['a list with a quoted name', `const inner = () => 'ok'; export { inner as 'the run' };`, 'the run'],
    [
      'a named default after a comment',
      `export default /** @type {any} */ async // a generator\n function* /* called */ run() { yield run.name && 'ok'; }`,
    ],
    ['a default after a comment', `/* export default 1 */ export /* here */ default /* there */ () => 'ok';`],
    [
      'strings and patterns that look like exports',
      `const text = 'export default 1'; const pattern = /import "x"/; export default () => text && pattern && 'ok';`,
    ],
  ] as const) {
    it(`may export ${form}`, async () => {
      expect(await result(inline(text, '', `run="${run}"`))).to.equal('ok');
    });
  }

  it('may be commented out in part, to its very end', async () => {
    expect(await result(inline(`export default () => 'ok'; // and no more`))).to.equal('ok');
    expect(await result(inline(`\r\n/* a\r\n b */\r\nexport default () => 'ok'; /* end */`))).to.equal('ok');
  });

  it('is strict', async () => {
    expect(
      await result(inline(`export default () => { try { undeclared = 1; } catch (error) { return error.name; } };`)),
    ).to.equal('ReferenceError');
  });

  it('imports JSON by an attribute where the browser can', async function () {
    const module = 'data:text/javascript,import "data:application/json,1" with { type: "json" }';
    const supported = await import(module).then(
      () => true,
      () => false,
    );
    // WebKitGTK before 2.44 and Firefox before 138 have no import attributes.
    if (!supported) this.skip();
    const shown = await result({
      'index.html': inline(`
        import data from './data.json' with { type: 'json' };
        export default async () => data.word + (await import('./data.json', { with: { type: 'json' } })).default.word;
      `),
      'data.json': '{"word": "json"}',
    });
    expect(shown).to.equal('jsonjson');
  });
});

describe('a script with src', () => {
  it('imports and fetches relative to itself, statically and dynamically', async () => {
    const shown = await result({
      'index.html': `<!doctype html>${library}<rv-app><rv-textbox output></rv-textbox><script type="rivulet" src="scripts/gen.js"></script></rv-app>`,
      'scripts/gen.js': `
        import { word } from './word.js';
        export default async function* () {
          const { other } = await import('../other.js');
          const text = await (await fetch(new URL('data.txt', import.meta.url))).text();
          yield [word, other, text].join(' ');
        }`,
      'scripts/word.js': `export const word = 'word';`,
      'scripts/data.txt': 'data',
      'other.js': `export const other = 'other';`,
    });
    expect(shown).to.equal('word other data');
  });
});

/** What every place says of an error: the event, the line under the app and the console. */
async function failure(page: Page) {
  const { type, error } = await page.submit();
  expect(type).to.equal('rv-error');
  const { name, message, script, line } = error!;
  const said = await page.complains();
  expect(said).to.contain(message);
  if (line) expect(said).to.contain(`(${script}, line ${line})`);
  expect(page.said('error').join('\n')).to.contain(said);
  expect(page.said('uncaught')).to.deep.equal([]);
  return { name, message, script, line };
}

describe('an error in an inline script of the page’s HTML', () => {
  it('names the line in the HTML file where the generator throws after an await', async () => {
    const page = await openPage(
      inline(`
export default async function* (ctx) {
  yield 'first';
  await ctx.sleep(1);
  throw new RangeError('eighth line is nine');
}`),
    );
    expect(await failure(page)).to.deep.equal({
      name: 'RangeError',
      message: 'eighth line is nine',
      script: 'index.html',
      line: 9,
    });
    expect(page.shown('rv-textbox')).to.equal('first');
  });

  it('names the line where it throws on its first line, which is the tag’s', async () => {
    const page = await openPage(inline(`export default () => missing.value;`));
    expect(await failure(page)).to.include({ name: 'ReferenceError', script: 'index.html', line: 5 });
  });

  it('names the line where its top level throws', async () => {
    const page = await openPage(inline(`\n\nthrow new Error('at the top');\nexport default () => 1;`));
    expect(await failure(page)).to.deep.include({ message: 'at the top', script: 'index.html', line: 7 });
  });

  it('names the line after imports, which are written anew', async () => {
    const page = await openPage({
      'index.html': inline(`
import {
  a,
  b as c,
} from './lib.js';
export {
  a as x, // passed on
};
export default function* () {
  yield a;
  c();
}`),
      'lib.js': `export const a = 'a', b = () => { throw new Error('from the library'); };`,
    });
    expect(await failure(page)).to.deep.include({ message: 'from the library', script: 'index.html', line: 15 });
  });

  it('names the line of a script that stands a second time on the page', async () => {
    const script = `\nexport default () => { throw new Error('twin'); };`;
    const app = `<rv-app><rv-textbox output></rv-textbox><script type="rivulet">${script}</script></rv-app>`;
    const page = await openPage(
      `<!doctype html>\n${library}\n${app}\n<hr>\n${app.replace('<rv-app', '<rv-app id="b"')}`,
    );
    expect((await page.submit('#b')).error).to.deep.include({ script: 'index.html', line: 7 });
    expect((await page.submit('rv-app')).error).to.deep.include({ script: 'index.html', line: 4 });
  });

  it('names the line in a file with line ends of "\\r\\n"', async () => {
    const page = await openPage(
      inline(`\nexport default () => {\n  throw new Error('ended');\n};`).replaceAll('\n', '\r\n'),
    );
    expect(await failure(page)).to.deep.include({ message: 'ended', script: 'index.html', line: 7 });
  });

  it('says where it can’t be parsed, as soon as the page is idle', async () => {
    const page = await openPage(inline(`\nexport default function* () {\n  const = 1;\n}`));
    const said = await page.complains();
    expect(said).to.match(/^SyntaxError: .*\(index\.html, line 7\)$/);
    expect(page.events('rv-error')[0]!.error).to.include({ name: 'SyntaxError', script: 'index.html', line: 7 });
    expect(page.said('error').join('\n')).to.contain(said);
    // And to whoever asks for a run.
    expect(await failure(page)).to.include({ name: 'SyntaxError', script: 'index.html', line: 7 });
  });

  for (const [what, text, line] of [
    ['a brace is missing', `\nexport default function* () {\n  yield 1;\n`, undefined],
    ['a brace is too many', `\nexport default () => 1;\n}\n`, 7],
    ['a string has no end', `\nexport default () => 'one;\n`, 6],
    ['a name is declared twice', `\nconst a = 1;\nconst a = 2;\nexport default () => a;`, 7],
    [
      'an import’s name is declared again',
      `\nimport { a } from './gen.js';\nconst a = 2;\nexport default () => a;`,
      undefined,
    ],
  ] as const) {
    it(`says that it can’t be parsed when ${what}`, async () => {
      const page = await openPage({ 'index.html': inline(text), 'gen.js': 'export const a = 1;' });
      const found = await failure(page);
      expect(found.name).to.equal('SyntaxError');
      expect(found.script).to.equal('index.html');
      if (line) expect(found.line).to.equal(line);
      expect(found.message).not.to.match(/rivulet/);
    });
  }

  it('counts the script’s own lines when it was made by script', async () => {
    const page = await openPage(`<!doctype html>\n\n\n${library}`);
    page.document.body.innerHTML = `<rv-app><rv-textbox output></rv-textbox><script type="rivulet">
export default () => { throw new Error('second'); };</script></rv-app>`;
    expect(await failure(page)).to.deep.include({ message: 'second', script: 'the script in index.html', line: 2 });
  });
});

describe('an error in a script with src', () => {
  it('names the file and its line, where it throws after an await', async () => {
    const page = await openPage({
      'index.html': bySrc(),
      'gen.js': `export default async function* (ctx) {\n  yield 'first';\n  await ctx.sleep(1);\n  throw new Error('fourth');\n}`,
    });
    expect(await failure(page)).to.deep.equal({ name: 'Error', message: 'fourth', script: 'gen.js', line: 4 });
    expect(page.shown('rv-textbox')).to.equal('first');
  });

  it('names the line where its top level throws', async () => {
    const page = await openPage({ 'index.html': bySrc(), 'gen.js': `\nthrow new Error('second');` });
    expect(await failure(page)).to.deep.equal({ name: 'Error', message: 'second', script: 'gen.js', line: 2 });
  });

  it('names the line where it can’t be parsed', async () => {
    const page = await openPage({ 'index.html': bySrc(), 'gen.js': `export default () => 1;\n\nconst = 1;` });
    expect(await failure(page)).to.include({ name: 'SyntaxError', script: 'gen.js', line: 3 });
  });

  it('says what was asked for and what the server answered when it is missing', async () => {
    const page = await openPage({ 'index.html': bySrc() });
    const { message } = await failure(page);
    expect(message).to.contain(new URL('gen.js', page.url).href);
    expect(message).to.contain('the server answered 404');
  });

  it('says that it is not JavaScript when it is a page', async () => {
    const page = await openPage({
      'index.html': bySrc(),
      'gen.js': { type: 'text/html', body: '<!doctype html><p>Not found</p>' },
    });
    const { message } = await failure(page);
    expect(message).to.match(/gen\.js .*"text\/html.*not JavaScript/);
  });

  it('says what the export is missing from', async () => {
    const page = await openPage({ 'index.html': bySrc('run="go"'), 'gen.js': `export const stay = 1;` });
    expect((await failure(page)).message).to.match(/gen\.js has no export "go" \(it exports stay\)/);
  });

  it('says what is no function', async () => {
    const page = await openPage({ 'index.html': bySrc(), 'gen.js': `export default 3;` });
    expect((await failure(page)).message).to.match(/gen\.js: the export "default" is .*3.*function/);
  });

  it('names what it imports when that can’t be parsed', async () => {
    const page = await openPage({
      'index.html': bySrc(),
      'gen.js': `import { word } from './lib/word.js';\nexport default () => word;`,
      'lib/word.js': `export { word } from './deep.js';`,
      'lib/deep.js': '\n\n\nconst = 1;\nexport const word = 1;',
    });
    const { name, script, line } = await failure(page);
    expect(name).to.equal('SyntaxError');
    expect(script).to.match(/deep\.js$/);
    expect(line).to.equal(4);
  });

  it('names what it imports when the server has not got it', async () => {
    const page = await openPage({ 'index.html': bySrc(), 'gen.js': `import './lost.js';\nexport default () => 1;` });
    expect((await failure(page)).message).to.contain('lost.js');
  });
});

describe('an import that fails', () => {
  const importing = (files: Files, script = `\nimport { word } from './lib.js';\nexport default () => word;`) =>
    openPage({ 'index.html': inline(script), ...files });

  it('names the module that is not there', async () => {
    const page = await importing({});
    const { message } = await failure(page);
    expect(message).to.contain(new URL('lib.js', page.url).href);
    expect(message).to.contain('the server answered 404');
  });

  it('names the module that is no JavaScript', async () => {
    const page = await importing({ 'lib.js': { type: 'text/html', body: '<!doctype html>' } });
    expect((await failure(page)).message).to.match(/lib\.js .*"text\/html.*not JavaScript/);
  });

  it('names the module that can’t be parsed', async () => {
    const page = await importing({ 'lib.js': '\n\nconst = 1;\nexport const word = 1;' });
    const { name, script, line } = await failure(page);
    expect(name).to.equal('SyntaxError');
    expect(script).to.match(/lib\.js$/);
    expect(line).to.equal(3);
  });

  it('names the module, and the name that it does not export', async () => {
    const page = await importing({ 'lib.js': 'export const other = 1;' });
    const { name, message } = await failure(page);
    expect(name).to.equal('SyntaxError');
    expect(message).to.contain('lib.js').and.to.contain('"word"');
  });

  it('names a bare specifier that no import map has, and the line it is on', async () => {
    const page = await importing({}, `\nimport word from 'word';\nexport default () => word;`);
    const { message, script, line } = await failure(page);
    expect(message).to.contain('"word"').and.to.contain('import map');
    expect({ script, line }).to.deep.equal({ script: 'index.html', line: 6 });
  });

  it('says what a computed bare specifier would need', async () => {
    const page = await importing({}, `export default async () => { await import('wo' + 'rd'); };`);
    expect((await failure(page)).message)
      .to.contain('"word"')
      .and.to.contain('write it out');
  });

  it('throws to the author, who may catch it', async () => {
    const shown = await result(
      inline(
        `export default async () => { try { await import('./lost.js'); } catch (error) { return error.message; } };`,
      ),
    );
    expect(shown).to.contain('lost.js').and.to.contain('404');
  });

  it('names the address of another origin that can’t be reached', async () => {
    const page = await importing({}, `import 'http://127.0.0.1:9/lib.js';\nexport default () => 1;`);
    expect((await failure(page)).message)
      .to.contain('http://127.0.0.1:9/lib.js')
      .and.to.contain('CORS');
  });
});
