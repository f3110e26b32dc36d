import { importMapOf, resolveSpecifier } from './import-map.js';
import { rewriteModule } from './rewrite.js';

export { exportsOf } from './rewrite.js';

/** An inline script as a function for the worker, its imports looked up as the page's own scripts' are. */
export function rewriteInline(text: string): string {
  const map = importMapOf(document);
  return rewriteModule(text, (specifier) => resolveSpecifier(specifier, map, document.baseURI));
}
