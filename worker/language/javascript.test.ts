import { expect } from 'chai';
import type { ScriptInWorker, ScriptTools } from '../protocol.js';
import { createTools, JavaScript } from './javascript.js';

const urls: string[] = [];
const file = (text: string, type = 'text/javascript') => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  urls.push(url);
  return url;
};

const script = (load: ScriptInWorker['load'], moduleUrl?: string): ScriptInWorker => ({
  name: 'count.html',
  sourceUrl: 'count.html',
  lastLine: 1,
  baseUrl: `${location.origin}/worker/language/`,
  moduleUrl,
  load,
});
const module = (url: string) => script(() => import(/* @vite-ignore */ url), url);

const messageOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error) => `${error.name}: ${error.message}`,
  );

after(() => {
  for (const url of urls) URL.revokeObjectURL(url);
});

describe('JavaScript', () => {
  it('gives the exports by name, and evaluates the script once, when it is first needed', async () => {
    let evaluated = 0;
    const functions = { default: () => 1, draw: () => 2 };
    const language = new JavaScript(
      script(async () => {
        evaluated++;
        return functions;
      }),
    );
    expect(evaluated).to.equal(0);
    const found = await Promise.all([language.function('default'), language.function('draw')]);
    expect(found).to.deep.equal([functions.default, functions.draw]);
    expect(evaluated).to.equal(1);
  });

  for (const [exports, name, message] of [
    [
      { draw() {}, size: 1 },
      'default',
      'TypeError: count.html has no export "default" (it exports draw, size). Write `export default function* …`.',
    ],
    [
      {},
      'default',
      'TypeError: count.html has no export "default" (it exports nothing). Write `export default function* …`.',
    ],
    [
      { default() {} },
      'draw',
      'TypeError: count.html has no export "draw" (it exports default). Export it, or change the app\'s `run`.',
    ],
    [{ draw: 7 }, 'draw', 'TypeError: count.html: the export "draw" is number 7; it has to be a function.'],
    [{ draw: undefined }, 'draw', 'TypeError: count.html: the export "draw" is undefined; it has to be a function.'],
  ] as const) {
    it(`says that ${message}`, async () => {
      const language = new JavaScript(script(async () => exports));
      expect(await messageOf(language.function(name))).to.equal(message);
    });
  }

  it('tries again after a failure', async () => {
    let tries = 0;
    const language = new JavaScript(
      script(async () => {
        if (++tries === 1) throw new Error('offline');
        return { default: () => 'works' };
      }),
    );
    expect(await messageOf(language.function('default'))).to.equal('Error: offline');
    expect((await language.function('default'))()).to.equal('works');
  });

  it('imports a module', async () => {
    const draw = await new JavaScript(module(file('export function draw() { return 7; }'))).function('draw');
    expect(draw()).to.equal(7);
  });

  it('does not ask for a module again that arrived and threw', async () => {
    const { fetch } = window;
    const asked: unknown[] = [];
    window.fetch = async (url) => {
      asked.push(url);
      return Response.error();
    };
    try {
      const url = file('throw new RangeError("not today")');
      expect(await messageOf(new JavaScript(module(url)).function('default'))).to.equal('RangeError: not today');
      expect(asked).to.deep.equal([]);
    } finally {
      window.fetch = fetch;
    }
  });

  const here = `${location.origin}/worker/language/`;
  for (const [what, url, message] of [
    ['is not there', `${here}nothing.js`, /^TypeError: .*nothing\.js can’t be loaded: the server answered 404\.$/],
    [
      'has no server',
      'https://nothing.invalid/x.js',
      /^TypeError: https:\/\/nothing\.invalid\/x\.js can’t be loaded: it can’t be fetched; check the address, and its server’s CORS header\.$/,
    ],
    [
      'is a page',
      file('<!doctype html>', 'text/html'),
      /^TypeError: blob:.* can’t be loaded: the server says it is "text\/html", not JavaScript\.$/,
    ],
    [
      'is of no type',
      file('export {}', ''),
      /^TypeError: blob:.* can’t be loaded: the server says it is "of no type", not/,
    ],
    [
      'stands on a disk',
      'file:///draw.js',
      /^TypeError: file:\/\/\/draw\.js can’t be loaded: a page opened from disk may not read modules\. Write the script inline/,
    ],
    ['throws', file('throw new RangeError("not today")'), /^RangeError: not today$/],
    ['throws a TypeError', file('null.x'), /^TypeError: (?!.*loaded)/],
    ['does not parse', file('let let = ]'), /^SyntaxError: /],
  ] as const) {
    it(`says why a module can’t be had that ${what}`, async () => {
      expect(await messageOf(new JavaScript(module(url)).function('default'))).to.match(message);
    });
  }
});

describe('createTools', () => {
  const BASE = `${location.origin}/worker/language/index.html`;
  const tools: ScriptTools = createTools({ baseUrl: BASE });

  it('has the import.meta of the page', () => {
    expect(tools.meta.url).to.equal(BASE);
    expect(tools.meta.resolve('./x.js')).to.equal(`${location.origin}/worker/language/x.js`);
  });

  for (const [specifier, resolved] of [
    ['./x.js', `${location.origin}/worker/language/x.js`],
    ['../x.js', `${location.origin}/worker/x.js`],
    ['/x.js', `${location.origin}/x.js`],
    ['https://cdn.test/x.js', 'https://cdn.test/x.js'],
    ['data:text/javascript,1', 'data:text/javascript,1'],
  ] as const) {
    it(`resolves ${specifier}`, () => expect(tools.meta.resolve(specifier)).to.equal(resolved));
  }

  for (const bare of ['lodash', '@scope/name', '.hidden']) {
    it(`can’t look up ${bare}`, async () => {
      expect(await messageOf(tools.load(bare))).to.equal(
        `TypeError: Can't look up the computed module name "${bare}": write it out in import("…"), or give a URL.`,
      );
    });
  }

  it('imports by a URL relative to the page', async () => {
    expect(await tools.load('../split.ts', undefined, ['splitter']))
      .to.have.property('splitter')
      .that.is.a('function');
  });

  it('imports by an absolute URL', async () => {
    expect(await tools.load(file('export const a = 1; export default 2'), undefined, ['a', 'default'])).to.include({
      a: 1,
      default: 2,
    });
  });

  it('passes on what kind of module is asked for', async function () {
    const json = file('{"a": 1}', 'application/json');
    let known = true;
    try {
      await import(/* @vite-ignore */ json, { with: { type: 'json' } });
    } catch {
      known = false;
    }
    if (!known) this.skip();
    expect((await tools.load(json, { with: { type: 'json' } }, ['default'])).default).to.deep.equal({ a: 1 });
    expect(await messageOf(tools.load(file('{}', 'application/json')))).to.match(/^TypeError/);
  });

  it('says which name is not exported', async () => {
    const url = file('export const a = 1');
    expect(await messageOf(tools.load(url, undefined, ['a', 'zip']))).to.equal(
      `SyntaxError: The module "${url}" has no export "zip".`,
    );
  });

  it('says why a module can’t be had', async () => {
    expect(await messageOf(tools.load('./nothing.js'))).to.match(
      /^TypeError: http.*\/worker\/language\/nothing\.js can’t be loaded: the server answered 404\.$/,
    );
  });
});
