import type { OutputSpec } from '../../worker/protocol.js';
import { RvComponent } from '../elements/component.js';
import { words } from '../elements/words.js';

/** Which of an app's components a run reads and which it paints on, each in order. */
export interface Roles {
  readonly inputs: readonly RvComponent[];
  readonly outputs: readonly RvComponent[];
  /** Those that show how far it is, where that is not its outputs. */
  readonly progressOn: readonly RvComponent[];
}

/** The components of `app`: those below it that have no nearer app. */
export function componentsOf(app: Element): RvComponent[] {
  return [...app.querySelectorAll('*')].filter(
    (element): element is RvComponent => element instanceof RvComponent && element.closest(app.localName) === app,
  );
}

/** What names an app's components. */
export interface Names {
  /** Space-separated names; empty for the usual ones. */
  readonly inputs: string;
  readonly outputs: string;
  readonly showProgressOn?: string | undefined;
  /** How messages name who names them. */
  readonly nameInMessages: string;
}

/**
 * Assigns the roles: the order of the names given, or else document order.
 *
 * @param usual - Whether all that are inputs and outputs by themselves are meant where no name is given; none else.
 * @throws TypeError when a name stands for none of the components, or for two.
 */
export function assignRoles(components: readonly RvComponent[], names: Names, usual: boolean): Roles {
  const byName = componentsByName(components);
  const listed = (attribute: string, value = '') =>
    words(value).map((name) => {
      const found = byName.get(name);
      if (found) return found;
      const known = [...byName.keys()].join(', ') || 'none';
      throw new TypeError(
        `${names.nameInMessages} has ${attribute}="${value}", but no component has the name "${name}" (there are: ${known}).`,
      );
    });
  const { inputs, outputs } = names;
  return {
    inputs: inputs || !usual ? listed('inputs', inputs) : components.filter((component) => component.isInput),
    outputs: outputs || !usual ? listed('outputs', outputs) : components.filter((component) => component.isOutput),
    progressOn: listed('show-progress-on', names.showProgressOn),
  };
}

/** @throws TypeError when two have the same name. */
export function componentsByName(components: readonly RvComponent[]): Map<string, RvComponent> {
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
  return byName;
}

/** What the worker has to know of an output. */
export function outputSpec(component: RvComponent): OutputSpec {
  const { encoder, encoderModule, encoderOptions, name, nameInMessages, flow } = component;
  return { kind: encoder, module: encoderModule, options: encoderOptions, name, title: nameInMessages, flow };
}
