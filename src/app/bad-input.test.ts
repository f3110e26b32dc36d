import { expect } from 'chai';
import type { RvComponent } from '../elements/component.js';
import type { RvApp } from './app.js';
import { event, mount, recordConsole, removeApps, script } from './testing.js';

let errors: ReturnType<typeof recordConsole>;
let warnings: ReturnType<typeof recordConsole>;

beforeEach(() => {
  errors = recordConsole('error');
  warnings = recordConsole('warn');
});

afterEach(() => {
  errors.restore();
  warnings.restore();
  removeApps();
});

/** The text of the app's own error line, or `''`. */
async function appError(app: RvApp): Promise<string> {
  await app.updateComplete;
  const line = app.shadowRoot!.querySelector<HTMLElement>('[part=error]')!;
  return line.checkVisibility() ? line.textContent! : '';
}

async function componentError(component: Element): Promise<string> {
  await (component as RvComponent).updateComplete;
  const line = component.shadowRoot!.querySelector<HTMLElement>('[part=error]')!;
  return line.checkVisibility() ? line.textContent! : '';
}

/** Both where the page shows it and in the console. */
async function expectAppError(app: RvApp, pattern: RegExp): Promise<void> {
  expect(await appError(app)).to.match(pattern);
  expect(errors.messages.join('\n')).to.match(pattern);
}

const GOOD = script('export default (x) => 2 * x');
const COMPONENTS = '<rv-number value="2"></rv-number><rv-number output></rv-number>';

/** Replaces the app's script with one that works, and sees it work. */
async function expectUsable(app: RvApp): Promise<void> {
  for (const element of app.querySelectorAll('script')) element.remove();
  app.insertAdjacentHTML('beforeend', GOOD);
  app.fn = undefined;
  app.run = 'default';
  expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
  expect(app.querySelector<HTMLElement & { value: unknown }>('[output]')!.value).to.equal(4);
  expect(await appError(app)).to.equal('');
}

describe('an app that can’t run', () => {
  const cases: { what: string; markup: string; attributes?: string; error: RegExp }[] = [
    {
      what: 'has no script',
      markup: '',
      error: /<rv-app> has no function to run: put a <script type="rivulet"> in it/,
    },
    { what: 'has two scripts', markup: GOOD + GOOD, error: /<rv-app> has 2 scripts of type "rivulet"; it takes one/ },
    {
      what: 'names an unknown export',
      markup: script('export default () => 1; export function other() {}'),
      attributes: 'run="draw"',
      error: /has no export "draw" \(it exports default, other\)/,
    },
    {
      what: 'has no default export',
      markup: script('const x = 1;'),
      error: /has no export "default" \(it exports nothing\).*export default function/,
    },
    {
      what: 'exports no function',
      markup: script('export default 7'),
      error: /the export "default" is number 7; it has to be a function/,
    },
    {
      what: 'has a script that does not parse',
      markup: script('\n\nexport default function* (x) {\n  yield = = x;\n}'),
      error: /SyntaxError: .*line 4\)/,
    },
    {
      what: 'has a script with an open import',
      markup: script('import { a from "./x.js";\nexport default () => a;'),
      error: /SyntaxError: .*line 1\)/,
    },
    {
      what: 'throws while it is evaluated',
      markup: script('\nexport default () => 1;\nthrow new Error("not today");'),
      error: /not today \(.*line 3\)/,
    },
    {
      what: 'imports what is not there',
      markup: script('import { a } from "/test/nothing.js";\nexport default () => a;'),
      error: /\/test\/nothing\.js can’t be loaded: the server answered 404/,
    },
    {
      what: 'imports a bare name without a map',
      markup: script('import { a } from "somewhere";\nexport default () => a;'),
      error: /Can't resolve the module "somewhere".*import map.*line 1\)/,
    },
    {
      what: 'imports a name that is not exported',
      markup: script('import { nowhere } from "/scripts/cdn.mjs";\nexport default () => nowhere;'),
      error: /has no export "nowhere"/,
    },
    {
      what: 'has a src that is not there',
      markup: '<script type="rivulet" src="/test/nothing.js"></script>',
      error: /\/test\/nothing\.js can’t be loaded: the server answered 404/,
    },
    {
      what: 'names an input that is not there',
      markup: GOOD,
      attributes: 'inputs="seed"',
      error: /<rv-app> has inputs="[^"]*", but no component has the name "seed"/,
    },
    {
      what: 'has an unknown trigger-mode',
      markup: GOOD,
      attributes: 'trigger-mode="twice"',
      error: /<rv-app> has trigger-mode="twice", but takes once, multiple, always-last/,
    },
    {
      what: 'has no whole concurrency-limit',
      markup: GOOD,
      attributes: 'concurrency-limit="few"',
      error: /<rv-app> has concurrency-limit="NaN", but takes a whole number from 1/,
    },
    {
      what: 'has two components of one name',
      markup: `<rv-slider name="x"></rv-slider><rv-number name="x"></rv-number>${GOOD}`,
      error: /Two components are named "x": <rv-slider> and <rv-number name="x">/,
    },
    {
      what: 'has a tag that there is none of',
      markup: `<rv-nothing></rv-nothing>${GOOD}`,
      error: /There is no <rv-nothing>\. There are .*<rv-slider>/,
    },
  ];
  for (const { what, markup, attributes, error } of cases) {
    it(`that ${what} says so, and is usable after`, async () => {
      const app = mount(COMPONENTS + markup, attributes);
      const failed = event(app, 'rv-error');
      expect((await app.submit().finished).how).to.equal('error');
      expect((await failed).error.summary).to.match(error);
      await expectAppError(app, error);
      for (const element of app.querySelectorAll('[name], rv-nothing')) element.remove();
      Object.assign(app, { inputs: '', triggerMode: '', concurrencyLimit: 1 });
      await expectUsable(app);
    });
  }

  it('says what is wrong before anybody asks for a run', async () => {
    const app = mount(COMPONENTS);
    await event(app, 'rv-error');
    await expectAppError(app, /has no function to run/);
    const running = expectUsable(app);
    await running;
  });

  for (const [what, fn, error] of [
    ['no function', 7, /<rv-app>\.fn is of type number; it takes a function/],
    ['a bound function', (() => 1).bind(null), /native or bound function .*can't be sent to the worker/],
    ['a native function', Math.max, /native or bound function \(max\)/],
  ] as const) {
    it(`whose fn is ${what} says so, and is usable after`, async () => {
      const app = mount(COMPONENTS);
      app.fn = fn as () => unknown;
      expect((await app.submit().finished).how).to.equal('error');
      await expectAppError(app, error);
      await expectUsable(app);
    });
  }
});

