import { expect } from 'chai';
import type { Paint } from '../protocol.js';
import { giveBuffer } from './buffers.js';
import type { Encoded } from './encoder.js';
import { imageEncoder } from './image.js';

type Pixels = Paint & { kind: 'pixels' };

const encoder = () => imageEncoder({ kind: 'image', name: 'picture', title: '<rv-image>', flow: 'latest' });
const finish = (encoded: Encoded) => (typeof encoded === 'function' ? encoded() : encoded);
const encode = async (value: unknown): Promise<Paint> => finish(encoder().encode(value));

/** The error's message, whether it comes at once or from the decoding. */
const refusal = (value: unknown): Promise<string> =>
  encode(value).then(
    () => 'no refusal',
    (error) => `${error.name}: ${error.message}`,
  );

const rgba = (paint: Paint) => [...new Uint8Array((paint as Pixels).data)];

/** The pixels of a painted bitmap. */
function drawn(paint: Paint): number[] {
  if (paint.kind !== 'bitmap') throw new Error(`no bitmap, but ${paint.kind}`);
  const canvas = new OffscreenCanvas(paint.bitmap.width, paint.bitmap.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(paint.bitmap, 0, 0);
  return [...context.getImageData(0, 0, canvas.width, canvas.height).data];
}

const ORANGE = [255, 128, 0, 255];
const PIXELS = [10, 20, 30, 40, 50, 60];
const PAINTED = [10, 20, 30, 255, 40, 50, 60, 255];

function canvasOf(width = 2, height = 1): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'rgb(255 128 0)';
  context.fillRect(0, 0, width, height);
  return canvas;
}

const detached = new Uint8Array(4);
structuredClone(0, { transfer: [detached.buffer] });
const closed = await createImageBitmap(canvasOf());
closed.close();

/** A tensor of a machine-learning library: more properties than are looked at. */
class Tensor {
  type = 'float32';
  constructor(
    readonly dims: readonly number[],
    readonly data: unknown,
  ) {}
}

