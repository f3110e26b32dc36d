import type { OutputSpec } from '../../worker/protocol.js';
import { RvComponent } from '../elements/component.js';

/** Which of an app's components a run reads and which it paints on, each in order. */
export interface Roles {
  readonly inputs: readonly RvComponent[];
  readonly outputs: readonly RvComponent[];
}

/** The components of `app`: those below it that have no nearer app. */
export function componentsOf(app: Element): RvComponent[] {
  return [...app.querySelectorAll('*')].filter(
    (element): element is RvComponent => element instanceof RvComponent && element.closest(app.localName) === app,
  );
}

/**
 * Assigns the roles: document order, or the order of the names given.
 *
 * @param inputs - Space-separated names; empty for all that are inputs.
 * @param outputs - Space-separated names; empty for all that are outputs.
 * @throws TypeError when a name stands for none of the components, or for two.
 */
export function assignRoles(components: readonly RvComponent[], inputs: string, outputs: string): Roles {
  const byName = new Map<string, RvComponent>();
  for (const component of components) {
    const { name, nameInMessages } = component;
    if (!name) continue;
    const first = byName.get(name);
    if (first)
      throw new TypeError(
        `Two components are named "${name}": <${first.localName}> and ${nameInMessages}. Rename one.`,
      );
    byName.set(name, component);
  }
  const find = (attribute: string, name: string): RvComponent => {
    const found = byName.get(name);
    if (found) return found;
    const names = [...byName.keys()].join(', ') || 'none';
    throw new TypeError(
      `<rv-app ${attribute}="…"> names "${name}", but no component has that name (there are: ${names}).`,
    );
  };
  const listed = (attribute: string, names: string) =>
    names
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => find(attribute, name));
  return {
    inputs: inputs ? listed('inputs', inputs) : components.filter((component) => component.isInput),
    outputs: outputs ? listed('outputs', outputs) : components.filter((component) => component.isOutput),
  };
}

/** What the worker has to know of an output. */
export function outputSpec(component: RvComponent): OutputSpec {
  const { encoder, encoderModule, encoderOptions, name, nameInMessages, flow } = component;
  return { kind: encoder, module: encoderModule, options: encoderOptions, name, title: nameInMessages, flow };
}
