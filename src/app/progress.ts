import { html, nothing, render, type TemplateResult } from 'lit';
import type { Progress } from '../../worker/protocol.js';
import type { RvComponent } from '../elements/component.js';
import { words } from '../elements/words.js';
import type { Run } from '../runtime/run.js';
import type { RvApp } from './app.js';
import { Bar, duration } from './progress-bar.js';
import { progressStyles } from './progress-styles.js';
import { componentsOf } from './roles.js';
import type { ShowProgress, WireSpec } from './wire.js';

/** Milliseconds from one look at what a run has told to the next: digits that change faster can't be read. */
const INTERVAL = 100;

/** A run, as far as it can be shown how far it is. */
export interface Task {
  readonly app: RvApp;
  readonly run: Run;
  readonly spec: WireSpec;
  readonly outputs: readonly RvComponent[];
  /** When it began, as `Date.now()` tells it. */
  readonly began: number;
}

const tasks = new WeakMap<Run, TaskProgress>();

/**
 * Shows how far a run is until it ends: over the components that its wire names or over its outputs, or in the frame of
 * the app where none of these is to be seen.
 *
 * @param levels - Outermost first.
 */
export function showProgress(task: Task, levels: readonly Progress[]): void {
  const { run } = task;
  if (run.ended) return;
  const progress = tasks.get(run) ?? new TaskProgress(task);
  tasks.set(run, progress);
  progress.update(levels);
}

class TaskProgress {
  readonly amount: ShowProgress;
  readonly #began: number;
  /** Whether it is shown of a run that tells nothing. */
  readonly #always: boolean;
  readonly #places: readonly Place[];
  #bars: readonly Bar[] = [];

  constructor({ app, run, spec, outputs, began }: Task) {
    const written = spec.showProgress || app.showProgress;
    this.amount = written || 'full';
    this.#began = began;
    this.#always = written !== '';
    const names = words(spec.showProgressOn ?? '');
    const wanted = names.length > 0 ? componentsOf(app).filter(({ name }) => names.includes(name)) : outputs;
    const shown = this.amount === 'hidden' ? [] : wanted;
    const quiet = outputs.filter((output) => !shown.includes(output));
    this.#places = this.amount === 'hidden' ? [] : placesOf(app, shown);
    for (const place of this.#places) place.add(this);
    for (const output of quiet) silence(output, true);
    const timer = setInterval(() => this.#show(), INTERVAL);
    void run.finished.then(() => {
      clearInterval(timer);
      for (const place of this.#places) place.remove(this);
      for (const output of quiet) silence(output, false);
    });
  }

  update(levels: readonly Progress[]): void {
    const isFirst = this.#bars.length === 0 && levels.length > 0;
    this.#bars = levels.map((level, index) => new Bar(level, this.#bars[index]));
    if (isFirst) this.#show();
  }

  template(): TemplateResult | typeof nothing {
    if (this.#bars.length === 0 && !this.#always) return nothing;
    const bars = this.amount === 'minimal' ? this.#bars.slice(0, 1) : this.#bars;
    return html`<div class="task">
      <p class="elapsed">${duration(Date.now() - this.#began)}</p>
      ${bars.map((bar) => bar.template())}
    </div>`;
  }

  #show(): void {
    for (const place of this.#places) place.render();
  }
}

/** Where runs are shown: over a component, or in the frame of the app. */
class Place {
  readonly #parent: Element;
  readonly #box = document.createElement('div');
  readonly #tasks = new Set<TaskProgress>();

  constructor(parent: Element, label: string) {
    this.#parent = parent;
    this.#box.part.add('progress');
    this.#box.role = 'group';
    this.#box.ariaLabel = label;
  }

  add(task: TaskProgress): void {
    this.#tasks.add(task);
    this.render();
  }

  remove(task: TaskProgress): void {
    this.#tasks.delete(task);
    this.render();
  }

  render(): void {
    const tasks = [...this.#tasks];
    const templates = tasks.map((task) => task.template());
    render(templates, this.#box);
    this.#box.className = tasks.some(({ amount }) => amount === 'full') ? 'full' : 'minimal';
    if (templates.every((template) => template === nothing)) this.#box.remove();
    else if (!this.#box.isConnected) this.#parent.append(this.#box);
  }
}

const places = new WeakMap<Element, Place>();

function placesOf(app: RvApp, components: readonly RvComponent[]): Place[] {
  const seen = components.filter((component) => bodyOf(component) && component.checkVisibility());
  if (seen.length === 0) return [placeIn(app.renderRoot.querySelector('[part=column]')!, 'Progress')];
  return seen.map((component) => placeIn(bodyOf(component)!, `Progress of ${component.accessibleLabel}`));
}

function placeIn(parent: Element, label: string): Place {
  const place = places.get(parent) ?? new Place(parent, label);
  places.set(parent, place);
  adoptStyles(parent);
  return place;
}

/** Has an output that shows nothing of a run have no moving line either. */
function silence(output: RvComponent, isQuiet: boolean): void {
  const body = bodyOf(output);
  if (!body) return;
  adoptStyles(body);
  body.classList.toggle('quiet', isQuiet);
}

function adoptStyles(node: Element): void {
  const { adoptedStyleSheets } = node.getRootNode() as ShadowRoot;
  const sheet = progressStyles.styleSheet!;
  if (!adoptedStyleSheets.includes(sheet)) adoptedStyleSheets.push(sheet);
}

/** The box around a component's control. */
function bodyOf(component: RvComponent): Element | null {
  return component.renderRoot.querySelector('.body');
}
