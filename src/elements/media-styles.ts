import { css } from 'lit';

export const mediaStyles = css`
  [part='player'] {
    position: relative;
    display: grid;
    overflow: hidden;
  }
  [part='media'] {
    display: block;
    inline-size: 100%;
  }
  audio[part='media'] {
    block-size: 3.375rem;
  }
  :host(rv-video) [part='player'] {
    place-items: center;
    block-size: var(--rv-video-height, 20rem);
    background: var(--_sunken);
  }
  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .empty {
    display: grid;
    place-items: center;
    padding: 1rem;
    color: var(--_muted);
  }
  .empty .icon {
    inline-size: 3rem;
    block-size: 3rem;
    opacity: 0.5;
  }
  :host(rv-audio) .empty .icon {
    inline-size: 2rem;
    block-size: 2rem;
  }
  [part='allow'] {
    position: absolute;
    inset: 50% auto auto 50%;
    transform: translate(-50%, -50%);
    z-index: 1;
  }
  /* The clip goes on meanwhile. */
  :host(rv-video) [part='allow'] {
    inset: 0.5rem auto auto 0.5rem;
    transform: none;
  }
  [part='dry'] {
    position: absolute;
    inset: calc(50% - 1.25rem) auto auto calc(50% - 1.25rem);
    inline-size: 2.5rem;
    block-size: 2.5rem;
    border: 0.25rem solid var(--_border);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: dry 1s 0.2s linear infinite backwards;
    pointer-events: none;
  }
  @keyframes dry {
    from {
      opacity: 1;
    }
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    [part='dry'] {
      animation: none;
    }
  }
  /* A sound has no picture to keep clear. */
  :host(rv-audio) .toolbar {
    position: static;
    justify-content: end;
    padding: 0.25rem 0.5rem 0.5rem;
    opacity: 1;
  }
  .recording {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
  }
  .recording {
    padding: 1rem;
  }
  :host(rv-video) [part='player'] > .recording {
    position: absolute;
    inset: auto 0 0;
  }
  .elapsed {
    padding-inline: 0.5rem;
    border-radius: var(--_radius);
    background: var(--_surface);
    font-variant-numeric: tabular-nums;
  }
  meter {
    inline-size: 8rem;
  }
  select.device {
    inline-size: auto;
    max-inline-size: 16rem;
  }
  [part='waveform'] {
    display: block;
    inline-size: 100%;
    block-size: var(--rv-waveform-height, 4rem);
    accent-color: var(--_accent);
    color: var(--_control-border);
    transition: color 1ms;
    cursor: pointer;
  }
  [part='note'] {
    margin: 0.375rem 0 0;
    font-size: 0.8125rem;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .toolbar .speed {
    inline-size: auto;
    padding: 0.25rem 0.375rem;
    font-size: 0.875rem;
    border-color: var(--_border);
  }
  [part='download-wav'] {
    grid-auto-flow: column;
    gap: 0.25rem;
    font-size: 0.8125rem;
  }
  .trim {
    display: grid;
    gap: 0.25rem;
    padding: 0.75rem 0 0;
  }
  .trim .recording,
  [part='player'] + [part='work'] {
    padding: 0.5rem 0 0;
  }
  .trim label {
    display: grid;
    grid-template-columns: 3rem 1fr 5rem;
    align-items: center;
    gap: 0.75rem;
    font-size: 0.875rem;
  }
  .trim input {
    inline-size: 100%;
    margin: 0;
  }
  .trim output {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
`;