describe('imageEncoder', () => {
  const rasters: { what: string; value: unknown; width: number; height: number; painted: number[] }[] = [
    {
      what: '[h, w], integers',
      value: { data: Uint8Array.of(10, 20), shape: [1, 2] },
      width: 2,
      height: 1,
      painted: [10, 10, 10, 255, 20, 20, 20, 255],
    },
    {
      what: '[h, w, 1]',
      value: { data: Uint8Array.of(10, 20), shape: [2, 1, 1] },
      width: 1,
      height: 2,
      painted: [10, 10, 10, 255, 20, 20, 20, 255],
    },
    {
      what: '[h, w, 3]',
      value: { data: Uint8Array.from(PIXELS), shape: [1, 2, 3] },
      width: 2,
      height: 1,
      painted: PAINTED,
    },
    {
      what: '[h, w, 4]',
      value: { data: Uint8Array.of(1, 2, 3, 4), shape: [1, 1, 4] },
      width: 1,
      height: 1,
      painted: [1, 2, 3, 4],
    },
    {
      what: 'floats in 0..1, what is beyond cut off',
      value: { data: Float32Array.of(0, 0.5, 1, -1, 2, Infinity), shape: [1, 2, 3] },
      width: 2,
      height: 1,
      painted: [0, 128, 255, 255, 0, 255, 255, 255],
    },
    {
      what: 'floats with alpha',
      value: { data: Float64Array.of(1, 0, 0, 0.2), shape: [1, 1, 4] },
      width: 1,
      height: 1,
      painted: [255, 0, 0, 51],
    },
    {
      what: 'integers of more bits, what is beyond cut off',
      value: { data: Int32Array.of(-5, 300, 7), shape: [1, 1, 3] },
      width: 1,
      height: 1,
      painted: [0, 255, 7, 255],
    },
    {
      what: 'nested arrays of integers',
      value: {
        data: [
          [
            [10, 20, 30],
            [40, 50, 60],
          ],
        ],
        shape: [1, 2, 3],
      },
      width: 2,
      height: 1,
      painted: PAINTED,
    },
    {
      what: 'nested arrays of floats',
      value: { data: [[[0, 0.5, 1]]], shape: [1, 1, 3] },
      width: 1,
      height: 1,
      painted: [0, 128, 255, 255],
    },
    {
      what: 'an array of zeros and ones, as floats',
      value: { data: [0, 1], shape: [1, 2] },
      width: 2,
      height: 1,
      painted: [0, 0, 0, 255, 255, 255, 255, 255],
    },
    {
      what: 'a shape in a typed array',
      value: { data: Uint8Array.from(PIXELS), shape: Int32Array.of(1, 2, 3) },
      width: 2,
      height: 1,
      painted: PAINTED,
    },
    {
      what: 'dims, one channel after the other',
      value: new Tensor([3, 1, 2], Uint8Array.of(10, 40, 20, 50, 30, 60)),
      width: 2,
      height: 1,
      painted: PAINTED,
    },
    {
      what: 'dims of four channels, one after the other',
      value: new Tensor([4, 1, 2], Uint8Array.of(10, 40, 20, 50, 30, 60, 1, 2)),
      width: 2,
      height: 1,
      painted: [10, 20, 30, 1, 40, 50, 60, 2],
    },
    {
      what: 'dims of a batch of one',
      value: new Tensor([1, 3, 1, 2], Float32Array.of(0, 1, 1, 0, 0, 1)),
      width: 2,
      height: 1,
      painted: [0, 255, 0, 255, 255, 0, 255, 255],
    },
    {
      what: 'a batch of one, pixel by pixel',
      value: { data: Uint8Array.from(PIXELS), shape: [1, 1, 2, 3] },
      width: 2,
      height: 1,
      painted: PAINTED,
    },
    {
      what: 'a RawImage',
      value: { data: Uint8ClampedArray.from(PIXELS), width: 2, height: 1, channels: 3 },
      width: 2,
      height: 1,
      painted: PAINTED,
    },
    {
      what: 'a RawImage of one channel',
      value: { data: Uint8ClampedArray.of(7), width: 1, height: 1, channels: 1 },
      width: 1,
      height: 1,
      painted: [7, 7, 7, 255],
    },
    {
      what: 'ImageData',
      value: new ImageData(Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8), 2, 1),
      width: 2,
      height: 1,
      painted: [1, 2, 3, 4, 5, 6, 7, 8],
    },
  ];
  for (const { what, value, width, height, painted } of rasters) {
    it(`paints ${what}`, async () => {
      const paint = await encode(value);
      expect(paint).to.include({ kind: 'pixels', width, height });
      expect(rgba(paint)).to.deep.equal(painted);
    });
  }

  it('fills every byte of a buffer that was used before', async () => {
    const used = new Uint8Array(8).fill(99);
    giveBuffer(used.buffer);
    const paint = await encode({ data: Uint8Array.from(PIXELS), shape: [1, 2, 3] });
    expect((paint as Pixels).data).to.equal(used.buffer);
    expect(rgba(paint)).to.deep.equal(PAINTED);
  });

  it('copies what is yielded', async () => {
    const data = Uint8ClampedArray.of(1, 2, 3, 4);
    const paint = await encode({ data, shape: [1, 1, 4] });
    data.fill(0);
    expect(rgba(paint)).to.deep.equal([1, 2, 3, 4]);
  });

  it('empties the output for null', async () => {
    expect(await encode(null)).to.deep.equal({ kind: 'value', value: null });
  });

  it('draws an OffscreenCanvas, and leaves it as it was', async () => {
    const canvas = canvasOf();
    expect(drawn(await encode(canvas))).to.deep.equal([...ORANGE, ...ORANGE]);
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, 2, 1);
    expect([...data]).to.deep.equal([...ORANGE, ...ORANGE]);
  });

  it('draws an ImageBitmap, and leaves it open', async () => {
    const bitmap = await createImageBitmap(canvasOf());
    for (let i = 0; i < 2; i++) expect(drawn(await encode(bitmap))).to.deep.equal([...ORANGE, ...ORANGE]);
    expect(bitmap.width).to.equal(2);
  });

  it('draws one picture after the other, of any size, each by itself', async () => {
    const clear = new OffscreenCanvas(1, 1);
    clear.getContext('2d');
    const paints = [await encode(canvasOf(3, 2)), await encode(clear), await encode(canvasOf(1, 2))];
    expect(paints.map(drawn)).to.deep.equal([
      Array.from({ length: 6 }, () => ORANGE).flat(),
      [0, 0, 0, 0],
      [...ORANGE, ...ORANGE],
    ]);
  });

  it('draws a VideoFrame, where there are any, and leaves it open', async function () {
    if (typeof VideoFrame === 'undefined') this.skip();
    const frame = new VideoFrame(canvasOf(4, 2), { timestamp: 0 });
    const paint = await encode(frame);
    expect(paint).to.have.nested.include({ 'bitmap.width': 4, 'bitmap.height': 2 });
    expect(frame.codedWidth).to.equal(4);
    frame.close();
  });

  for (const type of ['image/png', 'image/jpeg']) {
    it(`decodes ${type} as a Blob, a File, bytes and a URL`, async () => {
      const blob = await canvasOf(2, 1).convertToBlob({ type });
      expect(blob.type).to.equal(type);
      const bytes = await blob.arrayBuffer();
      const url = URL.createObjectURL(blob);
      const values = [blob, new File([blob], 'cat'), bytes, new Uint8Array(bytes), new Blob([blob]), url, new URL(url)];
      for (const value of values) {
        const paint = await encode(value);
        expect(paint).to.have.nested.include({ 'bitmap.width': 2, 'bitmap.height': 1 });
        expect(drawn(paint)[0]).to.be.closeTo(255, 2);
      }
      URL.revokeObjectURL(url);
    });
  }

  it('decodes bytes as they were when they were yielded', async () => {
    const bytes = new Uint8Array(await (await canvasOf().convertToBlob()).arrayBuffer());
    const encoded = encoder().encode(bytes);
    bytes.fill(0);
    expect(drawn(await finish(encoded))).to.deep.equal([...ORANGE, ...ORANGE]);
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>';
  for (const [what, value] of [
    ['a Blob', new Blob([svg], { type: 'image/svg+xml' })],
    ['a Blob with a charset', new Blob([svg], { type: 'image/svg+xml;charset=utf-8' })],
    ['a Blob without a type', new Blob([`\n${svg}`])],
    ['bytes', new TextEncoder().encode(`<?xml version="1.0"?>${svg}`)],
    ['a URL', `data:image/svg+xml,${encodeURIComponent(svg)}`],
  ] as const) {
    it(`leaves SVG to the page: ${what}`, async () => {
      const paint = await encode(value);
      if (paint.kind !== 'svg') throw new Error(`painted as ${paint.kind}`);
      expect(paint.blob.type).to.equal('image/svg+xml');
      expect(await paint.blob.text()).to.contain(svg);
    });
  }

  const bad: { what: string; value: unknown; error: string | RegExp }[] = [
    {
      what: 'sizes that disagree',
      value: { data: new Uint8Array(11), shape: [2, 2, 3] },
      error: 'shape [2, 2, 3] asks for 12 numbers, but data is a Uint8Array of 11 elements',
    },
    {
      what: 'nested arrays that disagree',
      value: { data: [[[1, 2, 3]], [[4]]], shape: [2, 1, 3] },
      error: 'shape [2, 1, 3] asks for 6 numbers, but data is an array of 4',
    },
    {
      what: 'a RawImage that disagrees',
      value: { data: new Uint8Array(3), width: 2, height: 1, channels: 3 },
      error: 'shape [1, 2, 3] asks for 6 numbers, but data is a Uint8Array of 3 elements',
    },
    { what: 'NaN', value: { data: Float32Array.of(0, NaN), shape: [1, 2] }, error: 'data holds NaN at 1' },
    {
      what: 'NaN as the only alpha',
      value: { data: Float32Array.of(0, 0, 0, NaN), shape: [1, 1, 4] },
      error: 'data holds NaN at 3',
    },
    { what: 'NaN in an array', value: { data: [[1, NaN]], shape: [1, 2] }, error: 'data holds NaN at 1' },
    {
      what: 'no pixels',
      value: { data: new Uint8Array(), shape: [0, 0, 3] },
      error: 'a picture of [0, 0, 3] has no pixels',
    },
    {
      what: 'too many pixels',
      value: { data: new Uint8Array(), shape: [30000, 30000, 3] },
      error: 'a picture of [30000, 30000, 3] is too large: a browser paints up to 16384 pixels a side',
    },
    {
      what: 'two channels',
      value: { data: new Uint8Array(8), shape: [2, 2, 2] },
      error: 'shape [2, 2, 2] is no picture: it takes [height, width] or [height, width, 1, 3 or 4]',
    },
    ...[[4], [1, 2, 3, 4, 5], [2, 1, 1, 3], [-1, -1], [1.5, 2], [NaN, 1], []].map((shape) => ({
      what: `shape [${shape}]`,
      value: { data: new Uint8Array(3), shape },
      error: `shape [${shape.join(', ')}] is no picture: it takes`,
    })),
    {
      what: 'a detached buffer',
      value: { data: detached, shape: [2, 2] },
      error: 'data is a Uint8Array whose buffer is detached (transferred away)',
    },
    {
      what: 'detached bytes',
      value: detached,
      error: 'a Uint8Array whose buffer is detached (transferred away)',
    },
    {
      what: 'text among the numbers',
      value: { data: [[1, '2']], shape: [1, 2] },
      error: 'data holds the string "2" at 1 where a number has to be',
    },
    {
      what: '64-bit integers',
      value: { data: new BigInt64Array(1), shape: [1, 1] },
      error: 'data is a BigInt64Array of 1 elements; it takes a typed array or nested arrays of numbers',
    },
    {
      what: 'data that is no list',
      value: { data: 'abc', shape: [1, 3] },
      error: 'data is the string "abc"; it takes',
    },
    {
      what: 'a canvas of no size',
      value: new OffscreenCanvas(0, 0),
      error: 'an OffscreenCanvas that is empty or closed',
    },
    { what: 'a closed bitmap', value: closed, error: 'an ImageBitmap that is empty or closed' },
    { what: 'a function', value: function draw() {}, error: 'the function draw. It takes {data, shape}' },
    { what: 'a promise', value: Promise.resolve(1), error: 'a Promise (await it before the yield). It takes' },
    { what: 'a number', value: 7, error: 'number 7. It takes' },
    { what: 'an object', value: { pixels: [1] }, error: 'an object with pixels. It takes' },
    { what: 'data without a shape', value: { data: [1] }, error: 'an object with data. It takes' },
    { what: 'numbers alone', value: new Float32Array(3), error: 'a Float32Array of 3 elements. It takes' },
    {
      what: 'clamped numbers alone',
      value: new Uint8ClampedArray(3),
      error: 'a Uint8ClampedArray of 3 elements. It takes',
    },
    {
      what: 'bytes that are no picture',
      value: Uint8Array.of(1, 2, 3),
      error: 'a Blob of type "", 3 bytes: no picture this browser can decode',
    },
    {
      what: 'html instead of a picture',
      value: new Blob(['<!doctype html>'], { type: 'text/html' }),
      error: 'a Blob of type "text/html", 15 bytes: no picture this browser can decode',
    },
    {
      what: 'a URL of something else',
      value: 'data:text/html,<p>',
      error: 'the URL "data:text/html,<p>", a Blob of type "text/html", 3 bytes: no picture this browser can decode',
    },
    {
      what: 'a URL that is not there',
      value: '/worker/nothing.png',
      error: 'the URL "/worker/nothing.png": the server answered 404',
    },
    {
      what: 'a server that is not there',
      value: `https://${'x'.repeat(200)}.invalid/`,
      error:
        /^TypeError: <rv-image> can't show this: the URL "https:\/\/x{92}…": it can’t be fetched; check the address/,
    },
  ];
  for (const { what, value, error } of bad) {
    it(`refuses ${what}`, async () => {
      const said = await refusal(value);
      if (error instanceof RegExp) expect(said).to.match(error);
      else expect(said).to.contain(`TypeError: <rv-image> can't show this: ${error}`);
      expect(said)
        .to.match(/[^.]\.$|URL$/)
        .and.not.match(/\.\./);
    });
  }

  it('is read by whoever iterates as it is painted', async () => {
    const { read } = encoder();
    expect(rgba(await finish(read!({ data: Uint8Array.from(PIXELS), shape: [1, 2, 3] })))).to.deep.equal(PAINTED);
  });
});
