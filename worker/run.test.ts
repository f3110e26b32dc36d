import { expect } from 'chai';
import type { Context } from './context.js';
import type { AuthorFunction } from './language/javascript.js';
import type { Failure, Flow, FromRun, OutputSpec, Paint, ToRun } from './protocol.js';
import { Run } from './run.js';

type Kind = FromRun['kind'];

const output = (kind: string, flow: Flow = 'latest', name = ''): OutputSpec => ({
  kind,
  name,
  title: `<rv-${kind}>`,
  flow,
});
const VALUE = output('value');
const EVERY = output('value', 'every');

const toFailure = (error: unknown): Failure => ({ name: 'Error', message: (error as Error).message, stack: '' });

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

interface Options {
  outputs?: OutputSpec[];
  inputs?: unknown[];
  iterated?: boolean;
  state?: Record<string, unknown>;
}

/** A run over a real port, with what its page's end receives. */
function runOf({ outputs = [VALUE], inputs = [], iterated = false, state = {} }: Options = {}) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const run = new Run({ id: 1, run: 'default', inputs, outputs, iterated, state: {} }, state, port2, toFailure);
  const received: FromRun[] = [];
  const waiting: (() => void)[] = [];
  port1.onmessage = ({ data }: MessageEvent<FromRun>) => {
    received.push(data);
    for (const check of waiting.splice(0)) check();
  };
  const reply = (message: ToRun) => port1.postMessage(message);
  /** Settles once `count` messages of that kind have come, and gives them. */
  const messages = async <K extends Kind>(kind: K, count: number): Promise<(FromRun & { kind: K })[]> => {
    for (;;) {
      const found = received.filter((message) => message.kind === kind);
      if (found.length >= count) return found as (FromRun & { kind: K })[];
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return {
    run,
    received,
    reply,
    messages,
    painted: () => reply({ kind: 'painted', buffers: [] }),
    read: () => reply({ kind: 'read' }),
    room: (count: number) => reply({ kind: 'room', output: 0, count }),
    /** Settles once the run has taken `count` messages from here on. */
    async taken(count: number) {
      for (; count > 0; count--) await next(port2);
    },
    /** What outputs were sent until now. */
    async values() {
      // Messages of one port arrive in order.
      const mark = next(port1, 'mark');
      port2.postMessage('mark');
      await mark;
      return received.flatMap((message) => (message.kind === 'paint' ? message.parts.map(brief) : []));
    },
  };
}

/** Settles when the port has received a message, or that one. */
function next(port: MessagePort, message?: string): Promise<void> {
  return new Promise((resolve) => {
    port.addEventListener('message', function listen({ data }) {
      if (message && data !== message) return;
      port.removeEventListener('message', listen);
      resolve();
    });
  });
}

const brief = ({ paint, error }: { paint?: Paint; error?: Failure }) =>
  error ? `refused: ${error.message}` : paint?.kind === 'value' ? paint.value : paint?.kind;

/** Runs to the end with a page that paints at once; gives what it was sent, in order. */
async function all(fn: AuthorFunction, options: Options = {}): Promise<unknown[]> {
  const { run, values } = runOf(options);
  await run.drive(fn);
  return values();
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error) => error,
  );

/** A promise the test settles. */
const gate = () => Promise.withResolvers<void>();

