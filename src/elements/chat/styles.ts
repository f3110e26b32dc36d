import { css } from 'lit';

const layout = css`
  [part='log'] {
    block-size: var(--rv-chatbot-height, 28rem);
    overflow: auto;
    overscroll-behavior: contain;
  }
  .content {
    padding: 1rem;
  }
  .placeholder {
    display: grid;
    place-content: center;
    padding: 1rem;
    text-align: center;
    color: var(--_muted);
  }
  /*
   * What is out of sight is neither laid out nor painted. Not the last ones: WebKit would tell of a ResizeObserver's loop
   * when one of them is scrolled into sight because it has grown.
   */
  .messages > :not(:nth-last-child(-n + 8)) {
    content-visibility: auto;
    contain-intrinsic-size: auto 6rem;
  }
  /* Room for the focus ring, which would be cut off at the edge of what is contained. */
  .message,
  .thought {
    margin: 0 -0.25rem 0.5rem;
    padding: 0.25rem;
  }
  .bubble {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .user > .bubble {
    inline-size: fit-content;
    max-inline-size: 85%;
    margin-inline-start: auto;
    padding: 0.5rem 0.875rem;
    border-radius: 1rem 1rem 0.25rem;
    background: var(--_sunken);
  }
  .system > .bubble {
    padding-inline: 10%;
    font-size: 0.875rem;
    text-align: center;
    color: var(--_muted);
  }
  .failure > .bubble {
    padding: 0.5rem 0.875rem;
    border: 1px solid var(--_error);
    border-radius: 0.25rem 1rem 1rem;
    color: var(--_error);
    white-space: pre-line;
  }
  .user > .foot {
    justify-items: end;
  }
  .foot {
    display: grid;
    gap: 0.375rem;
    padding-block-start: 0.25rem;
  }
  .actions,
  .options {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.5rem;
  }
  .actions {
    gap: 0;
    min-block-size: 1.875rem;
  }
  .options {
    padding-block: 0.25rem;
  }
  .options button {
    padding: 0.375rem 0.875rem;
    border-radius: 1rem;
  }
  .actions .icon-button,
  .code-bar .icon-button {
    border-color: transparent;
    background: none;
    font-size: 0.875rem;
    color: var(--_muted);
  }
  .actions .icon-button:hover,
  .code-bar .icon-button:hover {
    border-color: var(--_border);
    color: var(--_text);
  }
  .actions [aria-pressed='true'] {
    color: var(--_accent);
  }
  .actions [aria-pressed='true'] .icon {
    fill: color-mix(in srgb, currentColor 25%, transparent);
  }
  /* The last message shows its buttons; those of the others are out of the way until they are wanted. */
  @media (hover: hover) {
    .message:not(:last-child) > .foot > .actions {
      opacity: 0;
      transition: opacity 0.15s;
    }
    .message:hover > .foot > .actions,
    .message:focus-within > .foot > .actions {
      opacity: 1;
    }
  }
  .editor {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 0.5rem;
    inline-size: 100%;
  }
  .editor textarea {
    flex: 1 0 100%;
    --_lines: 2;
    --_max-lines: 12;
  }
  .editor button {
    padding: 0.25rem 0.75rem;
  }
  [part='to-end'] {
    position: absolute;
    inset: auto 0 0.75rem;
    inline-size: fit-content;
    margin-inline: auto;
    border-radius: 50%;
    box-shadow: 0 1px 4px rgb(0 0 0 / 0.25);
  }
  .toolbar {
    inset-inline-end: 1rem;
  }
  .dots {
    display: flex;
    gap: 0.25rem;
    inline-size: fit-content;
    padding-block: 0.5rem;
  }
  .dots i {
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 50%;
    background: var(--_muted);
    animation: dots 1.2s ease-in-out infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes dots {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
      transform: translateY(-0.2rem);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i,
    .mark::before {
      animation: none !important;
    }
    .message > .foot > .actions {
      transition: none !important;
    }
  }
`;

