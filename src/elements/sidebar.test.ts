import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import './row.js';
import './sidebar.js';
import type { RvSidebar } from './sidebar.js';
import {
  accessibilityViolations,
  consoleErrors,
  expectEvent,
  fixture,
  inside,
  nextFrame,
  rendered,
} from './testing.js';

const box = (element: Element) => element.getBoundingClientRect();
const button = (sidebar: RvSidebar) => inside(sidebar, '[part=toggle]');
const panel = (sidebar: RvSidebar) => inside(sidebar, '[part=panel]');
const inner = (sidebar: RvSidebar) => sidebar.querySelector('span')!;
const isOpen = (sidebar: RvSidebar) => inner(sidebar).checkVisibility();

/** A sidebar in an element of that width, with a paragraph beside it. */
async function page(width: number, attributes = 'open', style = ''): Promise<{ sidebar: RvSidebar; beside: Element }> {
  const around = await fixture<HTMLElement>(`<div style="width: ${width}px; ${style}">
    <rv-sidebar label="Settings" ${attributes}><span tabindex="0" role="button">Inside</span></rv-sidebar>
    <p style="margin: 0">Beside <span tabindex="0" role="button">it</span></p>
  </div>`);
  return { sidebar: around.querySelector('rv-sidebar')!, beside: around.querySelector('p')! };
}

/** After a size has changed, which counts from the next frame on. */
async function resized(sidebar: RvSidebar): Promise<void> {
  await nextFrame();
  await nextFrame();
  await rendered(sidebar);
}

async function resize(sidebar: RvSidebar, width: number): Promise<void> {
  sidebar.parentElement!.style.width = `${width}px`;
  await resized(sidebar);
}

