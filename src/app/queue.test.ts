import { expect } from 'chai';
import { Run } from '../runtime/run.js';
import { Queue } from './queue.js';

function newRun(): Run {
  const nothing = () => {};
  return new Run({
    start: nothing,
    painted: nothing,
    refused: nothing,
    progress: nothing,
    alert: nothing,
    end: nothing,
  });
}

/** A queue, and so many runs in it. */
function queueOf(count: number, limit = 1) {
  const begun: number[] = [];
  let moves = 0;
  const queue = new Queue(() => moves++);
  queue.limit = limit;
  const runs = Array.from({ length: count }, newRun);
  for (const [index, run] of runs.entries()) queue.add(run, () => begun.push(index));
  const end = async (index: number) => {
    runs[index]!.end({ how: 'complete' });
    await runs[index]!.finished;
  };
  return { queue, runs, begun, end, moves: () => moves };
}

describe('Queue', () => {
  it('lets runs begin in order, as many as its limit', async () => {
    const { queue, runs, begun, end } = queueOf(5, 2);
    expect([begun, queue.length]).to.deep.equal([[0, 1], 3]);
    expect(runs.map((run) => queue.placeOf(run))).to.deep.equal([0, 0, 1, 2, 3]);
    await end(1);
    expect([begun, queue.length]).to.deep.equal([[0, 1, 2], 2]);
    await end(0);
    await end(2);
    expect([begun, queue.length]).to.deep.equal([[0, 1, 2, 3, 4], 0]);
  });

  it('leaves out what was cancelled while it waited, and tells those behind', async () => {
    const { queue, runs, begun, end, moves } = queueOf(3);
    const before = moves();
    runs[1]!.cancel();
    await runs[1]!.finished;
    expect([queue.length, queue.placeOf(runs[2]!)]).to.deep.equal([1, 1]);
    expect(moves()).to.be.greaterThan(before);
    await end(0);
    expect(begun).to.deep.equal([0, 2]);
  });

  it('no longer counts what was cancelled, at once', () => {
    const { queue, runs } = queueOf(4);
    runs[1]!.cancel();
    runs[2]!.cancel();
    expect([queue.length, queue.placeOf(runs[1]!), queue.placeOf(runs[3]!)]).to.deep.equal([1, 0, 1]);
  });

  it('estimates by what runs took', async () => {
    const { queue, end } = queueOf(4);
    expect(queue.estimate(1)).to.equal(undefined);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    await end(0);
    const [first, second] = [queue.estimate(1)!, queue.estimate(2)!];
    expect(first).to.be.greaterThan(0);
    // The one that is under way has been at it a little longer by then.
    expect(second / first).to.be.closeTo(2, 0.3);
  });
});
