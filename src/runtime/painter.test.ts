import { expect } from 'chai';
import type { Paint, Progress } from '../../worker/protocol.js';
import { Painter, type RunOutput } from './painter.js';

/** What was painted, told and credited, in order. */
let log: string[];

beforeEach(() => {
  log = [];
});

const value = (each: unknown): Paint => ({ kind: 'value', value: each });

function output(paint: (value: unknown) => void | Promise<void> = () => {}): RunOutput {
  return {
    error: '',
    setProperties: (properties) => void log.push(`set ${Object.keys(properties)}`),
    paint: (each) => {
      const held = each.kind === 'value' ? each.value : each.kind;
      log.push(`paint ${held}`);
      return paint(held);
    },
  };
}

function painter(...outputs: RunOutput[]): Painter {
  return new Painter(outputs, {
    painted: (indices) => log.push(`painted ${indices}`),
    refused: (index, error) => log.push(`refused ${index} ${error.message}`),
    progress: (levels) => log.push(`progress ${levels.map(({ fraction }) => fraction)}`),
  });
}

const credit = () => log.push('credit');

describe('Painter', () => {
  it('paints in the next frame, and gives credit after that', async () => {
    const given = painter(output());
    given.add({ parts: [{ output: 0, paint: value(1) }] }, credit);
    expect(log).to.deep.equal([]);
    await given.finished();
    expect(log).to.deep.equal(['paint 1', 'credit', 'painted 0']);
  });

  it('paints what belongs together in one frame', async () => {
    const frames: number[] = [];
    const record = () => void frames.push(document.timeline.currentTime as number);
    const given = painter(output(record), output(record));
    given.add(
      {
        parts: [
          { output: 0, paint: value('a') },
          { output: 1, paint: value('b') },
        ],
      },
      credit,
    );
    await given.finished();
    expect(frames).to.have.lengthOf(2);
    expect(frames[0]).to.equal(frames[1]);
    expect(log.at(-1)).to.equal('painted 0,1');
  });

  it('keeps the order of deliveries, also when one takes its time', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const given = painter(output((each) => (each === 'slow' ? promise : undefined)));
    given.add({ parts: [{ output: 0, paint: value('slow') }] }, credit);
    given.add({ parts: [{ output: 0, paint: value('next') }] }, credit);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(log).to.deep.equal(['paint slow']);
    resolve();
    await given.finished();
    expect(log).to.deep.equal(['paint slow', 'credit', 'painted 0', 'paint next', 'credit', 'painted 0']);
  });

  it('says what an output refuses, and paints the others', async () => {
    const first = output(() => {
      throw new TypeError('not this');
    });
    const second = output(() => Promise.reject(new Error('nor this')));
    const third = output();
    const given = painter(first, second, third);
    given.add({ parts: [0, 1, 2].map((index) => ({ output: index, paint: value(index) })) }, credit);
    await given.finished();
    expect(log).to.include.members(['refused 0 not this', 'refused 1 nor this', 'paint 2', 'credit']);
    expect([first.error, second.error, third.error]).to.deep.equal(['not this', 'nor this', '']);
  });

  it('shows an error from the worker until the next value', async () => {
    const shown = output();
    const given = painter(shown);
    given.add({ parts: [{ output: 0, error: { name: 'TypeError', message: 'no number', stack: '' } }] }, credit);
    await given.finished();
    expect(shown.error).to.equal('no number');
    expect(log).to.deep.equal(['refused 0 no number', 'credit', 'painted ']);
    given.add({ parts: [{ output: 0, paint: value(1) }] }, credit);
    await given.finished();
    expect(shown.error).to.equal('');
  });

  it('sets properties before it paints', async () => {
    const given = painter(output());
    given.add({ parts: [{ output: 0, properties: { label: 'x' }, paint: value(1) }] }, credit);
    await given.finished();
    expect(log.slice(0, 2)).to.deep.equal(['set label', 'paint 1']);
  });

  it('gives the buffers of pictures back', async () => {
    const data = new ArrayBuffer(4);
    let returned: ArrayBuffer[] = [];
    const given = painter(output());
    given.add({ parts: [{ output: 0, paint: { kind: 'pixels', width: 1, height: 1, data } }] }, (buffers) => {
      returned = buffers;
    });
    await given.finished();
    expect(returned).to.have.lengthOf(1);
    expect(returned[0]).to.equal(data);
  });

  it('tells of progress', async () => {
    const levels: readonly Progress[] = [{ fraction: 0.5 }];
    const given = painter();
    given.add({ parts: [], progress: levels }, credit);
    await given.finished();
    expect(log[0]).to.equal('progress 0.5');
  });

  it('paints nothing once it is stopped', async () => {
    const given = painter(output());
    given.add({ parts: [{ output: 0, paint: value(1) }] }, credit);
    given.stop();
    await given.finished();
    await new Promise(requestAnimationFrame);
    expect(log).to.deep.equal([]);
  });

  it('goes no further with a delivery that is stopped midway', async () => {
    const stopping = painter(
      output(() => stopping.stop()),
      output(),
    );
    stopping.add({ parts: [0, 1].map((index) => ({ output: index, paint: value(index) })) }, credit);
    await stopping.finished();
    expect(log).to.deep.equal(['paint 0']);
  });
});
