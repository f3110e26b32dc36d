import type { Flag, FlaggedValue } from '../store/flags.js';
import { extensionOf } from './extension.js';

/** What flags are exported as. */
export type FlagFormat = 'csv' | 'json';

const TYPES: Record<FlagFormat, string> = { csv: 'text/csv', json: 'application/json' };

/** Without it spreadsheets take no text for UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A file of a zip archive. */
interface Entry {
  readonly name: string;
  readonly input: string | Blob;
  readonly lastModified: Date;
}

/**
 * Flags as one file: CSV or JSON, or a zip archive that has it beside the pictures, sounds and videos where there are any.
 * In their cells stand their paths in the archive.
 */
export async function flagFile(flags: readonly Flag[], format: FlagFormat): Promise<{ blob: Blob; extension: string }> {
  const media: Entry[] = [];
  const rows = flags.map((flag, index) => withPaths(flag, index, media));
  const text = format === 'csv' ? toCsv(rows) : JSON.stringify(rows, toJson, 2);
  if (media.length === 0) return { blob: new Blob([text], { type: TYPES[format] }), extension: format };
  const { downloadZip } = await import('client-zip');
  const entries = [{ name: `flags.${format}`, input: text, lastModified: new Date() }, ...media];
  return { blob: await downloadZip(entries).blob(), extension: 'zip' };
}

/** A flag as it is exported. */
interface Row {
  readonly time: string;
  readonly option: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** @param media - Gets the files the flag holds. */
function withPaths({ time, option, inputs, outputs }: Flag, index: number, media: Entry[]): Row {
  const keep = (name: string, file: Blob) => {
    const base = `media/${index + 1}-${name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}`;
    const number = media.filter(
      (entry) => entry.name.startsWith(`${base}.`) || entry.name.startsWith(`${base}~`),
    ).length;
    const path = `${base}${number ? `~${number + 1}` : ''}.${fileExtension(file)}`;
    media.push({ name: path, input: file, lastModified: time });
    return path;
  };
  const side = (values: readonly FlaggedValue[]) =>
    Object.fromEntries(values.map(({ name, value }) => [name, replaceFiles(value, (file) => keep(name, file))]));
  return { time: time.toISOString(), option, inputs: side(inputs), outputs: side(outputs) };
}

/** A value with something else in place of each file that is in it, however deep. */
function replaceFiles(value: unknown, replace: (file: Blob) => unknown): unknown {
  if (value instanceof Blob) return replace(value);
  if (Array.isArray(value)) return value.map((part) => replaceFiles(part, replace));
  if (Object.prototype.toString.call(value) !== '[object Object]') return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, replaceFiles(part, replace)]));
}

function fileExtension(file: Blob): string {
  const [, own] = /\.(\w+)$/.exec(file instanceof File ? file.name : '') ?? [];
  if (own) return own;
  const [kind, subtype = ''] = file.type.split(/[/;+]/);
  if (kind === 'audio' || kind === 'video') return extensionOf(file.type, kind);
  return subtype.replace('jpeg', 'jpg').replace(/\W/g, '') || 'bin';
}

/** What JSON has no form for, as near as can be. */
function toJson(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (value instanceof Map || value instanceof Set) return [...value];
  return value;
}

/** As RFC 4180 has it: a head, CRLF, and quotes around what holds a comma, a quote or a line break. */
function toCsv(rows: readonly Row[]): string {
  const columns = (side: 'inputs' | 'outputs') => [...new Set(rows.flatMap((row) => Object.keys(row[side])))];
  const [inputs, outputs] = [columns('inputs'), columns('outputs')];
  const head = [
    ...inputs.map((name) => `inputs.${name}`),
    ...outputs.map((name) => `outputs.${name}`),
    'option',
    'time',
  ];
  const lines = rows.map((row) => [
    ...inputs.map((name) => row.inputs[name]),
    ...outputs.map((name) => row.outputs[name]),
    row.option,
    row.time,
  ]);
  return BYTE_ORDER_MARK + [head, ...lines].map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('');
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = withoutFormula(typeof value === 'object' ? JSON.stringify(value, toJson) : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet takes a cell that begins with one of these signs for a formula, which can send the sheet elsewhere: an
 * apostrophe before it makes it a text. Some split at semicolons and tabs too. Numbers are left as they are.
 */
function withoutFormula(text: string): string {
  return text.replace(/(^|[;\t])(?=\s*[=+\-@＝＋－＠])/g, "$1'");
}
