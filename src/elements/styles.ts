import { css } from 'lit';

/**
 * The looks shared by all components. A page restyles them through `--rv-*` custom properties, or one inner node through
 * its `part`. Colours follow the `color-scheme` in force, which a page or `<rv-app theme>` sets.
 */
export const tokens = css`
  :host {
    --_accent: var(--rv-accent, light-dark(#c2410c, #fb923c));
    --_on-accent: var(--rv-on-accent, light-dark(#ffffff, #1c1008));
    --_text: var(--rv-text, light-dark(#1c1917, #f5f5f4));
    --_muted: var(--rv-muted, light-dark(#57534e, #a8a29e));
    --_surface: var(--rv-surface, light-dark(#ffffff, #1c1917));
    --_sunken: var(--rv-sunken, light-dark(#f5f5f4, #292524));
    --_border: var(--rv-border, light-dark(#d6d3d1, #44403c));
    --_control-border: var(--rv-control-border, light-dark(#8a837d, #8a837d));
    --_error: var(--rv-error, light-dark(#b91c1c, #fca5a5));
    --_radius: var(--rv-radius, 0.5rem);
    --_font: var(--rv-font, system-ui, sans-serif);
    --_mono: var(--rv-mono, ui-monospace, monospace);
  }
`;

/** In every shadow root: what is hidden is, and sizes count the border. */
export const basics = css`
  :host([visible='false']),
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
`;

const frame = css`
  :host {
    display: block;
    min-inline-size: 0;
    font: 1rem / 1.5 var(--_font);
    color: var(--_text);
  }
  [part='frame'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.375rem;
  }
  [part='label'] {
    font-size: 0.875rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  :host([required]) [part='label']::after {
    content: ' *' / '';
    color: var(--_error);
  }
  [part='info'],
  [part='error'] {
    margin: 0;
    font-size: 0.8125rem;
    color: var(--_muted);
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  [part='error'] {
    color: var(--_error);
  }
  .body {
    position: relative;
  }
  .surface {
    min-block-size: 3rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`;

/**
 * A line under an output that a run may still paint, moving until the first value is there; a run that is over at once
 * never shows it. Beside pictures it stands still: an animation costs the page a frame each, however small it is.
 */
const busy = css`
  :host([busy]) .body::after {
    content: '';
    position: absolute;
    inset: auto var(--_radius) -4px;
    block-size: 2px;
    background: var(--_accent);
    animation: busy 0s 0.4s both;
    pointer-events: none;
  }
  :host([waiting]) .body::after {
    animation: waiting 1.6s 0.4s ease-in-out infinite both;
  }
  @keyframes busy {
    from {
      opacity: 0;
    }
  }
  @keyframes waiting {
    from {
      transform: translateX(-50%) scaleX(0);
    }
    50% {
      transform: scaleX(0.5);
    }
    to {
      transform: translateX(50%) scaleX(0);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host([busy]) .body::after {
      animation: none;
    }
  }
`;

const controls = css`
  input,
  select,
  textarea,
  button {
    font: inherit;
    color: inherit;
    accent-color: var(--_accent);
  }
  input:not([type='range'], [type='checkbox'], [type='radio'], [type='file']),
  select,
  textarea,
  output.text {
    display: block;
    inline-size: 100%;
    min-inline-size: 0;
    margin: 0;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--_control-border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  textarea,
  output.text {
    overflow: auto;
    min-block-size: calc(var(--_lines) * 1lh + 1rem + 2px);
    max-block-size: calc(var(--_max-lines) * 1lh + 1rem + 2px);
  }
  textarea {
    field-sizing: content;
    resize: vertical;
  }
  output.text {
    border-color: var(--_border);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  output.number {
    display: block;
    font-size: 1.5rem;
    font-variant-numeric: tabular-nums;
    min-block-size: 1lh;
  }
  output.number:empty::before {
    content: '–';
    color: var(--_muted);
  }
  .slider {
    display: flex;
    align-items: center;
    gap: 0.75rem;
  }
  .slider [part='control'] {
    flex: 1;
    min-inline-size: 0;
    margin: 0;
  }
  .slider [part='number'] {
    inline-size: 5.5rem;
    padding-block: 0.25rem;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: none;
    min-inline-size: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 0.375rem;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
  }
  .choice {
    display: inline-flex;
    align-items: baseline;
    gap: 0.5rem;
    overflow-wrap: anywhere;
  }
  .choice input {
    flex: none;
    margin: 0;
    inline-size: 1rem;
    block-size: 1rem;
    transform: translateY(0.125rem);
  }
`;

