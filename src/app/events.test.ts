import { expect } from 'chai';
import { inside } from '../elements/testing.js';
import type { RvAlertEvent } from './events.js';
import { event, mount, recordConsole, removeApps, script } from './testing.js';

afterEach(removeApps);

describe('events of <rv-app>', () => {
  it('come in order, bubble, are composed, and name the run and what was painted', async () => {
    const app = mount(
      `<rv-number name="a" output></rv-number><rv-number name="b" output></rv-number>
      ${script('export default async function* () { yield [1, undefined]; }')}`,
    );
    const seen: string[] = [];
    const types = ['rv-start', 'rv-yield', 'rv-complete', 'rv-cancel', 'rv-error'] as const;
    const note = (found: Event) => seen.push(found.type);
    for (const type of types) document.addEventListener(type, note);
    const painted = event(app, 'rv-yield');
    const run = app.submit();
    expect((await painted).outputs.map((output) => output.name)).to.deep.equal(['a']);
    expect((await painted).run).to.equal(run);
    expect((await painted).composed).to.equal(true);
    await run.finished;
    for (const type of types) document.removeEventListener(type, note);
    expect(seen).to.deep.equal(['rv-start', 'rv-yield', 'rv-complete']);
  });

  it('an error that is cancelled is not shown', async () => {
    const { restore } = recordConsole('error');
    const app = mount(`<rv-number output></rv-number>${script('export default () => { throw new Error("no"); };')}`);
    app.addEventListener('rv-error', (failed) => failed.preventDefault(), { once: true });
    const line = () => inside(app, '[part=error]').innerText;
    await app.submit().finished;
    await app.updateComplete;
    expect(line()).to.equal('');
    await app.submit().finished;
    await app.updateComplete;
    expect(line()).to.match(/^no/);
    restore();
  });

  it('a yield is told at most once a frame where the last one shows', async () => {
    const app = mount(
      `<rv-number output></rv-number>${script('export default function* () { for (let i = 0; i < 100_000; i++) yield i; }')}`,
    );
    let yields = 0;
    let frames = 0;
    const count = () => {
      frames++;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    app.addEventListener('rv-yield', () => yields++);
    await app.submit().finished;
    expect(yields).to.be.at.least(1);
    expect(yields).to.be.at.most(frames + 1);
    expect(app.querySelector('rv-number')!.value).to.equal(99_999);
  });

  it('tell of progress, by hand and by track, and that it is over', async () => {
    const app = mount(
      `<rv-number output></rv-number>
      ${script(`export default async function* ({ progress, track, sleep }) {
        progress([3, 4], "Loading");
        yield 1;
        await sleep(60);
        for (const item of track(["a", "b"], { description: "Items", unit: "letters" })) { progress(0.5, "Inside"); yield 2; await sleep(60); }
      }`)}`,
    );
    const told: string[] = [];
    app.addEventListener('rv-progress', ({ levels }) => {
      told.push(levels.map(({ description, fraction }) => `${description} ${fraction}`).join(', '));
    });
    await app.submit().finished;
    expect(told[0]).to.equal('Loading 0.75');
    expect(told.join('; ')).to.match(/Items (0|0\.5), Inside 0\.5/);
    expect(told.at(-1)).to.equal('');
  });

  it('shows messages until they are closed, unless the page shows them itself', async () => {
    const app = mount(
      `<rv-number output></rv-number>
      ${script(`export default (ctx) => {
        ctx.info("Saved", { title: "Done", duration: null });
        ctx.error("Lost", { duration: null });
      }`)}`,
    );
    const own: string[] = [];
    const toast = () => [...(app.shadowRoot!.querySelector('rv-toasts')?.shadowRoot?.querySelectorAll('.toast') ?? [])];
    const prevent = (found: RvAlertEvent) => {
      own.push(found.alert.message);
      if (found.alert.level === 'error') found.preventDefault();
    };
    app.addEventListener('rv-alert', prevent);
    await app.submit().finished;
    expect(own).to.deep.equal(['Saved', 'Lost']);
    while (toast().length === 0) await new Promise(requestAnimationFrame);
    expect(toast().map((each) => each.querySelector('p')!.textContent)).to.deep.equal(['DoneSaved']);
    toast()[0]!.querySelector('button')!.click();
    while (toast().length > 0) await new Promise(requestAnimationFrame);
  });
});
