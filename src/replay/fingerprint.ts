import { pixelsOf } from './storable.js';

/**
 * What a value comes to as 64 hexadecimal digits: the same for equal values, files and pictures compared byte by byte.
 *
 * @throws TypeError for a function or a symbol.
 */
export async function fingerprint(value: unknown): Promise<string> {
  const parts: BlobPart[] = [];
  describe(value, parts, new Map());
  const bytes = await new Blob(parts).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Each part tells how long it is, so that none can be taken for two others. */
function describe(value: unknown, parts: BlobPart[], seen: Map<object, number>): void {
  const put = (kind: string, length: number, ...content: BlobPart[]) => parts.push(`${kind} ${length}:`, ...content);
  const putAll = (kind: string, list: readonly unknown[]) => {
    put(kind, list.length);
    for (const each of list) describe(each, parts, seen);
  };
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new TypeError(`a ${typeof value} has no content to compare`);
  }
  if (typeof value !== 'object' || value === null) {
    const text = String(value);
    return void put(typeof value, text.length, text);
  }
  const known = seen.get(value);
  if (known !== undefined) return void put('same', known);
  seen.set(value, seen.size);
  if (value instanceof Blob) {
    putAll('blob', [value.type, value instanceof File ? value.name : null]);
    put('bytes', value.size, value);
  } else if (value instanceof ImageBitmap) describe(pixelsOf(value), parts, seen);
  else if (value instanceof ImageData) putAll('pixels', [value.width, value.height, value.data]);
  else if (value instanceof ArrayBuffer) put('bytes', value.byteLength, value);
  else if (ArrayBuffer.isView(value))
    put(value.constructor.name, value.byteLength, value as ArrayBufferView<ArrayBuffer>);
  else if (value instanceof Date) put('date', value.getTime());
  else if (Array.isArray(value)) putAll('array', value);
  else if (value instanceof Map) putAll('map', [...value].flat());
  else if (value instanceof Set) putAll('set', [...value]);
  else
    putAll(
      'object',
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flat(),
    );
}