/** Of what `icons` has. */
export const iconStyles = css`
  .icon {
    inline-size: 1.25em;
    block-size: 1.25em;
    vertical-align: -0.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
`;

const buttons = css`
  button {
    padding: 0.5rem 1rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_sunken);
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    border-color: var(--_control-border);
  }
  button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  button.stop {
    border-color: var(--_error);
    color: var(--_error);
  }
  button:disabled,
  :host([disabled]) .body {
    cursor: not-allowed;
    opacity: 0.6;
  }
  .toolbar {
    position: absolute;
    inset: 0.5rem 0.5rem auto auto;
    display: flex;
    gap: 0.25rem;
  }
  .icon-button {
    display: grid;
    place-items: center;
    padding: 0.375rem;
    background: var(--_surface);
  }
  /* Out of the way of the picture until it is wanted; a finger can't hover. */
  @media (hover: hover) {
    .toolbar {
      opacity: 0;
      transition: opacity 0.15s;
    }
    .body:hover .toolbar,
    .toolbar:focus-within {
      opacity: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .toolbar {
      transition: none;
    }
  }
`;

export const componentStyles = [tokens, basics, frame, busy, controls, buttons, iconStyles];

/** Formatted text. */
export const proseStyles = css`
  .prose {
    min-block-size: 1.5em;
    max-block-size: var(--rv-max-height, none);
    overflow: auto;
    overflow-wrap: anywhere;
  }
  /*
   * What is out of sight is laid out and painted when it is scrolled to, so that a text which grows below the window
   * costs next to nothing. Not where it scrolls by itself: sizes that are still guesses would move its end.
   */
  @container not style(--rv-max-height) {
    .prose > div > * {
      content-visibility: auto;
      contain-intrinsic-size: auto 3rem;
    }
  }
  .prose > div > :first-child {
    margin-block-start: 0;
  }
  .prose > div > :last-child {
    margin-block-end: 0;
  }
  .prose :is(p, ul, ol, pre, table, blockquote, equation-block) {
    margin-block: 0.75em;
  }
  .prose :is(h1, h2, h3, h4, h5, h6) {
    margin-block: 1.25em 0.5em;
    line-height: 1.25;
    text-wrap: balance;
  }
  .prose h1 {
    font-size: 1.625em;
  }
  .prose h2 {
    font-size: 1.375em;
  }
  .prose h3 {
    font-size: 1.125em;
  }
  .prose :is(h4, h5, h6) {
    font-size: 1em;
  }
  .prose :is(ul, ol) {
    padding-inline-start: 1.5em;
  }
  .prose li > :is(p, ul, ol) {
    margin-block: 0.25em;
  }
  .prose li:has(> input) {
    list-style: none;
    margin-inline-start: -1.25em;
  }
  .prose a {
    color: var(--_accent);
    text-underline-offset: 0.15em;
  }
  .prose img {
    max-inline-size: 100%;
    block-size: auto;
    border-radius: var(--_radius);
  }
  .prose :is(code, equation-block, equation-inline) {
    font: 0.875em / 1.5 var(--_mono);
  }
  .prose :not(pre) > code {
    padding: 0.125em 0.25em;
    border-radius: 0.25em;
    background: var(--_sunken);
  }
  .prose pre {
    padding: 0.75em 1em;
    border-radius: var(--_radius);
    background: var(--_sunken);
    overflow: auto;
    overflow-wrap: normal;
    white-space: pre-wrap;
  }
  .prose equation-block {
    display: block;
  }
  .prose blockquote {
    margin-inline: 0;
    padding-inline-start: 1em;
    border-inline-start: 3px solid var(--_border);
    color: var(--_muted);
  }
  .prose table {
    border-collapse: collapse;
    font-size: 0.9375em;
  }
  .prose :is(th, td) {
    padding: 0.375em 0.75em;
    border: 1px solid var(--_border);
    text-align: start;
    vertical-align: top;
  }
  .prose th {
    background: var(--_sunken);
  }
  .prose hr {
    margin-block: 1.5em;
    border: none;
    border-block-start: 1px solid var(--_border);
  }
`;
