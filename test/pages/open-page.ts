import type { RvComponent } from '../../src/elements/component.js';
import type { RvApp } from '../../src/index.js';

/** What record.js has kept of a page. */
interface Recorded {
  readonly console: readonly {
    readonly level: 'error' | 'warn' | 'info' | 'log' | 'uncaught';
    readonly text: string;
  }[];
  readonly events: readonly RecordedEvent[];
  /** The URLs of the workers that were started. */
  readonly workers: readonly string[];
}

export interface RecordedEvent {
  readonly type: string;
  /** The app's `id`. */
  readonly app: string;
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly script?: string;
    readonly line?: number;
  };
}

type PageWindow = Window & typeof globalThis & { readonly recorded: Recorded };

/** Files by their path; the page is `index.html`. */
export type Files = Readonly<
  Record<string, string | { readonly status?: number; readonly type?: string; readonly body: string }>
>;

/** The script tag of the built library, for a page in the folder of {@link openPage}. */
export const library = '<script type="module" src="./dist/rivulet.js"></script>';

let pages: HTMLIFrameElement[] = [];
let folders = 0;

/** Where the test server serves the package as the CDN does. */
export async function cdnOrigin(): Promise<string> {
  return (await fetch('/__cdn')).text();
}

/**
 * Writes the page and its files to the test server and opens it in a frame, as a browser has it. The text is the whole
 * page, so that its lines are counted as its author counts them.
 */
export async function openPage(files: Files | string, { path = 'index.html', until = 'load' } = {}): Promise<Page> {
  const folder = `/__pages/${Date.now()}-${folders++}/`;
  const all: Files = typeof files === 'string' ? { [path]: files } : files;
  for (const [name, file] of Object.entries(all)) {
    const { body, status = 200, type = '' } = typeof file === 'string' ? { body: file } : file;
    const url = new URL(name, location.origin + folder);
    url.searchParams.set('status', String(status));
    if (type) url.searchParams.set('type', type);
    const put = await fetch(url, { method: 'PUT', body: name.endsWith('.html') ? withRecorder(body) : body });
    if (!put.ok) throw new Error(`${name} was not taken: ${put.status}`);
  }
  const frame = document.createElement('iframe');
  // In sight: browsers hold back the animation frames of what is scrolled away.
  frame.style.cssText = 'position: fixed; inset: 0; width: 100%; height: 100%; border: 0; background: white';
  pages.push(frame);
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = folder + path;
  document.body.append(frame);
  if (until === 'load') await loaded;
  return new Page(frame);
}

/** On the line of the doctype, so that no line of the page moves. */
function withRecorder(html: string): string {
  const doctype = '<!doctype html>';
  if (!html.startsWith(doctype)) throw new Error(`A page starts with ${doctype}`);
  return html.replace(doctype, `${doctype}<script src="/test/pages/record.js"></script>`);
}

export function closePages(): void {
  for (const frame of pages) frame.remove();
  pages = [];
}

/** Settles once `condition` gives something: looked at again in every frame. The test's own time limit ends it. */
export async function until<T>(condition: () => T): Promise<NonNullable<T>> {
  for (;;) {
    const found = condition();
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}

/** A page in a frame, asked for what its user sees and what its console says. */
export class Page {
  readonly #frame: HTMLIFrameElement;

  constructor(frame: HTMLIFrameElement) {
    this.#frame = frame;
  }

  get window(): PageWindow {
    return this.#frame.contentWindow as PageWindow;
  }

  get document(): Document {
    return this.window.document;
  }

  get url(): string {
    return this.document.URL;
  }

  find<E extends Element = HTMLElement>(selector: string): E {
    const found = this.document.querySelector<E>(selector);
    if (!found) throw new Error(`The page has no ${selector}`);
    return found;
  }

  app(selector = 'rv-app'): RvApp {
    return this.find<RvApp>(selector);
  }

  /** Settles when every `rv-` tag is an element with its insides drawn. */
  async drawn(): Promise<void> {
    await until(() => this.window.customElements?.get('rv-app'));
    await until(() => !this.document.querySelector(':not(:defined)'));
    for (const element of this.document.querySelectorAll('*')) {
      await (element as { updateComplete?: Promise<unknown> }).updateComplete;
    }
  }

  /** Clicks Submit, and gives the event that ended the run. */
  async submit(selector = 'rv-app'): Promise<RecordedEvent> {
    await this.drawn();
    const { id } = this.app(selector);
    const before = this.window.recorded.events.length;
    this.#inside(selector, '[part=submit]').click();
    return until(() =>
      this.window.recorded.events
        .slice(before)
        .find(({ type, app }) => app === id && ['rv-complete', 'rv-cancel', 'rv-error'].includes(type)),
    );
  }

  /** What an output shows. */
  shown(selector: string): string {
    return this.#inside(selector, '[part=control]').textContent!.trim();
  }

  /** The line under an app, or under a component, that says what is wrong; `''` when nothing is. */
  error(selector = 'rv-app'): string {
    const line = this.#inside(selector, '[part=error]');
    return line.hidden ? '' : line.textContent!.trim();
  }

  /** Settles when an app, or a component, says that something is wrong. */
  async complains(selector = 'rv-app'): Promise<string> {
    await this.drawn();
    return until(() => this.error(selector));
  }

  /** What the console was told. */
  said(level: Recorded['console'][number]['level']): string[] {
    return this.window.recorded.console.filter((each) => each.level === level).map(({ text }) => text);
  }

  events(type: string): RecordedEvent[] {
    return this.window.recorded.events.filter((event) => event.type === type);
  }

  /** How many workers the page has started. */
  get workers(): number {
    return this.window.recorded.workers.length;
  }

  /** The files the page has loaded, by the end of their URL from `dist/` on. */
  loaded(): string[] {
    return this.window.performance
      .getEntriesByType('resource')
      .map(({ name }) => /\/dist\/(.*)$/.exec(name)?.[1])
      .filter((name) => name !== undefined);
  }

  #inside(selector: string, part: string): HTMLElement {
    const found = this.find<RvComponent | RvApp>(selector).shadowRoot?.querySelector<HTMLElement>(part);
    if (!found) throw new Error(`<${selector}> shows no ${part}`);
    return found;
  }
}
