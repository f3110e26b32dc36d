import { expect } from 'chai';
import { Slice, turn } from './turn.js';

describe('turn', () => {
  it('lets messages be taken by a loop that does nothing but take turns', async () => {
    const { port1, port2 } = new MessageChannel();
    let taken = false;
    port1.onmessage = () => {
      taken = true;
    };
    port2.postMessage(null);
    // How many turns it takes is the engine's choice; without one, the loop would never end.
    while (!taken) await turn();
    port1.close();
  });

  it('keeps the order of those who wait', async () => {
    const order: number[] = [];
    await Promise.all([turn().then(() => order.push(1)), turn().then(() => order.push(2))]);
    expect(order).to.deep.equal([1, 2]);
  });
});

describe('Slice', () => {
  const busy = (ms: number) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };

  it('is over after some milliseconds of quick yields', () => {
    const began = performance.now();
    const slice = new Slice();
    while (!slice.isOver());
    expect(performance.now() - began).to.be.at.least(4);
  });

  it('is over at once when one step takes longer', () => {
    const slice = new Slice();
    busy(6);
    expect(slice.isOver()).to.equal(true);
  });

  it('notices within eight steps that they have become slow', () => {
    const slice = new Slice();
    for (let i = 0; i < 1000; i++) if (slice.isOver()) slice.begin();
    let steps = 1;
    for (busy(6); !slice.isOver(); busy(6)) steps++;
    expect(steps).to.be.at.most(8);
  });
});
