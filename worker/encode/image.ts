import { describe, isDetached, shorten } from '../describe.js';
import type { OutputSpec, Paint } from '../protocol.js';
import { request } from '../request.js';
import { EMPTY, type Encoded, type Encoder } from './encoder.js';
import { readRaster, toPixels } from './pixels.js';

/** Pictures: numbers become RGBA pixels here; what a browser can draw or decode becomes an `ImageBitmap`. */
export function imageEncoder({ title }: OutputSpec): Encoder {
  const refuse = (error: unknown): never => {
    const why = error instanceof Error ? error.message : describe(error);
    throw new TypeError(`${title} can't show this: ${why.replace(/\.$/, '')}.`);
  };
  return {
    encode(value) {
      try {
        const encoded = encode(value);
        return typeof encoded === 'function' ? () => encoded().catch(refuse) : encoded;
      } catch (error) {
        return refuse(error);
      }
    },
    read: encode,
  };
}

function encode(value: unknown): Encoded {
  const encoded = value === null ? EMPTY : (encodeDrawable(value) ?? encodeFile(value) ?? encodeRaster(value));
  if (encoded) return encoded;
  throw new TypeError(
    `${describe(value)}. It takes {data, shape}, a tensor, a RawImage, ImageData, ImageBitmap, OffscreenCanvas, VideoFrame, a picture file, its bytes or its URL`,
  );
}

/** What can be drawn is copied by drawing it, so that the author goes on owning it. */
function encodeDrawable(value: unknown): Paint | undefined {
  if (value instanceof OffscreenCanvas || value instanceof ImageBitmap) return draw(value, value.width, value.height);
  return isVideoFrame(value) ? draw(value, value.displayWidth, value.displayHeight) : undefined;
}

/** Not every engine has the class. */
export function isVideoFrame(value: unknown): value is VideoFrame {
  return value?.constructor?.name === 'VideoFrame';
}

const scratch = new OffscreenCanvas(1, 1);

function draw(source: OffscreenCanvas | ImageBitmap | VideoFrame, width: number, height: number): Paint {
  if (width * height === 0) throw new TypeError(`${describe(source)} that is empty or closed`);
  Object.assign(scratch, { width, height }).getContext('2d')!.drawImage(source, 0, 0, width, height);
  return { kind: 'bitmap', bitmap: scratch.transferToImageBitmap() };
}

function encodeRaster(value: unknown): Paint | undefined {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  const raster = readRaster(value);
  return raster && toPixels(raster);
}

function encodeFile(value: unknown): Encoded | undefined {
  if (value instanceof Blob) return () => decode(value);
  // `Uint8ClampedArray` is what ImageData holds: numbers without their shape, no file.
  if (value instanceof ArrayBuffer || value instanceof Uint8Array) {
    if (isDetached(value)) throw new TypeError(describe(value));
    const blob = new Blob([value as BlobPart]);
    return () => decode(blob);
  }
  if (typeof value !== 'string' && !(value instanceof URL)) return undefined;
  const url = String(value);
  return () => download(url);
}

async function download(url: string): Promise<Paint> {
  const culprit = `the URL "${shorten(url, 100)}"`;
  const response = await request(url, culprit);
  return decode(await response.blob(), `${culprit}, `);
}

async function decode(blob: Blob, from = ''): Promise<Paint> {
  if (await isSvg(blob)) return { kind: 'svg', blob: new Blob([blob], { type: 'image/svg+xml' }) };
  const bitmap = await createImageBitmap(blob).catch(() => {
    throw new TypeError(`${from}${describe(blob)}: no picture this browser can decode`);
  });
  return { kind: 'bitmap', bitmap };
}

/** Workers can't decode SVG; the page can. */
async function isSvg(blob: Blob): Promise<boolean> {
  if (blob.type) return blob.type.startsWith('image/svg');
  return /^\s*(<\?xml|<!--|<!doctype svg|<svg)/i.test(await blob.slice(0, 256).text());
}
