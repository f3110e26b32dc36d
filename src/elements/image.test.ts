import { expect } from 'chai';
import './image.js';
import type { Picture, RvImage } from './image.js';
import {
  accessibilityViolations,
  coloured,
  consoleErrors,
  errorOf,
  expectEvent,
  files,
  fixture,
  inside,
  pictureFile,
  rendered,
  upload,
} from './testing.js';

/** The colour in the middle of what is shown, or of any picture. */
function colour(picture: CanvasImageSource & { width: number; height: number }): number[] {
  const canvas = coloured('white', picture.width, picture.height);
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0);
  return [...context.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data];
}

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];

function pixels(width: number, height: number, rgba: number[]) {
  const data = new Uint8ClampedArray(width * height * 4).map((_, index) => rgba[index % 4]!).buffer;
  return { kind: 'pixels', width, height, data } as const;
}

const svg = (attributes: string) =>
  new Blob(
    [`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><rect width="100%" height="100%" fill="#f00"/></svg>`],
    {
      type: 'image/svg+xml',
    },
  );

describe('rv-image as an output', () => {
  it('paints pixels in their own size', async () => {
    const image = await fixture<RvImage>('<rv-image label="Picture"></rv-image>');
    expect([image.value, image.canvas.checkVisibility()]).to.deep.equal([null, false]);
    image.paint(pixels(6, 4, RED));
    await rendered(image);
    expect([image.canvas.width, image.canvas.height, image.canvas.checkVisibility()]).to.deep.equal([6, 4, true]);
    expect(colour(image.canvas)).to.deep.equal(RED);
    expect(image.value).to.equal(image.canvas);
  });

  it('paints a bitmap and frees it, see-through ones without the last shining through', async () => {
    const image = await fixture<RvImage>('<rv-image></rv-image>');
    image.paint(pixels(4, 2, RED));
    const bitmap = await createImageBitmap(coloured('rgba(0, 0, 0, 0)'));
    image.paint({ kind: 'bitmap', bitmap });
    expect(colour(image.canvas)).to.deep.equal([0, 0, 0, 0]);
    expect(bitmap.width).to.equal(0);
    image.paint({ kind: 'bitmap', bitmap: await createImageBitmap(coloured('blue', 8, 8)) });
    expect([image.canvas.width, ...colour(image.canvas)]).to.deep.equal([8, ...BLUE]);
  });

  it('paints an SVG in the size it gives itself', async () => {
    const image = await fixture<RvImage>('<rv-image></rv-image>');
    await image.paint({ kind: 'svg', blob: svg('width="20" height="10"') });
    expect([image.canvas.width, image.canvas.height, ...colour(image.canvas)]).to.deep.equal([20, 10, ...RED]);
  });

  it('paints an SVG without a size', async () => {
    const image = await fixture<RvImage>('<rv-image></rv-image>');
    await image.paint({ kind: 'svg', blob: svg('viewBox="0 0 20 10"') });
    expect(colour(image.canvas)).to.deep.equal(RED);
  });

  it('does not let what took long to decode cover what came after it', async () => {
    const image = await fixture<RvImage>('<rv-image></rv-image>');
    const slow = image.paint({ kind: 'svg', blob: svg('width="20" height="10"') });
    image.paint(pixels(4, 2, BLUE));
    await slow;
    expect([image.canvas.width, ...colour(image.canvas)]).to.deep.equal([4, ...BLUE]);
  });

  it('rejects a picture that can’t be decoded, and keeps the last', async () => {
    const image = await fixture<RvImage>('<rv-image></rv-image>');
    image.paint(pixels(4, 2, BLUE));
    let error: unknown;
    await Promise.resolve(image.paint({ kind: 'svg', blob: new Blob(['<svg'], { type: 'image/svg+xml' }) })).catch(
      (reason) => {
        error = reason;
      },
    );
    expect(error).to.be.instanceOf(TypeError);
    expect(colour(image.canvas)).to.deep.equal(BLUE);
  });

  it('keeps its place on the page whatever the size of the picture', async () => {
    const image = await fixture<RvImage>('<rv-image style="--rv-image-height: 10rem"></rv-image>');
    const { height } = image.getBoundingClientRect();
    expect(height).to.be.closeTo(160, 12);
    for (const size of [1, 300, 3000]) {
      image.paint(pixels(size, 10, RED));
      await rendered(image);
      expect(image.getBoundingClientRect().height).to.equal(height);
      expect(image.getBoundingClientRect().right).to.be.at.most(document.documentElement.clientWidth);
    }
  });

  it('renders nothing but the picture while pictures come', async () => {
    const image = await fixture<RvImage>('<rv-image></rv-image>');
    image.paint(pixels(4, 2, RED));
    await rendered(image);
    image.paint(pixels(4, 2, BLUE));
    expect(image.isUpdatePending).to.equal(false);
  });

  const made: [name: string, make: () => Promise<Picture>][] = [
    ['ImageData', async () => new ImageData(new Uint8ClampedArray(RED), 1, 1)],
    ['ImageBitmap', () => createImageBitmap(coloured('red'))],
    ['a canvas', async () => coloured('red')],
    [
      'an OffscreenCanvas',
      async () => {
        const canvas = new OffscreenCanvas(2, 2);
        canvas.getContext('2d')!.drawImage(coloured('red'), 0, 0);
        return canvas;
      },
    ],
    ['a Blob', () => pictureFile()],
    ['a URL', async () => coloured('red').toDataURL()],
    ['a URL object', async () => new URL(coloured('red').toDataURL())],
  ];
  for (const [name, make] of made) {
    it(`shows ${name} set by script, and leaves it to its owner`, async () => {
      const image = await fixture<RvImage>('<rv-image></rv-image>');
      const picture = await make();
      image.value = picture;
      await image.updateComplete;
      expect(colour(image.canvas)).to.deep.equal(RED);
      if (picture instanceof ImageBitmap) expect(picture.width).to.equal(4);
    });
  }

  for (const value of [5, {}, [1, 2], true]) {
    it(`refuses ${JSON.stringify(value)}, naming what it takes`, async () => {
      const image = await fixture<RvImage>('<rv-image name="picture"></rv-image>');
      expect(() => {
        image.value = value as never;
      }).to.throw(TypeError, `<rv-image name="picture">: value is ${String(value)}, but takes ImageData, ImageBitmap,`);
    });
  }

  it('tells a URL without a picture', async () => {
    let image!: RvImage;
    const errors = await consoleErrors(async () => {
      image = await fixture<RvImage>('<rv-image name="picture" value="/package.json"></rv-image>');
    });
    const message = "can't show /package.json: no picture this browser can load and decode.";
    expect(errors).to.deep.equal([`<rv-image name="picture">: ${message}`]);
    expect(inside(image, '[role=alert]').textContent).to.equal(message);
  });

  it('goes back to the picture in the markup, or to none', async () => {
    const image = await fixture<RvImage>(`<rv-image value="${coloured('red').toDataURL()}"></rv-image>`);
    expect(colour(image.canvas)).to.deep.equal(RED);
    image.paint(pixels(4, 2, BLUE));
    image.clear();
    await image.updateComplete;
    expect(colour(image.canvas)).to.deep.equal(RED);
    image.removeAttribute('value');
    image.clear();
    await image.updateComplete;
    expect([image.value, image.canvas.checkVisibility()]).to.deep.equal([null, false]);
  });

  it('gives the picture as PNG', async () => {
    const image = await fixture<RvImage>('<rv-image></rv-image>');
    image.paint(pixels(3, 2, RED));
    const blob = await image.toBlob();
    expect(blob.type).to.equal('image/png');
    expect(colour(await createImageBitmap(blob))).to.deep.equal(RED);
  });

  it('has no PNG to give while it is empty', async () => {
    const image = await fixture<RvImage>('<rv-image name="picture"></rv-image>');
    const error = await image.toBlob().then(
      () => undefined,
      (reason: Error) => reason.message,
    );
    expect(error).to.equal('<rv-image name="picture"> holds no picture.');
  });

  it('downloads the picture under its name', async () => {
    const image = await fixture<RvImage>('<rv-image name="cat"></rv-image>');
    image.paint(pixels(3, 2, RED));
    await rendered(image);
    const { click } = HTMLAnchorElement.prototype;
    const clicked = Promise.withResolvers<HTMLAnchorElement>();
    HTMLAnchorElement.prototype.click = function () {
      clicked.resolve(this);
    };
    inside(image, '[part=download]').click();
    const link = await clicked.promise;
    HTMLAnchorElement.prototype.click = click;
    expect(link.download).to.equal('cat.png');
    expect(colour(await createImageBitmap(await (await fetch(link.href)).blob()))).to.deep.equal(RED);
  });

  it('fills the screen with its frame', async () => {
    const image = await fixture<RvImage>('<rv-image></rv-image>');
    image.paint(pixels(3, 2, RED));
    await rendered(image);
    // Browsers want a real click for it.
    let full = 0;
    inside(image, '[part=picture]').requestFullscreen = async () => {
      full++;
    };
    inside(image, '[part=fullscreen]').click();
    expect(full).to.equal(1);
    expect(inside(image, '[part=picture]').contains(image.canvas)).to.equal(true);
  });

  it('is accessible, empty and with a picture', async () => {
    const page = await fixture<HTMLElement>('<div><rv-image label="Picture"></rv-image><rv-image></rv-image></div>');
    expect(await accessibilityViolations()).to.deep.equal([]);
    const image = page.querySelector('rv-image')!;
    image.paint(pixels(3, 2, RED));
    await rendered(image);
    expect([image.canvas.role, image.canvas.ariaLabel]).to.deep.equal(['img', 'Picture']);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

describe('rv-image as an input', () => {
  it('takes a file, and fires input and change once it is shown', async () => {
    const image = await fixture<RvImage>('<rv-image input></rv-image>');
    const fired: string[] = [];
    image.addEventListener('input', () => fired.push('input'));
    const file = await pictureFile();
    await expectEvent(image, 'change', () => upload(image, file));
    expect(fired).to.deep.equal(['input']);
    expect(colour(image.canvas)).to.deep.equal(RED);
  });

  it('gives null while it is empty', async () => {
    expect(await (await fixture<RvImage>('<rv-image input></rv-image>')).read()).to.equal(null);
  });

  it('gives a fresh bitmap at each reading', async () => {
    const image = await fixture<RvImage>('<rv-image input></rv-image>');
    image.value = coloured('red');
    const first = (await image.read()) as ImageBitmap;
    first.close();
    const second = (await image.read()) as ImageBitmap;
    expect([second.width, second.height, ...colour(second)]).to.deep.equal([4, 2, ...RED]);
  });

  it('gives ImageData with type="data"', async () => {
    const image = await fixture<RvImage>('<rv-image input type="data"></rv-image>');
    image.value = coloured('red');
    const data = (await image.read()) as ImageData;
    expect([data.width, data.height, ...data.data.slice(0, 4)]).to.deep.equal([4, 2, ...RED]);
  });

  it('gives the very file with type="file", and a PNG of what was set by script', async () => {
    const image = await fixture<RvImage>('<rv-image input type="file" name="photo"></rv-image>');
    const file = await pictureFile();
    await expectEvent(image, 'change', () => upload(image, file));
    expect(await image.read()).to.equal(file);
    image.value = coloured('blue');
    const made = (await image.read()) as File;
    expect([made.name, made.type, ...colour(await createImageBitmap(made))]).to.deep.equal([
      'photo.png',
      'image/png',
      ...BLUE,
    ]);
  });

  it('holds the last of two files given at once', async () => {
    const image = await fixture<RvImage>('<rv-image input type="file"></rv-image>');
    const large = await pictureFile('red', 3000, 3000, 'large.png');
    const small = await pictureFile('rgb(0, 0, 255)', 4, 2, 'small.png');
    await Promise.all([image.take(large), image.take(small)]);
    expect([await image.read(), ...colour(image.canvas)]).to.deep.equal([small, ...BLUE]);
  });

  for (const [attribute, message] of [
    ['type="png"', 'type has "png", but takes bitmap, data, file, frame.'],
    ['sources="upload camera"', 'sources has "camera", but takes upload, webcam, clipboard.'],
  ] as const) {
    it(`tells ${attribute}, and goes on`, async () => {
      let image!: RvImage;
      const errors = await consoleErrors(async () => {
        image = await fixture<RvImage>(`<rv-image input ${attribute}></rv-image>`);
      });
      expect(errors).to.deep.equal([`<rv-image>: ${message}`]);
      expect(await errorOf(image)).to.equal(message);
      image.value = coloured('red');
      expect(await image.read()).to.be.instanceOf(ImageBitmap);
    });
  }

  it('waits for a picture that is still loading', async () => {
    const image = await fixture<RvImage>('<rv-image input type="data"></rv-image>');
    image.value = await pictureFile();
    expect([...((await image.read()) as ImageData).data.slice(0, 4)]).to.deep.equal(RED);
  });

  const bad: [file: File, message: string][] = [
    [new File(['hello'], 'notes.txt', { type: 'text/plain' }), '“notes.txt” (text/plain) is no picture'],
    [new File(['hello'], 'cat.png', { type: 'image/png' }), '“cat.png” (image/png) is no picture'],
    [new File([], 'empty', {}), '“empty” (of unknown type) is no picture'],
  ];
  for (const [file, message] of bad) {
    it(`refuses ${file.name}, and keeps what it has`, async () => {
      const image = await fixture<RvImage>('<rv-image input></rv-image>');
      upload(image, file);
      expect(await errorOf(image)).to.match(
        new RegExp(`^${message.replace(/[()]/g, '\\$&')}.* Taken are image files: PNG,`),
      );
      expect(image.value).to.equal(null);
      await expectEvent(image, 'change', async () => upload(image, await pictureFile()));
      await rendered(image);
      expect(inside(image, '[role=alert]').hidden).to.equal(true);
    });
  }

  it('takes a picture that is dropped on it', async () => {
    const image = await fixture<RvImage>('<rv-image input></rv-image>');
    const dataTransfer = files(await pictureFile());
    const picture = inside(image, '[part=picture]');
    expect(picture.dispatchEvent(new DragEvent('dragover', { dataTransfer, cancelable: true }))).to.equal(false);
    await expectEvent(image, 'change', () =>
      picture.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true })),
    );
    expect(colour(image.canvas)).to.deep.equal(RED);
  });

  it('takes a picture that is pasted, unless clipboard is no source', async () => {
    const image = await fixture<RvImage>('<rv-image input sources="clipboard"></rv-image>');
    const paste = async () => {
      const event = new Event('paste', { bubbles: true, cancelable: true });
      Object.assign(event, { clipboardData: files(await pictureFile()) });
      return inside(image, '[part=picture]').dispatchEvent(event);
    };
    expect(image.shadowRoot!.querySelector('input')).to.equal(null);
    await expectEvent(image, 'change', paste);
    expect(colour(image.canvas)).to.deep.equal(RED);
    image.sources = 'upload';
    await rendered(image);
    expect(await paste()).to.equal(true);
  });

  it('gives up its picture', async () => {
    const image = await fixture<RvImage>('<rv-image input></rv-image>');
    image.value = coloured('red');
    await rendered(image);
    await expectEvent(image, 'change', () => inside(image, '[part=remove]').click());
    expect(await image.read()).to.equal(null);
    await rendered(image);
    expect(inside<HTMLInputElement>(image, 'input').value).to.equal('');
  });

  it('is invalid while required and empty, and sends its file with a form', async () => {
    const form = await fixture<HTMLFormElement>('<form><rv-image input required name="photo"></rv-image></form>');
    const image = form.querySelector('rv-image')!;
    expect([form.checkValidity(), image.validity.valueMissing]).to.deep.equal([false, true]);
    await expectEvent(image, 'change', async () => upload(image, await pictureFile()));
    await rendered(image);
    expect(form.checkValidity()).to.equal(true);
    expect((new FormData(form).get('photo') as File).name).to.equal('red.png');
    form.reset();
    await image.updateComplete;
    expect([form.checkValidity(), image.value]).to.deep.equal([false, null]);
  });

  it('takes nothing while it is disabled', async () => {
    const image = await fixture<RvImage>('<rv-image input disabled sources="upload webcam clipboard"></rv-image>');
    for (const control of image.shadowRoot!.querySelectorAll('input, button'))
      expect(control.matches(':disabled')).to.equal(true);
    const event = new DragEvent('drop', { dataTransfer: files(await pictureFile()), cancelable: true });
    expect(inside(image, '[part=picture]').dispatchEvent(event)).to.equal(true);
  });

  it('is accessible, empty and with a picture', async () => {
    const page = await fixture<HTMLElement>(
      '<div><rv-image input label="Photo" sources="upload webcam clipboard" info="Yours."></rv-image><rv-image input></rv-image></div>',
    );
    page.querySelector('rv-image')!.value = coloured('red');
    await rendered(page.querySelector('rv-image')!);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

describe('the webcam of rv-image', () => {
  const devices = Object.getOwnPropertyDescriptor(navigator, 'mediaDevices');
  /** Stands in for the camera; the test decides when it answers. */
  const camera = (getUserMedia: () => Promise<MediaStream>) =>
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: { getUserMedia } });
  const start = (image: RvImage) => inside(image, '.sources button').click();
  const track = (stream: MediaStream) => stream.getTracks()[0]!;

  afterEach(() => {
    Reflect.deleteProperty(navigator, 'mediaDevices');
    if (devices) Object.defineProperty(navigator, 'mediaDevices', devices);
  });

  async function filming(): Promise<{ image: RvImage; stream: MediaStream; canvas: HTMLCanvasElement }> {
    const canvas = coloured('red', 64, 48);
    const stream = canvas.captureStream();
    camera(async () => stream);
    const image = await fixture<RvImage>('<rv-image input sources="webcam"></rv-image>');
    start(image);
    await Promise.resolve();
    while (!image.shadowRoot!.querySelector('video')) await new Promise(requestAnimationFrame);
    return { image, stream, canvas };
  }

  it('shows what it sees, takes a picture and is turned off', async () => {
    const { image, stream, canvas } = await filming();
    const video = inside<HTMLVideoElement>(image, 'video');
    expect(video.srcObject).to.equal(stream);
    while (video.videoWidth === 0 || video.readyState < 2) {
      canvas.getContext('2d')!.fillRect(0, 0, 64, 48);
      await new Promise(requestAnimationFrame);
    }
    await expectEvent(image, 'change', () => inside(image, '.shutter .primary').click());
    expect([image.canvas.width, image.canvas.height]).to.deep.equal([64, 48]);
    expect(track(stream).readyState).to.equal('ended');
    await rendered(image);
    expect(image.shadowRoot!.querySelector('video')).to.equal(null);
  });

  it('is turned off by Cancel', async () => {
    const { image, stream } = await filming();
    inside(image, '.shutter button:last-child').click();
    expect(track(stream).readyState).to.equal('ended');
    await rendered(image);
    expect(image.shadowRoot!.querySelector('video')).to.equal(null);
  });

  it('is turned off when a script sets a picture', async () => {
    const { image, stream } = await filming();
    image.value = coloured('red');
    expect(track(stream).readyState).to.equal('ended');
    await rendered(image);
    expect(image.canvas.checkVisibility()).to.equal(true);
  });

  it('is turned off when the element leaves the page', async () => {
    const { image, stream } = await filming();
    image.remove();
    expect(track(stream).readyState).to.equal('ended');
  });

  it('is not turned on for an element that has left the page before it was allowed', async () => {
    const answer = Promise.withResolvers<MediaStream>();
    camera(() => answer.promise);
    const image = await fixture<RvImage>('<rv-image input sources="webcam"></rv-image>');
    start(image);
    image.remove();
    const stream = coloured('red').captureStream();
    answer.resolve(stream);
    await answer.promise;
    await rendered(image);
    expect(track(stream).readyState).to.equal('ended');
  });

  for (const [name, message] of [
    ['NotAllowedError', 'The camera may not be used: allow it for this page in the browser’s settings, and try again.'],
    ['NotFoundError', 'No camera was found: connect one, and try again.'],
    ['NotReadableError', 'The camera is in use by another program: close that, and try again.'],
    ['AbortError', 'It broke.'],
  ] as const) {
    it(`says why there is no picture: ${name}`, async () => {
      camera(() => Promise.reject(new DOMException('It broke.', name)));
      const image = await fixture<RvImage>('<rv-image input sources="webcam"></rv-image>');
      start(image);
      expect(await errorOf(image)).to.equal(message);
    });
  }

  it('says that it takes HTTPS', async () => {
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: undefined });
    const image = await fixture<RvImage>('<rv-image input sources="webcam"></rv-image>');
    start(image);
    expect(await errorOf(image)).to.include('HTTPS');
  });
});
