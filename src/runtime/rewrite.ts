import { type Export, type Import, parse, type StaticImport } from 'es-module-lexer/js';

/**
 * Turns the text of an ES module into an async function that evaluates it and gives its exports: what a classic worker
 * can run. Every line keeps its number. Imports go through the worker's tools, by the URLs they stand for in the page.
 *
 * Live bindings of imports are the one thing lost: an imported variable is read once.
 *
 * @returns the function's source, `async (rivuletTools) => {…}`.
 * @param resolve - Gives the URL of a module specifier; what it throws is passed on with the offset `idx` of the import.
 * @throws Error with the offset `idx` of what can't be read.
 */
export function rewriteModule(text: string, resolve: (specifier: string) => string): string {
  const [imports, exports] = parse(text);
  const toUrl = ({ specifier, start }: { specifier: string; start: number }): string => {
    try {
      return resolve(specifier);
    } catch (error) {
      throw Object.assign(error as Error, { idx: start });
    }
  };
  const statics = imports.filter(
    (each): each is StaticImport => each.type === 'static' || each.type === 'reexport-star',
  );
  const moduleOf = (importIndex: number) => `rivuletModules[${statics.indexOf(imports[importIndex] as StaticImport)}]`;

  const edits = imports.flatMap((each) => editImport(each, toUrl));
  // `export … from` is an import too, and goes with it.
  const own = new Set(exports.map((each) => each.exportStart));
  for (const { importStart } of imports) own.delete(importStart);
  for (const start of own) edits.push(editExport(text, start));
  // The lexer has nothing to say of an empty list, which compilers write to mark a module.
  for (const { index, 0: list } of text.matchAll(/^export\s*\{\s*\};?/gm)) {
    edits.push({ start: index, end: index + list.length, text: '' });
  }

  const clauses = statics.map((each) => readClause(text, each));
  const loads = statics.map((each, index) => loadCall(toUrl(each), each, clauses[index]!));
  const bindings = clauses.map((clause, index) => bind(clause, `rivuletModules[${index}]`));
  const head =
    loads.length > 0 ? `const rivuletModules = await Promise.all([${loads.join(', ')}]);${bindings.join('')}` : '';
  // What is passed on wholesale comes first, so that the script's own exports win.
  const isAll = (each: Export) => each.type === 'reexport-all';
  const entries = [...exports.filter(isAll), ...exports.filter((each) => !isAll(each))].map((each) =>
    exportEntry(each, moduleOf),
  );
  return `async (rivuletTools) => {"use strict";${head}${applyEdits(text, edits)}\n;return {${entries.join(', ')}}}`;
}

/**
 * The names a module exports; `undefined` where it passes on all that another has.
 *
 * @throws Error with the offset `idx` of what can't be read.
 */
export function exportsOf(text: string): string[] | undefined {
  const [, exports] = parse(text);
  const names = exports.flatMap((each) => (each.type === 'reexport-all' ? [] : each.name));
  return names.length < exports.length ? undefined : names;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Cuts the edits in, leaving a line's end for each that was cut out. */
function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let position = 0;
  for (const { start, end, text: replacement } of [...edits].sort((a, b) => a.start - b.start)) {
    const lineEnds = text.slice(start, end).replaceAll(/[^\n]/g, '');
    result += text.slice(position, start) + replacement + lineEnds;
    position = end;
  }
  return result + text.slice(position);
}

const DEFAULT = 'rivuletDefault';

/** White space and comments. */
const GAP = String.raw`(?:\s|/\*[\s\S]*?\*/|//.*\n)`;
const LIST = new RegExp(String.raw`^export${GAP}*\{[^}]*\}`);
const EXPORT = /^export/;
const EXPORT_DEFAULT = new RegExp(String.raw`^export${GAP}+default\b`);
/** What follows `export default` in a declaration: its keywords, and its name if it has one. */
const DECLARATION = new RegExp(
  String.raw`^${GAP}*(async${GAP}+)?(function|class)\b${GAP}*(\*?)${GAP}*((?!extends\b)[\p{ID_Start}$_][\p{ID_Continue}$]*)?`,
  'u',
);

