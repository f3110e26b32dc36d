import { html, nothing, type TemplateResult } from 'lit';
import { icons } from './icons.js';

/** Speeds on offer. Firefox has them in a menu for the mouse alone, and WebKitGTK not at all. */
const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];

/** Something to do with a picture or a clip: a button in its corner. */
export interface Tool {
  readonly part: string;
  readonly name: string;
  readonly content: unknown;
  readonly expanded?: boolean;
  act(): void;
}

export const removeTool = (act: () => void): Tool => ({ part: 'remove', name: 'Remove', content: icons.close, act });
export const downloadTool = (act: () => void): Tool => ({
  part: 'download',
  name: 'Download',
  content: icons.download,
  act,
});
export const fullscreenTool = (act: () => void): Tool => ({
  part: 'fullscreen',
  name: 'Full screen',
  content: icons.expand,
  act,
});
export const wavTool = (act: () => void): Tool => ({
  part: 'download-wav',
  name: 'Download as WAV',
  content: html`${icons.download}<span>WAV</span>`,
  act,
});
export const trimTool = (expanded: boolean, act: () => void): Tool => ({
  part: 'trim',
  name: 'Trim',
  content: icons.trim,
  expanded,
  act,
});

export function toolTemplate({ part, name, content, expanded, act }: Tool): TemplateResult {
  return html`<button
    type="button"
    part=${part}
    class="icon-button"
    title=${name}
    aria-label=${name}
    aria-expanded=${expanded ?? nothing}
    @click=${act}
  >
    ${content}
  </button>`;
}

/** @param choose - Given the speed that the user wants, 1 for the usual. */
export function speedTemplate(speed: number, choose: (speed: number) => void): TemplateResult {
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed].sort((a, b) => a - b);
  const take = (event: Event) => {
    event.stopPropagation();
    choose(Number((event.target as HTMLSelectElement).value));
  };
  return html`<select
    part="speed"
    class="speed"
    aria-label="Speed"
    title="Speed"
    @input=${(event: Event) => event.stopPropagation()}
    @change=${take}
  >
    ${speeds.map((each) => html`<option value=${each} .selected=${each === speed}>${each}×</option>`)}
  </select>`;
}
