import { RvComponent } from './elements/component.js';

/** Every tag but `<rv-app>`, which is in the first script. Elements are loaded when the page has the first of their kind. */
const catalogue: Record<string, () => Promise<unknown>> = {
  'rv-accordion': () => import('./elements/accordion.js'),
  'rv-audio': () => import('./elements/audio.js'),
  'rv-browser-state': () => import('./elements/browser-state.js'),
  'rv-button': () => import('./elements/button.js'),
  'rv-chat': () => import('./elements/chat.js'),
  'rv-chatbot': () => import('./elements/chatbot.js'),
  'rv-checkbox': () => import('./elements/checkbox.js'),
  'rv-column': () => import('./elements/column.js'),
  'rv-dropdown': () => import('./elements/dropdown.js'),
  'rv-examples': () => import('./elements/examples.js'),
  'rv-flag': () => import('./elements/flag.js'),
  'rv-group': () => import('./elements/group.js'),
  'rv-html': () => import('./elements/html.js'),
  'rv-image': () => import('./elements/image.js'),
  'rv-json': () => import('./elements/json.js'),
  'rv-label': () => import('./elements/label.js'),
  'rv-markdown': () => import('./elements/markdown.js'),
  'rv-number': () => import('./elements/number.js'),
  'rv-on': () => import('./elements/on.js'),
  'rv-radio': () => import('./elements/radio.js'),
  'rv-row': () => import('./elements/row.js'),
  'rv-sidebar': () => import('./elements/sidebar.js'),
  'rv-slider': () => import('./elements/slider.js'),
  'rv-state': () => import('./elements/state.js'),
  'rv-tab': () => import('./elements/tab.js'),
  'rv-tabs': () => import('./elements/tabs.js'),
  'rv-textbox': () => import('./elements/textbox.js'),
  'rv-timer': () => import('./elements/timer.js'),
  'rv-video': () => import('./elements/video.js'),
};

const tags = Object.keys(catalogue)
  .map((tag) => `<${tag}>`)
  .join(', ');
const loading = new Map<string, Promise<unknown>>();

/** Loads a tag's element. Rejects for an `rv-` tag that there is none of; does nothing for any other. */
export function loadElement(tag: string): Promise<unknown> {
  if (!tag.startsWith('rv-') || customElements.get(tag)) return Promise.resolve();
  let element = loading.get(tag);
  if (!element) {
    element = fromCatalogue(tag);
    loading.set(tag, element);
    // A network that failed may come back.
    element.catch(() => loading.delete(tag));
  }
  return element;
}

async function fromCatalogue(tag: string): Promise<void> {
  const load = catalogue[tag];
  if (!load) throw new TypeError(`There is no <${tag}>. There are ${tags}.`);
  try {
    await load();
  } catch (error) {
    throw new Error(`<${tag}> can’t be loaded: ${(error as Error).message}`, { cause: error });
  }
}

/** Loads what the page has, and what it gets from now on. */
export function loadElementsOf(root: Document): void {
  const discover = (node: Element) => {
    for (const element of [node, ...node.querySelectorAll(':not(:defined)')]) {
      if (element.localName.startsWith('rv-')) void loadAndCheck(element);
    }
  };
  discover(root.documentElement);
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) if (node instanceof Element) discover(node);
  }).observe(root, { childList: true, subtree: true });
}

async function loadAndCheck(element: Element): Promise<void> {
  try {
    await loadElement(element.localName);
  } catch (error) {
    console.error(`rivulet: ${(error as Error).message}`, element);
    return;
  }
  if (element instanceof RvComponent && element.isConnected && !element.closest('rv-app')) {
    element.error = `${element.nameInMessages} is outside an <rv-app>: nothing reads or fills it. Put it inside one.`;
    console.warn(`rivulet: ${element.error}`, element);
  }
}
