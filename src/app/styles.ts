import { css } from 'lit';
import { tokens } from '../elements/styles.js';

export const appStyles = [
  tokens,
  css`
    :host {
      display: block;
      container-type: inline-size;
      inline-size: 100%;
      max-inline-size: var(--rv-app-width, 60rem);
      margin-inline: auto;
      font: 1rem / 1.5 var(--_font);
      color: var(--_text);
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
    [hidden] {
      display: none !important;
    }
    /* Components that are still being loaded would push one another about. */
    .loading {
      visibility: hidden;
    }
    [part='frame'] {
      display: grid;
      gap: 1rem;
      padding: 1rem;
      border: 1px solid var(--_border);
      border-radius: calc(var(--_radius) * 1.5);
      background: var(--_surface);
    }
    [part~='column'] {
      display: grid;
      gap: 1rem;
      align-content: start;
      min-inline-size: 0;
    }
    [part='actions'] {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem;
    }
    @container (inline-size > 40rem) {
      [part='frame'].beside {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      }
    }
    button {
      flex: 1 1 8rem;
      min-block-size: 2.5rem;
      padding: 0.5rem 1rem;
      border: 1px solid var(--_border);
      border-radius: var(--_radius);
      font: inherit;
      font-weight: 600;
      color: inherit;
      background: var(--_sunken);
      cursor: pointer;
    }
    button[part='submit'] {
      border-color: transparent;
      color: var(--_on-accent);
      background: var(--_accent);
    }
    button[part='stop'] {
      border-color: var(--_error);
      color: var(--_error);
    }
    button[part='api'] {
      grid-column: 1 / -1;
      justify-self: start;
      margin: -0.5rem;
      padding: 0 0.5rem;
      border: 0;
      font-size: 0.8125rem;
      font-weight: 400;
      color: var(--_muted);
      background: none;
    }
    button:disabled {
      opacity: 0.6;
      cursor: not-allowed;
    }
    :focus-visible {
      outline: 2px solid var(--_accent);
      outline-offset: 2px;
    }
    [part='queue'] {
      display: grid;
      gap: 0.25rem;
      font-size: 0.8125rem;
      color: var(--_muted);
    }
    [part='error'] {
      margin: 0;
      padding: 0.75rem 1rem;
      border: 1px solid var(--_error);
      border-radius: var(--_radius);
      color: var(--_error);
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    [part='status'] {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  `,
];
