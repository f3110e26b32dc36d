import { expect } from 'chai';
import type { RvComponent } from '../elements/component.js';
import { accessibilityViolations } from '../elements/testing.js';
import type { RvApp } from './app.js';
import { event, mount, recordConsole, removeApps, script } from './testing.js';

afterEach(removeApps);

/** Looks after every frame, until there is what the user waits for. */
async function see<T>(look: () => T | false | null | undefined): Promise<T> {
  for (;;) {
    const seen = look();
    if (seen) return seen;
    await new Promise(requestAnimationFrame);
  }
}

/** What is shown of the progress over a component, or in the frame of the app. */
function boxOf(app: RvApp, name?: string): HTMLElement | null {
  const host = name ? app.querySelector<RvComponent>(`[name="${name}"]`)! : app;
  return host.shadowRoot?.querySelector<HTMLElement>('[part=progress]') ?? null;
}

interface ShownBar {
  readonly name: string | null;
  readonly position: number;
  readonly text: string;
}

function barsOf(box: HTMLElement | null): ShownBar[] {
  return [...(box?.querySelectorAll('.bar') ?? [])].map((bar) => {
    const progress = bar.querySelector('progress')!;
    return {
      name: progress.ariaLabel,
      position: progress.position,
      text: bar.querySelector('.figures')!.textContent!,
    };
  });
}

const PICTURE = '<rv-image name="picture" label="Picture"></rv-image>';
const NUMBER = '<rv-number name="number" label="Number" output></rv-number>';
/** Goes on until the page says so. */
const UNTIL_STOP = 'await ctx.sleep(1e9)';

function run(app: RvApp): void {
  void app.submit();
}

