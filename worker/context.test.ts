import { expect } from 'chai';
import { createContext, SKIP, Update } from './context.js';
import type { Alert, Progress } from './protocol.js';

function contextOf() {
  const controller = new AbortController();
  const bars: Progress[][] = [];
  const alerts: Alert[] = [];
  const state = {};
  const ctx = createContext(controller.signal, state, {
    progress: (levels) => bars.push([...levels]),
    alert: (alert) => alerts.push(alert),
  });
  /** What is shown after each call, a fraction a bar. */
  const fractions = () => bars.map((levels) => levels.map(({ fraction }) => fraction));
  return { ctx, controller, bars, alerts, state, fractions };
}

describe('ctx', () => {
  it('holds the signal, the state and the skip value', () => {
    const { ctx, controller, state } = contextOf();
    expect(ctx.signal).to.equal(controller.signal);
    expect(ctx.state).to.equal(state);
    expect(ctx.skip).to.equal(SKIP);
    const update = ctx.update({ value: 1, label: 'x' });
    expect(update).to.be.instanceOf(Update);
    expect(update.properties).to.deep.equal({ value: 1, label: 'x' });
  });

  for (const level of ['info', 'warning', 'success', 'error'] as const) {
    it(`${level} tells a message of that level`, () => {
      const { ctx, alerts } = contextOf();
      ctx[level]('text');
      ctx[level](7 as unknown as string, { title: 'Title', duration: null });
      expect(alerts).to.deep.equal([
        { level, message: 'text', title: undefined, duration: 10 },
        { level, message: '7', title: 'Title', duration: null },
      ]);
    });
  }
});

describe('ctx.sleep', () => {
  /** A signal that counts who listens to it, and the timers that are running. */
  function counted() {
    const { ctx, controller } = contextOf();
    const { signal } = controller;
    const timers = new Set<number>();
    let listeners = 0;
    const { setTimeout: set, clearTimeout: clear } = window;
    const { addEventListener: add, removeEventListener: remove } = signal;
    signal.addEventListener = (...args: unknown[]) => {
      listeners++;
      add.apply(signal, args as never);
    };
    signal.removeEventListener = (...args: unknown[]) => {
      listeners--;
      remove.apply(signal, args as never);
    };
    window.setTimeout = ((callback: () => void, ms: number) => {
      const id = set(() => {
        timers.delete(id);
        callback();
      }, ms);
      timers.add(id);
      return id;
    }) as typeof setTimeout;
    window.clearTimeout = (id) => {
      timers.delete(id as number);
      clear(id);
    };
    const restore = () => Object.assign(window, { setTimeout: set, clearTimeout: clear });
    return { ctx, controller, timers, listeners: () => listeners, restore };
  }

  it('settles after its time, and leaves no listener', async () => {
    const { ctx, timers, listeners, restore } = counted();
    try {
      const slept = ctx.sleep(1);
      expect([timers.size, listeners()]).to.deep.equal([1, 1]);
      expect(await slept).to.equal(undefined);
      expect([timers.size, listeners()]).to.deep.equal([0, 0]);
    } finally {
      restore();
    }
  });

  it('rejects with the reason when aborted, and leaves no timer', async () => {
    const { ctx, controller, timers, restore } = counted();
    try {
      const slept = ctx.sleep(1_000_000).catch((error) => error);
      const reason = new Error('stopped');
      controller.abort(reason);
      expect(timers.size).to.equal(0);
      expect(await slept).to.equal(reason);
    } finally {
      restore();
    }
  });

  it('rejects at once when aborted before', async () => {
    const { ctx, controller, timers, listeners, restore } = counted();
    try {
      controller.abort('before');
      expect(await ctx.sleep(1_000_000).catch((error) => error)).to.equal('before');
      expect([timers.size, listeners()]).to.deep.equal([0, 0]);
    } finally {
      restore();
    }
  });
});

describe('ctx.progress', () => {
  for (const { done, shown } of [
    { done: 0.25, shown: { fraction: 0.25 } },
    { done: null, shown: { fraction: null } },
    { done: [3, 4] as const, shown: { fraction: 0.75, done: 3, total: 4 } },
    { done: [0, 0] as const, shown: { fraction: null, done: 0, total: 0 } },
  ]) {
    it(`shows ${JSON.stringify(done)}`, () => {
      const { ctx, bars } = contextOf();
      ctx.progress(done, 'Working');
      expect(bars).to.deep.equal([[{ ...shown, description: 'Working' }]]);
    });
  }

  it('replaces what it last said', () => {
    const { ctx, fractions } = contextOf();
    ctx.progress(0.1);
    ctx.progress(0.2);
    expect(fractions()).to.deep.equal([[0.1], [0.2]]);
  });
});

