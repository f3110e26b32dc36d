import type { RvComponent } from '../elements/component.js';
import type { Run } from '../runtime/run.js';
import { moduleText, type Script } from '../runtime/script.js';
import type { Roles } from './roles.js';
import { type PageFunction, scriptOf } from './script-of.js';
import { typesOf } from './types.js';
import type { Wire, WireSpec } from './wire.js';

/** An input or an output of a function. */
export interface Parameter {
  /** The component's `name`, or `''`. */
  readonly name: string;
  readonly label: string;
  /** Which component it is: `rv-slider`. */
  readonly tag: string;
  /**
   * In words of TypeScript: what an input gives the function, or what an output gives whoever iterates over a run. That is
   * `undefined` where a yield leaves the output alone, and `null` where it empties it.
   */
  readonly type: string;
}

/** The functions of an app, by their names. */
export type AppFunctions = Readonly<Record<string, AppFunction>>;

/**
 * A function that an app can call, as `<rv-app>.functions` describes it.
 *
 * ```js
 * const { draw } = await app.functions;
 * for await (const [picture] of draw.submit('a cat')) { … }
 * ```
 */
export class AppFunction {
  readonly name: string;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly Parameter[];
  /** Whether it is this that Submit calls, and `<rv-app>.submit()`. */
  readonly own: boolean;
  readonly #roles: Roles;
  readonly #wires: readonly Wire[];

  /** @param wires - Those that call it, of which the first is called by script. */
  constructor(name: string, own: boolean, roles: Roles, wires: readonly Wire[]) {
    this.name = name;
    this.own = own;
    this.#roles = roles;
    this.#wires = wires;
    this.inputs = roles.inputs.map((input, index) => {
      const { name, type } = roles.given?.[index] ?? { name: input.name, type: typesOf(input).gives };
      return { ...describe(input, type), name };
    });
    this.outputs = roles.outputs.map((output) => describe(output, typesOf(output).yields));
  }

  /** @internal */
  get roles(): Roles {
    return this.#roles;
  }

  /**
   * Calls the function; its outputs show what it yields. Values given stand for those of the inputs, in their order. A
   * call waits for those before it, whatever the `trigger-mode`.
   *
   * @returns the run: iterate over it for every yield, `cancel()` it, or await how it `finished`.
   * @throws TypeError when more values are given than there are inputs.
   */
  submit(...values: unknown[]): Run {
    const { inputs, name } = this;
    if (values.length > inputs.length) {
      throw new TypeError(`${name}.submit() was given ${values.length} values, but the function has ${inputs.length}.`);
    }
    const run = this.#wires[0]!.submit(values, 'multiple');
    run.automatic = true;
    return run;
  }

  /**
   * Whether it is this function that is called by a run which is under way.
   *
   * @internal
   */
  has(run: Run): boolean {
    return this.#wires.some((wire) => wire.has(run));
  }
}

/** What is needed of the `<rv-app>` whose functions they are. */
interface FunctionsApp extends Element, WireSpec {
  readonly ready: Promise<void>;
  readonly fn: PageFunction | undefined;
}

/**
 * Describes what the wires of an app call. Each function has the name of its export. Where several wires call the same one
 * with other inputs or outputs, the later ones have the name of their `<rv-on>`, or a number: `draw_1`.
 */
export async function functionsOf(app: FunctionsApp, wires: ReadonlySet<Wire>): Promise<AppFunctions> {
  await app.ready;
  const exported = await exportsOf(app);
  const found: { name: string; run: string; roles: Roles; wires: Wire[] }[] = [];
  for (const wire of wires) {
    const { name, run } = wire.spec;
    if (!run || exported?.includes(run) === false) continue;
    // With other wires the app has no Submit, unless its author has something in mind.
    if (wire.spec === app && wires.size > 1 && !app.inputs && !app.outputs) continue;
    const roles = await wire.roles().catch(() => undefined);
    // What is wrong with it is said on the page.
    if (!roles) continue;
    const same = found.find((other) => other.run === run && isSame(other.roles, roles));
    if (same) same.wires.push(wire);
    else {
      const taken = found.map((other) => other.name);
      found.push({ name: freeName(run, name, taken), run, roles, wires: [wire] });
    }
  }
  return Object.fromEntries(
    found.map(({ name, roles, wires }) => [name, new AppFunction(name, wires[0]!.spec === app, roles, wires)]),
  );
}

/** The names that the script exports: none without a script, and `undefined` when it can't be read, of which the page says why. */
async function exportsOf(app: FunctionsApp): Promise<readonly string[] | undefined> {
  let script: Script;
  try {
    script = scriptOf(app, app.fn);
  } catch {
    return [];
  }
  const { exportsOf } = await import('../runtime/inline.js');
  return moduleText(script)
    .then(exportsOf)
    .catch(() => undefined);
}

function freeName(run: string, name: string | undefined, taken: readonly string[]): string {
  if (!taken.includes(run)) return run;
  if (name && !taken.includes(name)) return name;
  let number = 1;
  while (taken.includes(`${run}_${number}`)) number++;
  return `${run}_${number}`;
}

function isSame(a: Roles, b: Roles): boolean {
  return (['inputs', 'outputs'] as const).every(
    (role) => a[role].length === b[role].length && a[role].every((component, index) => component === b[role][index]),
  );
}

function describe({ name, label, localName }: RvComponent, type: string): Parameter {
  return { name, label, tag: localName, type };
}
