import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessibilityViolations, enter, fixture, inside, nextFrame } from '../elements/testing.js';
import type { RvApiPanel } from './api-panel.js';
import type { RvApp } from './app.js';
import type { AppFunctions } from './functions.js';
import { event, script } from './testing.js';
import '../index.js';

const ECHO = `
  <rv-app show-api>
    <rv-textbox name="text" label="Text" value="it’s"></rv-textbox><rv-number name="class" label="Size"></rv-number>
    <rv-textbox name="echo" output></rv-textbox>
    ${script('export default function* echo(text, size) { yield text; yield text + size; }')}
  </rv-app>`;

const GRAPH = `
  <rv-app show-api id="forest">
    <rv-textbox name="prompt"></rv-textbox><rv-image name="photo" input></rv-image>
    <rv-button name="go">Draw</rv-button>
    <rv-textbox name="picture" output></rv-textbox><rv-textbox name="notes" output></rv-textbox>
    <rv-on name="drawing" event="click" of="go" run="draw" inputs="prompt photo" outputs="picture"></rv-on>
    <rv-on event="success" of="drawing" run="describe" inputs="picture" outputs="notes"></rv-on>
    <rv-on name="seldom-used" event="click" of="notes" run="describe" inputs="notes" outputs="notes"></rv-on>
    ${script(`
      export const draw = (prompt, photo) => prompt + (photo ? ' ' + photo.width : '');
      export const describe = (picture) => 'a picture of ' + picture;`)}
  </rv-app>`;

const apiButton = (app: RvApp) => inside<HTMLButtonElement>(app, '[part=api]');
const panelOf = (app: RvApp) => inside<RvApiPanel>(app, 'rv-api-panel');
const dialogOf = (app: RvApp) => inside<HTMLDialogElement>(panelOf(app), 'dialog');

/** Opens the panel as a user does. */
async function open(app: RvApp): Promise<void> {
  await app.ready;
  await app.updateComplete;
  apiButton(app).focus();
  await sendKeys({ press: 'Enter' });
  while (!app.shadowRoot!.querySelector('rv-api-panel')?.shadowRoot?.querySelector('dialog')?.open) await nextFrame();
}

/** The scripts that are shown, by their labels. */
function scripts(app: RvApp): Record<string, string> {
  const shown = [...panelOf(app).shadowRoot!.querySelectorAll<HTMLElement>('pre')];
  return Object.fromEntries(shown.map((pre) => [pre.ariaLabel, pre.textContent]));
}

/** Runs JavaScript as the page's console does. */
function evaluate(text: string): Promise<void> {
  const AsyncFunction = (async () => {}).constructor as new (text: string) => () => Promise<void>;
  return new AsyncFunction(text)();
}

/** What is written to the console while `act` is done. */
async function logged(act: () => Promise<void>): Promise<unknown[]> {
  const { log } = console;
  const lines: unknown[] = [];
  console.log = (...values: unknown[]) => lines.push(...values);
  await act().finally(() => {
    console.log = log;
  });
  return lines;
}

function press(app: RvApp, text: string): void {
  const buttons = [...panelOf(app).shadowRoot!.querySelectorAll('button')];
  buttons.find((button) => button.textContent.trim() === text)!.click();
}

