import { expect } from 'chai';
import { nextFrame } from './frame.js';

/** Makes the page seem hidden, or seen again, to those who ask. */
function setHidden(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event('visibilitychange'));
}

afterEach(() => {
  Reflect.deleteProperty(document, 'hidden');
});

describe('nextFrame', () => {
  it('calls all who wait in one frame, in order', async () => {
    const calls: string[] = [];
    nextFrame(() => calls.push('a'));
    nextFrame(() => calls.push('b'));
    expect(calls).to.deep.equal([]);
    await new Promise(requestAnimationFrame);
    expect(calls).to.deep.equal(['a', 'b']);
  });

  it('calls whoever asks while it calls in the frame after', async () => {
    const times: unknown[] = [];
    await new Promise<void>((resolve) =>
      nextFrame(() => {
        times.push(document.timeline.currentTime);
        nextFrame(() => {
          times.push(document.timeline.currentTime);
          resolve();
        });
      }),
    );
    expect(times[1]).to.be.greaterThan(times[0] as number);
  });

  it('goes on without frames in a hidden page', async () => {
    const { requestAnimationFrame: request } = window;
    window.requestAnimationFrame = () => 0;
    try {
      setHidden(true);
      await new Promise<void>(nextFrame);
    } finally {
      window.requestAnimationFrame = request;
    }
  });

  it('goes on when the page is hidden while a frame is waited for', async () => {
    const { requestAnimationFrame: request } = window;
    window.requestAnimationFrame = () => 0;
    try {
      let calls = 0;
      const called = new Promise<void>((resolve) =>
        nextFrame(() => {
          calls++;
          resolve();
        }),
      );
      setHidden(true);
      await called;
      expect(calls).to.equal(1);
    } finally {
      window.requestAnimationFrame = request;
    }
  });
});
