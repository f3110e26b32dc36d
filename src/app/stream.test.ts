import { expect } from 'chai';
import type { RvComponent } from '../elements/component.js';
import type { RvImage } from '../elements/image.js';
import { expectEvent, inside, nextFrame } from '../elements/testing.js';
import { FakeCamera, FakeMicrophone, restoreDevices, useDevice } from '../elements/testing-devices.js';
import type { RvApp } from './app.js';
import { event, mount, recordConsole, removeApps, script } from './testing.js';

afterEach(removeApps);
afterEach(restoreDevices);

const component = <T = HTMLElement & { value: unknown }>(app: RvApp, name: string) =>
  app.querySelector(`[name=${name}]`) as T;
const value = (app: RvApp, name: string) => component(app, name).value;

/** Tells, as a camera does, that there is something new; what it is, the test has set. */
function stream(app: RvApp, name: string, newest: unknown): void {
  component(app, name).value = newest;
  component(app, name).dispatchEvent(new Event('stream', { bubbles: true, composed: true }));
}

/** Waits for that many runs to complete. */
function completed(app: RvApp, count: number): Promise<Event> {
  let left = count;
  return event(app, 'rv-complete', () => --left === 0);
}

/** Some texts the function has done with when it is told so. */
const HELD = `
  const channel = new BroadcastChannel('held');
  const told = [];
  channel.onmessage = ({ data }) => told.push(data);
  export async function* echo(text, suffix, { sleep, state }) {
    state.seen = [...(state.seen ?? []), text];
    if (text.startsWith('slow')) {
      yield 'at work';
      while (!told.includes(text)) await sleep(5);
    }
    if (text.endsWith('bad')) throw new Error('spoilt');
    yield state.seen.join(' ') + suffix;
  }
  export default echo;`;

function letGo(text: string): void {
  const channel = new BroadcastChannel('held');
  channel.postMessage(text);
  channel.close();
}

const FIELDS = `<rv-textbox name="text"></rv-textbox><rv-textbox name="suffix"></rv-textbox>
  <rv-textbox name="out" output></rv-textbox>`;

async function app(attributes: string, wires = ''): Promise<RvApp> {
  const mounted = mount(`${FIELDS}${wires}${script(HELD)}`, attributes);
  await mounted.ready;
  if (wires) await customElements.whenDefined('rv-on');
  await mounted.updateComplete;
  component(mounted, 'suffix').value = '.';
  return mounted;
}

for (const [name, attributes, wires] of [
  ['a live app', 'live', ''],
  ['rv-on', '', '<rv-on event="stream" of="text" run="echo" inputs="text suffix" outputs="out"></rv-on>'],
] as const) {
  describe(`a stream in ${name}`, () => {
    it('calls the function at each of its events', async () => {
      const live = await app(attributes, wires);
      for (const [index, text] of ['a', 'b', 'c'].entries()) {
        stream(live, 'text', text);
        await event(live, 'rv-complete');
        expect(value(live, 'out')).to.equal(
          `${'abc'
            .slice(0, index + 1)
            .split('')
            .join(' ')}.`,
        );
      }
    });

    it('has the newest wait while a call is under way, and no other; the rest is read anew', async () => {
      const live = await app(attributes, wires);
      stream(live, 'text', 'slow');
      await event(live, 'rv-yield');
      const cancelled: Event[] = [];
      live.addEventListener('rv-cancel', (cancel) => cancelled.push(cancel));
      for (const text of ['b', 'c', 'd']) stream(live, 'text', text);
      component(live, 'suffix').value = '!';
      const both = completed(live, 2);
      letGo('slow');
      await both;
      expect([value(live, 'out'), cancelled.length]).to.deep.equal(['slow d!', 0]);
      await nextFrame();
      expect(live.running).to.equal(false);
    });

    it('is not announced at each call', async () => {
      const live = await app(attributes, wires);
      stream(live, 'text', 'a');
      await event(live, 'rv-complete');
      await live.updateComplete;
      expect(inside(live, '[part=status]').textContent).to.equal('');
    });

    it('calls for nothing that waits once the app was stopped', async () => {
      const live = await app(attributes, wires);
      stream(live, 'text', 'slow');
      await event(live, 'rv-yield');
      stream(live, 'text', 'b');
      const cancelled = event(live, 'rv-cancel');
      live.cancel();
      await cancelled;
      await nextFrame();
      expect([live.running, value(live, 'out')]).to.deep.equal([false, 'at work']);
    });

    it('calls for nothing that waits once a call has failed', async () => {
      const { messages, restore } = recordConsole('error');
      const live = await app(attributes, wires);
      stream(live, 'text', 'slow bad');
      await event(live, 'rv-yield');
      stream(live, 'text', 'b');
      const failed = event(live, 'rv-error');
      letGo('slow bad');
      await failed;
      await nextFrame();
      restore();
      expect([live.running, value(live, 'out'), messages.length]).to.deep.equal([false, 'at work', 1]);
      expect(inside(live, '[part=error]').textContent).to.include('spoilt');
      stream(live, 'text', 'c');
      await event(live, 'rv-complete');
      expect(value(live, 'out')).to.match(/c\.$/);
    });

    it('queues each with trigger-mode="multiple"', async () => {
      const live = wires
        ? await app('', wires.replace('event=', 'trigger-mode="multiple" event='))
        : await app('live trigger-mode="multiple"');
      const all = completed(live, 3);
      for (const text of ['a', 'b', 'c']) {
        stream(live, 'text', text);
        await nextFrame();
      }
      await all;
      expect(value(live, 'out')).to.equal('a b c.');
    });
  });
}

