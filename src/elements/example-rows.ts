import type { RvComponent } from './component.js';

/** What an example has for an input. */
export interface Cell {
  readonly value: unknown;
  /** Of the file that it links to or shows. */
  readonly url?: string | undefined;
  /** Whether it is text of the markup, to be read as the input's attribute `value` would be. */
  readonly written?: boolean;
}

/** Examples as they are written: for each its cells, by the inputs' names or in the inputs' order. */
export interface Examples {
  /** What a header or the keys of objects name. */
  readonly names?: readonly string[] | undefined;
  readonly rows: readonly (readonly (Cell | undefined)[])[];
}

/** A component that takes files, as a user gives them. */
export interface FileInput extends RvComponent {
  chooseFile(file: File): Promise<void>;
}

export function takesFiles(component: RvComponent): component is FileInput {
  return 'chooseFile' in component;
}

/**
 * Reads the examples in an element: a `<script type="application/json">` or a `<table>`.
 *
 * @throws TypeError or SyntaxError that says what is wrong with them.
 */
export function readExamples(element: Element): Examples {
  const script = element.querySelector<HTMLScriptElement>(':scope > script[type="application/json"]');
  if (script) return examplesOf(parse(script.text));
  const table = element.querySelector<HTMLTableElement>(':scope > table');
  return table ? readTable(table) : { rows: [] };
}

/**
 * Examples as JSON or a script gives them: an array with an array, an object by the inputs' names, or the value of a single
 * input for each.
 *
 * @throws TypeError when it is none.
 */
export function examplesOf(rows: unknown): Examples {
  if (!Array.isArray(rows)) {
    throw new TypeError(`its rows are ${shorten(rows)}, but it takes an array with an array or an object for each.`);
  }
  const names = [...new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])))];
  if (names.length === 0)
    return { rows: rows.map((row) => (Array.isArray(row) ? row : [row]).map((value) => ({ value }))) };
  const odd = rows.findIndex((row) => !isObject(row));
  if (odd >= 0) throw new TypeError(`row ${odd + 1} is ${shorten(rows[odd])}, but other rows are objects.`);
  return { names, rows: rows.map((row) => names.map((name) => (name in row ? { value: row[name] } : undefined))) };
}

/** What a cell is to an input that takes no files. */
export function contentOf({ value, written }: Cell, component: RvComponent): unknown {
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
export async function fileOf({ value, url }: Cell): Promise<File | null> {
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
  if (url.startsWith('data:')) return 'example';
  const [name = ''] = /[^/]*$/.exec(new URL(url, document.baseURI).pathname) ?? [];
  return decodeURIComponent(name) || url;
}

export function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`its script is no JSON: ${(error as Error).message}.`);
  }
}

/** A first row of headers alone names the inputs. */
function readTable(table: HTMLTableElement): Examples {
  const rows = [...table.rows].map((row) => [...row.cells]);
  const [first] = rows;
  const isHead = first !== undefined && first.length > 0 && first.every(({ localName }) => localName === 'th');
  return {
    names: isHead ? first.map((cell) => cell.textContent.trim()) : undefined,
    rows: rows.slice(isHead ? 1 : 0).map((row) => row.map(readCell)),
  };
}

function readCell(cell: HTMLTableCellElement): Cell {
  const file = cell.querySelector(':is(img, audio, video, source)[src], a[href]');
  const url = file?.getAttribute(file.localName === 'a' ? 'href' : 'src') ?? undefined;
  return { value: cell.textContent.trim(), url, written: true };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
