import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

const icon = (shape: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

export const icons = {
  attach: icon(
    svg`<path d="m20 11-8.5 8.5a5 5 0 0 1-7-7l9-9a3.4 3.4 0 0 1 4.8 4.8l-9 9a1.7 1.7 0 0 1-2.4-2.4L15 7" />`,
  ),
  camera: icon(svg`<path d="M3 8h4l2-3h6l2 3h4v11H3z" /><circle cx="12" cy="13" r="3.5" />`),
  check: icon(svg`<path d="m5 12 5 5 9-10" />`),
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18" />`),
  copy: icon(svg`<path d="M9 9h11v11H9zM15 9V4H4v11h5" />`),
  dislike: icon(svg`<path d="M17 3v11l-4 7c-1.5 0-2.5-1-2.5-2.5V15H4.5L6 4.5 7 3zM17 3h4v11h-4" />`),
  down: icon(svg`<path d="M12 4v15m-6-6 6 6 6-6" />`),
  download: icon(svg`<path d="M12 4v11m-5-5 5 5 5-5M5 20h14" />`),
  edit: icon(svg`<path d="m4 20 1-5L16.5 3.5l4 4L9 19zM14 6l4 4" />`),
  expand: icon(svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />`),
  file: icon(svg`<path d="M6 3h8l5 5v13H6zM14 3v5h5" />`),
  film: icon(svg`<path d="M3 5h18v14H3zM8 5v14M16 5v14M3 9.7h5M3 14.3h5M16 9.7h5M16 14.3h5" />`),
  like: icon(svg`<path d="M7 21V10l4-7c1.5 0 2.5 1 2.5 2.5V9h6L18 19.5 17 21zM7 21H3V10h4" />`),
  microphone: icon(svg`<path d="M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3" />`),
  note: icon(svg`<path d="M9 18V5l11-2v13" /><circle cx="6.5" cy="18" r="2.5" /><circle cx="17.5" cy="16" r="2.5" />`),
  paste: icon(svg`<path d="M8 5H5v16h14V5h-3M8 3h8v5H8z" />`),
  picture: icon(svg`<path d="M3 4h18v16H3zm0 13 5-5 4 4 3-3 6 6" /><circle cx="15.5" cy="8.5" r="1.5" />`),
  plus: icon(svg`<path d="M12 5v14M5 12h14" />`),
  play: icon(svg`<path d="m7 4 13 8-13 8z" />`),
  record: icon(svg`<circle cx="12" cy="12" r="7" fill="currentColor" />`),
  retry: icon(svg`<path d="M20 12a8 8 0 1 1-2.5-5.800M20 3v5h-5" />`),
  send: icon(svg`<path d="M12 20V5m-6 6 6-6 6 6" />`),
  sidebar: icon(svg`<path d="M3 5h18v14H3zM9 5v14" />`),
  sound: icon(svg`<path d="M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11" />`),
  stop: icon(svg`<path d="M6 6h12v12H6z" />`),
  trim: icon(
    svg`<circle cx="6" cy="6" r="2.5" /><circle cx="6" cy="18" r="2.5" /><path d="M8.2 7.3 20 16M8.2 16.7 20 8" />`,
  ),
  trash: icon(svg`<path d="M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6" />`),
  undo: icon(svg`<path d="M9 5 4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3" />`),
  upload: icon(svg`<path d="M12 16V4m-5 5 5-5 5 5M5 20h14" />`),
};
