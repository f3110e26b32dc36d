import type { RvComponent } from '../elements/component.js';
import { RvInvisibleComponent } from '../elements/invisible-component.js';
import { words } from '../elements/words.js';
import { moduleText } from '../runtime/script.js';
import { ScriptError } from '../runtime/script-error.js';
import { type RvCancelEvent, type RvCompleteEvent, RvErrorEvent, type RvYieldEvent } from './events.js';
import { assignRoles, componentsByName, componentsOf } from './roles.js';
import { type PageFunction, scriptOf } from './script-of.js';
import { checkSpec, type Trigger, type Wire, type WireHost, type WireSpec } from './wire.js';

/** What a wire waits for, and what it does beside calling a function. */
export interface GraphSpec extends WireSpec {
  readonly name: string;
  /** Events, separated by spaces. */
  readonly event: string;
  /** Names of the components or wires they are of. */
  readonly of: string;
  /** Names of the wires whose runs are stopped. */
  readonly cancels: string;
}

/** What a graph needs of the `<rv-app>` it is of. */
export interface GraphApp extends HTMLElement {
  readonly ready: Promise<void>;
  readonly fn: PageFunction | undefined;
  connect(spec: WireSpec, own?: Partial<WireHost>): Wire;
  disconnect(wire: Wire): void;
  report(error: ScriptError): void;
  retract(summary: string): void;
}

/** What a wire can wait for on a component. */
const OF_COMPONENTS = [
  ...['click', 'input', 'change', 'submit', 'select', 'focus', 'blur', 'tick'],
  ...['upload', 'clear', 'stream', 'play', 'pause', 'stop', 'end'],
];
/** What it can wait for on another wire, and how a run of that has to end; `undefined` for any way. */
const OF_WIRES: ReadonlyMap<string, How | undefined> = new Map([
  ['then', undefined],
  ['success', 'complete'],
  ['failure', 'error'],
  ['cancel', 'cancel'],
]);
const LOAD = 'load';
/** What comes while the user is still at it: the last of these counts, and none is a reason to complain. */
const PASSING = new Set(['change', 'input']);

type How = 'complete' | 'error' | 'cancel';

/** The wires of an app beside its own: hears the events, and has the functions called that wait for them. */
export class Graph {
  readonly #app: GraphApp;
  readonly #wires = new Map<GraphSpec, Wire>();
  #checking: Promise<void> | undefined;
  /** What was said to be wrong, until it is mended. */
  #wrong = '';
  readonly #mending = new MutationObserver(() => this.check());
  /** The wires that the page was loaded with, or that have come since. */
  readonly #loaded = new WeakSet<GraphSpec>();

  static of(app: GraphApp): Graph {
    const graph = graphs.get(app) ?? new Graph(app);
    graphs.set(app, graph);
    return graph;
  }

