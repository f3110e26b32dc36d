import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

const icon = (shape: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

export const icons = {
  camera: icon(svg`<path d="M3 8h4l2-3h6l2 3h4v11H3z" /><circle cx="12" cy="13" r="3.5" />`),
  check: icon(svg`<path d="m5 12 5 5 9-10" />`),
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18" />`),
  copy: icon(svg`<path d="M9 9h11v11H9zM15 9V4H4v11h5" />`),
  download: icon(svg`<path d="M12 4v11m-5-5 5 5 5-5M5 20h14" />`),
  expand: icon(svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />`),
  paste: icon(svg`<path d="M8 5H5v16h14V5h-3M8 3h8v5H8z" />`),
  picture: icon(svg`<path d="M3 4h18v16H3zm0 13 5-5 4 4 3-3 6 6" /><circle cx="15.5" cy="8.5" r="1.5" />`),
  upload: icon(svg`<path d="M12 16V4m-5 5 5-5 5 5M5 20h14" />`),
};