describe('Run', () => {
  for (const [what, fn, values] of [
    [
      'a generator',
      function* () {
        yield 1;
      },
      [1],
    ],
    [
      'an async generator',
      async function* () {
        yield 1;
      },
      [1],
    ],
    ['a function', () => 1, [1]],
    ['an async function', async () => 1, [1]],
    [
      'a function that returns a generator',
      () =>
        (function* () {
          yield 1;
          return 2;
        })(),
      [1, 2],
    ],
    [
      'an async function that returns a generator',
      async () =>
        (function* () {
          yield 1;
        })(),
      [1],
    ],
    [
      'an async function that returns an async generator',
      async () =>
        (async function* () {
          yield 1;
          return 2;
        })(),
      [1, 2],
    ],
    ['an iterator', () => [1].values(), [1]],
    ['a function that returns nothing', () => {}, []],
    ['a generator that yields nothing', function* () {}, []],
    ['a function that returns null', () => null, [null]],
    [
      'a generator that returns',
      function* () {
        yield 1;
        return 2;
      },
      [1, 2],
    ],
    [
      'a generator that returns nothing',
      function* () {
        yield 1;
        return undefined;
      },
      [1],
    ],
    [
      'an async generator that returns',
      async function* () {
        yield 1;
        return 2;
      },
      [1, 2],
    ],
  ] as [string, AuthorFunction, unknown[]][]) {
    it(`runs ${what}`, async () => expect(await all(fn)).to.deep.equal(values));
  }

  it('gives the function the inputs, then the context', async () => {
    const state = { seen: 1 };
    let given: unknown[] = [];
    await all(
      (...args) => {
        given = args;
      },
      { inputs: [1, 'a', null], state },
    );
    expect(given.slice(0, 3)).to.deep.equal([1, 'a', null]);
    expect((given[3] as Context).state).to.equal(state);
    expect(given).to.have.length(4);
  });

  for (const [what, generator] of [
    [
      'sync',
      function* (ctx: Context) {
        for (let i = 0; i < 100; i++) yield ctx.update({ value: i });
      },
    ],
    [
      'async',
      async function* (ctx: Context) {
        for (let i = 0; i < 100; i++) yield ctx.update({ value: i });
      },
    ],
  ] as const) {
    it(`sends the last value of a ${what} generator, and no more than the page paints before it`, async () => {
      const sent = await all(generator as AuthorFunction);
      expect(sent.at(-1)).to.equal(99);
      expect(sent).to.have.length.below(5);
    });
  }

  it('spreads a yield over the outputs, together', async () => {
    const { run, messages } = runOf({ outputs: [output('value', 'latest', 'a'), output('value', 'latest', 'b')] });
    await run.drive(function* (ctx) {
      const { skip, update } = ctx as Context;
      yield { b: 2, a: 1 };
      yield [skip, update({ label: 'B' })];
      yield [undefined, skip];
      return [3, undefined];
    });
    const [first, second] = await messages('paint', 2);
    expect(first!.parts.map(brief)).to.deep.equal([1, 2]);
    expect(second!.parts.map(brief)).to.deep.equal([3, undefined]);
    expect(second!.parts[1]!.properties).to.deep.equal({ label: 'B' });
  });

  for (const isAsync of [false, true]) {
    it(`paints what was yielded, whatever becomes of it after (${isAsync ? 'async' : 'sync'})`, async () => {
      const list = [0];
      function* generator() {
        yield 'busy';
        list[0] = 1;
        yield list;
        list[0] = 2;
      }
      async function* asyncGenerator() {
        yield* generator();
      }
      expect(await all(isAsync ? asyncGenerator : generator)).to.deep.equal(['busy', [1]]);
    });
  }

  it('goes on after a value that an output refuses', async () => {
    const sent = await all(function* () {
      yield {};
      yield 1;
    });
    expect(sent[0]).to.match(/^refused: <rv-value> can't show an object/);
    expect(sent[1]).to.equal(1);
  });

  it('tells progress and messages', async () => {
    const { run, messages } = runOf();
    await run.drive((ctx) => {
      (ctx as Context).progress(0.5);
      (ctx as Context).info('hello');
    });
    expect((await messages('alert', 1))[0]!.alert).to.include({ level: 'info', message: 'hello' });
    expect((await messages('paint', 1))[0]!.progress).to.deep.equal([{ fraction: 0.5, description: undefined }]);
  });

  it('does nothing with a yield of an app without outputs', async () => {
    const { run, values } = runOf({ outputs: [] });
    await run.drive(function* () {
      yield 1;
      return [2, 3];
    });
    expect(await values()).to.deep.equal([]);
  });
});

describe('a Run that fails', () => {
  const boom = new Error('boom');
  for (const [what, fn] of [
    [
      'a function',
      () => {
        throw boom;
      },
    ],
    ['an async function', () => Promise.reject(boom)],
    [
      'a generator',
      // biome-ignore lint/correctness/useYield: it throws before.
      function* () {
        throw boom;
      },
    ],
    [
      'an async generator',
      // biome-ignore lint/correctness/useYield: it throws before.
      async function* () {
        throw boom;
      },
    ],
  ] as [string, AuthorFunction][]) {
    it(`throws what ${what} throws`, async () => expect(await errorOf(runOf().run.drive(fn))).to.equal(boom));
  }

  it('shows what was yielded before', async () => {
    const { run, values } = runOf();
    const error = await errorOf(
      run.drive(function* () {
        yield 1;
        yield 2;
        throw boom;
      }),
    );
    expect(error).to.equal(boom);
    expect(await values()).to.deep.equal([1, 2]);
  });

  for (const isAsync of [false, true]) {
    it(`runs \`finally\` after a yield that fits no output (${isAsync ? 'async' : 'sync'})`, async () => {
      const { run, values } = runOf({ outputs: [VALUE, VALUE] });
      const events: string[] = [];
      function* generator() {
        try {
          yield [1, 2];
          yield [3];
          events.push('went on');
        } finally {
          events.push('finally');
        }
      }
      async function* asyncGenerator() {
        yield* generator();
      }
      const error = await errorOf(run.drive(isAsync ? asyncGenerator : generator));
      expect(error).to.be.instanceOf(TypeError);
      expect(error.message).to.match(/^Yielded an array of 1\./);
      expect(events).to.deep.equal(['finally']);
      expect(await values()).to.deep.equal([1, 2]);
    });
  }

  it('throws for a returned value that fits no output', async () => {
    const { run } = runOf({ outputs: [VALUE, VALUE] });
    expect((await errorOf(run.drive(() => 7))).message).to.match(/^Yielded number 7\./);
  });
});

describe('a Run that is stopped', () => {
  it('aborts the signal with an AbortError, once', () => {
    const { run } = runOf();
    expect(run.stopped).to.equal(false);
    run.stop();
    const { stopReason } = run;
    run.stop();
    expect(run.stopped).to.equal(true);
    expect(stopReason).to.be.instanceOf(DOMException).with.property('name', 'AbortError');
    expect(run.stopReason).to.equal(stopReason);
  });

  it('before it began: the generator is not asked for a value', async () => {
    const { run, values } = runOf();
    run.stop();
    let asked = false;
    await run.drive(function* () {
      asked = true;
      yield 1;
    });
    expect(asked).to.equal(false);
    expect(await values()).to.deep.equal([]);
  });

  it('while a synchronous generator runs without end: it lets the message through, then returns', async () => {
    const { run } = runOf();
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    port1.onmessage = () => run.stop();
    port2.postMessage(null);
    let returned = false;
    await run.drive(function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        returned = true;
      }
    });
    expect(returned).to.equal(true);
  });

  it('while an asynchronous generator runs without end', async () => {
    const { run } = runOf();
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    port1.onmessage = () => run.stop();
    port2.postMessage(null);
    let returned = false;
    await run.drive(async function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        returned = true;
      }
    });
    expect(returned).to.equal(true);
  });

  it('while it sleeps: the sleep rejects with the reason', async () => {
    const { run } = runOf();
    const events: string[] = [];
    const ended = errorOf(
      run.drive(async function* (ctx) {
        try {
          queueMicrotask(() => run.stop());
          await (ctx as Context).sleep(1_000_000);
          yield 1;
        } finally {
          events.push('finally');
        }
      }),
    );
    expect(await ended).to.equal(run.stopReason);
    expect(events).to.deep.equal(['finally']);
  });

  it('while it awaits something else: it returns at its next yield', async () => {
    const { run, values } = runOf();
    const [begun, released] = [gate(), gate()];
    const events: string[] = [];
    const ended = run.drive(async function* () {
      try {
        begun.resolve();
        await released.promise;
        yield 1;
        events.push('went on');
      } finally {
        events.push('finally');
      }
    });
    await begun.promise;
    run.stop();
    released.resolve();
    await ended;
    expect(events).to.deep.equal(['finally']);
    expect(await values()).to.deep.equal([]);
  });

  it('drops what a function returns after', async () => {
    const { run, values } = runOf();
    const { promise, resolve } = gate();
    const ended = run.drive(async () => {
      await promise;
      return 1;
    });
    run.stop();
    resolve();
    await ended;
    expect(await values()).to.deep.equal([]);
  });

  for (const [what, options] of [
    ['an output without room', { outputs: [EVERY] }],
    ['whoever iterates', { iterated: true }],
  ] as [string, Options][]) {
    it(`while the generator is held by ${what}`, async () => {
      const { run } = runOf(options);
      const events: number[] = [];
      const ended = run.drive(function* () {
        try {
          for (let i = 1; ; i++) {
            events.push(i);
            if (events.length === 2 || options.iterated) queueMicrotask(() => run.stop());
            yield i;
          }
        } finally {
          events.push(0);
        }
      });
      await ended;
      expect(events).to.deep.equal(options.iterated ? [1, 0] : [1, 2, 0]);
    });

    it(`while a returned value is held by ${what}`, async () => {
      const { run, values } = runOf(options);
      const ended = run.drive(function* () {
        if (options.outputs) yield 1;
        return 2;
      });
      // By the time a message has crossed, it is held.
      await values();
      run.stop();
      await ended;
    });
  }

  it('while a picture is being loaded at the end', async () => {
    const { run, values } = runOf({ outputs: [output('image')] });
    const { fetch } = window;
    window.fetch = () => new Promise(() => {});
    try {
      const ended = run.drive(() => '/cat.png');
      await values();
      run.stop();
      await ended;
    } finally {
      window.fetch = fetch;
    }
  });

  it('throws what `finally` throws on the way out', async () => {
    const { run } = runOf();
    const boom = new Error('boom');
    const error = await errorOf(
      run.drive(function* () {
        try {
          run.stop();
          yield 1;
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: it is what is tested.
          throw boom;
        }
      }),
    );
    expect(error).to.equal(boom);
  });
});

