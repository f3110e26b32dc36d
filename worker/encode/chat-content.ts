import { describe, isPlainObject } from '../describe.js';
import { readPcm } from '../media/audio/pcm.js';
import type { ChatContent, OutputSpec, Paint } from '../protocol.js';
import { type Encoder, refuse } from './encoder.js';
import { createEncoder as createLabelEncoder } from './label.js';

const TAKES = 'Markdown, a Blob, {url, type, alt}, {component, value} or an array of them as content';

type CreateEncoder = (output: OutputSpec) => Encoder;

/** The encoders of the components whose values are no mere copies. */
const KINDS: Record<string, string> = {
  'rv-html': 'text',
  'rv-json': 'json',
  'rv-label': 'label',
  'rv-markdown': 'text',
  'rv-number': 'number',
  'rv-slider': 'number',
  'rv-textbox': 'text',
};

type Encode = (kind: string, value: unknown) => Paint;

/**
 * Makes of what is in a message what the page can set as the `value` of what shows it. That can be given to a function
 * again, and kept in a database: a picture is an `ImageData`.
 */
export function contentEncoder(output: OutputSpec, createKnown: CreateEncoder): (content: unknown) => ChatContent {
  return (content) => {
    if (typeof content === 'string' || content instanceof Blob) return content;
    if (['number', 'boolean', 'bigint'].includes(typeof content)) return String(content);
    const { component, url, value, ...properties } = isPlainObject(content) ? content : {};
    if (typeof component === 'string') {
      const title = `${output.title}, in <${component}>,`;
      const encode: Encode = (kind, value) => {
        const create = kind === 'label' ? createLabelEncoder : createKnown;
        return create({ ...output, kind, flow: 'latest', title }).encode(value) as Paint;
      };
      return { ...cloned(properties, title), component, value: valueOfComponent(component, value, encode, title) };
    }
    if (typeof url === 'string' || url instanceof URL) {
      return { ...cloned(properties, `${output.title}, in a file,`), url: String(url) };
    }
    return refuse(output.title, describe(content), TAKES);
  };
}

function valueOfComponent(tag: string, value: unknown, encode: Encode, title: string): unknown {
  if (value === null || value === undefined) return value;
  const kind = KINDS[tag];
  if (kind) return painted(encode(kind, value));
  if (!['rv-image', 'rv-audio', 'rv-video'].includes(tag)) return cloned(value, title);
  if (value instanceof Blob || typeof value === 'string') return value;
  if (value instanceof URL) return value.href;
  if (value instanceof ArrayBuffer || value instanceof Uint8Array) return new Blob([value as BlobPart]);
  if (tag === 'rv-image') return toImageData(encode('image', value));
  const sound = readPcm(value);
  if (sound) return { data: sound.channels, sampleRate: sound.sampleRate };
  return refuse(title, describe(value), 'a file (Blob, bytes), a URL or PCM');
}

function cloned<T>(value: T, title: string): T {
  try {
    return structuredClone(value);
  } catch {
    return refuse(title, describe(value), 'what can be structured-cloned');
  }
}

function painted(paint: Paint): unknown {
  switch (paint.kind) {
    case 'json':
      return JSON.parse(paint.text);
    case 'label':
      return { label: paint.label, confidences: paint.confidences };
    case 'text':
      return paint.text;
    default:
      return (paint as Paint & { kind: 'value' }).value;
  }
}

function toImageData(paint: Paint): ImageData {
  if (paint.kind === 'pixels') return new ImageData(new Uint8ClampedArray(paint.data), paint.width, paint.height);
  const { bitmap } = paint as Paint & { kind: 'bitmap' };
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}
