import { expect } from 'chai';
import './state.js';
import type { RvState } from './state.js';
import { accessibilityViolations, consoleErrors, expectEvent, fixture, inside, rendered } from './testing.js';

const height = (element: Element) => element.getBoundingClientRect().height;

describe('rv-state', () => {
  it('holds what the markup gives, is not seen, and is no input or output by itself', async () => {
    const state = await fixture<RvState>(`<rv-state name="tasks" label="Tasks" value='[{"done": false}]'></rv-state>`);
    expect(state.value).to.deep.equal([{ done: false }]);
    expect(state.read()).to.deep.equal([{ done: false }]);
    expect(getComputedStyle(state).display).to.equal('none');
    expect([state.isInput, state.isOutput]).to.deep.equal([false, false]);
    expect((await fixture<RvState>('<rv-state></rv-state>')).value).to.equal(null);
  });

  it('tells every change after the first value, by script, by a run, and back', async () => {
    const state = document.createElement('rv-state');
    const seen: unknown[] = [];
    state.addEventListener('change', (event) => seen.push([state.value, event.bubbles]));
    state.setAttribute('value', '1');
    document.body.append(state);
    await rendered(state);
    state.value = 2;
    state.value = 2;
    state.paint({ kind: 'value', value: 3 });
    state.clear();
    state.setAttribute('value', '4');
    state.remove();
    expect(seen).to.deep.equal([2, 2, 3, 1, 4].map((value) => [value, true]));
  });

  it('has the last value when a listener sets another', async () => {
    const state = await fixture<RvState>('<rv-state value="1"></rv-state>');
    state.addEventListener('change', () => {
      if (state.value === 2) state.value = 3;
    });
    state.value = 2;
    expect(state.value).to.equal(3);
  });

  it('is no longer tied to what it was given, nor to what it has given', async () => {
    const state = await fixture<RvState>('<rv-state></rv-state>');
    const tasks = ['one'];
    state.value = tasks;
    tasks.push('two');
    expect(state.value).to.deep.equal(['one']);
    (state.read() as string[]).push('three');
    expect(state.value).to.deep.equal(['one']);
  });

  it('goes back to what the markup gave, also when that was changed in place', async () => {
    const state = await fixture<RvState>(`<rv-state value='["one"]'></rv-state>`);
    (state.value as string[]).push('two');
    state.clear();
    expect(state.value).to.deep.equal(['one']);
  });

  it('holds bytes, files and pictures, a picture also after it was given to a run', async () => {
    const state = await fixture<RvState>('<rv-state></rv-state>');
    state.value = { bytes: Uint8Array.of(1, 2), blob: new Blob(['abc']), at: new Date(0) };
    const held = state.value as { bytes: Uint8Array; blob: Blob; at: Date };
    expect([held.bytes, held.at]).to.deep.equal([Uint8Array.of(1, 2), new Date(0)]);
    expect(await held.blob.text()).to.equal('abc');
    state.value = await createImageBitmap(new ImageData(2, 1));
    const given = state.read() as ImageBitmap;
    structuredClone(given, { transfer: [given] });
    expect((state.value as ImageBitmap).width).to.equal(2);
  });

  for (const [value, culprit] of [
    [() => 1, 'value is a function'],
    [{ rows: [0, { draw() {} }] }, 'value.rows[1].draw is a function'],
    [[Symbol('x')], 'value[0] is a symbol'],
    [{ later: Promise.resolve() }, 'value.later is a Promise'],
  ] as const) {
    it(`refuses what can’t be cloned, and keeps what it had: ${culprit}`, async () => {
      const state = await fixture<RvState>('<rv-state name="tasks" value="1"></rv-state>');
      expect(() => {
        state.value = value;
      }).to.throw(TypeError, `<rv-state name="tasks">: ${culprit}, but takes what can be structured-cloned.`);
      expect(state.value).to.equal(1);
    });
  }

  it('shows itself to tell a value attribute that is no JSON', async () => {
    let state!: RvState;
    const errors = await consoleErrors(async () => {
      state = await fixture<RvState>('<rv-state name="tasks" value="{a: 1}"></rv-state>');
    });
    expect(errors.length).to.equal(1);
    expect(errors[0]).to.match(/^<rv-state name="tasks">: value is \{a: 1\}, but takes JSON: .+/);
    expect(inside(state, '[part=label]').innerText).to.equal('tasks');
    expect(inside(state, '[role=alert]').innerText).to.match(/^value is \{a: 1\}, but takes JSON: .+/);
    expect(height(state)).to.be.greaterThan(0);
    expect(await accessibilityViolations()).to.deep.equal([]);
    await expectEvent(state, 'change', () => state.setAttribute('value', '1'));
    await rendered(state);
    expect(height(state)).to.equal(0);
  });
});