const contents = css`
  .text {
    min-block-size: 0;
    max-block-size: none;
    overflow: visible;
  }
  .text > div > * {
    content-visibility: visible !important;
  }
  .text ~ *,
  * + .text {
    margin-block-start: 0.5rem;
  }
  .table {
    margin-block: 0.75em;
    overflow: auto hidden;
  }
  .prose .table table {
    margin: 0;
  }
  .file :is(img, video) {
    display: block;
    max-inline-size: min(100%, 30rem);
    max-block-size: 24rem;
    border-radius: var(--_radius);
  }
  .file audio {
    display: block;
    inline-size: min(100%, 24rem);
  }
  .download {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    color: inherit;
  }
  .download small {
    color: var(--_muted);
  }
  .component {
    max-inline-size: 34rem;
  }
`;

const thoughts = css`
  .thought {
    font-size: 0.9375rem;
  }
  .thought > summary {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    inline-size: fit-content;
    padding: 0.125rem 0.25rem;
    border-radius: var(--_radius);
    cursor: pointer;
    color: var(--_muted);
    list-style: none;
  }
  .thought > summary::-webkit-details-marker {
    display: none;
  }
  .thought > summary::after {
    content: '';
    align-self: center;
    inline-size: 0.375rem;
    block-size: 0.375rem;
    border: solid currentColor;
    border-width: 0 1.5px 1.5px 0;
    transform: translateY(-0.125rem) rotate(45deg);
  }
  .thought[open] > summary::after {
    transform: translateY(0.125rem) rotate(-135deg);
  }
  .thought-title {
    overflow-wrap: anywhere;
    font-weight: 500;
  }
  .duration {
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .mark {
    align-self: center;
    inline-size: 0.875rem;
    block-size: 0.875rem;
  }
  .mark::before {
    content: '';
    display: block;
    block-size: 100%;
    border: 2px solid var(--_border);
    border-radius: 50%;
  }
  [data-status='pending'] > summary > .mark::before {
    border-block-start-color: var(--_accent);
    animation: turn 0.9s linear infinite;
  }
  [data-status='done'] > summary > .mark::before {
    border: solid var(--_accent);
    border-width: 0 2px 2px 0;
    border-radius: 0;
    inline-size: 45%;
    block-size: 85%;
    margin-inline: auto;
    transform: translateY(-10%) rotate(45deg);
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  .thought-body:not(:empty),
  .thought-children:not(:empty) {
    margin-block-start: 0.375rem;
    margin-inline-start: 0.6875rem;
    padding-inline-start: 1rem;
    border-inline-start: 2px solid var(--_border);
  }
  .thought-body {
    color: var(--_muted);
  }
`;

const code = css`
  .code {
    position: relative;
    margin-block: 0.75em;
  }
  .prose .code pre {
    margin: 0;
    padding-block-start: 2.25em;
  }
  .code-bar {
    position: absolute;
    inset: 0.25rem 0.375rem auto 1em;
    display: flex;
    align-items: center;
    font: 0.75rem var(--_mono);
    color: var(--_muted);
  }
  .code-bar .icon-button {
    margin-inline-start: auto;
  }
  .hljs-comment,
  .hljs-quote,
  .hljs-meta {
    color: light-dark(#57534e, #a8a29e);
    font-style: italic;
  }
  .hljs-keyword,
  .hljs-selector-tag,
  .hljs-literal,
  .hljs-tag,
  .hljs-name,
  .hljs-doctag {
    color: light-dark(#9f1239, #fda4af);
  }
  .hljs-string,
  .hljs-regexp,
  .hljs-addition,
  .hljs-symbol,
  .hljs-template-variable {
    color: light-dark(#15603a, #86efac);
  }
  .hljs-number,
  .hljs-attr,
  .hljs-attribute,
  .hljs-variable,
  .hljs-selector-class,
  .hljs-selector-id,
  .hljs-property {
    color: light-dark(#1d4ed8, #93c5fd);
  }
  .hljs-title,
  .hljs-section,
  .hljs-built_in,
  .hljs-type {
    color: light-dark(#7e22ce, #d8b4fe);
  }
  .hljs-deletion {
    color: var(--_error);
  }
  .hljs-emphasis {
    font-style: italic;
  }
  .hljs-strong {
    font-weight: 700;
  }
  equation-block:has(math) {
    overflow: auto hidden;
    padding-block: 0.25em;
  }
  .prose :is(equation-inline, equation-block):has(math) {
    font: inherit;
  }
  math {
    font-size: 1.0625em;
  }
`;

export const chatStyles = [layout, contents, thoughts, code];