describe('a Run whose output takes every value', () => {
  it('holds the generator while there is no room', async () => {
    const { run, messages, room } = runOf({ outputs: [EVERY] });
    const asked: number[] = [];
    const ended = run.drive(function* () {
      for (let i = 1; i <= 4; i++) {
        asked.push(i);
        yield i;
      }
    });
    await messages('item', 1);
    expect(asked).to.deep.equal([1, 2]);
    room(2);
    await messages('item', 3);
    expect(asked).to.deep.equal([1, 2, 3, 4]);
    room(1);
    await ended;
    const items = await messages('item', 4);
    expect(items.map(({ part }) => brief(part))).to.deep.equal([1, 2, 3, 4]);
  });

  it('says in its turn what it refuses', async () => {
    const { run, messages, room } = runOf({ outputs: [EVERY] });
    room(9);
    await run.drive(function* () {
      yield 1;
      yield {};
      yield 2;
    });
    const items = (await messages('item', 3)).map(({ part }) => brief(part));
    expect([items[0], items[2]]).to.deep.equal([1, 2]);
    expect(items[1]).to.match(/^refused: /);
  });

  it('takes properties too', async () => {
    const { run, messages, room } = runOf({ outputs: [EVERY] });
    room(9);
    await run.drive((ctx) => (ctx as Context).update({ label: 'A', value: 1 }));
    expect(brief((await messages('item', 1))[0]!.part)).to.equal(1);
    expect((await messages('paint', 1))[0]!.parts[0]!.properties).to.deep.equal({ label: 'A' });
  });
});