describe('progress', () => {
  it('covers an output that waits, with a named bar for each loop, and goes with the run', async () => {
    const app = mount(
      `${PICTURE}${script(`export default async function* (ctx) {
        for (const file of ctx.track(['a', 'b', 'c', 'd'], { description: 'Files', unit: 'files' })) {
          if (file === 'a') continue;
          for await (const page of ctx.track(pages(), { description: 'Pages' })) ${UNTIL_STOP};
        }
        async function* pages() { yield 1; }
      }`)}`,
    );
    run(app);
    const bars = await see(() => barsOf(boxOf(app, 'picture')).length === 2 && barsOf(boxOf(app, 'picture')));
    expect(bars[0]).to.include({ name: 'Files', position: 0.25 });
    expect(bars[0]!.text).to.match(/^25 % · 1 of 4 files/);
    // Nobody knows how many there will be.
    expect(bars[1]).to.deep.equal({ name: 'Pages', position: -1, text: '0' });
    const box = boxOf(app, 'picture')!;
    expect([box.role, box.ariaLabel]).to.deep.equal(['group', 'Progress of Picture']);
    const covered = box.parentElement!.getBoundingClientRect();
    expect(box.getBoundingClientRect().height).to.be.closeTo(covered.height, 2);
    expect(box.querySelector<HTMLElement>('.elapsed')!.innerText).to.match(/^\d+ s$/);
    expect(await accessibilityViolations(app)).to.deep.equal([]);
    const cancelled = event(app, 'rv-cancel');
    app.cancel();
    await cancelled;
    await see(() => boxOf(app, 'picture') === null);
    expect(boxOf(app)).to.equal(null);
  });

  it('stays off what has come, once there is something', async () => {
    const app = mount(
      `<rv-textbox name="text" label="Text" lines="6" output></rv-textbox>${script(`export default async function* (ctx) {
        ctx.progress([1, 2], 'Words');
        await ctx.sleep(200);
        yield 'word';
        ${UNTIL_STOP};
      }`)}`,
    );
    run(app);
    await see(() => barsOf(boxOf(app, 'text')).length === 1);
    const text = app.querySelector<RvComponent>('[name=text]')!;
    await see(() => text.value === 'word' && !text.hasAttribute('waiting'));
    const box = boxOf(app, 'text')!;
    expect(box.getBoundingClientRect().height).to.be.below(8);
    const body = box.parentElement!.getBoundingClientRect();
    const figures = box.querySelector<HTMLElement>('.text')!;
    expect(figures.innerText).to.equal('50 % · 1 of 2');
    expect(figures.getBoundingClientRect().bottom).to.be.at.most(body.top);
    expect(await accessibilityViolations(app)).to.deep.equal([]);
  });

  it('tells the rate and the time left, from what a loop has done', async () => {
    const app = mount(
      `${NUMBER}${script(`export default async function* (ctx) {
        for (const i of ctx.track(Array(1000), { unit: 'steps' })) await ctx.sleep(20);
      }`)}`,
    );
    run(app);
    const [bar] = await see(() => {
      const bars = barsOf(boxOf(app, 'number'));
      return / left · /.test(bars[0]?.text ?? '') && bars;
    });
    const [, done, left, rate] = /^\d+ % · (\d+) of 1,000 steps · (\d+) s left · ([\d.]+) steps\/s$/.exec(bar!.text)!;
    expect(bar!.name).to.equal('Progress');
    expect(Number(rate)).to.be.within(1, 50);
    expect(Number(left)).to.be.closeTo((1000 - Number(done)) / Number(rate), 2);
  });

  it('arrives at the last of 100,000 updates, of a function that never lets go of its worker', async () => {
    const app = mount(
      `${NUMBER}${script(`export default async function (ctx) {
        for (let i = 1; i <= 100_000; i++) ctx.progress([i, 100_000], 'Counting');
        ${UNTIL_STOP};
      }`)}`,
    );
    let told = 0;
    app.addEventListener('rv-progress', () => told++);
    run(app);
    await see(() => barsOf(boxOf(app, 'number'))[0]?.text.startsWith('100 % · 100,000 of 100,000'));
    expect(told).to.be.below(1000);
  });

  it('moves while a function never lets go of its worker', async () => {
    const app = mount(
      `${NUMBER}${script(`export default function (ctx) {
        const end = performance.now() + 1500;
        for (let i = 0; performance.now() < end; i++) ctx.progress([i, 1e9], 'Busy');
        return 1;
      }`)}`,
    );
    const seen = new Set<number>();
    app.addEventListener('rv-progress', ({ levels }) => levels[0] && seen.add(levels[0].done!));
    expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
    expect(seen.size).to.be.within(5, 100);
  });

  it('is shown where show-progress-on says, and nowhere else', async () => {
    const app = mount(
      `${PICTURE}${NUMBER}${script(`export default async (ctx) => { ctx.progress(0.5, 'Half'); ${UNTIL_STOP}; }`)}`,
      'show-progress-on="number"',
    );
    run(app);
    await see(() => barsOf(boxOf(app, 'number')).length === 1);
    expect([boxOf(app, 'picture'), boxOf(app)]).to.deep.equal([null, null]);
    const body = app.querySelector('rv-image')!.shadowRoot!.querySelector('.body')!;
    expect(getComputedStyle(body, '::after').display).to.equal('none');
  });

  it('of a wire is shown where that says', async () => {
    const app = mount(
      `${PICTURE}${NUMBER}
      <rv-on event="load" run="default" outputs="picture" show-progress="minimal" show-progress-on="number"></rv-on>
      ${script(`export default async (ctx) => { ctx.progress(0.5, 'Half'); ${UNTIL_STOP}; }`)}`,
      'show-progress="hidden"',
    );
    await see(() => barsOf(boxOf(app, 'number')).length === 1);
    expect(boxOf(app, 'number')!.className).to.equal('minimal');
    expect(boxOf(app, 'picture')).to.equal(null);
  });

  it('minimal: a thin line and the time, from the start of the run', async () => {
    const app = mount(
      `${PICTURE}${script(`export default async function* (ctx) {
        await ctx.sleep(300);
        for (const i of ctx.track([1, 2])) for (const j of ctx.track([1, 2])) ${UNTIL_STOP};
      }`)}`,
      'show-progress="minimal"',
    );
    run(app);
    const box = await see(() => boxOf(app, 'picture'));
    expect([box.innerText.trim(), barsOf(box)]).to.deep.equal(['0 s', []]);
    await see(() => barsOf(box).length === 1);
    expect(box.getBoundingClientRect().height).to.be.below(8);
    expect(box.innerText.trim()).to.match(/^\d+ s$/);
    expect(await accessibilityViolations(app)).to.deep.equal([]);
  });

  it('hidden: nothing, though events tell', async () => {
    const app = mount(
      `${PICTURE}${script(`export default async (ctx) => { ctx.progress(0.5); ${UNTIL_STOP}; }`)}`,
      'show-progress="hidden"',
    );
    run(app);
    await event(app, 'rv-progress');
    const body = app.querySelector('rv-image')!.shadowRoot!.querySelector('.body')!;
    await see(() => getComputedStyle(body, '::after').display === 'none');
    expect([boxOf(app, 'picture'), boxOf(app)]).to.deep.equal([null, null]);
  });

  it('stands in the frame of an app that has no output to be seen', async () => {
    const app = mount(
      `<rv-textbox name="text"></rv-textbox>${script(`export default async (text, ctx) => { ctx.progress(0.25, 'Sending'); ${UNTIL_STOP}; }`)}`,
    );
    run(app);
    const [bar] = await see(() => barsOf(boxOf(app)).length === 1 && barsOf(boxOf(app)));
    expect(bar).to.deep.equal({ name: 'Sending', position: 0.25, text: '25 %' });
    expect(boxOf(app)!.checkVisibility()).to.equal(true);
    expect(await accessibilityViolations(app)).to.deep.equal([]);
  });

  it('shows runs side by side on one output, each until its end', async () => {
    const app = mount(
      `<rv-number name="which" value="1"></rv-number>${NUMBER}${script(`export default async (which, ctx) => {
        ctx.progress(which / 10, 'Run ' + which);
        ${UNTIL_STOP};
      }`)}`,
      'trigger-mode="multiple" concurrency-limit="2"',
    );
    const first = app.submit(1);
    void app.submit(2);
    const names = () => barsOf(boxOf(app, 'number')).map(({ name }) => name);
    await see(() => names().length === 2);
    expect(names().sort()).to.deep.equal(['Run 1', 'Run 2']);
    first.cancel();
    await see(() => names().length === 1);
    expect(names()).to.deep.equal(['Run 2']);
  });

  for (const [told, text, position] of [
    ['7', '100 %', 1],
    ['-1', '0 %', 0],
    ['NaN', '', -1],
    ['[3, 0]', '3', -1],
    ['null', '', -1],
  ] as const) {
    it(`shows ${told} as far as it can`, async () => {
      const app = mount(
        `${NUMBER}${script(`export default async (ctx) => { ctx.progress(${told}); ${UNTIL_STOP}; }`)}`,
      );
      run(app);
      const [bar] = await see(() => barsOf(boxOf(app, 'number')).length === 1 && barsOf(boxOf(app, 'number')));
      expect(bar).to.deep.equal({ name: 'Progress', position, text });
    });
  }

  it('says which wire has a word that it does not take', async () => {
    const errors = recordConsole('error');
    const app = mount(
      `${NUMBER}<rv-on name="wire" event="load" run="default" show-progress="tiny"></rv-on>${script('export default () => 1')}`,
    );
    const told = await event(app, 'rv-error');
    errors.restore();
    expect(told.error.message).to.equal(
      '<rv-on name="wire"> has show-progress="tiny", but takes full, minimal, hidden.',
    );
  });

  for (const [attributes, message] of [
    ['show-progress="tiny"', '<rv-app> has show-progress="tiny", but takes full, minimal, hidden.'],
    [
      'show-progress-on="number nothing"',
      '<rv-app> has show-progress-on="number nothing", but no component has the name "nothing" (there are: number).',
    ],
  ] as const) {
    it(`says that ${message}`, async () => {
      const errors = recordConsole('error');
      const app = mount(`${NUMBER}${script('export default () => 1')}`, attributes);
      const ending = await app.submit().finished;
      errors.restore();
      expect(ending.how === 'error' && ending.error.message).to.equal(message);
    });
  }
});
