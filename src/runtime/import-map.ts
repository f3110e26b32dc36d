/** An import map as the page writes it. */
interface ImportMap {
  readonly imports?: Readonly<Record<string, string>>;
  readonly scopes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The import map of a page, or an empty one. What the page's own scripts make of it, a worker can't see. */
export function importMapOf(page: Document): ImportMap {
  const text = page.querySelector('script[type="importmap"]')?.textContent;
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    // The browser has reported it already.
    return {};
  }
}

/**
 * The URL a module specifier stands for in the page.
 *
 * Source: HTML Living Standard, "resolve a module specifier" and "resolve an imports match".
 *
 * @param base - The document's base URL, against which map and specifier are read.
 * @throws TypeError when the specifier is neither a URL nor in the map.
 */
export function resolveSpecifier(specifier: string, { imports = {}, scopes = {} }: ImportMap, base: string): string {
  const asUrl = /^\.{0,2}\//.test(specifier) ? toUrl(specifier, base) : toUrl(specifier);
  const normalized = asUrl ?? specifier;
  const inScope = Object.keys(scopes)
    .map((prefix) => ({ prefix: toUrl(prefix, base) ?? prefix, imports: scopes[prefix]! }))
    .filter(({ prefix }) => prefix === base || (prefix.endsWith('/') && base.startsWith(prefix)))
    .sort(longestFirst((scope) => scope.prefix));
  for (const map of [...inScope.map((scope) => scope.imports), imports]) {
    const match = matchImports(normalized, asUrl, map, base);
    if (match) return match;
  }
  if (asUrl) return asUrl;
  throw new TypeError(
    `Can't resolve the module "${specifier}": write a URL, start it with "./", or add it to the page's import map.`,
  );
}

function matchImports(
  specifier: string,
  asUrl: string | undefined,
  imports: Readonly<Record<string, string>>,
  base: string,
): string | undefined {
  const entries = Object.entries(imports).map(([key, address]) => ({
    key: /^\.{0,2}\//.test(key) ? (toUrl(key, base) ?? key) : (toUrl(key) ?? key),
    address,
  }));
  for (const { key, address } of entries.sort(longestFirst((entry) => entry.key))) {
    if (key === specifier) return toUrl(address, base);
    // Only "special" URLs are hierarchical enough for a prefix to mean anything.
    const isPrefix =
      key.endsWith('/') && specifier.startsWith(key) && (!asUrl || /^(https?|file|wss?|ftp):/.test(asUrl));
    if (isPrefix) return toUrl(specifier.slice(key.length), toUrl(address, base));
  }
  return undefined;
}

function longestFirst<T>(text: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => text(b).length - text(a).length;
}

function toUrl(text: string, base?: string): string | undefined {
  try {
    return new URL(text, base).href;
  } catch {
    return undefined;
  }
}