describe('rv-sidebar', () => {
  it('stands beside the rest, which makes room', async () => {
    const { sidebar, beside } = await page(1000);
    const around = sidebar.parentElement!;
    expect([box(sidebar).left - box(around).left, box(sidebar).width]).to.deep.equal([0, 320]);
    expect([box(beside).left - box(around).left, box(beside).width]).to.deep.equal([336, 664]);
    expect(isOpen(sidebar)).to.equal(true);
  });

  it('stands at the right, as wide as it is told', async () => {
    const { sidebar, beside } = await page(1000, 'open position="right" width="200"');
    const around = sidebar.parentElement!;
    expect([box(around).right - box(sidebar).right, box(sidebar).width]).to.deep.equal([0, 200]);
    expect([box(beside).left, box(beside).width]).to.deep.equal([box(around).left, 784]);
    sidebar.position = 'left';
    await rendered(sidebar);
    expect([box(sidebar).left, box(beside).width]).to.deep.equal([box(around).left, 784]);
  });

  it('keeps the padding of the element around', async () => {
    const { sidebar, beside } = await page(1000, 'open');
    const style = document.createElement('style');
    style.textContent = '.padded { padding: 0 40px }';
    document.head.append(style);
    sidebar.parentElement!.className = 'padded';
    sidebar.requestUpdate();
    await rendered(sidebar);
    expect(box(beside).left - box(sidebar).left).to.equal(376);
    style.remove();
  });

  it('closes to a button and opens again', async () => {
    const { sidebar, beside } = await page(1000);
    expect(button(sidebar).ariaExpanded).to.equal('true');
    await expectEvent(sidebar, 'toggle', () => button(sidebar).click());
    expect([sidebar.open, sidebar.hasAttribute('open'), isOpen(sidebar)]).to.deep.equal([false, false, false]);
    expect([button(sidebar).ariaExpanded, box(sidebar).width, box(beside).width]).to.deep.equal(['false', 48, 936]);
    expect(button(sidebar).textContent!.trim()).to.equal('Settings');
    button(sidebar).focus();
    await expectEvent(sidebar, 'toggle', () => sendKeys({ press: 'Enter' }));
    expect([isOpen(sidebar), box(beside).width]).to.deep.equal([true, 664]);
    expect(button(sidebar).matches(':focus')).to.equal(true);
  });

  it('has the element around as high as itself', async () => {
    const { sidebar } = await page(1000);
    const tall = document.createElement('div');
    tall.style.height = '400px';
    sidebar.append(tall);
    await resized(sidebar);
    expect(box(sidebar).height).to.be.above(400);
    expect(box(sidebar).bottom).to.be.at.least(box(tall).bottom);
  });

  it('shares the element around with one at the other side', async () => {
    const { sidebar, beside } = await page(1200, 'open width="200"');
    const other = Object.assign(document.createElement('rv-sidebar'), { position: 'right', width: 100, open: true });
    sidebar.after(other);
    await rendered(other);
    expect(box(beside).width).to.equal(1200 - 200 - 100 - 32);
    other.remove();
    await rendered(sidebar);
    expect([box(beside).width, box(sidebar).left]).to.deep.equal([984, box(sidebar.parentElement!).left]);
  });

  it('leaves nothing behind', async () => {
    const { sidebar, beside } = await page(1000);
    const around = sidebar.parentElement!;
    sidebar.visible = false;
    await rendered(sidebar);
    expect([box(beside).width, around.getAttribute('style')!.trim()]).to.deep.equal([1000, 'width: 1000px;']);
    sidebar.visible = true;
    await rendered(sidebar);
    expect(box(beside).width).to.equal(664);
    sidebar.remove();
    expect([box(beside).width, around.getAttribute('style')!.trim()]).to.deep.equal([1000, 'width: 1000px;']);
  });

  it('lies over a narrow page, closed at first', async () => {
    const { sidebar, beside } = await page(500);
    expect([sidebar.open, isOpen(sidebar), box(beside).width]).to.deep.equal([false, false, 500]);
    await expectEvent(sidebar, 'toggle', () => button(sidebar).click());
    expect([sidebar.open, isOpen(sidebar), box(beside).width]).to.deep.equal([true, true, 500]);
    expect([box(panel(sidebar)).width, box(panel(sidebar)).height]).to.deep.equal([320, innerHeight]);
    expect(button(sidebar).ariaExpanded).to.equal('true');
  });

  it('takes the focus over a narrow page, and gives it back on Escape', async () => {
    const { sidebar } = await page(500);
    button(sidebar).focus();
    await expectEvent(sidebar, 'toggle', () => sendKeys({ press: 'Enter' }));
    expect(inside(sidebar, '[part=close]').matches(':focus')).to.equal(true);
    await sendKeys({ press: 'Tab' });
    expect(document.activeElement!.textContent).to.equal('Inside');
    await expectEvent(sidebar, 'toggle', () => sendKeys({ press: 'Escape' }));
    expect([sidebar.open, isOpen(sidebar)]).to.deep.equal([false, false]);
    expect(button(sidebar).matches(':focus')).to.equal(true);
  });

  it('closes over a narrow page by its button, and when the focus goes on behind it', async () => {
    const { sidebar, beside } = await page(500);
    await expectEvent(sidebar, 'toggle', () => button(sidebar).click());
    await expectEvent(sidebar, 'toggle', () => inside(sidebar, '[part=close]').click());
    expect(isOpen(sidebar)).to.equal(false);
    await expectEvent(sidebar, 'toggle', () => button(sidebar).click());
    inner(sidebar).focus();
    expect(sidebar.open).to.equal(true);
    const behind = beside.querySelector('span')!;
    await expectEvent(sidebar, 'toggle', () => behind.focus());
    expect([isOpen(sidebar), behind.matches(':focus')]).to.deep.equal([false, true]);
  });

  it('opens over a narrow page by script', async () => {
    const { sidebar } = await page(500);
    sidebar.open = true;
    await rendered(sidebar);
    expect(isOpen(sidebar)).to.equal(true);
    sidebar.open = false;
    await rendered(sidebar);
    expect(isOpen(sidebar)).to.equal(false);
  });

  it('is as it was when the page is wide again', async () => {
    const { sidebar, beside } = await page(1000);
    await resize(sidebar, 500);
    expect([sidebar.narrow, isOpen(sidebar), box(beside).width]).to.deep.equal([true, false, 500]);
    await resize(sidebar, 1000);
    expect([sidebar.narrow, isOpen(sidebar), box(beside).width]).to.deep.equal([false, true, 664]);
    button(sidebar).click();
    await rendered(sidebar);
    await resize(sidebar, 500);
    await resize(sidebar, 1000);
    expect(isOpen(sidebar)).to.equal(false);
  });

  it('takes a line of its own in a narrow row', async () => {
    const row = await fixture<HTMLElement>(`<rv-row style="width: 600px">
      <rv-sidebar label="Settings"></rv-sidebar><div>a</div><div>b</div></rv-row>`);
    const [sidebar, a, b] = row.children;
    expect(box(sidebar!).bottom).to.be.below(box(a!).top);
    expect(box(a!).top).to.equal(box(b!).top);
  });

  it('tells a side and a width there are none of', async () => {
    let sidebar!: RvSidebar;
    const errors = await consoleErrors(async () => {
      ({ sidebar } = await page(1000, 'open position="top"'));
      sidebar.position = 'left';
      sidebar.setAttribute('width', 'wide');
      await rendered(sidebar);
    });
    expect(errors).to.deep.equal([
      '<rv-sidebar label="Settings">: position has "top", but takes left, right.',
      '<rv-sidebar label="Settings">: width is "wide", but takes a number from 0.',
    ]);
    expect(inside(sidebar, '[role=alert]').innerText).to.equal('width is "wide", but takes a number from 0.');
    expect(box(sidebar).width).to.equal(320);
  });

  for (const width of [1000, 500]) {
    it(`is accessible in ${width} pixels, open and closed`, async () => {
      const { sidebar } = await page(width);
      expect(await accessibilityViolations()).to.deep.equal([]);
      await expectEvent(sidebar, 'toggle', () => button(sidebar).click());
      expect(await accessibilityViolations()).to.deep.equal([]);
    });
  }
});