describe('a webcam in a live app', () => {
  /** Tells the colour of what it sees. */
  const SEEING = `
    const canvas = new OffscreenCanvas(1, 1);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    export default function see(frame, suffix, { state }) {
      if (suffix === 'fail') throw new Error('blind');
      state.kind = frame.constructor.name;
      context.drawImage(frame, 0, 0, 1, 1);
      const closed = state.last ? state.last.format === null : undefined;
      if (frame.format) state.last = frame;
      const [red, , blue] = context.getImageData(0, 0, 1, 1).data;
      return [state.kind, red > blue ? 'red' : 'blue', suffix, closed].join(' ');
    }`;

  async function filming(): Promise<{ live: RvApp; camera: FakeCamera; image: RvImage }> {
    const camera = new FakeCamera();
    useDevice(camera);
    const live = mount(
      `<rv-image name="you" input streaming sources="webcam" stream-every="0"></rv-image>
       <rv-textbox name="suffix" value="."></rv-textbox><rv-textbox name="out" output></rv-textbox>${script(SEEING)}`,
      'live',
    );
    await live.ready;
    const image = component<RvImage>(live, 'you');
    await image.updateComplete;
    inside(image, '[part=start]').click();
    return { live, camera, image };
  }

  /** Waits until the output says so. */
  async function says(live: RvApp, pattern: RegExp): Promise<void> {
    while (!pattern.test(String(value(live, 'out')))) await event(live, 'rv-yield');
  }

  it('calls the function with what it sees, and with what else has changed', async () => {
    const { live, camera } = await filming();
    await says(live, /^VideoFrame red \./);
    camera.color = 'rgb(0, 0, 255)';
    await says(live, /blue/);
    const cancelled: Event[] = [];
    live.addEventListener('rv-cancel', (cancel) => cancelled.push(cancel));
    const suffix = inside<HTMLInputElement>(component(live, 'suffix'), 'input');
    suffix.value = '!';
    suffix.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await says(live, / !/);
    expect(cancelled.length).to.equal(0);
  });

  it('hands frames to the worker, which closes them, so that none is left', async () => {
    const { live, image } = await filming();
    const read: VideoFrame[] = [];
    const original = image.read.bind(image);
    image.read = async () => {
      const frame = (await original()) as VideoFrame;
      read.push(frame);
      return frame;
    };
    await says(live, /^VideoFrame red \. true/);
    live.cancel();
    await nextFrame();
    expect(read.length).to.be.above(0);
    expect(read.map(({ format }) => format)).to.deep.equal(read.map(() => null));
  });

  it('closes a frame that was read for a run which never began', async () => {
    const { live, image } = await filming();
    await says(live, /red/);
    inside(image, '[part=stop]').click();
    while (live.running) await nextFrame();
    const read = Promise.withResolvers<VideoFrame>();
    const original = image.read.bind(image);
    image.read = async () => {
      const frame = (await original()) as VideoFrame;
      read.resolve(frame);
      return frame;
    };
    const run = live.submit();
    run.cancel();
    const frame = await read.promise;
    while (frame.format !== null) await nextFrame();
    expect(run.begun).to.equal(false);
  });

  it('is turned off by Stop, which stands there as long as it is on', async () => {
    const { live, camera } = await filming();
    const stop = inside(live, '[part=stop]');
    await says(live, /red/);
    for (let i = 0; i < 5; i++) {
      await event(live, 'rv-complete');
      await live.updateComplete;
      expect(stop.checkVisibility()).to.equal(true);
    }
    stop.click();
    expect(camera.track.readyState).to.equal('ended');
    await nextFrame();
    await nextFrame();
    expect(stop.checkVisibility()).to.equal(false);
  });

  it('is turned off when the function fails, whose error stays to be read', async () => {
    const { messages, restore } = recordConsole('error');
    const { live, camera, image } = await filming();
    await says(live, /red/);
    await expectEvent(image, 'stop', () => {
      component(live, 'suffix').value = 'fail';
    });
    await nextFrame();
    restore();
    expect([camera.track.readyState, messages.length]).to.deep.equal(['ended', 1]);
    expect(inside(live, '[part=error]').textContent).to.include('blind');
  });

  it('is turned off when the app leaves the page', async () => {
    const { live, camera } = await filming();
    await says(live, /red/);
    removeApps();
    expect(camera.track.readyState).to.equal('ended');
  });
});

