import { componentsByName } from '../app/roles.js';
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

/** @throws TypeError for a name that none of the components has. */
export function findInputs(
  components: readonly RvComponent[],
  names: readonly string[],
  where: string,
): readonly RvComponent[] {
  const byName = componentsByName(components);
  return names.map((name) => {
    const found = byName.get(name);
    if (found) return found;
    const known = [...byName.keys()].join(', ') || 'none';
    throw new TypeError(`${where} "${name}", but no component has that name (there are: ${known}).`);
  });
}

/** @throws TypeError for a row with more or fewer values than there are inputs. */
export function checkRows(rows: Examples['rows'], inputs: readonly RvComponent[]): void {
  const odd = rows.findIndex((row) => row.length !== inputs.length);
  if (odd < 0) return;
  const row = rows[odd]!;
  const values = row.map((cell) => shorten(cell?.value)).join(', ');
  const names = inputs.map(({ accessibleLabel }) => accessibleLabel).join(', ') || 'none';
  throw new TypeError(
    `row ${odd + 1} has ${row.length} values (${values}), but takes ${inputs.length}: one for each input (${names}).`,
  );
}

/** @throws TypeError when they are not one for each example. */
export function readLabels(labels: unknown, count: number): readonly unknown[] | undefined {
  if (labels === undefined || labels === null) return undefined;
  const list = typeof labels === 'string' ? parseList(labels) : labels;
  if (Array.isArray(list) && list.length === count) return list;
  throw new TypeError(`labels is ${shorten(labels)}, but takes an array of ${count} strings: one for each example.`);
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

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
