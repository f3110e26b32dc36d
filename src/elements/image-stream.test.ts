import { expect } from 'chai';
import './accordion.js';
import './image.js';
import type { RvImage } from './image.js';
import {
  accessibilityViolations,
  coloured,
  consoleErrors,
  errorOf,
  expectEvent,
  fixture,
  inside,
  pictureFile,
  rendered,
  upload,
} from './testing.js';
import { FakeCamera, restoreDevices, useDevice } from './testing-devices.js';

afterEach(restoreDevices);

/** An element whose camera is on. */
async function filming(attributes = 'type="bitmap"'): Promise<{ image: RvImage; camera: FakeCamera }> {
  const camera = new FakeCamera();
  useDevice(camera);
  const box = await fixture<HTMLElement>(
    `<div><rv-image input streaming sources="webcam" stream-every="0" ${attributes}></rv-image></div>`,
  );
  const image = box.querySelector('rv-image')!;
  await expectEvent(image, 'stream', () => inside(image, '[part=start]').click());
  await rendered(image);
  return { image, camera };
}

const status = (image: RvImage) => inside(image, '[part=status]').textContent;

/** The colour in the middle: cameras' colours are not exact. */
function colour(picture: ImageBitmap | ImageData | VideoFrame): 'red' | 'blue' | 'other' {
  const context = coloured('white', 64, 48).getContext('2d')!;
  if (picture instanceof ImageData) context.putImageData(picture, 0, 0);
  else context.drawImage(picture, 0, 0);
  const [red = 0, green = 0, blue = 0] = context.getImageData(32, 24, 1, 1).data;
  if (green > 60) return 'other';
  return red > 200 ? 'red' : blue > 200 ? 'blue' : 'other';
}