describe('ctx.track', () => {
  it('gives the items and shows how far it is, from none to all', () => {
    const { ctx, bars, fractions } = contextOf();
    expect([...ctx.track(['a', 'b'], { description: 'Reading', unit: 'files' })]).to.deep.equal(['a', 'b']);
    expect(fractions()).to.deep.equal([[0], [0.5], [1], []]);
    const [{ began }] = bars[1] as [Progress];
    expect(bars[1]).to.deep.equal([{ fraction: 0.5, done: 1, total: 2, description: 'Reading', unit: 'files', began }]);
  });

  it('tells when each loop began', () => {
    const { ctx, bars } = contextOf();
    const before = Date.now();
    for (const _ of ctx.track([1])) for (const _ of ctx.track([1])) break;
    const [outer, inner] = bars[1]!;
    expect(outer!.began).to.be.within(before, Date.now());
    expect(inner!.began).to.be.within(outer!.began!, Date.now());
    expect(new Set(bars.flat().map(({ began }) => began)).size).to.be.at.most(2);
  });

  it('gives the items of an async iterable', async () => {
    const { ctx, fractions } = contextOf();
    async function* items() {
      yield 1;
      yield 2;
    }
    const given: number[] = [];
    for await (const item of ctx.track(items(), { total: 2 })) given.push(item);
    expect(given).to.deep.equal([1, 2]);
    expect(fractions()).to.deep.equal([[0], [0.5], [1], []]);
  });

  for (const { what, items, total, expected } of [
    { what: 'an array', items: [1, 2], expected: 2 },
    { what: 'a string', items: new Set('ab'), expected: 2 },
    { what: 'a map', items: new Map([[1, 2]]), expected: 1 },
    { what: 'an iterator', items: [1].values(), expected: undefined },
    { what: 'a total of its own', items: [1], total: 9, expected: 9 },
  ]) {
    it(`takes the total of ${what}`, () => {
      const { ctx, bars } = contextOf();
      const options = total === undefined ? {} : { total };
      for (const _ of ctx.track(items as Iterable<unknown>, options)) break;
      expect(bars[0]![0]!.total).to.equal(expected);
      expect(bars[0]![0]!.fraction).to.equal(expected ? 0 : null);
    });
  }

  it('shows a bar a nested loop, and progress inside the innermost', () => {
    const { ctx, fractions } = contextOf();
    for (const _ of ctx.track([1, 2])) {
      for (const _ of ctx.track([1])) ctx.progress(0.3);
    }
    expect(fractions()).to.deep.equal([
      [0],
      [0, 0],
      [0, 0, 0.3],
      [0, 1],
      [0],
      [0.5],
      [0.5, 0],
      [0.5, 0, 0.3],
      [0.5, 1],
      [0.5],
      [1],
      [],
    ]);
  });

  it('shows a bar for a loop over a loop', () => {
    const { ctx, fractions } = contextOf();
    function* inner() {
      for (const item of ctx.track([1])) yield item;
    }
    for (const _ of ctx.track(inner(), { total: 1 }));
    expect(fractions()).to.deep.equal([[0], [0, 0], [1], [1, 1], [1], []]);
  });

  it('closes the bar when the loop is left early, and ends what it iterates', () => {
    const { ctx, fractions } = contextOf();
    let ended = false;
    function* items() {
      try {
        yield 1;
        yield 2;
      } finally {
        ended = true;
      }
    }
    for (const _ of ctx.track(items(), { total: 2 })) break;
    expect(ended).to.equal(true);
    expect(fractions().at(-1)).to.deep.equal([]);
    ctx.progress(0.5);
    expect(fractions().at(-1)).to.deep.equal([0.5]);
  });

  it('closes the bar when the loop throws', async () => {
    const { ctx, fractions } = contextOf();
    async function* items() {
      yield 1;
    }
    try {
      for await (const _ of ctx.track(items())) throw new Error('inside');
    } catch {}
    expect(fractions().at(-1)).to.deep.equal([]);
  });

  it('leaves no gap where two loops run side by side', () => {
    const { ctx, fractions } = contextOf();
    const [first, second] = [ctx.track([1, 2]), ctx.track([1, 2])].map((each) => each[Symbol.iterator]());
    first!.next();
    second!.next();
    first!.return!();
    second!.next();
    expect(fractions().at(-1)).to.deep.equal([0.5]);
  });
});
