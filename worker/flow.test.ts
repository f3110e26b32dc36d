import { expect } from 'chai';
import type { Encoded, Encoder } from './encode/encoder.js';
import { textEncoder } from './encode/text.js';
import { Line, Screen } from './flow.js';
import type { Failure, FromRun, Paint, Part } from './protocol.js';

type Delivery = FromRun & { kind: 'paint' };

const toFailure = (error: unknown): Failure => ({ name: 'Error', message: (error as Error).message, stack: '' });

/** Gives a value as it is at the call; refuses functions. */
const plain = (): Encoder => ({
  encode(value): Paint {
    if (typeof value === 'function') throw new Error('takes no function');
    return { kind: 'value', value: structuredClone(value) };
  },
});

const appended = () => textEncoder({ kind: 'text', name: '', title: '<rv-text>', flow: 'append' });

/** Decodes when the test says so. */
function slow() {
  const decodings: { value: unknown; resolve(paint: Paint): void; reject(error: Error): void }[] = [];
  const encoder: Encoder = {
    encode: (value): Encoded =>
      value instanceof Blob
        ? () => new Promise((resolve, reject) => decodings.push({ value, resolve, reject }))
        : { kind: 'value', value: structuredClone(value) },
  };
  return { encoder, decodings };
}

function screenWith(...encoders: Encoder[]) {
  const sent: Delivery[] = [];
  const { port1 } = new MessageChannel();
  const post = (message: FromRun, transfer: Transferable[]) => {
    // Throws what a real port throws.
    port1.postMessage(message, transfer);
    sent.push(message as Delivery);
  };
  const screen = new Screen(encoders, post, toFailure);
  /** One yield: a value an output. */
  const give = (...values: unknown[]) => {
    values.forEach((value, output) => {
      if (value !== undefined) screen.put(output, value);
    });
    screen.commit();
  };
  return { screen, give, sent, shown: () => sent.map(({ parts }) => parts.map(brief)) };
}

/** A part in one word: `0=7`, `0+tail`, `0!refused`. */
function brief({ output, paint, error, properties }: Part): string {
  const text = paint?.kind === 'text' ? `${paint.append ? '+' : '='}${paint.text}` : undefined;
  const value = paint?.kind === 'value' ? `=${JSON.stringify(paint.value)}` : undefined;
  const set = properties && `{${Object.keys(properties)}}`;
  return [output, text ?? value, error && `!${error.message}`, set].join('');
}

const settled = () => new Promise<void>((resolve) => queueMicrotask(resolve));

