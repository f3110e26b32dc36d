import { type Import, parse, type StaticImport } from 'es-module-lexer/js';
import { importMapOf, resolveSpecifier } from './import-map.js';
import { parseAsModule } from './locate.js';
import { moduleText, placeOf, type Script } from './script.js';
import { ScriptError } from './script-error.js';

/**
 * Finds the module that keeps a script from loading, among all that it imports: engines name the first module or none,
 * and not every engine says where one can't be parsed.
 */
export async function findCulprit(script: Script): Promise<ScriptError | undefined> {
  const seen = new Set<string>();
  const own = script.kind === 'src' ? script : undefined;
  if (own) return visit(own.url);
  const map = importMapOf(document);
  return visitImports(await moduleText(script), (specifier) => resolveSpecifier(specifier, map, document.baseURI));

  async function visit(url: string): Promise<ScriptError | undefined> {
    if (seen.has(url)) return undefined;
    seen.add(url);
    const response = await fetch(url).catch(() => undefined);
    const type = response?.headers.get('content-type') || 'of no type';
    if (!response)
      return missing(url, 'it can’t be fetched; check the address, and that its server allows this page (CORS)');
    if (!response.ok) return missing(url, `the server answered ${response.status}`);
    if (!/javascript|ecmascript/.test(type)) return missing(url, `the server says it is "${type}", not JavaScript`);
    const text = await response.text();
    const wrong = await parseAsModule(text);
    if (wrong) return new ScriptError({ ...wrong, script: url === own?.url ? (await placeOf(own)).name : url });
    // A worker has no import map: names that are no URLs are told by the browser itself.
    return visitImports(text, (specifier) => new URL(specifier, /^\.{0,2}\//.test(specifier) ? url : undefined).href);
  }

  async function visitImports(text: string, resolve: (specifier: string) => string): Promise<ScriptError | undefined> {
    for (const { specifier } of parse(text)[0].filter(isModule)) {
      const culprit = await visit(resolve(specifier));
      if (culprit) return culprit;
    }
    return undefined;
  }
}

function isModule(each: Import): each is StaticImport {
  return (each.type === 'static' || each.type === 'reexport-star') && !each.attributes;
}

function missing(url: string, why: string): ScriptError {
  return new ScriptError({ name: 'TypeError', message: `${url} can’t be loaded: ${why}.` });
}
