import { expect } from 'chai';
import { SoundQueue } from './sound-queue.js';

const part = (...samples: number[]) => [Float32Array.from(samples)];
const read = (queue: SoundQueue, reader: string) => queue.read(reader).map((channel) => [...channel]);

describe('SoundQueue', () => {
  it('gives each reader what came since it last read', () => {
    const queue = new SoundQueue();
    queue.push(part(1, 2));
    expect(read(queue, 'a')).to.deep.equal([[1, 2]]);
    queue.forget();
    queue.push(part(3));
    queue.push(part(4, 5));
    expect([read(queue, 'a'), read(queue, 'a')]).to.deep.equal([[[3, 4, 5]], [[]]]);
    queue.forget();
    queue.push(part(6));
    queue.forget();
    expect(read(queue, 'a')).to.deep.equal([[6]]);
  });

  it('gives two readers the same, though one is late', () => {
    const queue = new SoundQueue();
    for (const sample of [1, 2, 3, 4, 5]) {
      queue.push(part(sample));
      if (sample === 1) read(queue, 'late');
      read(queue, 'quick');
      queue.forget();
    }
    expect(read(queue, 'late')).to.deep.equal([[2, 3, 4, 5]]);
  });

  it('keeps all for the first who reads, and what came last for those that come after', () => {
    const queue = new SoundQueue();
    for (const sample of [1, 2, 3]) {
      queue.push(part(sample));
      queue.forget();
    }
    expect(read(queue, 'first')).to.deep.equal([[1, 2, 3]]);
    queue.push(part(4));
    queue.forget();
    read(queue, 'first');
    expect(read(queue, 'second')).to.deep.equal([[4]]);
  });

  it('keeps channels apart', () => {
    const queue = new SoundQueue();
    queue.push([Float32Array.of(1), Float32Array.of(-1)]);
    queue.push([Float32Array.of(2), Float32Array.of(-2)]);
    expect(read(queue, 'a')).to.deep.equal([
      [1, 2],
      [-1, -2],
    ]);
  });
});