/** Takes the `export` off a declaration, gives an anonymous default one a name, and drops `export {…}` lists. */
function editExport(text: string, start: number): Edit {
  const rest = text.slice(start);
  const edit = (before: string, replacement: string) => ({ start, end: start + before.length, text: replacement });
  const [list] = LIST.exec(rest) ?? [];
  if (list) return edit(list, ';');
  const [isDefault] = EXPORT_DEFAULT.exec(rest) ?? [];
  if (!isDefault) return edit(EXPORT.exec(rest)![0], '');
  // Declarations stay declarations: they are hoisted, and need no semicolon after them.
  const [declaration, isAsync, kind, star, name = DEFAULT] = DECLARATION.exec(rest.slice(isDefault.length)) ?? [];
  if (!declaration) return edit(isDefault, `const ${DEFAULT} =`);
  return edit(isDefault + declaration, `${isAsync ? 'async ' : ''}${kind}${star} ${name} `);
}

function editImport(each: Import, toUrl: (each: { specifier: string; start: number }) => string): Edit[] {
  const { type, start, end, importStart, importEnd } = each;
  if (type === 'import-meta') return [{ start, end, text: 'rivuletTools.meta' }];
  if (type !== 'dynamic') return [{ start: importStart, end: importEnd, text: '' }];
  const edits = [{ start: importStart, end: importStart + 'import'.length, text: 'rivuletTools.load' }];
  const { specifier, glob } = each;
  // Only a name that is written out can be looked up in the import map.
  if (specifier !== undefined && !glob) edits.push({ start, end, text: JSON.stringify(toUrl({ specifier, start })) });
  return edits;
}

function exportEntry(each: Export, moduleOf: (importIndex: number) => string): string {
  if (each.type === 'reexport-all') return `...(({default: _, ...names}) => names)(${moduleOf(each.importIndex)})`;
  const name = JSON.stringify(each.name);
  if (each.type === 'direct') {
    // The lexer takes the `extends` of an anonymous class for its name.
    const isNamed = each.localName !== undefined && each.localName !== 'extends';
    return `get ${name}() { return ${isNamed ? each.localName : DEFAULT} }`;
  }
  const member = each.importName === null ? '' : `[${JSON.stringify(each.importName)}]`;
  return `get ${name}() { return ${moduleOf(each.importIndex)}${member} }`;
}

/** What stands between `import` and its specifier. */
interface Clause {
  /** `* as namespace`. */
  readonly namespace?: string | undefined;
  /** Imported name to local name. */
  readonly names: readonly (readonly [string, string])[];
}

function readClause(text: string, { start, importStart }: StaticImport): Clause {
  // The specifier's quote stands before its start.
  const source = text.slice(importStart, start - 1).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ' ');
  if (!/^import\b/.test(source)) return { names: [] };
  const clause = source.replace(/^import/, '').replace(/\bfrom\s*$/, '');
  const [, list = ''] = /\{([\s\S]*)\}/.exec(clause) ?? [];
  const names = list
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
    .map((each): [string, string] => {
      const [name = '', local = name] = each.split(/\s+as\s+/);
      return [/^["']/.test(name) ? name.slice(1, -1) : name, local];
    });
  const [, local] = /^\s*([^\s{*,]+)/.exec(clause) ?? [];
  if (local) names.push(['default', local]);
  const [, namespace] = /\*\s*as\s+([^\s,]+)/.exec(clause) ?? [];
  return { namespace, names };
}

function bind({ namespace, names }: Clause, module: string): string {
  const members = names.map(([name, local]) => `${JSON.stringify(name)}: ${local}`);
  const named = members.length > 0 ? `const {${members.join(', ')}} = ${module};` : '';
  return namespace ? `${named}const ${namespace} = ${module};` : named;
}

function loadCall(url: string, { attributes }: StaticImport, { names }: Clause): string {
  const options = attributes ? JSON.stringify({ with: Object.fromEntries(attributes) }) : 'undefined';
  return `rivuletTools.load(${JSON.stringify(url)}, ${options}, ${JSON.stringify(names.map(([name]) => name))})`;
}