describe('a Run that is iterated over', () => {
  it('gives every yield in order, and holds the generator until the next is asked for', async () => {
    const { run, messages, read } = runOf({ iterated: true });
    const asked: number[] = [];
    const ended = run.drive(function* () {
      for (let i = 1; i <= 3; i++) {
        asked.push(i);
        yield i;
      }
      return 4;
    });
    expect(asked).to.deep.equal([]);
    for (let count = 1; count <= 4; count++) {
      read();
      const values = await messages('values', count);
      expect(values.at(-1)!.values).to.deep.equal([{ kind: 'value', value: count }]);
      expect(asked).to.have.length.at.most(count + 1);
    }
    await ended;
    expect(asked).to.deep.equal([1, 2, 3]);
  });

  it('holds the generator from the first time it is asked for', async () => {
    const { run, messages, read, taken } = runOf();
    const { promise, resolve } = gate();
    const asked: number[] = [];
    const ended = run.drive(async function* () {
      yield 0;
      await promise;
      for (let i = 1; i <= 3; i++) {
        asked.push(i);
        yield i;
      }
    });
    read();
    read();
    await taken(2);
    resolve();
    const values = await messages('values', 2);
    expect(values.map((message) => message.values)).to.deep.equal([
      [{ kind: 'value', value: 1 }],
      [{ kind: 'value', value: 2 }],
    ]);
    read();
    await ended;
    expect(asked).to.deep.equal([1, 2, 3]);
  });

  it('gives an array in output order, and nothing for what is left alone or refused', async () => {
    const { run, messages, read } = runOf({ iterated: true, outputs: [VALUE, VALUE, output('image'), VALUE] });
    read();
    await run.drive((ctx) => {
      const { skip, update } = ctx as Context;
      return [skip, update({ value: 'b', label: 'B' }), 'data:text/plain,no', () => 1];
    });
    expect((await messages('values', 1))[0]!.values).to.deep.equal([
      undefined,
      { kind: 'value', value: 'b' },
      undefined,
      undefined,
    ]);
  });

  it('gives a value as it was at its yield', async () => {
    const { run, messages, read } = runOf({ iterated: true, outputs: [output('json')] });
    read();
    await run.drive(function* () {
      const list = [1];
      queueMicrotask(() => list.push(2));
      yield list;
    });
    expect((await messages('values', 1))[0]!.values).to.deep.equal([{ kind: 'value', value: [1] }]);
  });

  it('gives pictures as they are painted', async () => {
    const { run, messages, read } = runOf({ iterated: true, outputs: [output('image')] });
    read();
    await run.drive(() => ({ data: [1, 0.5, 0], shape: [1, 1, 3] }));
    const [picture] = (await messages('values', 1))[0]!.values as [Paint & { kind: 'pixels' }];
    expect([...new Uint8Array(picture.data)]).to.deep.equal([255, 128, 0, 255]);
    const [shown] = (await messages('paint', 1))[0]!.parts;
    expect(shown!.paint).to.have.property('kind', 'pixels');
  });
});
