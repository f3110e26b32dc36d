import type { Script } from '../runtime/script.js';

/** What the app's `fn` may be. */
// biome-ignore lint/suspicious/noExplicitAny: a page's own function may take anything.
export type PageFunction = (...args: any[]) => unknown;

/**
 * The script of an app: its `fn`, or the one `<script type="rivulet">` below it.
 *
 * @throws TypeError when there is none or there are two, or when `fn` is no function whose source can be sent.
 */
export function scriptOf(app: Element, fn: PageFunction | undefined): Script {
  if (fn !== undefined && fn !== null) return { kind: 'function', text: sourceOf(fn) };
  const elements = [...app.querySelectorAll<HTMLScriptElement>('script[type="rivulet"]')].filter(
    (element) => element.closest(app.localName) === app,
  );
  const [element] = elements;
  if (!element)
    throw new TypeError('<rv-app> has no function to run: put a <script type="rivulet"> in it, or set its `fn`.');
  if (elements.length > 1) {
    throw new TypeError(
      `<rv-app> has ${elements.length} scripts of type "rivulet"; it takes one. Put both functions in one and choose with \`run\`.`,
    );
  }
  const src = element.getAttribute('src');
  if (src !== null) return { kind: 'src', url: new URL(src, document.baseURI).href };
  return { kind: 'inline', text: element.text, element };
}

function sourceOf(fn: unknown): string {
  if (typeof fn !== 'function') {
    throw new TypeError(`<rv-app>.fn is ${fn === null ? 'null' : `of type ${typeof fn}`}; it takes a function.`);
  }
  const source = Function.prototype.toString.call(fn);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    throw new TypeError(
      `<rv-app>.fn is a native or bound function (${fn.name}), whose source can't be sent to the worker. Wrap it in a function of your own.`,
    );
  }
  return source;
}

/** Whether both stand for the same text, so that the worker which has it can go on. */
export function isSameScript(a: Script, b: Script): boolean {
  if (a.kind === 'src' || b.kind === 'src') return a.kind === 'src' && b.kind === 'src' && a.url === b.url;
  return a.kind === b.kind && a.text === b.text;
}
