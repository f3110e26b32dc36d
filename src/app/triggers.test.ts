import { expect } from 'chai';
import type { RvApp } from './app.js';
import { event, mount, removeApps, script } from './testing.js';

afterEach(removeApps);

/** Counts what happened to each call in the worker's state, which `report` shows. */
const COUNTING = script(`
  export default async function* (text, { sleep, signal, state }) {
    state.started = (state.started ?? 0) + 1;
    try {
      yield text + "…";
      await sleep(text === "last" ? 0 : 60_000);
      yield text + "!";
    } finally {
      state.left = (state.left ?? 0) + 1;
      if (signal.aborted) state.aborted = (state.aborted ?? 0) + 1;
    }
  }
  export function report(text, { state }) { return JSON.stringify(state); }`);

const MARKUP = `<rv-textbox name="text"></rv-textbox><rv-textbox name="shown" output></rv-textbox>${COUNTING}`;

function shown(app: RvApp): string {
  return app.querySelector<HTMLElement & { value: string }>('[name=shown]')!.value;
}

/** Types a letter or more as a user does: the native control changes, and says so. */
function type(app: RvApp, text: string): void {
  const control = app.querySelector('rv-textbox')!.shadowRoot!.querySelector('input')!;
  control.value = text;
  control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

async function ready(app: RvApp): Promise<void> {
  await customElements.whenDefined('rv-textbox');
  await app.querySelector('rv-textbox')!.updateComplete;
}

describe('a live app', () => {
  it('supersedes what is under way, and ends on the last result', async () => {
    const app = mount(MARKUP, 'live');
    await ready(app);
    const seen = new Set<string>();
    app.addEventListener('rv-yield', () => seen.add(shown(app)));
    type(app, 'a');
    await event(app, 'rv-yield');
    const complete = event(app, 'rv-complete');
    for (const text of ['ab', 'abc', 'abcd']) type(app, text);
    type(app, 'last');
    await complete;
    expect(shown(app)).to.equal('last!');
    // What was superseded before it began never ran; what had begun was aborted, its finally run.
    expect([...seen].filter((text) => /^(ab|abc|abcd)/.test(text))).to.deep.equal([]);
    app.live = false;
    app.run = 'report';
    await app.submit().finished;
    expect(JSON.parse(shown(app))).to.deep.equal({ started: 2, left: 2, aborted: 1 });
  });

  it('has no Submit', async () => {
    const app = mount(MARKUP, 'live');
    await app.updateComplete;
    expect(app.shadowRoot!.querySelector<HTMLElement>('[part=submit]')!.checkVisibility()).to.equal(false);
  });

  it('never paints a superseded run again, even one that does not listen', async () => {
    const app = mount(
      `<rv-textbox name="text"></rv-textbox><rv-textbox name="shown" output></rv-textbox>
      ${script('export default async function* (text) { for (;;) { yield text; if (text === "end") return; await new Promise((done) => setTimeout(done, 1)); } }')}`,
      'live',
    );
    await ready(app);
    type(app, 'deaf');
    await event(app, 'rv-yield');
    const after: string[] = [];
    const complete = event(app, 'rv-complete');
    type(app, 'end');
    app.addEventListener('rv-yield', () => after.push(shown(app)));
    await complete;
    expect(new Set(after)).to.deep.equal(new Set(['end']));
  });
});

describe('trigger-mode', () => {
  it('once: a Submit under way is not disturbed', async () => {
    const app = mount(MARKUP);
    const first = app.submit('x');
    const second = app.submit('last');
    expect(await second.finished).to.deep.equal({ how: 'cancel' });
    await event(app, 'rv-yield');
    expect(shown(app)).to.equal('x…');
    first.cancel();
    expect(await app.submit('last').finished).to.deep.equal({ how: 'complete' });
  });

  it('multiple: each waits its turn', async () => {
    const app = mount(MARKUP, 'trigger-mode="multiple"');
    const order: number[] = [];
    const runs = ['last', 'last', 'last'].map((text) => app.submit(text));
    runs.forEach((run, index) => void run.finished.then(() => order.push(index)));
    const endings = await Promise.all(runs.map((run) => run.finished));
    expect(endings.map(({ how }) => how)).to.deep.equal(['complete', 'complete', 'complete']);
    expect(order).to.deep.equal([0, 1, 2]);
  });

  it('always-last: what waits gives way to the last', async () => {
    const app = mount(MARKUP, 'trigger-mode="always-last"');
    const first = app.submit('x');
    const middle = app.submit('y');
    const last = app.submit('last');
    expect(await middle.finished).to.deep.equal({ how: 'cancel' });
    await event(app, 'rv-yield');
    first.cancel();
    expect(await last.finished).to.deep.equal({ how: 'complete' });
    expect(shown(app)).to.equal('last!');
  });

  it('concurrency-limit lets runs go side by side', async () => {
    const app = mount(MARKUP, 'trigger-mode="multiple" concurrency-limit="2"');
    const first = app.submit('x');
    const second = app.submit('last');
    expect(await second.finished).to.deep.equal({ how: 'complete' });
    first.cancel();
    expect(await first.finished).to.deep.equal({ how: 'cancel' });
  });
});

describe('Stop and Submit', () => {
  const buttons = (app: RvApp) => ({
    submit: app.shadowRoot!.querySelector<HTMLButtonElement>('[part=submit]')!,
    stop: app.shadowRoot!.querySelector<HTMLButtonElement>('[part=stop]')!,
  });

  it('take each other’s place, with the focus', async () => {
    const app = mount(MARKUP);
    await app.updateComplete;
    const { submit, stop } = buttons(app);
    submit.focus();
    submit.click();
    await app.updateComplete;
    expect([submit.checkVisibility(), stop.checkVisibility()]).to.deep.equal([false, true]);
    expect(app.shadowRoot!.activeElement?.getAttribute('part')).to.equal('stop');
    const cancelled = event(app, 'rv-cancel');
    stop.click();
    await app.updateComplete;
    expect([submit.checkVisibility(), stop.checkVisibility()]).to.deep.equal([true, false]);
    expect(app.shadowRoot!.activeElement?.getAttribute('part')).to.equal('submit');
    await cancelled;
  });

  it('Stop in any state: before the start, twice, after the end', async () => {
    const app = mount(MARKUP);
    app.cancel();
    const early = app.submit('x');
    early.cancel();
    early.cancel();
    expect(await early.finished).to.deep.equal({ how: 'cancel' });
    const run = app.submit('last');
    expect(await run.finished).to.deep.equal({ how: 'complete' });
    run.cancel();
    app.cancel();
    expect(await run.finished).to.deep.equal({ how: 'complete' });
    expect(await app.submit('last').finished).to.deep.equal({ how: 'complete' });
  });

  it('Enter in a field of one line submits, but not while a word is composed', async () => {
    const app = mount(MARKUP);
    await ready(app);
    type(app, 'last');
    const control = app.querySelector('rv-textbox')!.shadowRoot!.querySelector('input')!;
    let started = 0;
    app.addEventListener('rv-start', () => started++);
    control.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, isComposing: true }),
    );
    const complete = event(app, 'rv-complete');
    control.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    await complete;
    expect(started).to.equal(1);
    expect(shown(app)).to.equal('last!');
  });

  it('a required input that is empty keeps Submit from running', async () => {
    const app = mount(
      `<rv-textbox required></rv-textbox><rv-textbox name="shown" output></rv-textbox>${script('export default (x) => x')}`,
    );
    await ready(app);
    let started = 0;
    app.addEventListener('rv-start', () => started++);
    expect(await app.submit().finished).to.deep.equal({ how: 'cancel' });
    type(app, 'here');
    await app.querySelector('rv-textbox')!.updateComplete;
    expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
    expect(started).to.equal(1);
  });

  it('Clear stops, and sets everything back', async () => {
    const app = mount(MARKUP);
    await ready(app);
    type(app, 'x');
    const run = app.submit();
    await event(app, 'rv-yield');
    app.clear();
    expect(await run.finished).to.deep.equal({ how: 'cancel' });
    expect([app.querySelector('rv-textbox')!.value, shown(app)]).to.deep.equal(['', '']);
  });
});