describe('a microphone heard by two wires', () => {
  it('gives both all that it hears, though one of them is slow', async () => {
    useDevice(new FakeMicrophone());
    const graph = mount(
      `<rv-audio name="room" input streaming sources="microphone" stream-every="0.05"></rv-audio>
       <rv-number name="quick" output></rv-number><rv-number name="slow" output></rv-number>
       <rv-on event="stream" of="room" run="quick" inputs="room" outputs="quick"></rv-on>
       <rv-on event="stream" of="room" run="slow" inputs="room" outputs="slow"></rv-on>
       ${script(`
         export const quick = ({ data }) => data[0].length;
         export const slow = async ({ data }, { sleep }) => { await sleep(120); return data[0].length; };`)}`,
    );
    const heard: Record<string, number> = { quick: 0, slow: 0 };
    graph.addEventListener('rv-yield', ({ outputs }) => {
      for (const { name, value } of outputs) heard[name]! += value as number;
    });
    await graph.ready;
    await customElements.whenDefined('rv-on');
    const room = component<HTMLElement & { updateComplete: Promise<unknown> }>(graph, 'room');
    await room.updateComplete;
    inside(room, '[part=start]').click();
    while (heard.slow! < 10_000) await event(graph, 'rv-yield');
    inside(room, '[part=stop]').click();
    while (graph.running || heard.quick !== heard.slow) await nextFrame();
    expect(heard.slow).to.be.above(10_000);
  });
});

/** There are fake devices in Chromium and Firefox; WebKitGTK has none. */
const devices = new Set((await navigator.mediaDevices?.enumerateDevices())?.map(({ kind }) => kind));

describe('the devices of the browser', () => {
  const tracks: MediaStreamTrack[] = [];

  beforeEach(() => {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await MediaDevices.prototype.getUserMedia.call(mediaDevices, constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });

  afterEach(() => {
    if (navigator.mediaDevices) Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
    tracks.length = 0;
  });

  /** Streams until the output says so, then stops. */
  async function streamUntil(input: string, body: string, isEnough: (said: string) => boolean): Promise<void> {
    const live = mount(`${input}<rv-textbox name="out" output></rv-textbox>${script(body)}`, 'live');
    await live.ready;
    const you = component<RvComponent>(live, 'you');
    await you.updateComplete;
    inside(you, '[part=start]').click();
    while (!isEnough(String(value(live, 'out')))) await event(live, 'rv-yield');
    expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['live']);
    live.cancel();
    expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
  }

  it('give a function frame after frame of the camera, until it is turned off', async function () {
    if (!devices.has('videoinput')) this.skip();
    await streamUntil(
      '<rv-image name="you" input streaming sources="webcam" stream-every="0"></rv-image>',
      `let count = 0;
       export default (frame) => (frame ? [frame.constructor.name, frame.displayWidth > 0, ++count].join(' ') : null);`,
      (said) => /^VideoFrame true \d\d$/.test(said),
    );
  });

  it('give a function all the sound of the microphone, until it is turned off', async function () {
    if (!devices.has('audioinput')) this.skip();
    await streamUntil(
      '<rv-audio name="you" input streaming sources="microphone" stream-every="0.1"></rv-audio>',
      `let seconds = 0;
       export default (sound) => (sound ? (seconds += sound.data[0].length / sound.sampleRate) : null);`,
      (said) => Number(said) > 1,
    );
  });
});
