import { componentsOf } from './roles.js';

/** How an app's child nodes are spread over its two columns. */
export interface Layout {
  /** The children up to the last input; the buttons stand under them. */
  readonly first: readonly (Element | Text)[];
  /** The children after it. */
  readonly second: readonly (Element | Text)[];
  readonly hasInputs: boolean;
  /** Whether the second column has anything to show. */
  readonly hasSecond: boolean;
  /** Whether the second column has outputs, and so can stand beside the first. */
  readonly beside: boolean;
}

export function layOut(app: Element): Layout {
  const nodes = [...app.childNodes].filter((node) => node instanceof Element || node instanceof Text);
  const components = componentsOf(app);
  const inputs = components.filter((component) => component.isInput);
  const outputs = components.filter((component) => component.isOutput);
  const last = nodes.findLastIndex((node) => inputs.some((input) => node.contains(input)));
  const second = nodes.slice(last + 1);
  return {
    first: nodes.slice(0, last + 1),
    second,
    hasSecond: second.some((node) => node instanceof Element || node.data.trim() !== ''),
    hasInputs: inputs.length > 0,
    beside: last >= 0 && second.some((node) => outputs.some((output) => node.contains(output))),
  };
}
