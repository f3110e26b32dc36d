import type { ScriptInWorker } from '../../worker/protocol.js';
import { workerText, workerUrl } from './worker-script.js';

/** The author's script, as the page has it. */
export type Script =
  | { readonly kind: 'inline'; readonly text: string; readonly element: HTMLScriptElement }
  | { readonly kind: 'src'; readonly url: string }
  | { readonly kind: 'function'; readonly text: string };

/**
 * The text of a worker that holds the author's script and the library's runtime. It runs as a classic blob worker, the one
 * kind that starts everywhere: from `file://`, with the library on another origin, under a policy without `unsafe-eval`.
 *
 * @throws Error when an inline script's imports and exports can't be read.
 */
export async function composeWorker(script: Script): Promise<string> {
  const place = placeOf(script);
  switch (script.kind) {
    case 'inline': {
      const { rewriteInline } = await import('./inline.js');
      return compose(rewriteInline(script.text), await place);
    }
    case 'src':
      return compose(`() => import(${JSON.stringify(script.url)})`, await place, script.url);
    case 'function':
      return compose(`async () => ({ default: ${asExpression(script.text)} })`, await place);
  }
}

let preloaded = false;

/** Fetches what a worker for an inline script is made of, so that the first run need not wait for it. */
export function preloadWorker(): void {
  if (preloaded) return;
  preloaded = true;
  // A failure is told when the worker is started.
  import('./inline.js').catch(() => {});
  if (!workerUrl) return;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: workerUrl }));
}

/** Where a script is found by whoever reads an error. */
export interface Place {
  /** How messages name it. */
  readonly name: string;
  /** How stacks and the developer tools name it; without white space, or V8 drops it. */
  readonly sourceUrl: string;
  /** How many lines stand before it in its file. */
  readonly linesBefore: number;
}

export async function placeOf(script: Script): Promise<Place> {
  if (script.kind === 'src') return { name: fileName(script.url), sourceUrl: 'rivulet:worker', linesBefore: 0 };
  if (script.kind === 'function') return { name: 'fn', sourceUrl: 'rivulet:fn', linesBefore: 0 };
  const url = document.URL.replace(/#.*/, '');
  const linesBefore = await countLinesBefore(script.element, url).catch(() => undefined);
  if (linesBefore !== undefined) return { name: fileName(url), sourceUrl: url, linesBefore };
  return { name: `the script in ${fileName(url)}`, sourceUrl: `${url}#script`, linesBefore: 0 };
}

/** The script as an ES module, as its author would have written it. */
export async function moduleText(script: Script): Promise<string> {
  if (script.kind === 'src') return (await fetch(script.url)).text();
  return script.kind === 'inline' ? script.text : `export default ${asExpression(script.text)}`;
}

/** Where the runtime is imported, its failure has no other way out of the worker. */
const startRuntime =
  workerText ??
  `import(${JSON.stringify(workerUrl)}).catch((error) => postMessage({ kind: 'rivulet-failed', message: String(error) }));`;

function compose(load: string, { name, sourceUrl, linesBefore }: Place, moduleUrl?: string): string {
  const script: Omit<ScriptInWorker, 'load'> = {
    name,
    sourceUrl,
    lastLine: linesBefore + load.split('\n').length,
    baseUrl: document.baseURI,
    moduleUrl,
  };
  // The script's first line keeps the number it has in its file, so that stacks and the console name the real one.
  const padding = '\n'.repeat(linesBefore);
  return `${padding}self.rivulet = { ...${JSON.stringify(script)}, load: ${load}\n};\n${startRuntime}\n//# sourceURL=${sourceUrl}\n`;
}

/** The scripts that came with the page's source. */
const parsed = new Set<HTMLScriptElement>();

if (document.readyState === 'loading' || document.readyState === 'interactive') {
  const remember = () => {
    for (const element of document.scripts) parsed.add(element);
  };
  document.addEventListener('DOMContentLoaded', remember, { once: true });
}

/** Milliseconds to wait for the page's source, which the HTTP cache has as a rule. */
const PATIENCE = 500;

/**
 * How many lines of the page stand before an inline script. Only the page's source tells; where it can't be had (`file://`,
 * an element made by script, a slow server) the script's own lines are counted.
 */
async function countLinesBefore(element: HTMLScriptElement, url: string): Promise<number | undefined> {
  if (!parsed.has(element)) return undefined;
  const response = await fetch(url, { cache: 'force-cache', signal: AbortSignal.timeout(PATIENCE) });
  // The parser makes every line end a "\n".
  const source = (await response.text()).replaceAll(/\r\n?/g, '\n');
  const same = [...document.scripts].filter((script) => script.text === element.text);
  let start = -1;
  for (let i = 0; i <= same.indexOf(element); i++) start = source.indexOf(element.text, start + 1);
  return start < 0 ? undefined : source.slice(0, start).split('\n').length - 1;
}

function fileName(url: string): string {
  const { pathname, host } = new URL(url, document.baseURI);
  return /[^/]+\/?$/.exec(pathname)?.[0] ?? host;
}

/** `function* (x) {}` and `x => x` are expressions; a method's source, `name(x) {}`, is one only inside an object. */
function asExpression(source: string): string {
  if (/^(async\s+)?function\b/.test(source) || /^(async\s*)?(\([\s\S]*?\)|[\w$]+)\s*=>/.test(source)) return source;
  return `Object.values({ ${source} })[0]`;
}
