import { expect } from 'chai';
import { accessibilityViolations, consoleErrors, expectEvent, fixture, inside, rendered } from './testing.js';
import './timer.js';
import type { RvTimer } from './timer.js';

/** Timeouts that pass when the test says so. */
class Clock {
  readonly #real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  readonly #waiting = new Map<number, { wait: number; done: () => void }>();
  #last = 0;

  constructor() {
    Object.assign(globalThis, {
      setTimeout: (done: () => void, wait: number) => {
        this.#waiting.set(++this.#last, { wait, done });
        return this.#last;
      },
      clearTimeout: (id: number) => this.#waiting.delete(id),
    });
  }

  /** Milliseconds of each timeout under way. */
  get waits(): number[] {
    return [...this.#waiting.values()].map(({ wait }) => wait);
  }

  /** Lets every timeout under way pass. */
  pass(): void {
    const due = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { done } of due) done();
  }

  restore(): void {
    Object.assign(globalThis, this.#real);
  }
}

describe('rv-timer', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = new Clock();
  });
  afterEach(() => clock.restore());

  function count(timer: RvTimer): () => number {
    let ticks = 0;
    timer.addEventListener('tick', () => ticks++);
    return () => ticks;
  }

  it('ticks every second, or every so many, and is not seen', async () => {
    const timer = await fixture<RvTimer>('<rv-timer label="Clock"></rv-timer>');
    const ticks = count(timer);
    expect(getComputedStyle(timer).display).to.equal('none');
    expect([timer.isInput, timer.isOutput]).to.deep.equal([false, false]);
    expect(clock.waits).to.deep.equal([1000]);
    clock.pass();
    clock.pass();
    expect(ticks()).to.equal(2);
    timer.value = 0.25;
    await rendered(timer);
    expect(clock.waits).to.deep.equal([250]);
    timer.paint({ kind: 'value', value: 3 });
    await rendered(timer);
    expect(clock.waits).to.deep.equal([3000]);
  });

  it('ticks by the browser’s own clock', async () => {
    clock.restore();
    const timer = await fixture<RvTimer>('<rv-timer value="0.01"></rv-timer>');
    const began = performance.now();
    for (let i = 0; i < 3; i++) await expectEvent(timer, 'tick', () => {});
    expect(performance.now() - began).to.be.at.least(20);
    timer.remove();
  });

  it('has one tick at a time to come, however late the last was', async () => {
    clock.restore();
    const timer = await fixture<RvTimer>('<rv-timer value="0.02"></rv-timer>');
    const times: number[] = [];
    timer.addEventListener('tick', () => times.push(performance.now()));
    await expectEvent(timer, 'tick', () => {});
    const busyUntil = performance.now() + 200;
    while (performance.now() < busyUntil);
    for (let i = 0; i < 3; i++) await expectEvent(timer, 'tick', () => {});
    timer.remove();
    const gaps = times.slice(2).map((time, index) => time - times[index + 1]!);
    for (const gap of gaps) expect(gap).to.be.at.least(15);
  });

  it('stops with active="false", and starts again', async () => {
    const timer = await fixture<RvTimer>('<rv-timer active="false"></rv-timer>');
    expect(clock.waits).to.deep.equal([]);
    timer.active = true;
    await rendered(timer);
    expect(clock.waits).to.deep.equal([1000]);
    timer.active = false;
    await rendered(timer);
    expect(clock.waits).to.deep.equal([]);
  });

  it('can be stopped by its tick', async () => {
    const timer = await fixture<RvTimer>('<rv-timer></rv-timer>');
    timer.addEventListener('tick', () => {
      timer.active = false;
    });
    clock.pass();
    await rendered(timer);
    expect(clock.waits).to.deep.equal([]);
  });

  it('stops when it leaves the page, and starts when it comes back', async () => {
    const timer = await fixture<RvTimer>('<rv-timer></rv-timer>');
    const parent = timer.parentElement!;
    timer.remove();
    expect(clock.waits).to.deep.equal([]);
    timer.value = 2;
    await rendered(timer);
    expect(clock.waits).to.deep.equal([]);
    parent.append(timer);
    expect(clock.waits).to.deep.equal([2000]);
  });

  it('goes back to what the markup gave', async () => {
    const timer = await fixture<RvTimer>('<rv-timer value="5" active="false"></rv-timer>');
    Object.assign(timer, { value: 1, active: true });
    await rendered(timer);
    timer.clear();
    expect([timer.value, timer.active]).to.deep.equal([5, false]);
    const plain = await fixture<RvTimer>('<rv-timer></rv-timer>');
    plain.value = 7;
    plain.clear();
    expect([plain.value, plain.active]).to.deep.equal([1, true]);
  });

  for (const [text, came] of [
    ['soon', 'soon'],
    ['', '0'],
    ['0', '0'],
    ['-1', '-1'],
    ['Infinity', 'Infinity'],
    ['1e9', '1000000000'],
  ] as const) {
    it(`tells that value="${text}" is no number of seconds, and does not tick`, async () => {
      let timer!: RvTimer;
      const errors = await consoleErrors(async () => {
        timer = await fixture<RvTimer>(`<rv-timer name="clock" value="${text}"></rv-timer>`);
      });
      const message = `value is ${came}, but takes a number of seconds above 0, at most 2147483.`;
      expect(errors).to.deep.equal([`<rv-timer name="clock">: ${message}`]);
      expect(inside(timer, '[role=alert]').innerText).to.equal(message);
      expect(timer.getBoundingClientRect().height).to.be.greaterThan(0);
      expect(clock.waits).to.deep.equal([]);
      timer.value = 2;
      await rendered(timer);
      expect(timer.getBoundingClientRect().height).to.equal(0);
      expect(clock.waits).to.deep.equal([2000]);
    });
  }

  it('is accessible when it shows what is wrong', async () => {
    clock.restore();
    await consoleErrors(() => fixture('<rv-timer value="soon"></rv-timer>'));
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
