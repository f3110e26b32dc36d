import { expect } from 'chai';
import { event, mount, recordConsole, removeApps, script } from '../app/testing.js';
import { readRecord } from '../store/database.js';
import { errorOf } from './testing.js';

afterEach(removeApps);

describe('an app with what is not seen', () => {
  it('gives a named state to its function, and has it back', async () => {
    const app = mount(
      `<rv-textbox name="task" value="one"></rv-textbox><rv-state name="tasks" value="[]"></rv-state>
      ${script('export default (task, tasks) => [...tasks, { task, at: new Map([[1, 2]]) }];')}`,
      'inputs="task tasks" outputs="tasks"',
    );
    for (let runs = 1; runs <= 2; runs++) expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
    const one = { task: 'one', at: new Map([[1, 2]]) };
    expect(app.querySelector('rv-state')!.value).to.deep.equal([one, one]);
  });

  it('leaves out a state that is not named', async () => {
    const app = mount(
      `<rv-state name="tasks" value="[]"></rv-state><rv-timer active="false"></rv-timer><rv-number output></rv-number>
      ${script('export default (...values) => values.length;')}`,
    );
    await app.submit().finished;
    expect(app.querySelector('rv-number')!.value).to.equal(1);
  });

  it('tells a yield that can’t be cloned on the state, and goes on', async () => {
    const messages = recordConsole('error');
    const app = mount(
      `<rv-state name="tasks" output></rv-state><rv-number name="count" output></rv-number>
      ${script('export default () => [{ rows: [{ draw() {} }] }, 1];')}`,
    );
    expect(await app.submit().finished).to.deep.equal({ how: 'complete' });
    messages.restore();
    expect(await errorOf(app.querySelector('rv-state')!)).to.match(
      /<rv-state name="tasks"> can't show the function draw at \.rows\[0\]\.draw: it takes what can be structured-cloned\./,
    );
    expect(app.querySelector('rv-number')!.value).to.equal(1);
  });

  it('waits for what a visit before has stored', async () => {
    const key = crypto.randomUUID();
    const state = `<rv-browser-state name="count" storage-key="${key}" value="1"></rv-browser-state>`;
    const next = script('export default (count) => count + 1;');
    for (const count of [2, 3]) {
      const app = mount(state + next, 'inputs="count" outputs="count"');
      await app.submit().finished;
      expect(app.querySelector('rv-browser-state')!.value).to.equal(count);
      while ((await readRecord(key))?.plain?.value !== count) await new Promise(requestAnimationFrame);
      removeApps();
    }
  });

  it('keeps what lasts over visits when it is cleared, and only that', async () => {
    const key = crypto.randomUUID();
    const app = mount(
      `<rv-textbox name="task" value="one"></rv-textbox><rv-state name="page" value="0"></rv-state>
      <rv-browser-state name="visits" storage-key="${key}" value="0"></rv-browser-state>
      ${script('export default (task) => [null, 5, 7];')}`,
      'inputs="task" outputs="task page visits"',
    );
    await app.submit().finished;
    app.clear();
    const { value: task } = app.querySelector('rv-textbox')!;
    const states = [app.querySelector('rv-state')!.value, app.querySelector('rv-browser-state')!.value];
    expect([task, ...states]).to.deep.equal(['one', 0, 7]);
    while ((await readRecord(key))?.plain?.value !== 7) await new Promise(requestAnimationFrame);
  });

  it('hears a state that has refused a value all the same', async () => {
    const { restore } = recordConsole('error');
    const app = mount(
      `<rv-browser-state name="kept" storage-key="${crypto.randomUUID()}" secret="x" value="0"></rv-browser-state>
      <rv-number name="shown" output></rv-number>
      <rv-on event="load" run="spoil" outputs="kept"></rv-on>
      <rv-on event="change" of="kept" run="show" inputs="kept" outputs="shown"></rv-on>
      ${script('export const spoil = () => new Date(0); export const show = (kept) => kept;')}`,
    );
    await event(app, 'rv-complete');
    restore();
    const shown = event(app, 'rv-complete', () => app.querySelector('rv-number')!.value === 3);
    app.querySelector('rv-browser-state')!.value = 3;
    await shown;
  });

  it('runs at the ticks of a timer', async () => {
    const app = mount(
      `<rv-timer value="0.01"></rv-timer><rv-number output></rv-number>
      ${script('export default ({ state }) => (state.count = (state.count ?? 0) + 1);')}`,
    );
    app.addEventListener('tick', () => app.submit());
    await event(app, 'rv-yield', () => app.querySelector('rv-number')!.value === 3);
  });
});
