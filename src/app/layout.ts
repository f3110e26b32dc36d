import { componentsOf } from './roles.js';

/** How an app's child nodes are spread over its two columns. */
export interface Layout {
  /** The children up to the last input, and the examples after it; the buttons stand under them. */
  readonly first: readonly (Element | Text)[];
  /** The children after it. */
  readonly second: readonly (Element | Text)[];
  readonly hasInputs: boolean;
  /** Whether the second column has anything to show. */
  readonly hasSecond: boolean;
  /** Whether the second column has outputs, and so can stand beside the first. */
  readonly beside: boolean;
  /** Whether the page's author has wired the app and laid it out: one column, no buttons. */
  readonly wired: boolean;
}

/** Whether the app has wires beside its own. */
function isGraph(app: Element): boolean {
  return [...app.querySelectorAll('rv-on, rv-chat')].some((element) => element.closest(app.localName) === app);
}

export function layOut(app: Element): Layout {
  const nodes = [...app.childNodes].filter((node) => node instanceof Element || node instanceof Text);
  const components = componentsOf(app);
  const inputs = components.filter((component) => component.isInput);
  const outputs = components.filter((component) => component.isOutput);
  const wired = isGraph(app);
  let last = wired ? nodes.length - 1 : nodes.findLastIndex((node) => inputs.some((input) => node.contains(input)));
  // Examples stay with the inputs that they are of.
  const next = (nodes[last] as Element | undefined)?.nextElementSibling;
  if (next?.localName === 'rv-examples') last = nodes.indexOf(next);
  const second = nodes.slice(last + 1);
  return {
    first: nodes.slice(0, last + 1),
    second,
    hasSecond: second.some((node) => node instanceof Element || node.data.trim() !== ''),
    hasInputs: inputs.length > 0,
    beside: last >= 0 && second.some((node) => outputs.some((output) => node.contains(output))),
    wired,
  };
}
