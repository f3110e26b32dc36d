import { css } from 'lit';

export const imageStyles = css`
  [part='picture'] {
    position: relative;
    display: grid;
    place-items: center;
    block-size: var(--rv-image-height, 20rem);
    background: var(--_sunken);
    overflow: hidden;
  }
  canvas,
  [part='webcam'] {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  [part='picture'] > .icon {
    inline-size: 3rem;
    block-size: 3rem;
    color: var(--_muted);
    opacity: 0.5;
  }
  .shutter {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.5rem;
  }
  .shutter {
    position: absolute;
    inset-block-end: 1rem;
    inset-inline: 0;
  }
  [part='picture']:fullscreen {
    block-size: 100%;
    border: none;
    border-radius: 0;
  }
`;
