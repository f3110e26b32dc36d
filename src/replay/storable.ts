import type { FromRun, Paint, Part } from '../../worker/protocol.js';

/** What a run shows and says; how it ends, and what it hands to whoever iterates over it, is told otherwise. */
export type KeptMessage = Extract<FromRun, { readonly kind: 'item' | 'paint' | 'alert' }>;

/** A message of a run. */
export interface Entry {
  /** Milliseconds after the run has begun. */
  readonly time: number;
  readonly message: Stored;
}

/** A message as it is stored. Not every engine stores a `Blob` everywhere, or an `ImageBitmap` anywhere. */
export type Stored = KeptMessage | { readonly kind: 'file'; readonly part: Part; readonly file: StoredFile };

interface StoredFile {
  readonly bytes: ArrayBuffer;
  readonly type: string;
}

/**
 * What of a message can be stored: a copy, taken before the page paints it. `undefined` for what is no more than a question
 * of the worker's.
 */
export function toStored(message: KeptMessage): Stored | Promise<Stored> | undefined {
  if (message.kind !== 'item') return structuredClone(message);
  const { part } = message;
  const { paint } = part;
  switch (paint?.kind) {
    case 'decode':
      return undefined;
    case 'bitmap':
      return { kind: 'item', part: { ...part, paint: pixelsOf(paint.bitmap) } };
    case 'svg':
    case 'clip':
      return storeFile(part, paint.blob);
    default:
      return structuredClone(message);
  }
}

export function fromStored(stored: Stored): KeptMessage {
  if (stored.kind !== 'file') return stored;
  const { part, file } = stored;
  const blob = new Blob([file.bytes], { type: file.type });
  return { kind: 'item', part: { ...part, paint: { ...part.paint, blob } as Paint } };
}

/** About how many bytes it takes. */
export function sizeOf(stored: Stored): number {
  if (stored.kind === 'file') return stored.file.bytes.byteLength;
  const paint = stored.kind === 'item' ? stored.part.paint : undefined;
  switch (paint?.kind) {
    case 'pixels':
      return paint.data.byteLength;
    case 'media':
      return paint.fragments.reduce((sum, { data }) => sum + data.byteLength, paint.peaks.byteLength);
    case 'text':
    case 'json':
      return SMALL + 2 * paint.text.length;
    default:
      return SMALL;
  }
}

const SMALL = 200;

async function storeFile({ paint, ...part }: Part, blob: Blob): Promise<Stored> {
  const file = { bytes: await blob.arrayBuffer(), type: blob.type };
  return { kind: 'file', part: { ...part, paint: { kind: paint!.kind } as Paint }, file };
}

/** The pixels of a bitmap, which goes on as it is. */
export function pixelsOf(bitmap: ImageBitmap): Extract<Paint, { kind: 'pixels' }> {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return { kind: 'pixels', width, height, data: context.getImageData(0, 0, width, height).data.buffer };
}
