import { expect } from 'chai';
import type { RvApp } from '../app/app.js';
import { event, mount, removeApps, script } from '../app/testing.js';
import './examples.js';
import type { RvExamples } from './examples.js';
import type { RvImage } from './image.js';
import {
  accessibilityViolations,
  coloured,
  consoleErrors,
  errorOf,
  expectEvent,
  fixture,
  inside,
  pictureFile,
  rendered,
} from './testing.js';

const SUM = script('export default (a, b) => a + b;');
const NUMBERS = '<rv-number name="a"></rv-number><rv-number name="b"></rv-number>';
const json = (rows: unknown) => `<script type="application/json">${JSON.stringify(rows)}</script>`;

afterEach(removeApps);

/** An app whose examples are there. */
async function open(markup: string, attributes = ''): Promise<{ app: RvApp; examples: RvExamples }> {
  const app = mount(markup, attributes);
  const examples = app.querySelector('rv-examples')!;
  await until(() => buttons(examples).length > 0);
  return { app, examples };
}

/** An app whose examples can't be read: what they say. */
async function complaint(markup: string): Promise<string> {
  let said = '';
  const logged = await consoleErrors(async () => {
    const app = mount(markup);
    await app.ready;
    said = await errorOf(app.querySelector('rv-examples')!);
  });
  expect(logged[0]).to.include(said);
  return said;
}

async function until(look: () => unknown): Promise<void> {
  while (!look()) await new Promise(requestAnimationFrame);
}

const buttons = (examples: Element) => [
  ...(examples.shadowRoot?.querySelectorAll<HTMLButtonElement>('[part=row]') ?? []),
];
const texts = (examples: Element) => buttons(examples).map(({ innerText }) => innerText.replaceAll(/\s+/g, ' ').trim());

/** Presses an example, and waits until the inputs have its values. */
async function press(examples: RvExamples, index: number): Promise<void> {
  await expectEvent(examples, 'select', () => buttons(examples)[index]!.click());
  await rendered(examples);
}

const values = (app: RvApp, ...names: string[]) =>
  names.map((name) => app.querySelector<HTMLElement & { value: unknown }>(`[name=${name}]`)!.value);