  private constructor(app: GraphApp) {
    this.#app = app;
    // On their way down: many of them don't bubble.
    for (const type of OF_COMPONENTS) app.addEventListener(type, (event) => this.#hear(event), { capture: true });
    app.addEventListener('rv-yield', (event) => this.#hearPaint(event));
    app.addEventListener('rv-complete', (event) => this.#hearEnd(event, 'complete'));
    app.addEventListener('rv-cancel', (event) => this.#hearEnd(event, 'cancel'));
    app.addEventListener('rv-error', (event) => this.#hearEnd(event, 'error'));
  }

  add(spec: GraphSpec): void {
    this.#wires.set(spec, this.#app.connect(spec));
    this.check();
  }

  /** Looks whether the wires make sense, and says so if they don't. */
  check(): void {
    this.#checking ??= this.#checkLater();
  }

  /** The wire with that name, and what it is by. */
  find(name: string): readonly [GraphSpec, Wire] | undefined {
    return [...this.#wires].find(([spec]) => spec.name === name);
  }

  /** Its runs are stopped. */
  remove(spec: GraphSpec): void {
    const wire = this.#wires.get(spec);
    this.#wires.delete(spec);
    if (wire) this.#app.disconnect(wire);
  }

  #hear(event: Event): void {
    const target = event.target as Element & { readonly painting?: boolean };
    // An app in this app has its own; and what a run changes is heard as that run's.
    if (target.closest(this.#app.localName) !== this.#app || target.painting) return;
    const names: unknown[] = [];
    for (let each: Element | null = target; each && each !== this.#app; each = each.parentElement) {
      names.push((each as Partial<RvComponent>).name ?? each.getAttribute('name'));
    }
    // What is not seen is moved by clocks and other tabs.
    const byUser = !(target instanceof RvInvisibleComponent);
    this.#fire(event.type, (name) => names.includes(name), { byUser });
  }

  /** What a run shows is a change as much as what the user enters, but no reason to run the same again. */
  #hearPaint({ target, run, outputs }: RvYieldEvent): void {
    if (target !== this.#app) return;
    const names = outputs.map(({ name }) => name);
    this.#fire('change', (name) => names.includes(name), { accepts: (wire) => !wire.has(run!) });
  }

  #hearEnd(event: RvCompleteEvent | RvCancelEvent | RvErrorEvent, how: How): void {
    const { run, target } = event;
    if (!run || target !== this.#app || (event instanceof RvErrorEvent && event.output)) return;
    // What was dropped has not run, so nothing follows it.
    if (!run.begun && how !== 'error') return;
    const [spec] = [...this.#wires].find(([, wire]) => wire.has(run)) ?? [];
    if (spec?.name) this.#follow(spec.name, how);
  }

  /** Fires what waits for the end of a wire's run. */
  #follow(wire: string, how: How): void {
    for (const [event, wanted] of OF_WIRES) {
      if (wanted === undefined || wanted === how) this.#fire(event, (name) => name === wire);
    }
  }

  #fire(
    event: string,
    isMeant: (name: string) => boolean,
    { accepts = (_: Wire) => true, byUser = false }: { accepts?: (wire: Wire) => boolean; byUser?: boolean } = {},
  ): void {
    for (const [spec, wire] of [...this.#wires]) {
      if (!words(spec.event).includes(event) || !words(spec.of).some(isMeant) || !accepts(wire)) continue;
      this.#run(spec, wire, event, byUser);
    }
  }

  #run(spec: GraphSpec, wire: Wire, event: string, byUser: boolean): void {
    for (const name of words(spec.cancels)) {
      for (const [each, other] of this.#wires) if (each.name === name) other.cancel();
    }
    if (spec.run && event === 'stream' && !spec.triggerMode) wire.follow();
    else if (spec.run) {
      wire.submit([], spec.triggerMode || usualTrigger(event), { quiet: PASSING.has(event) }).automatic = !byUser;
    } else if (spec.name) this.#follow(spec.name, 'complete');
  }

  /** Once the components are there, and the wires that come with this one. */
  async #checkLater(): Promise<void> {
    try {
      await this.#app.ready;
      this.#checking = undefined;
      if (!this.#app.isConnected) return;
      const specs = [...this.#wires.keys()];
      checkNames(this.#app, specs);
      checkLoops(specs);
      await checkExports(this.#app, specs);
      this.#tell();
    } catch (error) {
      this.#checking = undefined;
      this.#tell(ScriptError.from(error));
    }
    for (const [spec, wire] of this.#wires) {
      if (this.#loaded.has(spec)) continue;
      this.#loaded.add(spec);
      if (words(spec.event).includes(LOAD)) this.#run(spec, wire, LOAD, false);
    }
  }

  /** @param error - What is wrong; nothing any more when left out. */
  #tell(error?: ScriptError): void {
    const summary = error?.summary ?? '';
    if (summary === this.#wrong) return;
    this.#app.retract(this.#wrong);
    this.#wrong = summary;
    this.#mending.disconnect();
    if (!error) return;
    this.#app.report(error);
    this.#mending.observe(this.#app, { childList: true, subtree: true, attributeFilter: ['name'] });
  }
}

const graphs = new WeakMap<GraphApp, Graph>();

function usualTrigger(event: string): Trigger {
  if (PASSING.has(event)) return 'always-last';
  return OF_WIRES.has(event) ? 'multiple' : 'once';
}

/** @throws TypeError for the first name or event that there is none of. */
function checkNames(app: GraphApp, specs: readonly GraphSpec[]): void {
  const components = componentsOf(app);
  const wires = specs.map(({ name }) => name).filter(Boolean);
  const elements = [...app.querySelectorAll('[name]')].filter(
    (element) => element.localName !== 'rv-on' && element.closest(app.localName) === app,
  );
  const named = [...componentsByName(components).keys(), ...elements.map((element) => element.getAttribute('name')!)];
  const list = (names: readonly string[]) => [...new Set(names)].join(', ') || 'none';
  for (const spec of specs) {
    const { name, event, of, cancels, run, nameInMessages } = spec;
    if (name && (wires.indexOf(name) !== wires.lastIndexOf(name) || named.includes(name))) {
      throw new TypeError(`${nameInMessages}: the name "${name}" is given twice. Rename one.`);
    }
    if (!run && !cancels) {
      throw new TypeError(`${nameInMessages} does nothing: give it \`run\`, the export to call, or \`cancels\`.`);
    }
    checkSpec(spec);
    assignRoles(components, spec, false);
    const stray = words(cancels).find((each) => !wires.includes(each));
    if (stray) {
      throw new TypeError(
        `${nameInMessages} has cancels="${cancels}", but no <rv-on> has the name "${stray}" (there are: ${list(wires)}).`,
      );
    }
    const events = words(event);
    const takes = [LOAD, ...OF_COMPONENTS, ...OF_WIRES.keys()];
    const unknown = events.find((each) => !takes.includes(each));
    if (unknown || events.length === 0) {
      throw new TypeError(`${nameInMessages} has event="${event}", but takes ${takes.join(', ')}.`);
    }
    for (const each of words(of)) {
      if (named.includes(each) || wires.includes(each)) continue;
      throw new TypeError(
        `${nameInMessages} has of="${of}", but nothing has the name "${each}" (there are: ${list([...named, ...wires])}).`,
      );
    }
    for (const each of events.filter((other) => other !== LOAD)) {
      const [kind, known] = OF_WIRES.has(each) ? ['<rv-on>', wires] : ['component', named];
      if (words(of).some((other) => known.includes(other))) continue;
      throw new TypeError(
        `${nameInMessages} waits for "${each}", but of="${of}" names no ${kind} (there are: ${list(known)}).`,
      );
    }
  }
}

/** @throws TypeError when the end of a wire's run comes to call itself. */
function checkLoops(specs: readonly GraphSpec[]): void {
  const after = (name: string) =>
    specs.filter((spec) => words(spec.event).some((event) => OF_WIRES.has(event)) && words(spec.of).includes(name));
  const seen = new Set<GraphSpec>();
  const visit = (spec: GraphSpec, path: readonly string[]): void => {
    if (path.includes(spec.name)) {
      const loop = [...path.slice(path.indexOf(spec.name)), spec.name].join(' → ');
      throw new TypeError(`${spec.nameInMessages} is called by its own end: ${loop}. Take one of these wires away.`);
    }
    if (seen.has(spec) || !spec.name) return;
    seen.add(spec);
    for (const next of after(spec.name)) visit(next, [...path, spec.name]);
  };
  for (const spec of specs) visit(spec, []);
}

/** @throws TypeError when the script has no such export. */
export async function checkExports(
  app: GraphApp,
  specs: readonly Pick<WireSpec, 'run' | 'nameInMessages'>[],
): Promise<void> {
  const script = scriptOf(app, app.fn);
  const { exportsOf } = await import('../runtime/inline.js');
  // What can't be loaded or parsed is told by the worker, with its line.
  const names = await moduleText(script).then(exportsOf, () => undefined);
  if (!names) return;
  for (const { run, nameInMessages } of specs) {
    if (!run || names.includes(run)) continue;
    throw new TypeError(
      `${nameInMessages} has run="${run}", but the script exports no such function (there are: ${names.join(', ') || 'none'}).`,
    );
  }
}
