/**
 * Registers a tag. A tag that another copy of the library has taken keeps its first class: two copies on a page are
 * a mistake worth naming, not a reason for the page to break.
 */
export function define(tag: string, element: CustomElementConstructor): void {
  const taken = customElements.get(tag);
  if (!taken) customElements.define(tag, element);
  else if (taken !== element) warnOfSecondCopy(tag);
}

let warned = false;

function warnOfSecondCopy(tag: string): void {
  if (warned) return;
  warned = true;
  console.warn(
    `rivulet: <${tag}> is already defined, so the library seems to be loaded twice. The first copy is used; remove the second script tag or import.`,
  );
}
