import type { RvComponent } from './component.js';
import { type Cell, shorten } from './example-rows.js';
import { RvValueComponent } from './value-component.js';

/** A component that takes files, as a user gives them. */
interface FileInput extends RvComponent {
  chooseFile(file: File): Promise<void>;
}

export function takesFiles(component: RvComponent): component is FileInput {
  return 'chooseFile' in component;
}

/** What an input is to be given for a cell: a file for one that takes files. */
export async function load(input: RvComponent, cell: Cell | undefined): Promise<unknown> {
  if (!cell) return undefined;
  return takesFiles(input) ? fileOf(cell) : contentOf(cell, input);
}

/**
 * Sets the inputs, and then has each tell of it, so that who hears of one finds the others filled.
 *
 * @throws TypeError for a file that an input does not take.
 */
export async function fill(given: readonly { readonly input: RvComponent; readonly value: unknown }[]): Promise<void> {
  const others = given.filter(({ input, value }) => !(takesFiles(input) && value instanceof File));
  for (const { input, value } of others) input.value = value;
  for (const { input, value } of given) {
    if (!takesFiles(input) || !(value instanceof File)) continue;
    await input.chooseFile(value);
    if (input.error) throw new TypeError(input.error);
  }
  // A state tells of its changes by itself.
  for (const { input } of others) if (input instanceof RvValueComponent) input.tellChange();
}

/** What an input would give the function if it had that value. */
export async function readAs(input: RvComponent, cell: Cell): Promise<unknown> {
  const value = await load(input, cell);
  if (!(input instanceof RvValueComponent)) return value;
  const copy = document.createElement(input.localName) as RvValueComponent;
  copy.append(...[...input.childNodes].map((node) => node.cloneNode(true)));
  for (const [name, { state }] of (input.constructor as typeof RvComponent).elementProperties) {
    if (!state && name !== 'value') Object.assign(copy, { [name]: input[name as keyof typeof input] });
  }
  await fill([{ input: copy, value }]);
  return copy.read();
}

/** What a cell is to an input that takes no files. */
function contentOf({ value, written }: Cell, component: RvComponent): unknown {
  if (!written) return value;
  const { converter } = (component.constructor as typeof RvComponent).elementProperties.get('value') ?? {};
  const read = typeof converter === 'function' ? converter : converter?.fromAttribute;
  return read ? read(value as string) : value;
}

/**
 * What a cell is to an input that takes files.
 *
 * @throws Error when it can't be loaded.
 */
async function fileOf({ value, url }: Cell): Promise<File | null> {
  if (value instanceof File) return value;
  if (value instanceof Blob) return new File([value], 'example', { type: value.type });
  const address = url ?? value;
  if (address === null || address === '') return null;
  if (typeof address !== 'string')
    throw new TypeError(`${shorten(address)} is no file; it takes a URL, a Blob or null`);
  const { href } = new URL(address, document.baseURI);
  const response = await fetch(href).catch((error: Error) => error);
  if (response instanceof Error) throw new TypeError(`${address} can’t be loaded: ${response.message}`);
  if (!response.ok) throw new TypeError(`${address} can’t be loaded: the server answered ${response.status}`);
  const blob = await response.blob();
  return new File([blob], nameOf(href), { type: blob.type });
}

/** The last part of a URL's path. */
export function nameOf(url: string): string {
  if (/^(data|blob):/.test(url)) return 'example';
  const [name = ''] = /[^/]*$/.exec(url.replace(/[?#].*/s, '')) ?? [];
  try {
    return decodeURIComponent(name) || url;
  } catch {
    return name;
  }
}
