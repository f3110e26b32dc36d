import '../index.js';
import type { RvApp } from './app.js';

/** Puts an app with this markup inside on the page. Removed by {@link removeApps}. */
export function mount(markup: string, attributes = ''): RvApp {
  const host = document.createElement('div');
  host.className = 'mounted';
  host.innerHTML = `<rv-app ${attributes}>${markup}</rv-app>`;
  document.body.append(host);
  return host.querySelector('rv-app')!;
}

export function removeApps(): void {
  for (const host of document.querySelectorAll('.mounted')) host.remove();
}

/** An inline script for {@link mount}. */
export function script(text: string): string {
  return `<script type="rivulet">${text}</script>`;
}

/** The first event of that type which `accept` takes. */
export function event<K extends keyof HTMLElementEventMap>(
  target: EventTarget,
  type: K,
  accept: (event: HTMLElementEventMap[K]) => boolean = () => true,
): Promise<HTMLElementEventMap[K]> {
  return new Promise((resolve) => {
    target.addEventListener(type, function listen(found) {
      if (!accept(found as HTMLElementEventMap[K])) return;
      target.removeEventListener(type, listen);
      resolve(found as HTMLElementEventMap[K]);
    });
  });
}

/** All that is written to `console[level]` until the test calls `restore`. */
export function recordConsole(level: 'error' | 'warn'): { messages: string[]; restore(): void } {
  const original = console[level];
  const messages: string[] = [];
  console[level] = (...parts: unknown[]) => void messages.push(parts.map(String).join(' '));
  const restore = () => {
    console[level] = original;
  };
  return { messages, restore };
}
