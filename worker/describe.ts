/** Names a value in a message to the author: what it is and its size, never its content at length. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `the string ${JSON.stringify(shorten(value, 40))}`;
    case 'number':
    case 'boolean':
    case 'bigint':
      return `${typeof value} ${value}`;
    case 'function':
      return value.name ? `the function ${value.name}` : 'a function';
    case 'object':
      return value === null ? 'null' : describeObject(value);
    default:
      return typeof value === 'symbol' ? 'a symbol' : 'undefined';
  }
}

/** Whether it is `{…}`, and of no class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/** Whether the buffer behind the value was transferred away: then its bytes are gone. */
export function isDetached(value: ArrayBuffer | ArrayBufferView): boolean {
  return ((ArrayBuffer.isView(value) ? value.buffer : value) as ArrayBuffer).detached;
}

function describeObject(value: object): string {
  if (typeof (value as PromiseLike<unknown>).then === 'function') return 'a Promise (await it before the yield)';
  const name = value.constructor?.name ?? 'Object';
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    if (isDetached(value)) return `a ${name} whose buffer is detached (transferred away)`;
    const length = 'length' in value ? `${value.length} elements` : `${value.byteLength} bytes`;
    return `${article(name)} of ${length}`;
  }
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Blob) return `${article(name)} of type "${value.type}", ${value.size} bytes`;
  if (name !== 'Object') return article(name);
  const keys = Object.keys(value);
  if (keys.length > 6) keys.splice(6, Infinity, '…');
  return `an object with ${keys.join(', ') || 'no keys'}`;
}

function article(name: string): string {
  return `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** The beginning of a long text. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
