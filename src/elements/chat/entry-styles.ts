import { css } from 'lit';

export const entryStyles = css`
  .chat {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  .hovered .entry {
    outline: 2px dashed var(--_accent);
    outline-offset: 2px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  [part='examples'] {
    justify-content: center;
  }
  .chip {
    max-inline-size: 100%;
    padding: 0.375rem 0.875rem;
    border-radius: 1.25rem;
    background: var(--_surface);
    font-size: 0.9375rem;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .entry {
    display: grid;
    gap: 0.5rem;
    padding: 0.375rem;
    border: 1px solid var(--_control-border);
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--_surface);
  }
  .entry:has(textarea:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: -1px;
  }
  .line {
    display: flex;
    align-items: end;
    gap: 0.25rem;
  }
  .line > * {
    flex: none;
  }
  .entry {
    container-type: inline-size;
  }
  @container (width < 24rem) {
    .line:has(> :nth-child(3)) {
      flex-wrap: wrap;
    }
    .line:has(> :nth-child(3)) .grow {
      order: -1;
      flex-basis: 100%;
    }
    .grow + * {
      margin-inline-start: auto;
    }
  }
  /* Firefox has no field-sizing: a copy of the text behind the field gives the height. */
  .grow {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
    max-block-size: 12rem;
  }
  .grow::after {
    content: attr(data-text) / '';
    visibility: hidden;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .grow textarea,
  .grow::after {
    grid-area: 1 / 1;
    max-block-size: 12rem;
    min-block-size: 2.5rem;
    padding: 0.5rem;
    border: none;
    background: none;
    resize: none;
  }
  .grow textarea {
    block-size: 100%;
    field-sizing: fixed;
    outline: none;
  }
  .line .icon-button {
    inline-size: 2.5rem;
    block-size: 2.5rem;
    border-color: transparent;
    background: none;
    color: var(--_muted);
    border-radius: var(--_radius);
  }
  .line .icon-button:hover {
    background: var(--_sunken);
    color: var(--_text);
  }
  .line .send {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .line .send:hover {
    background: var(--_accent);
    color: var(--_on-accent);
    filter: brightness(1.1);
  }
  .upload {
    display: grid;
    place-items: center;
    cursor: pointer;
  }
  .upload:has(:focus-visible) {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin: 0;
    padding: 0.125rem;
    list-style: none;
  }
  [part='file'] {
    position: relative;
    display: flex;
    align-items: center;
    gap: 0.375rem;
    min-inline-size: 0;
    max-inline-size: 16rem;
    block-size: 4rem;
    padding-inline: 0.625rem 2.25rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_sunken);
    font-size: 0.875rem;
  }
  [part='file'] span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [part='file'] .icon {
    flex: none;
  }
  [part='file']:has(img) {
    padding: 0;
    overflow: clip;
  }
  [part='file'] img {
    block-size: 100%;
    min-inline-size: 4rem;
    max-inline-size: 8rem;
    object-fit: cover;
  }
  [part='remove'] {
    position: absolute;
    inset: 0.25rem 0.25rem auto auto;
    padding: 0.125rem;
    border-radius: 50%;
  }
  .recording {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    padding: 0.25rem;
  }
  .elapsed {
    font-variant-numeric: tabular-nums;
  }
  meter {
    inline-size: 8rem;
  }
  select.device {
    inline-size: auto;
    max-inline-size: 16rem;
  }
  .notice {
    margin: 0;
    font-size: 0.875rem;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  [part='restore'] {
    padding: 0 0.25rem;
    border-color: transparent;
    background: none;
    color: var(--_accent);
    text-decoration: underline;
  }
  .new {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    text-align: start;
  }
  .conversations {
    display: grid;
    gap: 0.125rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .conversations li {
    display: flex;
    align-items: center;
    border-radius: var(--_radius);
  }
  .conversations li:hover,
  .conversations li:has([aria-current]) {
    background: var(--_sunken);
  }
  .conversations button {
    border-color: transparent;
    background: none;
  }
  [part='conversation'] {
    flex: 1;
    min-inline-size: 0;
    padding: 0.375rem 0.625rem;
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [part='conversation'][aria-current] {
    font-weight: 600;
  }
  [part='delete'] {
    color: var(--_muted);
  }
`;