describe('Screen', () => {
  it('sends a yield at once, and all of it together', () => {
    const { give, shown } = screenWith(plain(), plain());
    give(1, 2);
    expect(shown()).to.deep.equal([['0=1', '1=2']]);
  });

  it('has one delivery outstanding, and sends the last value when it is painted', () => {
    const { screen, give, shown } = screenWith(plain());
    for (let i = 0; i < 1000; i++) give(i);
    expect(shown()).to.deep.equal([['0=0']]);
    screen.painted();
    expect(shown()).to.deep.equal([['0=0'], ['0=999']]);
    screen.painted();
    give(1000);
    give(1001);
    screen.painted();
    expect(shown().slice(2)).to.deep.equal([['0=1000'], ['0=1001']]);
  });

  it('sends an output that was left alone nothing', () => {
    const { screen, give, shown } = screenWith(plain(), plain());
    give(1, 1);
    give(2, undefined);
    give(undefined, 3);
    give(4, undefined);
    screen.painted();
    expect(shown()[1]).to.deep.equal(['0=4', '1=3']);
  });

  it('joins what is appended', () => {
    const { screen, give, shown } = screenWith(appended());
    for (const token of 'abcd') give(token);
    screen.painted();
    expect(shown()).to.deep.equal([['0=a'], ['0+bcd']]);
  });

  it('keeps what was appended before and after a refusal, and says it', () => {
    const { screen, give, shown } = screenWith(appended());
    for (const value of ['a', 'b', {}, 'c']) give(value);
    screen.painted();
    expect(shown()[1]).to.deep.equal(["0+bc!<rv-text> can't show an object with no keys: it takes a string."]);
  });

  for (const [first, ...values] of [
    ['a', 'b', null, 'c', 'd'],
    [null, 'a', null, 'c', 'd'],
  ]) {
    it(`empties an appending output in the middle of ${JSON.stringify(values)}`, () => {
      const { screen, give, shown } = screenWith(appended());
      give(first);
      for (const value of values) give(value);
      screen.painted();
      expect(shown()[1]).to.deep.equal(['0=cd']);
    });
  }

  it('ends with nothing shown when null came last', () => {
    const { screen, give, shown } = screenWith(appended());
    for (const value of ['a', 'b', null]) give(value);
    screen.painted();
    expect(shown()[1]).to.deep.equal(['0=null']);
  });

  it('merges properties, and sends them with the value', () => {
    const { screen, give, sent } = screenWith(plain());
    give(0);
    screen.update(0, { label: 'a', visible: false });
    give(1);
    screen.update(0, { label: 'b' });
    screen.commit();
    screen.painted();
    expect(sent[1]!.parts[0]!.properties).to.deep.equal({ label: 'b', visible: false });
    expect(sent[1]!.parts[0]!.paint).to.deep.equal({ kind: 'value', value: 1 });
    screen.painted();
    expect(sent).to.have.length(2);
  });

  it('sends a value as it was when it was yielded', () => {
    const { screen, give, shown } = screenWith(plain(), plain());
    const list = [1];
    give(list, 0);
    list[0] = 2;
    give(list, 0);
    list[0] = 3;
    give(undefined, 1);
    list[0] = 4;
    screen.painted();
    expect(shown()).to.deep.equal([
      ['0=[1]', '1=0'],
      ['0=[2]', '1=1'],
    ]);
  });

  it('lets what needs no decoding overtake what is being decoded, as it was when it was yielded', async () => {
    const { encoder, decodings } = slow();
    const { screen, give, shown } = screenWith(encoder);
    give(new Blob());
    const list = [1];
    give(list);
    list[0] = 2;
    await screen.finish();
    decodings[0]!.resolve({ kind: 'value', value: 'old' });
    await settled();
    screen.painted();
    await screen.finish();
    expect(shown()).to.deep.equal([['0=[1]']]);
  });

  it('does not hold the other outputs while one is decoded', async () => {
    const { encoder, decodings } = slow();
    const { screen, give, shown } = screenWith(encoder, plain());
    give(new Blob(), 1);
    expect(shown()).to.deep.equal([['1=1']]);
    screen.painted();
    give(undefined, 2);
    screen.painted();
    decodings[0]!.resolve({ kind: 'value', value: 'old' });
    await screen.finish();
    expect(shown()).to.deep.equal([['1=1'], ['1=2'], ['0="old"']]);
  });

  it('decodes one at a time, and of those that came meanwhile the last', async () => {
    const { encoder, decodings } = slow();
    const { screen, give, shown } = screenWith(encoder);
    const [first, , last] = [new Blob(['1']), new Blob(['2']), new Blob(['3'])].map((blob) => {
      give(blob);
      return blob;
    });
    expect(decodings.map(({ value }) => value)).to.deep.equal([first]);
    decodings[0]!.resolve({ kind: 'value', value: 1 });
    const finished = screen.finish();
    await settled();
    await settled();
    await settled();
    expect(decodings.map(({ value }) => value)).to.deep.equal([first, last]);
    decodings[1]!.resolve({ kind: 'value', value: 3 });
    await finished;
    expect(shown().flat()).to.deep.equal(['0=1', '0=3']);
  });

  it('says why a picture could not be decoded, and shows the next', async () => {
    const { encoder, decodings } = slow();
    const { screen, give, shown } = screenWith(encoder);
    give(new Blob());
    decodings[0]!.reject(new Error('no picture'));
    await screen.finish();
    give(2);
    screen.painted();
    expect(shown().flat()).to.deep.equal(['0!no picture', '0=2']);
  });

  it('harms no other output when one refuses a value', () => {
    const { screen, give, shown } = screenWith(plain(), plain());
    give(() => 1, 1);
    give(() => 1, 2);
    screen.painted();
    expect(shown()).to.deep.equal([
      ['0!takes no function', '1=1'],
      ['0!takes no function', '1=2'],
    ]);
  });

  it('forgets a refusal that a newer value took the place of', () => {
    const { screen, give, shown } = screenWith(plain());
    give(0);
    give({ f() {} });
    give(1);
    screen.painted();
    expect(shown()[1]).to.deep.equal(['0=1']);
  });

  it('says on its output what properties can’t cross, and sends the rest', () => {
    const pixels: Encoder = { encode: () => ({ kind: 'pixels', width: 1, height: 1, data: new ArrayBuffer(4) }) };
    const { screen, sent } = screenWith(plain(), pixels);
    screen.put(0, 1);
    screen.put(1, 2);
    screen.update(0, { label: () => 1 });
    screen.commit();
    const [{ parts }] = sent as [Delivery];
    expect(parts[0]!.properties).to.equal(undefined);
    expect(parts[0]!.error!.message).to.not.equal('');
    expect(parts[0]!.paint).to.deep.equal({ kind: 'value', value: 1 });
    expect(parts[1]!.error).to.equal(undefined);
    expect(parts[1]!.paint).to.have.property('kind', 'pixels');
  });

  it('tells progress though nothing is painted, where the event loop stands still, and values when all is painted', () => {
    const { screen, give, sent, shown } = screenWith(plain());
    give(1);
    screen.progress([{ fraction: 0 }]);
    const began = performance.now();
    let calls = 0;
    const passed = () => performance.now() - began;
    while (sent.length < 3 && passed() < 2000) screen.progress([{ fraction: ++calls }]);
    expect(passed()).to.be.within(60, 1000);
    expect(calls).to.be.above(1000);
    expect(sent[2]).to.deep.equal({ kind: 'paint', parts: [], progress: [{ fraction: calls }] });
    give(2);
    screen.painted();
    screen.painted();
    expect(shown()).to.deep.equal([['0=1'], [], []]);
    screen.painted();
    expect(shown().at(-1)).to.deep.equal(['0=2']);
  });

  it('sends progress with the values, the last of it', () => {
    const { screen, give, sent } = screenWith(plain());
    screen.progress([{ fraction: 0 }]);
    screen.progress([{ fraction: 0.5 }]);
    give(1);
    screen.progress([]);
    screen.painted();
    expect(sent).to.deep.equal([
      { kind: 'paint', parts: [], progress: [{ fraction: 0 }] },
      {
        kind: 'paint',
        parts: [{ output: 0, paint: { kind: 'value', value: 1 }, error: undefined, properties: undefined }],
        progress: [],
      },
    ]);
  });

  it('finishes with everything sent, painted or not', async () => {
    const { encoder, decodings } = slow();
    const { screen, give, shown } = screenWith(encoder, plain());
    give(undefined, 1);
    give(new Blob(), 2);
    const finished = screen.finish();
    expect(shown()).to.deep.equal([['1=1'], ['1=2']]);
    decodings[0]!.resolve({ kind: 'value', value: 'decoded' });
    await finished;
    expect(shown()[2]).to.deep.equal(['0="decoded"']);
  });
});

describe('Line', () => {
  const line = (room: number) => {
    const sent: number[] = [];
    return { sent, line: new Line<number>((item) => sent.push(item), room) };
  };

  it('sends every item in order, as far as there is room', () => {
    const { sent, line: every } = line(2);
    const held = [1, 2, 3, 4].map((item) => every.put(item));
    expect(held.map(Boolean)).to.deep.equal([false, false, true, true]);
    expect(sent).to.deep.equal([1, 2]);
    every.addRoom(1);
    expect(sent).to.deep.equal([1, 2, 3]);
    every.addRoom(2);
    expect(sent).to.deep.equal([1, 2, 3, 4]);
    expect(every.put(5)).to.equal(undefined);
    expect(every.put(6)).to.be.a('promise');
  });

  it('lets go of whoever is held once the item was sent', async () => {
    const { sent, line: every } = line(0);
    const order: string[] = [];
    const held = [1, 2].map((item) => every.put(item)!.then(() => order.push(`${item} of ${sent}`)));
    every.addRoom(1);
    await held[0];
    expect(order).to.deep.equal(['1 of 1']);
    every.addRoom(1);
    await held[1];
    expect(order).to.deep.equal(['1 of 1', '2 of 1,2']);
  });
});
