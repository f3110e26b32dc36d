// What the tests of the elements share.
import 'axe-core/axe.min.js';
import type axeCore from 'axe-core';

/** Whether this is WebKitGTK. A test asks only to leave out what it can't do there, and says why. */
export const isWebKit = /AppleWebKit(?!.*Chrom)/.test(navigator.userAgent);

declare const axe: typeof axeCore;

const container = document.createElement('div');

/**
 * Puts markup on the page, in place of what the test before put there, and gives its first element once that has rendered.
 *
 * ```ts
 * const slider = await fixture<RvSlider>('<rv-slider value="3"></rv-slider>');
 * ```
 */
export async function fixture<T extends Element>(markup: string): Promise<T> {
  document.body.append(container);
  container.innerHTML = markup;
  for (const element of container.querySelectorAll('*')) await rendered(element);
  return container.firstElementChild as T;
}

export async function rendered(element: Element): Promise<void> {
  await (element as { updateComplete?: Promise<unknown> }).updateComplete;
}

/** A node inside the element's shadow root. */
export function inside<T extends Element = HTMLElement>(element: Element, selector: string): T {
  const node = element.shadowRoot!.querySelector<T>(selector);
  if (!node) throw new Error(`<${element.localName}> has no ${selector}`);
  return node;
}

/** After layout and the observers that follow it. */
export async function nextFrame(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
}

/** Waits for an event while `act` is done. */
export async function expectEvent<T extends Event>(target: EventTarget, type: string, act: () => unknown): Promise<T> {
  const event = new Promise<T>((resolve) => {
    target.addEventListener(type, (happened) => resolve(happened as T), { once: true });
  });
  await act();
  return event;
}

/** Types into, or moves, a native control as a user does. */
export function enter(control: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  control.value = value;
  control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
}

/** What axe finds wrong with the fixture or another part of the page, light and dark, as lines to compare with none. */
export async function accessibilityViolations(root: Element = container): Promise<string[]> {
  const found: string[] = [];
  for (const scheme of ['light', 'dark']) {
    document.documentElement.style.colorScheme = scheme;
    document.documentElement.style.background = scheme === 'dark' ? '#0c0a09' : '#ffffff';
    // Whole pages have landmarks; a fixture has none.
    const { violations } = await axe.run(root, { rules: { region: { enabled: false } } });
    for (const { id, nodes } of violations) {
      for (const node of nodes) found.push(`${scheme}: ${id}: ${node.target.flat().join(' ')} ${node.failureSummary}`);
    }
  }
  document.documentElement.removeAttribute('style');
  return found;
}

/** What is written to the console as an error while `act` is done, instead of on the console. */
export async function consoleErrors(act: () => unknown): Promise<string[]> {
  const { error } = console;
  const messages: string[] = [];
  console.error = (...message: unknown[]) => messages.push(message.join(' '));
  try {
    await act();
  } finally {
    console.error = error;
  }
  return messages;
}

/** A picture of one colour as a file. */
export async function pictureFile(color = 'rgb(255, 0, 0)', width = 4, height = 2, name = 'red.png'): Promise<File> {
  const canvas = coloured(color, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  return new File([blob!], name, { type: 'image/png' });
}

export function coloured(color: string, width = 4, height = 2): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, width, height);
  return canvas;
}

/** What a drop or a paste of these files has. */
export function files(...list: File[]): DataTransfer {
  const data = new DataTransfer();
  for (const file of list) data.items.add(file);
  return data;
}

/** Chooses a file as a user does. */
export function upload(element: Element, file: File): void {
  const input = inside<HTMLInputElement>(element, 'input[type=file]');
  input.files = files(file).files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** What the element's error line says, once it says something. */
export async function errorOf(element: Element): Promise<string> {
  const line = inside(element, '[role=alert]');
  if (line.hidden) {
    await new Promise<void>((resolve) => {
      new MutationObserver((_, observer) => {
        observer.disconnect();
        resolve();
      }).observe(line, { attributes: true });
    });
  }
  return line.textContent!;
}
