import { expect } from 'chai';
import { event, mount, removeApps, script } from '../app/testing.js';
import { enter, inside, nextFrame, rendered } from './testing.js';

const box = (element: Element) => element.getBoundingClientRect();

/** Mounts an app of that width, and waits until all of it is there. */
async function app(markup: string, width = 1000, attributes = '') {
  const mounted = mount(markup, `style="width: ${width}px; --rv-app-width: none" ${attributes}`);
  for (const { localName } of mounted.querySelectorAll(':not(:defined)')) await customElements.whenDefined(localName);
  for (const element of mounted.querySelectorAll('*')) await rendered(element);
  await rendered(mounted);
  while (mounted.shadowRoot!.querySelector('.loading')) await nextFrame();
  return mounted;
}

const answer = script(`export default function* (x) { yield 'Got ' + x; }`);

describe('layout elements in an app', () => {
  afterEach(removeApps);

  it('share one column of it, with their own rows', async () => {
    const mounted = await app(`<rv-row><rv-column><rv-textbox></rv-textbox></rv-column>
      <rv-column><rv-textbox output></rv-textbox></rv-column></rv-row>${answer}`);
    const [input, output] = mounted.querySelectorAll('rv-textbox');
    expect(box(output!).left).to.be.above(box(input!).right);
    expect(box(inside(mounted, '[part=submit]')).top).to.be.above(box(input!).bottom);
    enter(inside(input!, 'input'), 'this');
    const ended = event(mounted, 'rv-complete');
    mounted.submit();
    await ended;
    expect(output!.value).to.equal('Got this');
  });

  it('stand in its two columns by what is in them', async () => {
    const mounted = await app(`<rv-accordion label="More"><rv-textbox></rv-textbox></rv-accordion>
      <rv-group><rv-textbox output></rv-textbox></rv-group>${answer}`);
    const [accordion, group] = mounted.children;
    expect(box(group!).left).to.be.above(box(accordion!).right);
    expect(box(group!).top).to.equal(box(accordion!).top);
  });

  it('read what is out of sight, and write to it', async () => {
    const mounted = await app(`<rv-tabs selected="1">
        <rv-tab label="a"><rv-textbox value="hidden"></rv-textbox><rv-textbox output></rv-textbox></rv-tab>
        <rv-tab label="b">nothing</rv-tab>
      </rv-tabs>${answer}`);
    const ended = event(mounted, 'rv-complete');
    mounted.submit();
    await ended;
    expect(mounted.querySelector<HTMLElement & { value: string }>('[output]')!.value).to.equal('Got hidden');
  });

  it('leave the app beside a sidebar', async () => {
    const mounted = await app(
      `<rv-sidebar open label="Settings"><rv-textbox></rv-textbox></rv-sidebar><rv-textbox output></rv-textbox>${answer}`,
    );
    const sidebar = mounted.querySelector('rv-sidebar')!;
    const frame = inside(mounted, '[part=frame]');
    expect(box(sidebar).left).to.equal(box(mounted).left);
    expect([box(frame).left - box(sidebar).right, box(frame).right]).to.deep.equal([16, box(mounted).right]);
  });

  const required = '<rv-textbox required></rv-textbox>';
  for (const [name, markup] of [
    ['tab', `<rv-tabs><rv-tab label="a">a</rv-tab><rv-tab label="b">${required}</rv-tab></rv-tabs>`],
    ['accordion', `<rv-accordion>${required}</rv-accordion>`],
    ['sidebar over a narrow page', `<rv-sidebar>${required}</rv-sidebar>`],
  ]) {
    it(`show the required input in a ${name} that keeps Submit from running`, async () => {
      const mounted = await app(`${markup}${answer}`, 600);
      const textbox = mounted.querySelector('rv-textbox')!;
      expect(textbox.checkVisibility()).to.equal(false);
      await mounted.submit().finished;
      expect(textbox.checkVisibility()).to.equal(true);
      expect(textbox.matches(':focus')).to.equal(true);
    });
  }

  it('stay as they are in a live app', async () => {
    const mounted = await app(
      `<rv-textbox></rv-textbox><rv-accordion>${required}</rv-accordion>${answer}`,
      600,
      'live',
    );
    await mounted.submit().finished;
    expect(mounted.querySelector('rv-accordion')!.open).to.equal(false);
  });

  it('need no app, and say nothing of it', async () => {
    const { warn } = console;
    const warnings: unknown[] = [];
    console.warn = (...parts: unknown[]) => warnings.push(parts);
    const host = Object.assign(document.createElement('div'), { className: 'mounted' });
    host.innerHTML = '<rv-row><rv-column>a</rv-column></rv-row><rv-tabs><rv-tab>b</rv-tab></rv-tabs>';
    document.body.append(host);
    for (const { localName } of host.querySelectorAll('*')) await customElements.whenDefined(localName);
    for (const element of host.querySelectorAll('*')) await rendered(element);
    console.warn = warn;
    expect(warnings).to.deep.equal([]);
    expect(host.querySelector('rv-tab')!.checkVisibility()).to.equal(true);
  });
});
