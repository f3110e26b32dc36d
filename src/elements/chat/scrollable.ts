import { later } from './later.js';

/** Has the keyboard reach what is wider than there is room, so that it can be scrolled. */
export function letScroll(node: HTMLElement): void {
  later(() => {
    if (node.scrollWidth > node.clientWidth) node.tabIndex = 0;
  });
}
