import { describe, isDetached } from '../describe.js';
import type { OutputSpec, Paint } from '../protocol.js';
import { EMPTY, type Encoded, type Encoder } from './encoder.js';
import { readRaster, toPixels } from './pixels.js';

const TAKES =
  'It takes {data, shape}, a tensor ({data, dims}), a RawImage, ImageData, ImageBitmap, OffscreenCanvas, VideoFrame, an encoded picture (Blob, File, bytes) or a URL';

/** Pictures: numbers become RGBA pixels here; what a browser can draw or decode becomes an `ImageBitmap`. */
export function imageEncoder({ title }: OutputSpec): Encoder {
  const encode = (value: unknown): Encoded => {
    const encoded = value === null ? EMPTY : (encodeDrawable(value) ?? encodeFile(value, title) ?? encodeRaster(value));
    if (encoded) return encoded;
    throw new TypeError(`${describe(value)}. ${TAKES}`);
  };
  return {
    encode(value) {
      try {
        return encode(value);
      } catch (error) {
        throw refusal(title, error);
      }
    },
    read: encode,
  };
}

/** What can be drawn is copied by drawing it, so that the author goes on owning it. */
function encodeDrawable(value: unknown): Paint | undefined {
  if (value instanceof OffscreenCanvas || value instanceof ImageBitmap)
    return draw(value, value.width, value.height, value);
  // Not in every engine.
  if (typeof VideoFrame !== 'undefined' && value instanceof VideoFrame) {
    return draw(value, value.displayWidth, value.displayHeight, value);
  }
  return undefined;
}

let scratch: OffscreenCanvas | undefined;

function draw(source: CanvasImageSource, width: number, height: number, value: object): Paint {
  if (width === 0 || height === 0)
    throw new RangeError(`${describe(value)} of ${width}×${height}: it is empty or closed`);
  scratch ??= new OffscreenCanvas(width, height);
  scratch.width = width;
  scratch.height = height;
  scratch.getContext('2d')!.drawImage(source, 0, 0, width, height);
  return { kind: 'bitmap', bitmap: scratch.transferToImageBitmap() };
}

function encodeRaster(value: unknown): Paint | undefined {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  const raster = readRaster(value);
  return raster && toPixels(raster);
}

function encodeFile(value: unknown, title: string): Encoded | undefined {
  if (value instanceof Blob) return () => decode(value, title);
  // The clamped kind is what ImageData holds: numbers without their shape, no file.
  if (value instanceof ArrayBuffer || (value instanceof Uint8Array && !(value instanceof Uint8ClampedArray))) {
    if (isDetached(value)) throw new TypeError(describe(value));
    const blob = new Blob([value as BlobPart]);
    return () => decode(blob, title);
  }
  if (typeof value === 'string' || value instanceof URL) return () => download(String(value), title);
  return undefined;
}

async function download(url: string, title: string): Promise<Paint> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw refusal(
      title,
      new TypeError(
        `the URL "${shorten(url)}" can’t be fetched: check the address, and that its server allows this page (CORS)`,
        { cause: error },
      ),
    );
  }
  if (!response.ok)
    throw refusal(
      title,
      new TypeError(`the URL "${shorten(url)}": the server answered ${response.status} ${response.statusText}`),
    );
  return decode(await response.blob(), title);
}

async function decode(blob: Blob, title: string): Promise<Paint> {
  if (await isSvg(blob)) return { kind: 'svg', blob: new Blob([blob], { type: 'image/svg+xml' }) };
  try {
    return { kind: 'bitmap', bitmap: await createImageBitmap(blob) };
  } catch (error) {
    throw refusal(title, new TypeError(`${describe(blob)}: no picture this browser can decode`, { cause: error }));
  }
}

/** Workers can't decode SVG; the page can. */
async function isSvg(blob: Blob): Promise<boolean> {
  if (blob.type) return blob.type.startsWith('image/svg');
  return /^\s*(<\?xml|<!--|<!doctype svg|<svg)/i.test(await blob.slice(0, 256).text());
}

function refusal(title: string, error: unknown): Error {
  if (!(error instanceof Error)) return new TypeError(`${title} can't show this: ${String(error)}`);
  return new TypeError(`${title} can't show this: ${error.message.replace(/\.$/, '')}.`, { cause: error });
}

function shorten(url: string): string {
  return url.length > 100 ? `${url.slice(0, 100)}…` : url;
}
