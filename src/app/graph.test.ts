import { expect } from 'chai';
import type { RvAudio } from '../elements/audio.js';
import type { RvComponent } from '../elements/component.js';
import { inside, nextFrame, pictureFile, upload } from '../elements/testing.js';
import type { RvApp } from './app.js';
import type { RvErrorEvent } from './events.js';
import { event, mount, recordConsole, removeApps, script } from './testing.js';

afterEach(removeApps);

/** What a component with this name holds. */
function value(app: RvApp, name: string): unknown {
  return app.querySelector<HTMLElement & { value: unknown }>(`[name="${name}"]`)!.value;
}

function press(app: RvApp, name: string): void {
  inside(app.querySelector(`[name="${name}"]`)!, 'button').click();
}

/** Types into a textbox as a user does, and leaves it. */
function type(app: RvApp, name: string, text: string, key?: string): void {
  const control = inside<HTMLInputElement>(app.querySelector(`[name="${name}"]`)!, 'input');
  control.value = text;
  control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
  if (key) control.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
}

/** Has the native player of a component tell what happens to it. */
function tell(component: Element, type: string): void {
  (component as RvAudio).media.dispatchEvent(new Event(type));
}

/** Settles with the next run that ends in this way. */
function ended(app: RvApp, how: 'complete' | 'cancel' | 'error', count = 1): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    app.addEventListener(`rv-${how}`, function listen() {
      if (--left > 0) return;
      app.removeEventListener(`rv-${how}`, listen);
      resolve();
    });
  });
}

/** An app whose wires are there, and whose check has found nothing. */
async function graph(markup: string, attributes = ''): Promise<RvApp> {
  const app = mount(markup, attributes);
  await app.ready;
  await customElements.whenDefined('rv-on');
  await app.updateComplete;
  return app;
}

const FIELDS = `
  <rv-textbox name="prompt"></rv-textbox>
  <rv-button name="go">Draw</rv-button>
  <rv-button name="halt">Stop</rv-button>
  <rv-textbox name="picture" output></rv-textbox>
  <rv-textbox name="notes" output></rv-textbox>`;

const DRAWING = script(`
  export async function* draw(prompt, { sleep }) {
    yield prompt + ' 1';
    if (prompt === 'wait') await sleep(1e9);
    if (prompt === 'fail') throw new Error('no paint');
    yield prompt + ' 2';
  }
  export const describe = (picture) => 'a picture of ' + picture;
  export const greet = () => 'hello';`);

const WIRES = `
  <rv-on name="drawing" event="click submit" of="go prompt" run="draw" inputs="prompt" outputs="picture"></rv-on>
  <rv-on event="success" of="drawing" run="describe" inputs="picture" outputs="notes"></rv-on>
  <rv-on event="click" of="halt" cancels="drawing"></rv-on>`;

