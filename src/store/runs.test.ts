import { expect } from 'chai';
import { findRun, RunWriter } from './runs.js';

const { put } = IDBObjectStore.prototype;
let key = '';

beforeEach(() => {
  key = crypto.randomUUID();
});

afterEach(() => {
  IDBObjectStore.prototype.put = put;
});

async function keep(under: string, ...pieces: string[][]): Promise<RunWriter<string>> {
  const writer = new RunWriter<string>(under);
  for (const piece of pieces) await writer.add(piece);
  await writer.finish(1000);
  return writer;
}

async function found(under: string): Promise<unknown[] | undefined> {
  const run = await findRun<string>(under);
  return run && Promise.all(Array.from({ length: run.pieces }, (_, piece) => run.read(piece)));
}

/** Has the next writes refused, as a browser without room does: with their transaction. */
function refuse(times: number): void {
  let left = times;
  IDBObjectStore.prototype.put = function (...given) {
    if (left-- <= 0) return put.apply(this, given);
    this.transaction.abort();
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
}

describe('a run in the database', () => {
  it('is found with its pieces and its length, once it is whole', async () => {
    expect(await findRun(key)).to.equal(undefined);
    const writer = new RunWriter<string>(key);
    await writer.add(['a', 'b']);
    await writer.add(['c']);
    expect(await findRun(key)).to.equal(undefined);
    await writer.finish(1234);
    expect((await findRun(key))!.duration).to.equal(1234);
    expect(await found(key)).to.deep.equal([['a', 'b'], ['c']]);
  });

  it('may have nothing in it', async () => {
    await keep(key);
    expect(await found(key)).to.deep.equal([]);
  });

  it('takes the place of one before it', async () => {
    await keep(key, ['old'], ['older']);
    await keep(key, ['new']);
    expect(await found(key)).to.deep.equal([['new']]);
  });

  it('leaves nothing when it is let go', async () => {
    const writer = new RunWriter<string>(key);
    await writer.add(['a']);
    await writer.drop();
    await writer.finish(0);
    const run = await findRun<string>(key);
    const error = await run!.read(0).catch((reason: Error) => reason);
    expect(String(error)).to.equal('Error: it was removed to make room for others');
  });

  it('makes room for itself by the oldest, as often as it takes', async () => {
    await new RunWriter(key).drop();
    const keys = [0, 1, 2, 3].map((n) => `${key} ${n}`);
    for (const each of keys.slice(0, 3)) {
      await keep(each, [each]);
      // Their numbers are times.
      await new Promise(requestAnimationFrame);
    }
    let before: string[] = [];
    // What other tests have left is older still.
    while (before.length !== 2) {
      refuse(1);
      await keep(keys[3]!, ['new']);
      before = [];
      for (const each of keys.slice(0, 3)) if (await findRun(each)) before.push(each);
    }
    expect(before).to.deep.equal(keys.slice(1, 3));
    refuse(2);
    await keep(keys[3]!, ['newer']);
    expect(await found(keys[3]!)).to.deep.equal([['newer']]);
    for (const each of keys.slice(0, 2)) expect(await findRun(each)).to.equal(undefined);
  });

  it('says that there is no room when it would be the only one', async () => {
    refuse(Number.POSITIVE_INFINITY);
    const error = await keep(key, ['a']).catch((reason: Error) => reason);
    expect(String(error)).to.equal('Error: the storage for this site is full');
  });

  it('says at once what can’t be stored', async () => {
    const writer = new RunWriter<unknown>(key);
    const error = await writer.add([() => {}]).catch((reason: Error) => reason);
    expect((error as Error).name).to.equal('DataCloneError');
  });
});
