import { expect } from 'chai';
import type { RvApp } from './app.js';
import { event, mount, removeApps, script } from './testing.js';

afterEach(removeApps);

const OUTPUTS = `
  <rv-number name="count" output></rv-number>
  <rv-textbox name="note" output></rv-textbox>
  <rv-json name="data"></rv-json>`;

/** What the outputs show, in their order. */
function shown(app: RvApp): unknown[] {
  return ['rv-number', 'rv-textbox', 'rv-json'].map(
    (tag) => (app.querySelector(tag) as HTMLElement & { value: unknown }).value,
  );
}

async function run(app: RvApp, ...values: unknown[]): Promise<void> {
  const ending = await app.submit(...values).finished;
  if (ending.how === 'error') throw ending.error;
}

describe('what a function gives', () => {
  const kinds = {
    'a function': 'export default function () { return [1, "one", { n: 1 }]; }',
    'an async function': 'export default async function () { return [1, "one", { n: 1 }]; }',
    'a generator': 'export default function* () { yield [0, "", null]; yield [1, "one", { n: 1 }]; }',
    'an async generator':
      'export default async function* () { yield [0, "", null]; await null; yield [1, "one", { n: 1 }]; }',
    "a generator's returned value": 'export default function* () { yield [0, "", null]; return [1, "one", { n: 1 }]; }',
    'an object by name': 'export default function () { return { data: { n: 1 }, note: "one", count: 1 }; }',
    'an arrow function': 'export default () => [1, "one", { n: 1 }]',
    'a class instance method as generator':
      'const it = { async *go() { yield [1, "one", { n: 1 }]; } }; export const go = it.go; export default go;',
  };
  for (const [name, text] of Object.entries(kinds)) {
    it(`shows ${name}`, async () => {
      const app = mount(OUTPUTS + script(text));
      await run(app);
      expect(shown(app)).to.deep.equal([1, 'one', { n: 1 }]);
    });
  }

  it('leaves an output alone for undefined, skip, and a name that is left out', async () => {
    const app = mount(
      OUTPUTS +
        script(`export default async function* ({ skip }) {
          yield [1, "one", { n: 1 }];
          yield [undefined, skip, { n: 2 }];
          yield { count: 3 };
          yield skip;
          yield;
        }`),
    );
    await run(app);
    expect(shown(app)).to.deep.equal([3, 'one', { n: 2 }]);
  });

  it('sets properties with update, and the value with them', async () => {
    const app = mount(
      OUTPUTS +
        script(`export default async function* ({ update }) {
          yield [update({ value: 7, label: "Seven" }), update({ visible: false }), undefined];
          yield { count: update({ info: "still seven" }) };
        }`),
    );
    await run(app);
    const number = app.querySelector('rv-number')!;
    expect([number.value, number.label, number.info]).to.deep.equal([7, 'Seven', 'still seven']);
    expect(app.querySelector('rv-textbox')!.checkVisibility()).to.equal(false);
  });

  it('shows an array whole where there is one output', async () => {
    const app = mount(`<rv-json></rv-json>${script('export default () => [1, 2, 3]')}`);
    await run(app);
    expect(app.querySelector('rv-json')!.value).to.deep.equal([1, 2, 3]);
  });

  it('empties an output for null', async () => {
    const app = mount(
      OUTPUTS + script('export default function* () { yield [1, "one", { n: 1 }]; yield [null, null, null]; }'),
    );
    await run(app);
    const [count, note, data] = shown(app);
    expect([count, note || null, data]).to.deep.equal([null, null, null]);
  });

  it('shows growing strings, and tokens alone with append', async () => {
    const app = mount(
      `<rv-textbox name="whole" output lines="3"></rv-textbox><rv-textbox name="tokens" output append lines="3"></rv-textbox>
      ${script(`export default async function* () {
        let reply = "";
        for (const token of ["Hel", "lo,\\n", "wor", "ld"]) { reply += token; yield [reply, token]; await null; }
      }`)}`,
    );
    await run(app);
    await run(app);
    const texts = [...app.querySelectorAll('rv-textbox')].map((output) => output.value);
    expect(texts).to.deep.equal(['Hello,\nworld', 'Hello,\nworld']);
  });

  it('gives the function the values of its inputs, in order', async () => {
    const app = mount(
      `<rv-slider value="3" max="10"></rv-slider>
      <rv-number value="4"></rv-number>
      <rv-textbox value="five"></rv-textbox>
      <rv-checkbox checked></rv-checkbox>
      <rv-dropdown><option value="a">A</option><option value="b" selected>B</option></rv-dropdown>
      <rv-dropdown multiple choices='[1, 2, 3]'></rv-dropdown>
      <rv-radio choices='["x", "y"]' value="y"></rv-radio>
      <rv-textbox></rv-textbox>
      <rv-json></rv-json>
      ${script('export default (...values) => values.slice(0, -1)')}`,
    );
    await run(app);
    expect(app.querySelector('rv-json')!.value).to.deep.equal([3, 4, 'five', true, 'b', null, 'y', null]);
  });

  it('takes values by script in place of the inputs', async () => {
    const app = mount(
      `<rv-number value="4"></rv-number><rv-number value="5"></rv-number><rv-json></rv-json>
      ${script('export default (...values) => values.slice(0, -1)')}`,
    );
    await run(app, { any: 'thing' });
    expect(app.querySelector('rv-json')!.value).to.deep.equal([{ any: 'thing' }, 5]);
  });

  it('reads and paints components in the order that inputs and outputs give', async () => {
    const app = mount(
      `<rv-number name="a" value="1"></rv-number><rv-number name="b" value="2"></rv-number><rv-number name="c" value="3"></rv-number>
      <rv-number name="x" output></rv-number><rv-number name="y" output></rv-number>
      ${script('export default (c, a) => [c, a]')}`,
      'inputs="c a" outputs="y x"',
    );
    await run(app);
    const value = (name: string) => (app.querySelector(`[name=${name}]`) as HTMLElement & { value: number }).value;
    expect([value('x'), value('y')]).to.deep.equal([1, 3]);
  });

  it('runs an interface with inputs alone, and says where a yield has nowhere to go', async () => {
    const app = mount(
      `<rv-number value="2"></rv-number>${script('export default (x, { state }) => { state.saved = x; } ')}`,
    );
    await run(app);
  });

  it('runs an interface with outputs alone, its button saying Generate', async () => {
    const app = mount(`<rv-number output></rv-number>${script('export default () => 5')}`);
    await app.updateComplete;
    const submit = app.shadowRoot!.querySelector<HTMLButtonElement>('[part=submit]')!;
    expect(submit.textContent!.trim()).to.equal('Generate');
    const done = event(app, 'rv-complete');
    submit.click();
    await done;
    expect(app.querySelector('rv-number')!.value).to.equal(5);
  });

  it('uses one component as input and output', async () => {
    const app = mount(
      `<rv-textbox input output value="ab"></rv-textbox>${script('export default (text) => text + text')}`,
    );
    await run(app);
    await run(app);
    expect(app.querySelector('rv-textbox')!.value).to.equal('abababab');
  });

  it('runs a function that is set by script', async () => {
    const app = mount('<rv-number value="20"></rv-number><rv-number output></rv-number>');
    app.fn = function* double(x: number) {
      yield 0;
      yield 2 * x;
    };
    await run(app);
    expect((app.querySelector('[output]') as HTMLElement & { value: number }).value).to.equal(40);
    const methods = {
      triple: (x: number) => 3 * x,
      async *quadruple(x: number) {
        yield 4 * x;
      },
    };
    for (const [fn, expected] of [
      [methods.triple, 60],
      [methods.quadruple, 80],
    ] as const) {
      app.fn = fn;
      await run(app);
      expect((app.querySelector('[output]') as HTMLElement & { value: number }).value).to.equal(expected);
    }
  });

  it('keeps ctx.state when the app is moved, or comes back', async () => {
    const app = mount(
      `<rv-json></rv-json>${script('export default ({ state }) => { state.count = (state.count ?? 0) + 1; return state.count; }')}`,
    );
    const host = app.parentElement!;
    await run(app);
    host.prepend(app);
    await run(app);
    app.remove();
    await app.updateComplete;
    host.append(app);
    await run(app);
    expect(app.querySelector('rv-json')!.value).to.equal(3);
  });

  it('keeps ctx.state over runs, and over the end of a worker that would not stop', async () => {
    const app = mount(
      `<rv-json></rv-json>${script(`export default ({ state }) => { state.count = (state.count ?? 0) + 1; return state.count; }
      export function* hang() { yield 0; for (;;); }`)}`,
    );
    await run(app);
    await run(app);
    app.run = 'hang';
    const hung = app.submit();
    await event(app, 'rv-start');
    hung.cancel();
    await hung.finished;
    app.run = 'default';
    await run(app);
    expect(app.querySelector('rv-json')!.value).to.equal(3);
  });
});