describe('rv-on', () => {
  it('runs at a click and at Enter, and one wire after the other', async () => {
    const app = await graph(`${FIELDS}${WIRES}${DRAWING}`);
    type(app, 'prompt', 'a cat');
    const both = ended(app, 'complete', 2);
    press(app, 'go');
    await both;
    expect([value(app, 'picture'), value(app, 'notes')]).to.deep.equal(['a cat 2', 'a picture of a cat 2']);
    const again = ended(app, 'complete', 2);
    type(app, 'prompt', 'a dog', 'Enter');
    await again;
    expect(value(app, 'notes')).to.equal('a picture of a dog 2');
  });

  it('takes the place of the app’s own buttons and columns', async () => {
    const app = await graph(`${FIELDS}${WIRES}${DRAWING}`);
    const submit = inside(app, '[part=submit]');
    expect([submit.checkVisibility(), app.querySelector('rv-on')!.checkVisibility()]).to.deep.equal([false, false]);
    for (const on of app.querySelectorAll('rv-on')) on.remove();
    await nextFrame();
    expect(submit.checkVisibility()).to.equal(true);
  });

  it('cancels a wire, after which its then runs, and its success does not', async () => {
    const app = await graph(
      `${FIELDS}${WIRES}
       <rv-textbox name="after" output></rv-textbox>
       <rv-on event="then" of="drawing" run="greet" outputs="after"></rv-on>${DRAWING}`,
    );
    type(app, 'prompt', 'wait');
    press(app, 'go');
    await event(app, 'rv-yield');
    const done = ended(app, 'complete');
    press(app, 'halt');
    await done;
    expect([value(app, 'picture'), value(app, 'notes'), value(app, 'after')]).to.deep.equal(['wait 1', '', 'hello']);
  });

  it('tells success, failure and cancel apart', async () => {
    const { restore } = recordConsole('error');
    const app = await graph(
      `${FIELDS}${WIRES}
       <rv-on event="failure" of="drawing" run="failed" outputs="notes"></rv-on>
       <rv-on event="cancel" of="drawing" run="stopped" outputs="notes"></rv-on>
       ${script(`
         export function* draw(prompt) { yield prompt; if (prompt === 'fail') throw new Error('no paint'); for (;;) yield prompt; }
         export const describe = () => 'done';
         export const failed = () => 'failed';
         export const stopped = () => 'stopped';`)}`,
    );
    for (const [prompt, note] of [
      ['fail', 'failed'],
      ['endless', 'stopped'],
    ] as const) {
      type(app, 'prompt', prompt);
      const done = ended(app, 'complete');
      const first = event(app, 'rv-yield');
      press(app, 'go');
      await first;
      if (prompt === 'endless') press(app, 'halt');
      await done;
      expect(value(app, 'notes')).to.equal(note);
    }
    restore();
  });

  it('runs at load, and at what a run has changed', async () => {
    const app = mount(
      `<rv-textbox name="first" output></rv-textbox><rv-textbox name="second" output></rv-textbox>
       <rv-on event="load" run="greet" outputs="first"></rv-on>
       <rv-on event="change" of="first" run="louder" inputs="first" outputs="second"></rv-on>
       ${script(`export const greet = () => 'hello'; export const louder = (text) => text.toUpperCase() + '!';`)}`,
    );
    await ended(app, 'complete', 2);
    expect(value(app, 'second')).to.equal('HELLO!');
  });

  it('runs a chain of 22 generators, with two counters beside it, and loses no value', async () => {
    const length = 22;
    const steps = Array.from({ length }, (_, i) => i);
    const app = await graph(
      `<rv-button name="go">Go</rv-button>
       ${steps.map((i) => `<rv-number name="n${i}" output></rv-number>`).join('')}
       <rv-number name="x" output></rv-number><rv-number name="y" output></rv-number>
       ${steps
         .map(
           (i) =>
             `<rv-on name="step${i}" event="${i ? 'success' : 'click'}" of="${i ? `step${i - 1}` : 'go'}" run="step"
               inputs="${i ? `n${i - 1}` : ''}" outputs="n${i}"></rv-on>`,
         )
         .join('')}
       <rv-on event="click" of="go" run="count" outputs="x"></rv-on>
       <rv-on event="click" of="go" run="recount" outputs="y"></rv-on>
       ${script(`
         export async function* step(before, ctx) {
           if (!ctx) before = 0;
           for (let i = 1; i <= 10; i++) yield before + i;
         }
         export async function* count({ sleep }) { for (let i = 1; i <= 20; i++) { await sleep(5); yield i; } }
         export async function* recount({ sleep }) { for (let i = 1; i <= 20; i++) { await sleep(5); yield i; } }`)}`,
    );
    const done = ended(app, 'complete', length + 2);
    press(app, 'go');
    await done;
    expect(steps.map((i) => value(app, `n${i}`))).to.deep.equal(steps.map((i) => 10 * (i + 1)));
    expect([value(app, 'x'), value(app, 'y')]).to.deep.equal([20, 20]);
    expect(inside(app, '[part=status]').textContent).to.equal('Done');
  });

  it('runs functions side by side, each in a worker of its own', async () => {
    const app = await graph(
      `<rv-button name="go">Go</rv-button><rv-number name="x" output></rv-number><rv-textbox name="y" output></rv-textbox>
       <rv-on name="busy" event="click" of="go" run="busy" outputs="x"></rv-on>
       <rv-on event="click" of="go" run="quick" outputs="y"></rv-on>
       ${script(`
         export function* busy() { for (let i = 0; ; i++) yield i; }
         export const quick = () => 'at once';`)}`,
    );
    const quick = ended(app, 'complete');
    press(app, 'go');
    await quick;
    expect(value(app, 'y')).to.equal('at once');
    expect(app.running).to.equal(true);
    app.cancel();
  });

  it('ends a worker beside the first once it has had nothing to do for ten seconds', async () => {
    const lock = crypto.randomUUID();
    const app = await graph(
      `<rv-button name="go">Go</rv-button>
       <rv-on event="click" of="go" run="one"></rv-on><rv-on event="click" of="go" run="two"></rv-on>
       ${script(`
         await new Promise((held) => navigator.locks.request('${lock}', { mode: 'shared' }, () => {
           held();
           return new Promise(() => {});
         }));
         export const one = ({ sleep }) => sleep(1e9);
         export const two = ({ sleep }) => sleep(1e9);`)}`,
    );
    const workers = async (count: number) => {
      for (;;) {
        const { held } = await navigator.locks.query();
        if (held!.filter(({ name }) => name === lock).length === count) return;
        await nextFrame();
      }
    };
    press(app, 'go');
    await workers(2);
    const { setTimeout } = window;
    const waits: { readonly act: () => void; readonly time: number }[] = [];
    window.setTimeout = ((act: () => void, time: number) => {
      waits.push({ act, time });
      return -1;
    }) as typeof setTimeout;
    const stopped = ended(app, 'cancel', 2);
    app.cancel();
    await stopped;
    await nextFrame();
    window.setTimeout = setTimeout;
    const idle = waits.filter(({ time }) => time === 10_000);
    expect(idle.length).to.equal(1);
    idle[0]!.act();
    await workers(1);
  });

  it('keeps ctx.state the same for all functions', async () => {
    const app = await graph(
      `<rv-button name="go">Go</rv-button><rv-number name="x" output></rv-number>
       <rv-on name="one" event="click" of="go" run="one"></rv-on>
       <rv-on name="two" event="success" of="one" run="two" outputs="x"></rv-on>
       <rv-on event="click" of="go" run="stay"></rv-on>
       ${script(`
         export const one = ({ state }) => { state.count = (state.count ?? 0) + 1; };
         export const two = ({ state }) => state.count;
         export const stay = ({ sleep }) => sleep(1e9);`)}`,
    );
    const done = ended(app, 'complete', 2);
    press(app, 'go');
    await done;
    expect(value(app, 'x')).to.equal(1);
    app.cancel();
  });

  it('queues by concurrency-id, shows the queue, and refuses what is above max-queue', async () => {
    const { messages, restore } = recordConsole('error');
    const app = await graph(
      `<rv-button name="a">A</rv-button><rv-button name="b">B</rv-button><rv-textbox name="out" output></rv-textbox>
       <rv-on event="click" of="a" run="first" concurrency-id="gpu" trigger-mode="multiple" max-queue="2"></rv-on>
       <rv-on event="click" of="b" run="second" outputs="out" concurrency-id="gpu"></rv-on>
       ${script(`
         export const first = ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
         export const second = () => 'my turn';`)}`,
    );
    const started = event(app, 'rv-start');
    press(app, 'a');
    await started;
    press(app, 'b');
    press(app, 'a');
    await app.updateComplete;
    expect(inside(app, '[part=queue]').textContent).to.match(/^2 in the queue/);
    const refused = event(app, 'rv-error') as Promise<RvErrorEvent>;
    press(app, 'a');
    expect((await refused).error.message).to.match(
      /^<rv-on event="click"> takes no more calls: 2 wait already \(max-queue="2"\)/,
    );
    expect(value(app, 'out')).to.equal('');
    const cancelled = ended(app, 'cancel', 2);
    const done = ended(app, 'complete');
    app.querySelector('rv-on')!.remove();
    await Promise.all([cancelled, done]);
    expect(value(app, 'out')).to.equal('my turn');
    expect(messages.length).to.equal(1);
    restore();
  });

  it('tells how long the queue is going to take, once a run has shown it', async () => {
    const app = await graph(
      `<rv-button name="go">Go</rv-button>
       <rv-on event="click" of="go" run="wait" trigger-mode="multiple"></rv-on>
       ${script('export const wait = ({ sleep }) => sleep(20);')}`,
    );
    const queue = () => app.shadowRoot!.querySelector('[part=queue]')?.textContent;
    const done = ended(app, 'complete', 3);
    for (let clicks = 0; clicks < 3; clicks++) press(app, 'go');
    await app.updateComplete;
    expect(queue()).to.equal('2 in the queue');
    await ended(app, 'complete');
    await event(app, 'rv-start');
    await app.updateComplete;
    expect(queue()).to.equal('1 in the queue, about 1 s');
    await done;
    await app.updateComplete;
    expect(queue()).to.equal(undefined);
  });

  const happenings: [string, string, (component: Element) => unknown][] = [
    ['click', '<rv-button name="it">Go</rv-button>', (button) => inside(button, 'button').click()],
    ['focus', '<rv-textbox name="it"></rv-textbox>', (field) => inside(field, 'input').focus()],
    [
      'blur',
      '<rv-textbox name="it"></rv-textbox>',
      (field) => {
        inside(field, 'input').focus();
        inside(field, 'input').blur();
      },
    ],
    ['change', '<rv-checkbox name="it"></rv-checkbox>', (checkbox) => inside(checkbox, 'input').click()],
    ['select', `<rv-radio name="it" choices='["S", "L"]'></rv-radio>`, (radio) => inside(radio, 'input').click()],
    ['upload', '<rv-image name="it" input></rv-image>', async (image) => upload(image, await pictureFile())],
    [
      'clear',
      '<rv-image name="it" input></rv-image>',
      async (image) => {
        const given = event(image, 'input');
        upload(image, await pictureFile());
        await given;
        await (image as RvComponent).updateComplete;
        inside(image, '[part=remove]').click();
      },
    ],
    ['play', '<rv-audio name="it"></rv-audio>', (audio) => tell(audio, 'play')],
    ['pause', '<rv-audio name="it"></rv-audio>', (audio) => tell(audio, 'pause')],
    ['end', '<rv-audio name="it"></rv-audio>', (audio) => tell(audio, 'ended')],
    ['stop', '<rv-video name="it"></rv-video>', (video) => tell(video, 'ended')],
  ];
  for (const [name, markup, act] of happenings) {
    it(`hears ${name}`, async () => {
      const app = await graph(
        `${markup}<rv-textbox name="heard" output></rv-textbox>
         <rv-on event="${name}" of="it" run="hear" outputs="heard"></rv-on>${script('export const hear = () => "heard";')}`,
      );
      const component = app.querySelector<RvComponent>('[name=it]')!;
      await component.updateComplete;
      const done = ended(app, 'complete');
      await act(component);
      await done;
      expect(value(app, 'heard')).to.equal('heard');
    });
  }

  it('runs the last of many changes', async () => {
    const app = await graph(
      `<rv-textbox name="text"></rv-textbox><rv-textbox name="out" output></rv-textbox>
       <rv-on event="input" of="text" run="echo" inputs="text" outputs="out"></rv-on>
       ${script('export async function echo(text, { state }) { state.calls = (state.calls ?? 0) + 1; return text + state.calls; }')}`,
    );
    const done = ended(app, 'complete', 2);
    for (const text of ['a', 'ab', 'abc', 'abcd']) type(app, 'text', text);
    await done;
    expect(value(app, 'out')).to.equal('abcd2');
  });

  it('hands a state on, whose change calls others but not the wire that made it', async () => {
    const app = await graph(
      `<rv-button name="add">Add</rv-button><rv-state name="list" value="[1]"></rv-state>
       <rv-number name="length" output></rv-number>
       <rv-on event="click change" of="add list" run="add" inputs="list" outputs="list"></rv-on>
       <rv-on event="change" of="list" run="measure" inputs="list" outputs="length"></rv-on>
       ${script('export const add = (list) => [...list, list.length + 1]; export const measure = (list) => list.length;')}`,
    );
    const added = ended(app, 'complete', 2);
    press(app, 'add');
    await added;
    expect([value(app, 'list'), value(app, 'length')]).to.deep.equal([[1, 2], 2]);
    const set = ended(app, 'complete', 3);
    app.querySelector('rv-state')!.value = [7];
    await set;
    expect([value(app, 'list'), value(app, 'length')]).to.deep.equal([[7, 2], 2]);
    expect(app.running).to.equal(false);
  });

  it('hears what is no input or output, if it has a name', async () => {
    const app = await graph(
      `<rv-tabs name="views"><rv-tab label="One">1</rv-tab><rv-tab label="Two">2</rv-tab></rv-tabs>
       <button name="plain">Plain</button><rv-number name="count" output></rv-number>
       <rv-on event="select click" of="views plain" run="count" outputs="count" trigger-mode="multiple"></rv-on>
       ${script('export const count = ({ state }) => (state.count = (state.count ?? 0) + 1);')}`,
    );
    await app.querySelector('rv-tabs')!.updateComplete;
    const both = ended(app, 'complete', 3);
    app.querySelector('button')!.click();
    // Which is a click on the tabs too.
    app.querySelector('rv-tabs')!.shadowRoot!.querySelectorAll<HTMLElement>('[role=tab]')[1]!.click();
    await both;
    expect(value(app, 'count')).to.equal(3);
  });

  it('runs at the ticks of a timer', async () => {
    const app = await graph(
      `<rv-timer name="clock" value="0.01"></rv-timer><rv-number name="count" output></rv-number>
       <rv-on event="tick" of="clock" run="count" outputs="count"></rv-on>
       ${script('export const count = ({ state }) => (state.count = (state.count ?? 0) + 1);')}`,
    );
    await ended(app, 'complete', 3);
    expect(value(app, 'count')).to.be.at.least(3);
  });

  it('hears a name in the page, and not the same inside a component or in an app of its own', async () => {
    const app = await graph(
      `<rv-textbox name="choice"></rv-textbox><rv-radio name="size" choices='["S", "L"]'></rv-radio>
       <rv-number name="count" output></rv-number>
       <rv-app><rv-button name="choice">Inner</rv-button>${script('export default () => {}')}</rv-app>
       <rv-on event="click" of="choice" run="count" outputs="count" trigger-mode="multiple"></rv-on>
       ${script('export const count = ({ state }) => (state.count = (state.count ?? 0) + 1);')}`,
    );
    expect(inside(app, '[part=error]').innerText).to.equal('');
    // In the shadow root of each choice there is an input named "choice".
    app.querySelector('rv-radio')!.shadowRoot!.querySelector<HTMLElement>('[name=choice]')!.click();
    inside(app.querySelector('rv-app rv-button')!, 'button').click();
    const once = ended(app, 'complete');
    app.querySelector('rv-textbox')!.click();
    await once;
    expect([value(app, 'count'), app.running]).to.deep.equal([1, false]);
  });

  it('says of a wire to what is in another app that there is no such thing', async () => {
    const { restore } = recordConsole('error');
    const app = mount(
      `<rv-app><rv-button name="inner">Inner</rv-button>${script('export default () => {}')}</rv-app>
       <rv-on event="click" of="inner" run="draw"></rv-on>${DRAWING}`,
    );
    await event(app, 'rv-error', ({ target }) => target === app);
    await app.updateComplete;
    expect(inside(app, '[part=error]').innerText).to.contain('nothing has the name "inner"');
    restore();
  });

  it('runs at load once, also what comes later, and not again when the app is moved', async () => {
    const app = await graph(
      `<rv-number name="a" output></rv-number><rv-number name="b" output></rv-number>
       <rv-on event="load" run="count" outputs="a"></rv-on>
       ${script(`
         export const count = () => 1;
         export const recount = (before) => (before ?? 0) + 1;`)}`,
    );
    if (value(app, 'a') !== 1) await ended(app, 'complete');
    const later = ended(app, 'complete');
    app.on({ event: 'load', run: 'recount', inputs: 'b', outputs: 'b' });
    await later;
    const host = document.createElement('section');
    app.before(host);
    host.append(app);
    const { recount } = await app.functions;
    await recount!.submit().finished;
    expect([value(app, 'a'), value(app, 'b')]).to.deep.equal([1, 2]);
  });

  it('says what is wrong until it is mended, and what becomes wrong by script', async () => {
    const { restore } = recordConsole('error');
    const app = mount(
      `<rv-textbox name="prompt"></rv-textbox><rv-textbox name="picture" output></rv-textbox>
       <rv-on event="click" of="go" run="draw" inputs="prompt" outputs="picture"></rv-on>${DRAWING}`,
    );
    await app.updateComplete;
    const error = inside(app, '[part=error]');
    const says = async (text: string) => {
      while (!(text ? error.innerText.includes(text) : error.hidden)) await nextFrame();
    };
    await says('has of="go", but nothing has the name "go"');
    const go = Object.assign(document.createElement('rv-button'), { label: 'Draw' });
    go.setAttribute('name', 'start');
    app.append(go);
    await says('(there are: prompt, picture, start)');
    go.setAttribute('name', 'go');
    await says('');
    await go.updateComplete;
    const done = ended(app, 'complete');
    press(app, 'go');
    await done;
    app.querySelector('rv-on')!.of = 'went';
    await says('has of="went"');
    app.querySelector('rv-on')!.remove();
    await says('');
    restore();
  });

  it('has always-last replace what waits where no more may wait', async () => {
    const app = await graph(
      `<rv-button name="go">Go</rv-button><rv-number name="count" output></rv-number>
       <rv-on event="click" of="go" run="wait" outputs="count" trigger-mode="always-last" max-queue="1"></rv-on>
       ${script('export const wait = async ({ sleep, state }) => { await sleep(20); return (state.count = (state.count ?? 0) + 1); }')}`,
    );
    const both = ended(app, 'complete', 2);
    for (let clicks = 0; clicks < 4; clicks++) press(app, 'go');
    await both;
    expect([value(app, 'count'), app.running]).to.deep.equal([2, false]);
  });

  it('has the largest limit count for those who share one', async () => {
    const app = await graph(
      `<rv-button name="a">A</rv-button><rv-button name="b">B</rv-button>
       <rv-on event="click" of="a" run="first" concurrency-id="gpu" concurrency-limit="2"></rv-on>
       <rv-on event="click" of="b" run="second" concurrency-id="gpu"></rv-on>
       ${script(`
         export const first = ({ sleep }) => sleep(1e9);
         export const second = () => {};`)}`,
    );
    const started = event(app, 'rv-start');
    press(app, 'a');
    await started;
    const done = ended(app, 'complete');
    press(app, 'b');
    await done;
    app.cancel();
  });

  it('goes on when a component is taken away while it runs, and says so at the next run', async () => {
    const { restore } = recordConsole('error');
    const app = await graph(`${FIELDS}${WIRES}${DRAWING}`);
    type(app, 'prompt', 'wait');
    const painted = event(app, 'rv-yield');
    press(app, 'go');
    await painted;
    const picture = app.querySelector<HTMLElement & { value: string; busy: boolean }>('[name=picture]')!;
    for (const name of ['picture', 'prompt']) app.querySelector(`[name=${name}]`)!.remove();
    const stopped = ended(app, 'cancel');
    press(app, 'halt');
    await stopped;
    expect([picture.value, picture.busy, app.running]).to.deep.equal(['wait 1', false, false]);
    const failed = event(app, 'rv-error') as Promise<RvErrorEvent>;
    press(app, 'go');
    expect((await failed).error.message).to.contain('no component has the name "prompt"');
    restore();
  });

  it('is wired by script too', async () => {
    const app = mount(`${FIELDS}${DRAWING}`);
    await app.ready;
    const on = app.on({
      event: 'click',
      of: 'go',
      run: 'draw',
      inputs: 'prompt',
      outputs: 'picture',
      triggerMode: 'once',
      showProgressOn: 'picture',
    });
    await customElements.whenDefined('rv-on');
    expect([on.event, on.triggerMode, on.concurrencyLimit, on.showProgressOn]).to.deep.equal([
      'click',
      'once',
      1,
      'picture',
    ]);
    type(app, 'prompt', 'a cat');
    const done = ended(app, 'complete');
    press(app, 'go');
    await done;
    expect(value(app, 'picture')).to.equal('a cat 2');
    expect(() => app.on({ events: 'click' } as object)).to.throw(
      '<rv-app>.on() was given "events", but takes name, event',
    );
  });

  it('still runs on its own when it is asked to', async () => {
    const app = await graph(`${FIELDS}${WIRES}${DRAWING}`);
    app.run = 'draw';
    app.inputs = 'prompt';
    app.outputs = 'picture';
    expect(await app.submit('a cow').finished).to.deep.equal({ how: 'complete' });
    expect(value(app, 'picture')).to.equal('a cow 2');
  });

  const bad: [string, string, RegExp][] = [
    [
      'an unknown event',
      '<rv-on event="press" of="go" run="draw"></rv-on>',
      /^TypeError: <rv-on event="press"> has event="press", but takes load, click/,
    ],
    ['no event', '<rv-on of="go" run="draw"></rv-on>', /has event="", but takes/],
    [
      'an unknown component',
      '<rv-on event="click" of="gone" run="draw"></rv-on>',
      /has of="gone", but nothing has the name "gone" \(there are: prompt, go, halt, picture, notes\)/,
    ],
    [
      'nothing to hear it of',
      '<rv-on event="click" run="draw"></rv-on>',
      /waits for "click", but of="" names no component/,
    ],
    [
      'an event of a wire without one',
      '<rv-on event="then" of="go" run="draw"></rv-on>',
      /waits for "then", but of="go" names no <rv-on>/,
    ],
    [
      'an unknown wire',
      '<rv-on event="click" of="go" cancels="drawing"></rv-on>',
      /has cancels="drawing", but no <rv-on> has the name "drawing"/,
    ],
    [
      'an unknown input',
      '<rv-on event="click" of="go" run="draw" inputs="seed"></rv-on>',
      /has inputs="seed", but no component has the name "seed"/,
    ],
    [
      'an unknown function',
      '<rv-on event="click" of="go" run="paint"></rv-on>',
      /has run="paint", but the script exports no such function \(there are: draw, describe, greet\)/,
    ],
    ['nothing to do', '<rv-on event="click" of="go"></rv-on>', /does nothing: give it `run`/],
    [
      'a name given twice',
      '<rv-on name="go" event="click" of="go" run="draw"></rv-on>',
      /the name "go" is given twice/,
    ],
    [
      'a wrong limit',
      '<rv-on event="click" of="go" run="draw" concurrency-limit="0"></rv-on>',
      /has concurrency-limit="0", but takes a whole number from 1/,
    ],
    [
      'a wrong queue',
      '<rv-on event="click" of="go" run="draw" max-queue="many"></rv-on>',
      /has max-queue="NaN", but takes/,
    ],
    [
      'a wrong trigger-mode',
      '<rv-on event="click" of="go" run="draw" trigger-mode="all"></rv-on>',
      /has trigger-mode="all", but takes once, multiple, always-last/,
    ],
    [
      'a loop',
      `<rv-on name="a" event="then click" of="b go" run="draw"></rv-on><rv-on name="b" event="success" of="a" run="draw"></rv-on>`,
      /is called by its own end: a → b → a/,
    ],
  ];
  for (const [name, markup, message] of bad) {
    it(`says of ${name} so when the page loads`, async () => {
      const { restore } = recordConsole('error');
      const app = mount(`${FIELDS}${markup}${DRAWING}`);
      await event(app, 'rv-error');
      await app.updateComplete;
      expect(inside(app, '[part=error]').innerText).to.match(message);
      restore();
    });
  }

  it('says that it is in no app', async () => {
    const { messages, restore } = recordConsole('error');
    const on = document.createElement('rv-on');
    document.body.append(on);
    await customElements.whenDefined('rv-on');
    on.remove();
    restore();
    expect(messages.join()).to.include('is outside an <rv-app>');
  });
});