describe('<rv-app show-api>', () => {
  it('has a button under the app, and none without the attribute', async () => {
    const app = await fixture<RvApp>(ECHO);
    await app.ready;
    await app.updateComplete;
    expect(apiButton(app).innerText).to.equal('Use by script');
    app.showApi = false;
    await app.updateComplete;
    expect(app.shadowRoot!.querySelector('[part=api]')).to.equal(null);
  });

  it('lists the functions with their inputs and outputs', async () => {
    const app = await fixture<RvApp>(GRAPH);
    await open(app);
    const sections = [...dialogOf(app).querySelectorAll('section')].slice(1);
    const lines = sections.map((section) =>
      [...section.querySelectorAll('h3, h4, li')].map((line) => line.textContent.replaceAll(/\s+/g, ' ').trim()),
    );
    expect(lines).to.deep.equal([
      [
        ...['draw', 'Inputs', 'prompt: string | null <rv-textbox>', 'photo: ImageBitmap | null <rv-image>'],
        ...['Outputs', 'picture: string <rv-textbox>'],
      ],
      [...['describe', 'Inputs', 'picture: string | null <rv-textbox>'], ...['Outputs', 'notes: string <rv-textbox>']],
      [...['seldom-used', 'Inputs', 'notes: string | null <rv-textbox>'], ...['Outputs', 'notes: string <rv-textbox>']],
    ]);
  });

  it('has examples that do what they say', async () => {
    const app = await fixture<RvApp>(ECHO);
    enter(inside<HTMLInputElement>(app.querySelector('[name=class]')!, '#control'), '7');
    await open(app);
    const example = scripts(app)['Example of default']!;
    expect(example).to.equal(
      `const app = document.querySelector('rv-app');
for await (const [echo] of app.submit("it’s", 7)) {
  console.log(echo);
}`,
    );
    expect(await logged(() => evaluate(example))).to.deep.equal(['it’s', 'it’s7']);
  });

  it('has examples of what can’t be written down, and of names that are no variables', async () => {
    const app = await fixture<RvApp>(GRAPH);
    app.querySelector('rv-image')!.value = new OffscreenCanvas(3, 2) as never;
    enter(inside<HTMLInputElement>(app.querySelector('[name=prompt]')!, 'input'), 'a "cat"');
    await open(app);
    const { 'Example of draw': draw, 'Example of seldom-used': seldom } = scripts(app);
    expect(draw!.split('\n').slice(0, 3)).to.deep.equal([
      `const app = document.querySelector('#forest');`,
      'const functions = await app.functions;',
      `for await (const [picture] of functions.draw.submit("a \\"cat\\"", await app.querySelector('[name=photo]').read())) {`,
    ]);
    expect(seldom).to.contain('functions["seldom-used"].submit("")');
    expect(await logged(() => evaluate(draw!))).to.deep.equal(['a "cat" 3']);
  });

  it('closes on Escape and by its button, and gives the focus back', async () => {
    const app = await fixture<RvApp>(ECHO);
    await open(app);
    expect(panelOf(app).shadowRoot!.activeElement?.ariaLabel).to.equal('Close');
    await sendKeys({ press: 'Escape' });
    expect([dialogOf(app).open, app.shadowRoot!.activeElement === apiButton(app)]).to.deep.equal([false, true]);
    await open(app);
    await sendKeys({ press: 'Enter' });
    expect([dialogOf(app).open, app.shadowRoot!.activeElement === apiButton(app)]).to.deep.equal([false, true]);
  });

  it('gives the focus to its button also where a click has not, but takes it from nobody', async () => {
    const app = await fixture<RvApp>(ECHO);
    await open(app);
    const closed = async () => {
      const closing = event(dialogOf(app), 'close');
      dialogOf(app).close();
      return closing;
    };
    await closed();
    apiButton(app).blur();
    apiButton(app).click();
    while (!dialogOf(app).open) await nextFrame();
    await closed();
    expect(app.shadowRoot!.activeElement === apiButton(app)).to.equal(true);
    apiButton(app).click();
    while (!dialogOf(app).open) await nextFrame();
    const closing = closed();
    const field = app.querySelector('rv-textbox')!;
    field.focus();
    await closing;
    expect(document.activeElement === field).to.equal(true);
  });

  it('copies, and says so', async () => {
    const app = await fixture<RvApp>(ECHO);
    await open(app);
    const copied = Promise.withResolvers<string>();
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => copied.resolve(text) },
      configurable: true,
    });
    inside(panelOf(app), '[aria-label="Copy: Example of default"]').click();
    expect(await copied.promise).to.equal(scripts(app)['Example of default']);
    Reflect.deleteProperty(navigator, 'clipboard');
    await nextFrame();
    expect(inside(panelOf(app), '[role=status]').textContent).to.equal('Copied');
  });

  it('writes down what the user runs, and what does the same by script', async () => {
    const app = await fixture<RvApp>(ECHO);
    await open(app);
    press(app, 'Record calls');
    dialogOf(app).close();
    const run = async (text: string) => {
      enter(inside<HTMLInputElement>(app.querySelector('[name=text]')!, 'input'), text);
      const done = event(app, 'rv-complete');
      inside(app, '[part=submit]').click();
      await done;
    };
    await run('one');
    await app.submit('by script', 1).finished;
    await run('two');
    await nextFrame();
    const status = panelOf(app).shadowRoot!.querySelectorAll('[role=status]')[1]!;
    expect(status.textContent).to.equal('Calls are recorded: 2');
    await open(app);
    const recorded = scripts(app)['Your calls']!;
    expect(recorded).to.equal(
      `const app = document.querySelector('rv-app');
await app.submit("one", null).finished;
await app.submit("two", null).finished;`,
    );
    const echoed: unknown[] = [];
    app.addEventListener('rv-complete', () => echoed.push(app.querySelector<RvEcho>('[name=echo]')!.value));
    await evaluate(recorded);
    expect(echoed).to.deep.equal(['onenull', 'twonull']);

    press(app, 'Clear');
    await nextFrame();
    expect(scripts(app)).not.to.have.property('Your calls');
    expect(panelOf(app).shadowRoot!.activeElement?.textContent).to.equal('Record calls');
    press(app, 'Record calls');
    dialogOf(app).close();
    await run('three');
    await open(app);
    expect(scripts(app)).not.to.have.property('Your calls');
  });

  it('writes down what a user’s event calls, and not what follows', async () => {
    const app = await fixture<RvApp>(GRAPH);
    await open(app);
    press(app, 'Record calls');
    dialogOf(app).close();
    enter(inside<HTMLInputElement>(app.querySelector('[name=prompt]')!, 'input'), 'fox');
    const described = event(app, 'rv-complete', () => app.querySelector<RvEcho>('[name=notes]')!.value !== '');
    inside(app.querySelector('[name=go]')!, 'button').click();
    await described;
    const functions: AppFunctions = await app.functions;
    await functions.draw!.submit('by script').finished;
    await open(app);
    expect(scripts(app)['Your calls']).to.equal(
      `const app = document.querySelector('#forest');
const functions = await app.functions;
await functions.draw.submit("fox", null).finished;`,
    );
  });

  it('says which of several apps is meant', async () => {
    const apps = await fixture(`<div>${ECHO}${ECHO}</div>`);
    const second = apps.querySelectorAll('rv-app')[1]!;
    await open(second);
    expect(scripts(second)['Example of default']).to.contain(`const app = document.querySelectorAll('rv-app')[1];`);
  });

  it('is accessible, closed, open and while it records, also in a theme that is not the page’s', async () => {
    await fixture(GRAPH.replace('show-api', 'show-api theme="dark"'));
    expect(await accessibilityViolations()).to.deep.equal([]);
    const app = await fixture<RvApp>(GRAPH);
    expect(await accessibilityViolations()).to.deep.equal([]);
    await open(app);
    press(app, 'Record calls');
    await nextFrame();
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

type RvEcho = HTMLElement & { value: string };
