import { css } from 'lit';

/** Of what shows how far a run is, in the shadow root of a component or of the app. */
export const progressStyles = css`
  .quiet::after {
    display: none !important;
  }
  /* It has a line of its own. */
  .body:has(> [part='progress'])::after {
    display: none !important;
  }
  [part='progress'] {
    display: grid;
    gap: 0.75rem;
    font-size: 0.8125rem;
    line-height: 1.25;
    color: var(--_text);
    pointer-events: none;
  }
  [part='progress'] p {
    margin: 0;
  }
  [part='progress'] .task {
    display: grid;
    gap: 0.625rem;
    align-content: start;
    min-inline-size: 0;
  }
  [part='progress'] .elapsed,
  [part='progress'] .figures {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  [part='progress'] .elapsed {
    justify-self: end;
  }
  [part='progress'] .bar {
    display: grid;
    gap: 0.25rem;
  }
  [part='progress'] .text {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1rem;
    overflow-wrap: anywhere;
  }
  [part='progress'] progress {
    inline-size: 100%;
    block-size: 0.375rem;
    accent-color: var(--_accent);
  }
  /* Elsewhere the browser's own colours are wanted. */
  @media (forced-colors: none) {
    [part='progress'] progress {
      appearance: none;
      border: none;
      border-radius: 1rem;
      background: var(--_border);
      overflow: hidden;
    }
    [part='progress'] progress::-webkit-progress-bar {
      background: none;
    }
    [part='progress'] progress::-webkit-progress-value {
      background: var(--_accent);
    }
    [part='progress'] progress::-moz-progress-bar {
      background: var(--_accent);
    }
    [part='progress'] progress:indeterminate {
      background: repeating-linear-gradient(-45deg, var(--_accent) 0 0.5rem, var(--_border) 0 1rem);
    }
    [part='progress'] progress:indeterminate::-moz-progress-bar {
      background: none;
    }
  }

  /* Along the upper edge of what is there already, its text above that: nothing is covered, and nothing moves. */
  .body > [part='progress'] {
    position: absolute;
    inset: -2px 0 auto;
    z-index: 1;
    gap: 2px;
    animation: show-progress 0s 0.4s both;
  }
  .body > [part='progress'] .task {
    gap: 2px;
  }
  .body > [part='progress'] .bar {
    display: contents;
  }
  .body > [part='progress'] progress {
    block-size: 3px;
  }
  .body > [part='progress'] :is(.text, .elapsed) {
    position: absolute;
    inset: auto 0 calc(100% + 1px) auto;
    max-inline-size: 75%;
    padding-inline-start: 0.5rem;
    background: var(--_surface);
    font-size: 0.75rem;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .body > [part='progress'] .text {
    display: block;
    color: var(--_muted);
  }
  .body > [part='progress'] .name {
    display: none;
  }
  .body > .full :is(.elapsed:not(:only-child), .bar ~ .bar .text, .task ~ .task .text),
  .body > .minimal :is(.text, .task ~ .task .elapsed) {
    display: none;
  }

  /* Over all of it while there is nothing new to see. */
  :host([waiting]) .body > .full {
    inset: 0;
    container-type: size;
    place-content: safe center stretch;
    padding: 0.75rem 1rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_surface) 92%, transparent);
    overflow: hidden;
  }
  @container (block-size > 5rem) {
    .body > .full .task {
      gap: 0.625rem;
    }
    .body > .full .bar {
      display: grid;
    }
    .body > .full progress {
      block-size: 0.375rem;
    }
    .body > .full :is(.text, .elapsed) {
      display: flex !important;
      position: static;
      max-inline-size: none;
      padding: 0;
      background: none;
      font-size: inherit;
      white-space: normal;
    }
    .body > .full .name {
      display: inline;
      color: var(--_text);
    }
  }
  @container (block-size <= 5rem) {
    .body > .full :is(.text, .elapsed) {
      position: static !important;
    }
  }
  @keyframes show-progress {
    from {
      opacity: 0;
    }
  }
`;
