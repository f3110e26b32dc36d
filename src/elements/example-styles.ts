import { css } from 'lit';

export const exampleStyles = css`
  .scroller {
    overflow-x: auto;
    /* Room for the focus ring. */
    padding: 3px;
    margin: -3px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='row'] {
    text-align: start;
    background: var(--_surface);
  }
  [part='row'][aria-current='true'] {
    border-color: var(--_accent);
  }
  .samples {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .samples li {
    min-inline-size: 0;
  }
  .samples [part='row'] {
    max-inline-size: 100%;
  }
  .table {
    display: grid;
    grid-template-columns: repeat(var(--_columns), minmax(4rem, auto));
    justify-content: start;
    gap: 0.25rem 0;
  }
  .table :is(ul, li, [part='header'], [part='row']) {
    display: grid;
    grid-template-columns: subgrid;
    grid-column: 1 / -1;
    align-items: center;
  }
  .table ul {
    row-gap: 0.25rem;
  }
  .table :is([part='header'], [part='row']) > span {
    padding-inline: 0.75rem;
  }
  .table [part='row'] {
    padding-inline: 0;
  }
  [part='header'] {
    border: 1px solid transparent;
    font-size: 0.8125rem;
    color: var(--_muted);
  }
  .cell {
    display: block;
    min-inline-size: 0;
    max-inline-size: 24rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .cell :is(img, video) {
    display: block;
    inline-size: 5rem;
    block-size: 5rem;
    object-fit: cover;
    border-radius: calc(var(--_radius) / 2);
    background: var(--_sunken);
  }
  [part='pages'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    margin-block-start: 0.5rem;
  }
  [part='pages'] button {
    min-inline-size: 2rem;
    padding: 0.25rem 0.5rem;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
  }
  [part='pages'] [aria-current] {
    border-color: var(--_accent);
    font-weight: 600;
  }
  [part='note'] {
    margin: 0.375rem 0 0;
    font-size: 0.8125rem;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
`;
