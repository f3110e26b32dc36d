import type { RvComponent } from '../elements/component.js';
import { isJson } from '../store/cipher.js';
import type { RvApp } from './app.js';
import type { AppFunction } from './functions.js';

/** JavaScript that calls a function with what its inputs hold now, and shows what it yields. */
export function exampleOf(app: RvApp, called: AppFunction): string {
  const { inputs, outputs, given = [] } = called.roles;
  const call = callOf(
    called,
    inputs,
    inputs.map(({ value }, index) => (given[index] ? given[index].example : value)),
  );
  if (outputs.length === 0) return scriptOf(app, [`await ${call}.finished;`]);
  const names = variables(outputs);
  const loop = `for await (const [${names.join(', ')}] of ${call}) {\n  console.log(${names.join(', ')});\n}`;
  return scriptOf(app, [loop]);
}

/** A line of JavaScript that calls a function with these values, and waits for its end. */
export function lineOf(called: AppFunction, values: readonly unknown[]): string {
  return `await ${callOf(called, called.roles.inputs, values)}.finished;`;
}

/** Lines that call functions, with what they refer to. */
export function scriptOf(app: RvApp, lines: readonly string[]): string {
  const named = lines.some((line) => line.includes('functions')) ? ['const functions = await app.functions;'] : [];
  return [`const app = ${find(app, document, 'document')};`, ...named, ...lines].join('\n');
}

function callOf({ name, own }: AppFunction, inputs: readonly RvComponent[], values: readonly unknown[]): string {
  const written = values.map((value, index) => (isJson(value) ? JSON.stringify(value) : readOf(inputs[index])));
  const member = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  return `${own ? 'app' : `functions${member}`}.submit(${written.join(', ')})`;
}

/** What can't be written down is read from the page. */
function readOf(input: RvComponent | undefined): string {
  const app = input?.closest<RvApp>('rv-app');
  return app ? `await ${find(input!, app, 'app')}.read()` : 'undefined';
}

/** An expression that finds an element in another, which goes by that name. */
function find(element: Element, within: ParentNode, name: string): string {
  const { id, localName } = element;
  const named = element.getAttribute('name');
  const wanted = [id && `#${CSS.escape(id)}`, named && `[name=${CSS.escape(named)}]`, localName].filter(
    (each) => !!each,
  );
  const selector = wanted.find((each) => within.querySelector(each!) === element);
  if (selector) return `${name}.querySelector('${selector}')`;
  return `${name}.querySelectorAll('${localName}')[${[...within.querySelectorAll(localName)].indexOf(element)}]`;
}

/** A variable for each output, by its name or label. */
function variables(outputs: readonly RvComponent[]): string[] {
  const names: string[] = [];
  for (const { name, accessibleLabel } of outputs) {
    const words = (name || accessibleLabel).replace(/[^\p{L}\p{N}]+(.?)/gu, (_, next: string) => next.toUpperCase());
    const first = words.charAt(0).toLowerCase() + words.slice(1);
    const variable = RESERVED.test(first) || !/^\p{L}/u.test(first) ? `_${first}` : first;
    names.push(names.includes(variable) ? `${variable}${names.length + 1}` : variable);
  }
  return names;
}

/** What no variable may be called in a module, and what an example calls otherwise. */
const RESERVED =
  /^(app|functions|console|document|arguments|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|eval|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;
