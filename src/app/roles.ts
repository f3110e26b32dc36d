import type { OutputSpec } from '../../worker/protocol.js';
import { RvComponent } from '../elements/component.js';
import { words } from '../elements/words.js';

/** Which of an app's components a run reads and which it paints on, each in order. */
export interface Roles {
  readonly inputs: readonly RvComponent[];
  readonly outputs: readonly RvComponent[];
  /** What the first inputs are, where their values are always given and never read: those of a conversation. */
  readonly given?: readonly GivenInput[];
}

export interface GivenInput {
  readonly name: string;
  /** In words of TypeScript. */
  readonly type: string;
  readonly example: unknown;
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
  const { inputs, outputs, showProgressOn } = names;
  // Who shows the progress looks these up at each run.
  listed('show-progress-on', showProgressOn);
  return {
    inputs: inputs || !usual ? listed('inputs', inputs) : components.filter((component) => component.isInput),
    outputs: outputs || !usual ? listed('outputs', outputs) : components.filter((component) => component.isOutput),
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
