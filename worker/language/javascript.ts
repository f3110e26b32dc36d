import { describe } from '../describe.js';
import type { ScriptInWorker, ScriptTools } from '../protocol.js';
import { request } from '../request.js';

/** A function of the author's: called with the inputs' values and the run's context. */
export type AuthorFunction = (...args: unknown[]) => unknown;

/** JavaScript as a language: an ES module, inline or by URL, whose exports are the functions. */
export class JavaScript {
  readonly #script: ScriptInWorker;
  #exports?: Promise<Record<string, unknown>>;

  constructor(script: ScriptInWorker) {
    this.#script = script;
  }

  /**
   * The export called `name`; the script is evaluated at the first call.
   *
   * @throws TypeError when there is no such export or it is not a function.
   * @throws whatever evaluating the script throws.
   */
  async function(name: string): Promise<AuthorFunction> {
    this.#exports ??= this.#load();
    const exports = await this.#exports;
    const found = exports[name];
    if (typeof found === 'function') return found as AuthorFunction;
    const { name: script } = this.#script;
    if (name in exports)
      throw new TypeError(`${script}: the export "${name}" is ${describe(found)}; it has to be a function.`);
    const names = Object.keys(exports).join(', ') || 'nothing';
    const remedy =
      name === 'default' ? 'Write `export default function* …`.' : `Export it, or change the app's \`run\`.`;
    throw new TypeError(`${script} has no export "${name}" (it exports ${names}). ${remedy}`);
  }

  async #load(): Promise<Record<string, unknown>> {
    const { moduleUrl } = this.#script;
    try {
      return await this.#script.load(createTools(this.#script));
    } catch (error) {
      // The next run tries again: what failed may have been the network.
      this.#exports = undefined;
      throw moduleUrl ? await explainFailedImport(error, moduleUrl) : error;
    }
  }
}

/** What the rewritten text of an inline script uses in place of `import` and `import.meta`. */
export function createTools({ baseUrl }: Pick<ScriptInWorker, 'baseUrl'>): ScriptTools {
  const toUrl = (specifier: string): string => {
    // Names that are written out have been looked up in the page's import map; a worker has none.
    if (/^(\.{0,2}\/|[a-z][\w+.-]*:)/i.test(specifier)) return new URL(specifier, baseUrl).href;
    throw new TypeError(
      `Can't look up the computed module name "${specifier}": write it out in import("…"), or give a URL.`,
    );
  };

  return {
    async load(specifier, options, names = []) {
      const url = toUrl(specifier);
      const module = await import(/* @vite-ignore */ url, options).catch(async (error) => {
        throw await explainFailedImport(error, url);
      });
      for (const name of names) {
        if (!(name in module)) throw new SyntaxError(`The module "${specifier}" has no export "${name}".`);
      }
      return module;
    },
    meta: { url: baseUrl, resolve: toUrl },
  };
}

/** Engines say only that a module failed to load; asks for it once more to tell why. */
async function explainFailedImport(error: unknown, url: string): Promise<unknown> {
  // A module that arrived and threw, or did not parse, tells its own story.
  if (!(error instanceof TypeError)) return error;
  const culprit = `${url} can’t be loaded`;
  if (url.startsWith('file:'))
    return new TypeError(
      `${culprit}: a page opened from disk may not read modules. Write the script inline, or serve the folder.`,
    );
  try {
    const { headers } = await request(url, culprit);
    const type = headers.get('content-type') || 'of no type';
    if (/javascript|ecmascript|json|wasm|css/.test(type)) return error;
    return new TypeError(`${culprit}: the server says it is "${type}", not JavaScript.`);
  } catch (why) {
    return why;
  }
}