describe('a value that an output can’t take', () => {
  const cases: { what: string; value: string; error: RegExp }[] = [
    {
      what: 'sizes that disagree',
      value: '{ data: new Uint8Array(10), shape: [2, 2, 3] }',
      error: /shape \[2, 2, 3\] asks for 12 numbers, but data is an? Uint8Array of 10/,
    },
    { what: 'NaN', value: '{ data: Float32Array.of(0, NaN, 0, 0), shape: [2, 2] }', error: /data holds NaN at 1/ },
    { what: '0×0', value: '{ data: new Uint8Array(0), shape: [0, 0, 3] }', error: /\[0, 0, 3\] has no pixels/ },
    {
      what: '30,000×30,000',
      value: '{ data: new Uint8Array(3), shape: [30000, 30000, 3] }',
      error: /\[30000, 30000, 3\] is too large: .*16384 pixels/,
    },
    {
      what: 'a shape that is no picture',
      value: '{ data: new Uint8Array(8), shape: [2, 2, 2] }',
      error: /shape \[2, 2, 2\] is no picture/,
    },
    {
      what: 'a detached buffer',
      value:
        '(() => { const data = new Uint8Array(4); structuredClone(0, { transfer: [data.buffer] }); return { data, shape: [2, 2] }; })()',
      error: /detached/,
    },
    { what: 'a function', value: '() => 1', error: /a function.*It takes \{data, shape\}/ },
    { what: 'a promise', value: '{ then() {} }', error: /Promise \(await it before the yield\)/ },
    {
      what: 'bytes that are no picture',
      value: 'new Uint8Array([1, 2, 3])',
      error: /no picture this browser can decode/,
    },
    {
      what: 'a URL that is not there',
      value: '"/test/nothing.png"',
      error: /"\/test\/nothing\.png": the server answered 404/,
    },
    { what: 'text', value: '"data:text/plain,hello"', error: /no picture this browser can decode/ },
  ];
  for (const { what, value, error } of cases) {
    it(`image: ${what}`, async () => {
      const app = mount(
        `<rv-image name="picture"></rv-image><rv-number name="count" output></rv-number>
        ${script(`export default function* () { yield [${value}, 1]; yield { count: 2 }; }
        export function good() { return [{ data: new Uint8Array(12).fill(255), shape: [2, 2, 3] }, 3]; }`)}`,
      );
      const image = app.querySelector('rv-image')!;
      const refused = event(app, 'rv-error');
      expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
      expect((await refused).output).to.equal(image);
      expect(await componentError(image)).to.match(error);
      expect(await componentError(image)).to.contain('<rv-image name="picture">');
      expect(errors.messages.join('\n')).to.match(error);
      expect(app.querySelector('rv-number')!.value).to.equal(2);
      app.run = 'good';
      await app.submit().finished;
      expect(await componentError(image)).to.equal('');
      expect([image.canvas.width, app.querySelector('rv-number')!.value]).to.deep.equal([2, 3]);
    });
  }

  const others: { tag: string; value: string; error: RegExp }[] = [
    {
      tag: 'rv-json',
      value: '(() => { const a = {}; a.a = a; return a; })()',
      error: /<rv-json> can't show .*refers to itself/,
    },
    { tag: 'rv-json', value: '() => 1', error: /<rv-json> can't show a function/ },
    { tag: 'rv-json', value: '{ n: 1n }', error: /<rv-json> can't show .*BigInt/ },
    { tag: 'rv-number output', value: 'NaN', error: /<rv-number> can't show number NaN: it takes a finite number/ },
    { tag: 'rv-number output', value: '"many"', error: /<rv-number> can't show the string "many"/ },
    {
      tag: 'rv-textbox output',
      value: '{ a: 1 }',
      error: /<rv-textbox> can't show an object with a: it takes a string/,
    },
    { tag: 'rv-label', value: '{ cat: 2 }', error: /<rv-label> can't show the confidence number 2 of "cat".*0 to 1/ },
    { tag: 'rv-markdown', value: 'Symbol("x")', error: /<rv-markdown> can't show a symbol/ },
  ];
  for (const { tag, value, error } of others) {
    it(`${tag}: ${value}`, async () => {
      const app = mount(
        `<${tag} class="first"></${tag.split(' ')[0]}><rv-textbox name="note" output></rv-textbox>
        ${script(`export default () => [${value}, "fine"]`)}`,
      );
      expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
      expect(await componentError(app.querySelector('.first')!)).to.match(error);
      expect(errors.messages.join('\n')).to.match(error);
      expect(app.querySelector<HTMLElement & { value: string }>('[name=note]')!.value).to.equal('fine');
    });
  }

  it('properties that an output does not have, or that can’t cross', async () => {
    const app = mount(
      `<rv-number name="a" output></rv-number><rv-number name="b" output></rv-number><rv-number name="c" output></rv-number>
      ${script('export default ({ update }) => [update({ colour: "red" }), update({ label: () => 1 }), update({ value: 3 })]')}`,
    );
    expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
    const [a, b, c] = app.querySelectorAll('rv-number');
    expect(await componentError(a!)).to.match(/<rv-number name="a"> has no property "colour"; it has .*label/);
    expect(await componentError(b!)).to.match(/clone/i);
    expect(c!.value).to.equal(3);
  });
});

describe('a yield that does not fit the outputs', () => {
  const cases: { what: string; value: string; error: RegExp }[] = [
    {
      what: 'too many',
      value: '[1, 2, 3]',
      error:
        /Yielded an array of 3\. The app has 2 outputs \(<rv-number name="a">, <rv-number name="b">\): yield an array of 2/,
    },
    { what: 'one value alone', value: '1', error: /Yielded number 1\. The app has 2 outputs/ },
    { what: 'an unknown name', value: '{ c: 1 }', error: /no output is named "c"/ },
  ];
  for (const { what, value, error } of cases) {
    it(`${what}: the run fails, its finally runs, the outputs keep what they had`, async () => {
      const app = mount(
        `<rv-number name="a" output></rv-number><rv-number name="b" output></rv-number>
        ${script(`export default function* ({ state }) { try { yield [5, 6]; yield ${value}; yield [7, 8]; } finally { state.left = 1; } }
        export function left({ state }) { return [state.left, 0]; }`)}`,
      );
      expect((await app.submit().finished).how).to.equal('error');
      await expectAppError(app, error);
      const values = [...app.querySelectorAll('rv-number')].map((output) => output.value);
      expect(values).to.deep.equal([5, 6]);
      app.run = 'left';
      await app.submit().finished;
      expect(app.querySelector('rv-number')!.value).to.equal(1);
    });
  }

  it('says so where there is no output at all', async () => {
    const app = mount(
      `<rv-number value="1"></rv-number>${script('export default function* () { yield 1; yield 2; }')}`,
    );
    const seen: unknown[] = [];
    for await (const values of app.submit()) seen.push(values);
    expect(seen).to.deep.equal([[], []]);
  });
});

it('a component outside an app says so', async () => {
  const host = document.createElement('div');
  host.className = 'mounted';
  host.innerHTML = '<rv-slider name="lonely"></rv-slider>';
  const told = new Promise<void>((resolve) => {
    const { warn } = console;
    console.warn = (...parts: unknown[]) => {
      warn(...parts);
      resolve();
    };
  });
  document.body.append(host);
  await told;
  expect(await componentError(host.firstElementChild!)).to.match(/<rv-slider name="lonely"> is outside an <rv-app>/);
  expect(warnings.messages.join('\n')).to.match(/is outside an <rv-app>/);
});