describe('rv-image with streaming', () => {
  it('fires stream while the camera is on, and gives its newest frame', async () => {
    const { image, camera } = await filming();
    expect(inside<HTMLVideoElement>(image, '[part=webcam]').checkVisibility()).to.equal(true);
    expect(status(image)).to.equal('Streaming');
    camera.color = 'rgb(0, 0, 255)';
    let seen = '';
    while (seen !== 'blue') {
      const event = await expectEvent(image, 'stream', () => {});
      expect([event.bubbles, event.composed]).to.deep.equal([true, true]);
      const bitmap = (await image.read()) as ImageBitmap;
      expect([bitmap.width, bitmap.height]).to.deep.equal([64, 48]);
      seen = colour(bitmap);
    }
  });

  it('gives a VideoFrame, ImageData or a file, by its type', async () => {
    const { image } = await filming('name="you"');
    const frame = (await image.read()) as VideoFrame;
    expect([frame.displayWidth, frame.displayHeight, colour(frame)]).to.deep.equal([64, 48, 'red']);
    frame.close();
    image.type = 'data';
    const data = (await image.read()) as ImageData;
    expect([data.width, data.height, colour(data)]).to.deep.equal([64, 48, 'red']);
    image.type = 'file';
    const file = (await image.read()) as File;
    expect([file.name, file.type, colour(await createImageBitmap(file))]).to.deep.equal([
      'you.png',
      'image/png',
      'red',
    ]);
  });

  it('keeps the pace of stream-every', async () => {
    const { image } = await filming();
    image.streamEvery = 0.2;
    const times: number[] = [];
    image.addEventListener('stream', () => times.push(performance.now()));
    while (times.length < 4) await expectEvent(image, 'stream', () => {});
    // The first may have been due already.
    expect(times[3]! - times[1]!).to.be.above(300);
  });

  it('is turned off by Stop, with the focus where it was, and holds the last frame', async () => {
    const { image, camera } = await filming();
    const button = inside(image, '[part=stop]');
    button.focus();
    await expectEvent(image, 'stop', () => button.click());
    await rendered(image);
    expect([camera.track.readyState, status(image), image.shadowRoot!.activeElement?.part.value]).to.deep.equal([
      'ended',
      'Stopped',
      'start',
    ]);
    expect(image.shadowRoot!.querySelector('video')).to.equal(null);
    expect(colour((await image.read()) as ImageBitmap)).to.equal('red');
    const next = new FakeCamera();
    next.color = 'rgb(0, 0, 255)';
    useDevice(next);
    await expectEvent(image, 'stream', () => button.click());
    await rendered(image);
    expect(next.track.readyState).to.equal('live');
    image.clear();
    expect([next.track.readyState, await image.read()]).to.deep.equal(['ended', null]);
  });

  it('tells how much time is left, and is turned off when it is over', async () => {
    const { image, camera } = await filming('time-limit="1"');
    expect(inside(image, '[part=time-left]').textContent).to.equal('1 s left');
    await expectEvent(image, 'stop', () => {});
    await rendered(image);
    expect([camera.track.readyState, status(image)]).to.deep.equal(['ended', 'Stopped after 1 s']);
  });

  for (const [how, hide] of [
    ['visible="false"', (image: RvImage) => image.setAttribute('visible', 'false')],
    ['hidden', (image: RvImage) => image.toggleAttribute('hidden')],
    ['hidden around it', (image: RvImage) => image.parentElement!.toggleAttribute('hidden')],
    ['disabled', (image: RvImage) => image.toggleAttribute('disabled')],
    ['no input any more', (image: RvImage) => image.toggleAttribute('output')],
    ['not streaming any more', (image: RvImage) => image.toggleAttribute('streaming')],
    ['off the page', (image: RvImage) => image.remove()],
    [
      'with another picture',
      (image: RvImage) => {
        image.value = coloured('red');
      },
    ],
  ] as const) {
    it(`turns the camera off when it is ${how}`, async () => {
      const { image, camera } = await filming();
      if (how === 'no input any more') image.toggleAttribute('input');
      await expectEvent(image, 'stop', () => hide(image));
      expect(camera.track.readyState).to.equal('ended');
    });
  }

  it('turns the camera off in an accordion that is closed, and leaves it on in one that is open', async () => {
    const camera = new FakeCamera();
    useDevice(camera);
    const accordion = await fixture<HTMLElement & { open: boolean }>(
      '<rv-accordion open><rv-image input streaming sources="webcam" stream-every="0"></rv-image></rv-accordion>',
    );
    const image = accordion.querySelector('rv-image')!;
    await expectEvent(image, 'stream', () => inside(image, '[part=start]').click());
    for (let i = 0; i < 3; i++) await expectEvent(image, 'stream', () => {});
    await expectEvent(image, 'stop', () => {
      accordion.open = false;
    });
    expect(camera.track.readyState).to.equal('ended');
  });

  it('is not turned on for an element that has left the page before it was allowed', async () => {
    const camera = new FakeCamera();
    useDevice(camera);
    const image = await fixture<RvImage>('<rv-image input streaming sources="webcam"></rv-image>');
    inside(image, '[part=start]').click();
    image.remove();
    await new Promise<void>((resolve) => {
      const { stop } = camera.track;
      camera.track.stop = function () {
        stop.call(this);
        resolve();
      };
    });
    expect(camera.track.readyState).to.equal('ended');
  });

  it('says that the camera was disconnected, and what to do', async () => {
    const { image, camera } = await filming();
    camera.lose();
    expect(await errorOf(image)).to.equal('The camera was disconnected: connect it again, and press Start.');
    expect([camera.track.readyState, inside(image, '[part=start]').textContent!.trim()]).to.deep.equal([
      'ended',
      'Start webcam',
    ]);
  });

  for (const [name, message] of [
    ['NotAllowedError', 'The camera may not be used: allow it for this page in the browser’s settings, and try again.'],
    ['NotFoundError', 'No camera was found: connect one, and try again.'],
  ] as const) {
    it(`says why there is no picture, and what to do: ${name}`, async () => {
      useDevice(new DOMException('It broke.', name));
      const image = await fixture<RvImage>('<rv-image input streaming sources="webcam"></rv-image>');
      inside(image, '[part=start]').click();
      expect(await errorOf(image)).to.equal(message);
      expect(inside(image, '[part=start]').checkVisibility()).to.equal(true);
    });
  }

  it('takes a picture from elsewhere too, where sources says so', async () => {
    const camera = new FakeCamera();
    useDevice(camera);
    const image = await fixture<RvImage>(
      '<rv-image input streaming sources="upload webcam" stream-every="0" type="bitmap"></rv-image>',
    );
    const file = await pictureFile('rgb(0, 0, 255)', 64, 48);
    await expectEvent(image, 'change', () => upload(image, file));
    expect(colour((await image.read()) as ImageBitmap)).to.equal('blue');
    await rendered(image);
    inside(image, '[part=remove]').click();
    await rendered(image);
    await expectEvent(image, 'stream', () => inside(image, '[part=start]').click());
    expect(colour((await image.read()) as ImageBitmap)).to.equal('red');
  });

  for (const [attributes, message] of [
    ['sources="webcam" stream-every="fast"', 'stream-every is fast, but takes a number of seconds from 0.'],
    ['sources="webcam" stream-every="-1"', 'stream-every is -1, but takes a number of seconds from 0.'],
    ['sources="webcam" time-limit="-1"', 'time-limit is -1, but takes a number of seconds above 0.'],
    ['sources="webcam" time-limit="long"', 'time-limit is long, but takes a number of seconds above 0.'],
    ['', 'sources is "upload clipboard", but streaming takes webcam: add it.'],
  ] as const) {
    it(`tells ${attributes || 'sources without webcam'}`, async () => {
      let image!: RvImage;
      const errors = await consoleErrors(async () => {
        image = await fixture<RvImage>(`<rv-image input streaming name="you" ${attributes}></rv-image>`);
      });
      expect(errors).to.deep.equal([`<rv-image name="you">: ${message}`]);
      expect(await errorOf(image)).to.equal(message);
    });
  }

  it('is accessible, off and on', async () => {
    const { image } = await filming('label="You" time-limit="60"');
    expect(await accessibilityViolations()).to.deep.equal([]);
    inside(image, '[part=stop]').click();
    await rendered(image);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

/** A fake device is in Chromium and Firefox alone. */
const device = (await navigator.mediaDevices?.enumerateDevices())?.some(({ kind }) => kind === 'videoinput');

(device ? it : it.skip)('rv-image streams what the browser’s own camera sees', async () => {
  const image = await fixture<RvImage>('<rv-image input streaming sources="webcam"></rv-image>');
  await expectEvent(image, 'stream', () => inside(image, '[part=start]').click());
  const frame = (await image.read()) as VideoFrame;
  expect([frame.displayWidth, frame.displayHeight]).to.deep.equal([640, 480]);
  frame.close();
});
