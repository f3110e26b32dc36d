import { expect } from 'chai';
import { Reader } from './reader.js';

/** A reader, and how often it has asked and left. */
function open() {
  const counts = { asked: 0, left: 0 };
  const reader = new Reader(
    () => counts.asked++,
    () => counts.left++,
  );
  return { reader, counts };
}

const done = { done: true, value: undefined };

describe('Reader', () => {
  it('asks for one yield at a time, each when the loop wants it', async () => {
    const { reader, counts } = open();
    expect(counts.asked).to.equal(0);
    const first = reader.next();
    expect(counts.asked).to.equal(1);
    reader.push(['a']);
    expect(await first).to.deep.equal({ done: false, value: ['a'] });
    expect(counts.asked).to.equal(1);
    void reader.next();
    expect(counts.asked).to.equal(2);
  });

  it('answers in order whoever asks ahead', async () => {
    const { reader } = open();
    const both = [reader.next(), reader.next()];
    reader.push([1]);
    reader.push([2]);
    expect((await Promise.all(both)).map(({ value }) => value)).to.deep.equal([[1], [2]]);
  });

  it('lets a loop that waits go at the end, and asks for nothing after it', async () => {
    const { reader, counts } = open();
    const waiting = [reader.next(), reader.next()];
    reader.end();
    expect(await Promise.all(waiting)).to.deep.equal([done, done]);
    expect(await reader.next()).to.deep.equal(done);
    expect(counts.asked).to.equal(2);
  });

  it('throws the error once, to the first that waits', async () => {
    const { reader } = open();
    const [first, second] = [reader.next(), reader.next()];
    const error = new Error('failed');
    reader.end(error);
    expect(await first!.catch((reason) => reason)).to.equal(error);
    expect(await second).to.deep.equal(done);
    expect(await reader.next()).to.deep.equal(done);
  });

  it('throws the error to whoever comes after the end', async () => {
    const { reader } = open();
    const error = new Error('failed');
    reader.end(error);
    expect(await reader.next().catch((reason) => reason)).to.equal(error);
    expect(await reader.next()).to.deep.equal(done);
  });

  it('says that the loop was left', async () => {
    const { reader, counts } = open();
    expect(await reader.return()).to.deep.equal(done);
    expect(counts.left).to.equal(1);
  });
});
