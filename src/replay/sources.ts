import { parse } from 'es-module-lexer/js';
import { importMapOf, resolveSpecifier } from '../runtime/import-map.js';
import { moduleText, type Script } from '../runtime/script.js';

/**
 * What a script is made of: its text, and of all modules that it imports by name their URL, and their text where they are
 * of the page's own origin. Elsewhere an address stands for one version.
 */
export async function sourcesOf(script: Script): Promise<string[]> {
  const sources: string[] = [];
  const seen = new Set<string>();
  const base = script.kind === 'src' ? script.url : document.baseURI;
  const map = script.kind === 'src' ? {} : importMapOf(document);
  await add(await moduleText(script), (specifier) => resolveSpecifier(specifier, map, base));
  return sources;

  async function add(text: string, resolve: (specifier: string) => string): Promise<void> {
    sources.push(text);
    for (const specifier of importsOf(text)) {
      const url = resolve(specifier);
      if (seen.has(url)) continue;
      seen.add(url);
      sources.push(url);
      if (new URL(url).origin !== location.origin) continue;
      const response = await fetch(url);
      // A worker has no import map.
      await add(await response.text(), (each) => resolveSpecifier(each, {}, url));
    }
  }
}

/** None of what is no JavaScript: JSON, or a script that can't be parsed, of which the worker tells. */
function importsOf(text: string): string[] {
  try {
    return parse(text)[0].flatMap((each) => {
      if (each.type === 'import-meta' || (each.type === 'dynamic' && each.glob)) return [];
      return each.specifier ?? [];
    });
  } catch {
    return [];
  }
}