describe('rv-examples', () => {
  it('fills the inputs in their order, without a run', async () => {
    const { app, examples } = await open(
      `${NUMBERS}<rv-examples>${json([
        [1, 2],
        [3, null],
      ])}</rv-examples><rv-number name="sum" output></rv-number>${SUM}`,
    );
    expect(texts(examples)).to.deep.equal(['a: 1 b: 2', 'a: 3 b: –']);
    await press(examples, 0);
    expect(values(app, 'a', 'b', 'sum')).to.deep.equal([1, 2, null]);
    await press(examples, 1);
    expect(values(app, 'a', 'b')).to.deep.equal([3, null]);
    expect([examples.value, app.running]).to.deep.equal([1, false]);
    expect(buttons(examples).map(({ ariaCurrent }) => ariaCurrent)).to.deep.equal([null, 'true']);
    examples.clear();
    expect(examples.value).to.equal(null);
  });

  it('has each input tell of its change once, when all are filled', async () => {
    const { app, examples } = await open(`${NUMBERS}<rv-examples>${json([[1, 2]])}</rv-examples>${SUM}`);
    const heard: unknown[] = [];
    for (const type of ['input', 'change']) {
      app.addEventListener(type, ({ target }) =>
        heard.push([type, (target as Element).getAttribute('name'), ...values(app, 'a', 'b')]),
      );
    }
    await press(examples, 0);
    expect(heard).to.deep.equal([
      ['input', 'a', 1, 2],
      ['change', 'a', 1, 2],
      ['input', 'b', 1, 2],
      ['change', 'b', 1, 2],
    ]);
  });

  it('fills the inputs that objects name, and leaves the others as they are', async () => {
    const { app, examples } = await open(
      `${NUMBERS}<rv-checkbox name="c"></rv-checkbox>
      <rv-examples>${json([{ c: true, a: 1 }, { a: 2 }])}</rv-examples>${SUM}`,
    );
    expect(texts(examples)).to.deep.equal(['c: true a: 1', 'c: – a: 2']);
    app.querySelector<HTMLElement & { value: number }>('[name=b]')!.value = 7;
    await press(examples, 0);
    expect(values(app, 'a', 'b', 'c')).to.deep.equal([1, 7, true]);
    await press(examples, 1);
    expect(values(app, 'a', 'b', 'c')).to.deep.equal([2, 7, true]);
  });

  it('takes the values of a single input by themselves, and the order that inputs gives', async () => {
    const one = await open(
      `<rv-textbox name="t"></rv-textbox><rv-examples>${json(['cat', 'dog'])}</rv-examples>${SUM}`,
    );
    expect(texts(one.examples)).to.deep.equal(['cat', 'dog']);
    const two = await open(`${NUMBERS}<rv-examples inputs="b a">${json([[1, 2]])}</rv-examples>${SUM}`);
    await press(two.examples, 0);
    expect(values(two.app, 'a', 'b')).to.deep.equal([2, 1]);
  });

  it('reads a table, each cell as the attribute value of its input would be', async () => {
    const { app, examples } = await open(
      `<rv-slider name="n" max="9"></rv-slider><rv-textbox name="t"></rv-textbox>
      <rv-checkbox name="c" checked></rv-checkbox><rv-dropdown name="d" choices="[256, 512]"></rv-dropdown>
      <rv-examples><table>
        <thead><tr><th>t</th><th>d</th><th>c</th><th>n</th></tr></thead>
        <tbody><tr><td> 1 </td><td>512</td><td>false</td><td>3</td></tr></tbody>
      </table></rv-examples>${SUM}`,
    );
    await press(examples, 0);
    expect(values(app, 'n', 't', 'c', 'd')).to.deep.equal([3, '1', false, 512]);
    expect(examples.querySelector('table')!.checkVisibility()).to.equal(false);
  });

  it('reads a table without a header in the order of the inputs', async () => {
    const { app, examples } = await open(
      `${NUMBERS}<rv-examples><table><tr><td>1</td><td>2</td></tr></table></rv-examples>${SUM}`,
    );
    await press(examples, 0);
    expect(values(app, 'a', 'b')).to.deep.equal([1, 2]);
  });

  it('gives files for pictures, sounds and videos, and shows what they are', async () => {
    const { app, examples } = await open(
      `<rv-image name="i" input type="file"></rv-image><rv-audio name="s" input></rv-audio>
      <rv-video name="v" input></rv-video>
      <rv-examples><table><tr>
        <td><img src="${coloured('red').toDataURL()}" alt=""></td>
        <td><a href="/test/media/chirp-0.wav">A chirp</a></td>
        <td><video><source src="/test/media/clip-0.mp4"></video></td>
      </tr></table></rv-examples>${SUM}`,
    );
    const [row] = buttons(examples);
    expect(row!.querySelector('img')!.src).to.match(/^data:image\/png/);
    expect([row!.querySelector('img')!.alt, row!.querySelector('video')!.ariaLabel]).to.deep.equal([
      'example',
      'clip-0.mp4',
    ]);
    expect(texts(examples)[0]).to.include('chirp-0.wav');
    const heard: string[] = [];
    app.addEventListener('change', ({ target }) => heard.push((target as Element).getAttribute('name')!));
    await press(examples, 0);
    expect(heard).to.deep.equal(['i', 's', 'v']);
    const files = [...app.querySelectorAll<RvImage>('rv-image, rv-audio, rv-video')].map((input) => input.read());
    expect((await Promise.all(files)).map((file) => (file as File).name)).to.deep.equal([
      'example',
      'chirp-0.wav',
      'clip-0.mp4',
    ]);
  });

  it('takes files by script', async () => {
    const app = mount(`<rv-image input name="i" type="file"></rv-image><rv-examples></rv-examples>${SUM}`);
    const examples = app.querySelector('rv-examples')!;
    await customElements.whenDefined('rv-examples');
    examples.rows = [[await pictureFile()]];
    await until(() => buttons(examples).length > 0);
    expect(texts(examples)).to.deep.equal(['red.png']);
    await press(examples, 0);
    expect(app.querySelector('rv-image')!.canvas.width).to.equal(4);
  });

  it('names a file by the end of its URL, whatever that is', async () => {
    const urls = ['/a/b%20c.png?d=/e', 'https://example.test/', '100%.png', 'http://['];
    const { examples } = await open(
      `<rv-audio name="a" input></rv-audio><rv-examples>${json(urls)}</rv-examples>${SUM}`,
    );
    expect(texts(examples)).to.deep.equal(['b c.png', 'https://example.test/', '100%.png', '[']);
  });

  it('gives a state what a row has for it, and that tells of its change once', async () => {
    const { app, examples } = await open(
      `<rv-state name="s"></rv-state><rv-examples inputs="s">${json([[{ a: 1 }]])}</rv-examples>${SUM}`,
      'inputs="s"',
    );
    let changes = 0;
    app.addEventListener('change', () => changes++);
    await press(examples, 0);
    expect([changes, ...values(app, 's')]).to.deep.equal([1, { a: 1 }]);
  });

  it('says which file can’t be loaded, and leaves the inputs as they are', async () => {
    const { app, examples } = await open(
      `<rv-number name="n" value="5"></rv-number><rv-image name="i" input></rv-image>
      <rv-examples>${json([[1, '/nowhere.png']])}</rv-examples>${SUM}`,
    );
    await consoleErrors(async () => {
      buttons(examples)[0]!.click();
      expect(await errorOf(examples)).to.match(/^row 1: \/nowhere\.png can’t be loaded: the server answered 404\.$/);
    });
    expect(values(app, 'n')).to.deep.equal([5]);
  });

  it('says which file an input does not take, and runs nothing', async () => {
    const { app, examples } = await open(
      `<rv-image name="i" input></rv-image><rv-examples run-on-click>${json(['/test/media/not-a-video.html'])}</rv-examples>
      ${SUM}`,
    );
    let starts = 0;
    app.addEventListener('rv-start', () => starts++);
    await consoleErrors(async () => {
      buttons(examples)[0]!.click();
      expect(await errorOf(examples)).to.match(/^row 1: “not-a-video\.html” .+ is no picture .+ SVG\.$/);
    });
    expect([starts, examples.value]).to.deep.equal([0, null]);
  });

  it('stands under the inputs before it, and calls what waits for a choice', async () => {
    const { app, examples } = await open(
      `${NUMBERS}<p>More</p><rv-number name="c"></rv-number>
      <rv-examples name="samples">${json([[1, 2, 3]])}</rv-examples><rv-number name="sum" output></rv-number>${SUM}`,
    );
    await app.updateComplete;
    const [first, second] = app.shadowRoot!.querySelectorAll('slot');
    expect(first!.assignedElements()).to.include(examples);
    expect(second!.assignedElements()).not.to.include(examples);
    app.on({ event: 'select', of: 'samples', run: 'default', inputs: 'a b', outputs: 'sum' });
    await app.ready;
    const done = event(app, 'rv-complete');
    await press(examples, 0);
    await done;
    expect(values(app, 'sum')).to.deep.equal([3]);
  });

  it('follows changes of its rows', async () => {
    const { examples } = await open(`${NUMBERS}<rv-examples>${json([[1, 2]])}</rv-examples>${SUM}`);
    examples.innerHTML = json([
      [3, 4],
      [5, 6],
    ]);
    await until(() => buttons(examples).length === 2);
    expect(texts(examples)).to.deep.equal(['a: 3 b: 4', 'a: 5 b: 6']);
  });

  it('shows so many examples at a time, and the others on pages', async () => {
    const rows = Array.from({ length: 12 }, (_, n) => [n, n]);
    const { app, examples } = await open(
      `${NUMBERS}<rv-examples examples-per-page="5">${json(rows)}</rv-examples>${SUM}`,
    );
    const pages = () => [...examples.shadowRoot!.querySelectorAll<HTMLButtonElement>('[part=pages] button')];
    expect(pages().map(({ innerText }) => innerText)).to.deep.equal(['1', '2', '3']);
    pages()[2]!.click();
    await rendered(examples);
    expect(texts(examples)).to.deep.equal(['a: 10 b: 10', 'a: 11 b: 11']);
    expect(pages().map(({ ariaCurrent }) => ariaCurrent)).to.deep.equal([null, null, 'page']);
    await press(examples, 1);
    expect(values(app, 'a')).to.deep.equal([11]);
    examples.examplesPerPage = 12;
    await rendered(examples);
    expect([pages().length, buttons(examples).length]).to.deep.equal([0, 12]);
  });

  it('shows labels in place of the values', async () => {
    const { examples } = await open(
      `${NUMBERS}<rv-examples labels='["Small", "Large"]'>${json([
        [1, 2],
        [3, 4],
      ])}</rv-examples>${SUM}`,
    );
    await until(() => texts(examples)[0] === 'Small');
    expect(texts(examples)).to.deep.equal(['Small', 'Large']);
  });

  it('is a list of buttons that the keyboard reaches', async () => {
    const { app, examples } = await open(`${NUMBERS}<rv-examples>${json([[1, 2]])}</rv-examples>${SUM}`);
    const [row] = buttons(examples);
    row!.focus();
    expect(examples.shadowRoot!.activeElement).to.equal(row);
    expect([row!.type, row!.tabIndex, row!.closest('[role=group]')!.ariaLabel]).to.deep.equal([
      'button',
      0,
      'Examples',
    ]);
    await press(examples, 0);
    expect(values(app, 'a')).to.deep.equal([1]);
    expect(examples.shadowRoot!.activeElement).to.equal(row);
  });

  it('is accessible', async () => {
    const rows = Array.from({ length: 12 }, (_, n) => [n, 'text '.repeat(30)]);
    const page = await fixture<HTMLElement>(
      `<div><rv-app><rv-number name="a"></rv-number><rv-textbox name="b"></rv-textbox>
      <rv-examples>${json(rows)}</rv-examples>${SUM}</rv-app>
      <rv-app><rv-image name="i" label="Photo" input></rv-image>
      <rv-examples label="Photos" cache="lazy">${json([coloured('red').toDataURL(), null])}</rv-examples>${SUM}</rv-app></div>`,
    );
    const all = [...page.querySelectorAll('rv-examples')];
    await until(() => all.every((examples) => buttons(examples).length > 0));
    await press(all[0]!, 0);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });

  describe('told wrong', () => {
    const cases = {
      'JSON that is none': [
        '<rv-examples><script type="application/json">[[1, 2</script></rv-examples>',
        /^its script is no JSON: .+\.$/,
      ],
      'JSON that is no array': [
        `<rv-examples>${json({ a: 1 })}</rv-examples>`,
        /^its rows are \{"a":1\}, but it takes an array/,
      ],
      'a row of another length': [
        `<rv-examples>${json([
          [1, 2],
          [1, 2, 3],
        ])}</rv-examples>`,
        /^row 2 has 3 values \(1, 2, 3\), but takes 2: one for each input \(a, b\)\.$/,
      ],
      'a row that is no object among others': [
        `<rv-examples>${json([{ a: 1 }, [1, 2]])}</rv-examples>`,
        /^row 2 is \[1,2\], but other rows are objects\.$/,
      ],
      'a name of no input': [
        `<rv-examples>${json([{ a: 1, z: 2 }])}</rv-examples>`,
        /^its rows name "z", but no component has that name \(there are: a, b\)\.$/,
      ],
      'a header that names none': [
        '<rv-examples><table><tr><th>x</th></tr><tr><td>1</td></tr></table></rv-examples>',
        /^its rows name "x", but no component has that name/,
      ],
      'inputs that there are not': [
        `<rv-examples inputs="a y">${json([[1, 2]])}</rv-examples>`,
        /^inputs has "y", but no component has that name \(there are: a, b\)\.$/,
      ],
      'labels that are too few': [
        `<rv-examples labels='["One"]'>${json([
          [1, 2],
          [3, 4],
        ])}</rv-examples>`,
        /^labels is "\[\\"One\\"\]", but takes an array of 2 strings: one for each example\.$/,
      ],
      'labels that are no JSON': [
        `<rv-examples labels="One, Two">${json([[1, 2]])}</rv-examples>`,
        /^labels is "One, Two", but takes an array of 1 strings/,
      ],
      'an rv-on that there is not': [
        `<rv-examples of="drawing">${json([[1, 2]])}</rv-examples>`,
        /^of is "drawing", but no <rv-on> has that name\.$/,
      ],
      'a page of no size': [
        `<rv-examples examples-per-page="many">${json([[1, 2]])}</rv-examples>`,
        /^examples-per-page is many, but takes a whole number from 1\.$/,
      ],
      'a cache that there is not': [
        `<rv-examples cache="always">${json([[1, 2]])}</rv-examples>`,
        /^cache has "always", but takes lazy, eager\.$/,
      ],
      'a replay that there is not': [
        `<rv-examples replay="fast">${json([[1, 2]])}</rv-examples>`,
        /^replay has "fast", but takes timed, instant\.$/,
      ],
    } as const;
    for (const [name, [markup, message]] of Object.entries(cases)) {
      it(name, async () => expect(await complaint(NUMBERS + markup + SUM)).to.match(message));
    }

    it('recovers once that is mended', async () => {
      let app: RvApp | undefined;
      await consoleErrors(async () => {
        app = mount(`${NUMBERS}<rv-examples>${json([[1]])}</rv-examples>${SUM}`);
        await app.ready;
        await errorOf(app.querySelector('rv-examples')!);
      });
      const examples = app!.querySelector('rv-examples')!;
      examples.innerHTML = json([[1, 2]]);
      await until(() => buttons(examples).length > 0);
      expect(inside(examples, '[part=error]').hidden).to.equal(true);
    });

    it('tells a script of an example that there is not', async () => {
      const { examples } = await open(`${NUMBERS}<rv-examples name="x">${json([[1, 2]])}</rv-examples>${SUM}`);
      const error = await examples.choose(1).catch((reason: Error) => reason);
      expect(String(error)).to.equal('RangeError: <rv-examples name="x">.choose() was given 1, but has 1 examples.');
    });
  });

  describe('that run on a click', () => {
    it('run the app’s function', async () => {
      const { app, examples } = await open(
        `${NUMBERS}<rv-examples run-on-click>${json([[1, 2]])}</rv-examples><rv-number name="sum" output></rv-number>${SUM}`,
      );
      const done = event(app, 'rv-complete');
      await press(examples, 0);
      await done;
      expect(values(app, 'sum')).to.deep.equal([3]);
    });

    it('give a script the run', async () => {
      const { examples } = await open(
        `${NUMBERS}<rv-examples run-on-click>${json([[1, 2]])}</rv-examples><rv-number name="sum" output></rv-number>
        ${script('export default function* (a, b) { yield a; yield b; }')}`,
      );
      const given: unknown[] = [];
      for await (const [value] of (await examples.choose(0))!) given.push(value);
      expect(given).to.deep.equal([1, 2]);
    });

    it('run the function of the wire that is named, and what follows it', async () => {
      const { app, examples } = await open(
        `${NUMBERS}<rv-examples run-on-click of="adding">${json([[1, 2]])}</rv-examples>
        <rv-number name="sum" output></rv-number><rv-number name="twice" output></rv-number>
        <rv-button name="go"></rv-button>
        <rv-on name="adding" event="click" of="go" run="add" inputs="b a" outputs="sum"></rv-on>
        <rv-on event="success" of="adding" run="double" inputs="sum" outputs="twice"></rv-on>
        ${script('export const add = (b, a) => 10 * b + a; export const double = (x) => 2 * x;')}`,
      );
      await press(examples, 0);
      await event(app, 'rv-complete', () => values(app, 'twice')[0] !== null);
      // In the order of the wire's inputs, which is b a.
      expect(values(app, 'a', 'b', 'sum', 'twice')).to.deep.equal([2, 1, 12, 24]);
    });

    it('stop what is under way', async () => {
      const { app, examples } = await open(
        `${NUMBERS}<rv-examples run-on-click>${json([
          [1, 0],
          [2, 0],
        ])}</rv-examples><rv-number name="n" output></rv-number>
        ${script('export default async function* (a, b, { sleep }) { yield a; if (a === 1) await sleep(1e9); }')}`,
      );
      const began = event(app, 'rv-yield');
      await press(examples, 0);
      await began;
      const [stopped, done] = [event(app, 'rv-cancel'), event(app, 'rv-complete')];
      await press(examples, 1);
      await Promise.all([stopped, done]);
      expect(values(app, 'n')).to.deep.equal([2]);
    });

    for (const attribute of ['run-on-click', 'cache="lazy"']) {
      it(`run a live app once (${attribute})`, async () => {
        const { app, examples } = await open(
          `${NUMBERS}<rv-examples ${attribute}>${json([[1, 2]])}</rv-examples><rv-number name="sum" output></rv-number>${SUM}`,
          'live',
        );
        for (let clicks = 1; clicks <= 2; clicks++) {
          let starts = 0;
          const count = () => starts++;
          app.addEventListener('rv-start', count);
          const done = event(app, 'rv-complete');
          await press(examples, 0);
          await done;
          app.removeEventListener('rv-start', count);
          expect([starts, ...values(app, 'sum')]).to.deep.equal([1, 3]);
        }
      });
    }
  });
});
