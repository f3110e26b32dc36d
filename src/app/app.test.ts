import { expect } from 'chai';
import type { RvApp } from './app.js';
import { event, mount, removeApps, script } from './testing.js';

afterEach(removeApps);

/** Every value an output held after a delivery. */
function recordYields(app: RvApp, selector: string): unknown[] {
  const values: unknown[] = [];
  app.addEventListener('rv-yield', () =>
    values.push((app.querySelector(selector) as HTMLElement & { value: unknown }).value),
  );
  return values;
}

describe('<rv-app>', () => {
  it('runs the count page of the README as it is written', async () => {
    const app = mount(`
      <rv-slider min="1" max="10" value="3" step="1"></rv-slider>
      <rv-number output></rv-number>
      <script type="rivulet">
        export default function* (x) { for (let i = 0; i < x; i++) yield i; }
      </script>`);
    const ending = await app.submit().finished;
    expect(ending).to.deep.equal({ how: 'complete' });
    expect(app.querySelector('rv-number')!.value).to.equal(2);
  });

  it('shows each step of an asynchronous generator', async () => {
    const app = mount(`
      <rv-slider label="Steps" name="steps" min="1" max="10" value="3" step="1"></rv-slider>
      <rv-image label="Picture"></rv-image>
      <script type="rivulet">
        export default async function* fakeDiffusion(steps, { sleep }) {
          for (let i = 0; i < steps; i++) {
            await sleep(20);
            yield { data: Float32Array.from({ length: 600 * 600 * 3 }, Math.random), shape: [600, 600, 3] };
          }
          const orange = new Uint8Array(1000 * 1000 * 3).map((_, i) => [255, 124, 0][i % 3]);
          yield { data: orange, shape: [1000, 1000, 3] };
        }
      </script>`);
    let yields = 0;
    app.addEventListener('rv-yield', () => yields++);
    const { how } = await app.submit().finished;
    expect(how).to.equal('complete');
    expect(yields).to.be.within(2, 4);
    const canvas = app.querySelector('rv-image')!.canvas!;
    expect([canvas.width, canvas.height]).to.deep.equal([1000, 1000]);
    expect([...canvas.getContext('2d')!.getImageData(500, 500, 1, 1).data]).to.deep.equal([255, 124, 0, 255]);
  });

  it('gives every yield, in order, to whoever iterates', async () => {
    const app = mount(
      `<rv-number output></rv-number>${script('export default function* () { for (let i = 0; i < 50; i++) yield i; }')}`,
    );
    const seen: unknown[] = [];
    for await (const [value] of app.submit()) seen.push(value);
    expect(seen).to.deep.equal(Array.from({ length: 50 }, (_, i) => i));
  });

  it('stops a generator that waits: its finally runs, its outputs keep what they had', async () => {
    const app = mount(
      `<rv-number output></rv-number>${script(`export default async function* (ctx) {
        try { for (let i = 0; ; i++) { yield i; await ctx.sleep(5); } } finally { ctx.state.ended = true; }
      }
      export function ended(ctx) { return ctx.state.ended ? 1 : 0; }`)}`,
    );
    const run = app.submit();
    await event(app, 'rv-yield');
    run.cancel();
    expect(await run.finished).to.deep.equal({ how: 'cancel' });
    app.run = 'ended';
    await app.submit().finished;
    expect(app.querySelector('rv-number')!.value).to.equal(1);
  });

  it('stops a generator that yields without end', async () => {
    const app = mount(
      `<rv-number output></rv-number>${script('export default function* () { for (let i = 0; ; i++) yield i; }')}`,
    );
    const values = recordYields(app, 'rv-number');
    const run = app.submit();
    await event(app, 'rv-yield');
    await event(app, 'rv-yield');
    app.cancel();
    expect(await run.finished).to.deep.equal({ how: 'cancel' });
    expect(values.length).to.be.at.least(2);
  });

  it('stops a function that never yields, and is usable at once', async () => {
    const app = mount(
      `<rv-number output></rv-number>${script('export default function* () { yield 1; while (true) {} } export function two() { return 2; }')}`,
    );
    const run = app.submit();
    await event(app, 'rv-start');
    run.cancel();
    expect(await run.finished).to.deep.equal({ how: 'cancel' });
    app.run = 'two';
    expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
    expect(app.querySelector('rv-number')!.value).to.equal(2);
  });

  it('is light or dark as its theme says, with all that is in it, or as the page is', async () => {
    const app = mount(`<rv-textbox label="Text"></rv-textbox>${script('export default () => {}')}`);
    await app.ready;
    const colours = async (theme: 'auto' | 'light' | 'dark') => {
      app.theme = theme;
      await app.updateComplete;
      return [app, app.querySelector('rv-textbox')!].map((element) => getComputedStyle(element).color);
    };
    const [light, dark] = [await colours('light'), await colours('dark')];
    expect(light).to.deep.equal(['rgb(28, 25, 23)', 'rgb(28, 25, 23)']);
    expect(dark).to.deep.equal(['rgb(245, 245, 244)', 'rgb(245, 245, 244)']);
    for (const [scheme, shown] of [
      ['light', light],
      ['dark', dark],
    ] as const) {
      document.documentElement.style.colorScheme = scheme;
      expect(await colours('auto')).to.deep.equal(shown);
    }
    document.documentElement.removeAttribute('style');
  });

  it('names the script and the line of what is thrown', async () => {
    const app = mount(
      `<rv-number output></rv-number>${script('\nexport default function* () {\n  yield 1;\n  missing();\n}\n')}`,
    );
    const ending = await app.submit().finished;
    expect(ending.how).to.equal('error');
    if (ending.how !== 'error') return;
    expect(ending.error.name).to.equal('ReferenceError');
    expect(ending.error.line).to.equal(4);
    expect(app.querySelector('rv-number')!.value).to.equal(1);
  });
});
