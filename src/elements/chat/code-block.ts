import { CopyButton } from './copy-button.js';
import { later } from './later.js';

/** In characters. Colouring one that is longer would hold the page up. */
const LONGEST = 20_000;

/** Puts a code block that has just begun into a frame with a Copy button. */
export function frameCode(code: HTMLElement): void {
  const pre = code.parentElement!;
  const frame = document.createElement('div');
  frame.className = 'code';
  pre.replaceWith(frame);
  const bar = document.createElement('div');
  bar.className = 'code-bar';
  frame.append(pre, bar);
  new CopyButton(bar, 'Copy code', () => code.textContent!);
}

/** Names the language of a code block beside its Copy button. */
export function nameLanguage(code: HTMLElement): void {
  const name = document.createElement('span');
  name.textContent = languageOf(code);
  code.closest('.code')!.querySelector('.code-bar')!.prepend(name);
}

/** Colours a code block that is complete, when its language is known. The library is loaded for the first one. */
export async function highlight(code: HTMLElement): Promise<void> {
  const language = languageOf(code);
  if (!language || code.textContent!.length > LONGEST) return;
  const { default: library } = await import('@highlightjs/cdn-assets/es/highlight.min.js');
  if (!library.getLanguage(language)) return;
  later(() => {
    code.innerHTML = library.highlight(code.textContent!, { language, ignoreIllegals: true }).value;
  });
}

function languageOf(code: HTMLElement): string {
  return code.className.replace('language-', '');
}
