import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import './tabs.js';
import './textbox.js';
import type { RvTab } from './tab.js';
import type { RvTabs } from './tabs.js';
import { accessibilityViolations, consoleErrors, enter, expectEvent, fixture, inside, rendered } from './testing.js';

const buttons = (tabs: RvTabs) => [...tabs.shadowRoot!.querySelectorAll<HTMLElement>('[role=tab]')];
const labels = (tabs: RvTabs) => buttons(tabs).map((button) => button.innerText);
const chosen = (tabs: RvTabs) =>
  buttons(tabs)
    .filter((button) => button.ariaSelected === 'true')
    .map((button) => button.innerText);
/** The text of the panels that are on the page. */
const shown = (tabs: RvTabs) =>
  tabs.tabs.filter((tab) => tab.getClientRects().length > 0).map((tab) => tab.textContent);

/** After a change in the light DOM, which the slot tells. */
async function changed(tabs: RvTabs): Promise<void> {
  await expectEvent(inside(tabs, 'slot'), 'slotchange', () => {});
  for (const tab of tabs.tabs) await rendered(tab);
  await rendered(tabs);
}

const three = `<rv-tab label="One" name="one">1</rv-tab><rv-tab label="Two" name="two">2</rv-tab
  ><rv-tab label="Three">3</rv-tab>`;

describe('rv-tabs', () => {
  it('shows the first tab, and hides the panels of the others', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs>${three}</rv-tabs>`);
    expect(labels(tabs)).to.deep.equal(['One', 'Two', 'Three']);
    expect([tabs.selected, chosen(tabs), shown(tabs)]).to.deep.equal(['one', ['One'], ['1']]);
    expect(tabs.tabs.map((tab) => tab.hidden)).to.deep.equal([false, true, true]);
  });

  it('shows the tab that selected names, or counts from 0', async () => {
    for (const [selected, text] of [
      ['two', '2'],
      ['2', '3'],
      ['', '1'],
    ]) {
      const tabs = await fixture<RvTabs>(`<rv-tabs selected="${selected}">${three}</rv-tabs>`);
      expect(shown(tabs), selected).to.deep.equal([text]);
    }
  });

  it('follows selected without an event', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs>${three}</rv-tabs>`);
    const events: string[] = [];
    for (const type of ['change', 'select']) tabs.addEventListener(type, () => events.push(type));
    tabs.selected = 'two';
    expect(tabs.selected).to.equal('two');
    await rendered(tabs);
    expect(shown(tabs)).to.deep.equal(['2']);
    tabs.selected = 2;
    await rendered(tabs);
    expect([tabs.selected, shown(tabs), events]).to.deep.equal([2, ['3'], []]);
  });

  it('tells which tab the user has chosen, with events that bubble', async () => {
    const page = await fixture<HTMLElement>(`<div><rv-tabs>${three}</rv-tabs></div>`);
    const tabs = page.querySelector('rv-tabs')!;
    const events: unknown[] = [];
    for (const type of ['change', 'select']) {
      page.addEventListener(type, ({ target }) => events.push([type, target === tabs, tabs.selected, shown(tabs)]));
    }
    buttons(tabs)[1]!.click();
    expect(events).to.deep.equal([
      ['change', true, 'two', ['2']],
      ['select', true, 'two', ['2']],
    ]);
    buttons(tabs)[1]!.click();
    expect(events).to.have.lengthOf(2);
  });

  it('moves by keyboard, over the ends and past what is disabled', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs>${three}<rv-tab label="Four" disabled>4</rv-tab></rv-tabs>`);
    const steps = [];
    buttons(tabs)[0]!.focus();
    for (const press of ['ArrowRight', 'End', 'ArrowRight', 'ArrowLeft', 'Home']) {
      await expectEvent(tabs, 'change', () => sendKeys({ press }));
      const focused = tabs.shadowRoot!.activeElement as HTMLElement;
      steps.push(focused.innerText);
      expect(chosen(tabs)).to.deep.equal([focused.innerText]);
      expect(buttons(tabs).map((button) => button.tabIndex === 0)).to.deep.equal(
        buttons(tabs).map((button) => button === focused),
      );
    }
    expect(steps).to.deep.equal(['Two', 'Three', 'One', 'Three', 'One']);
  });

  it('moves the other way where text runs from right to left', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs dir="rtl">${three}</rv-tabs>`);
    buttons(tabs)[0]!.focus();
    await expectEvent(tabs, 'change', () => sendKeys({ press: 'ArrowLeft' }));
    expect(chosen(tabs)).to.deep.equal(['Two']);
  });

  it('leaves other keys, and those with a modifier, to the browser', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs>${three}</rv-tabs>`);
    const press = (init: KeyboardEventInit) =>
      buttons(tabs)[0]!.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    expect(press({ key: 'ArrowRight', altKey: true })).to.equal(true);
    expect(press({ key: 'ArrowDown' })).to.equal(true);
    expect(press({ key: 'ArrowRight' })).to.equal(false);
    expect(chosen(tabs)).to.deep.equal(['Two']);
  });

  it('goes from the tab to its panel with the Tab key', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs>${three}</rv-tabs>`);
    buttons(tabs)[0]!.focus();
    await sendKeys({ press: 'Tab' });
    expect(tabs.tabs[0]!.matches(':focus')).to.equal(true);
    expect([tabs.tabs[0]!.role, tabs.tabs[0]!.ariaLabel]).to.deep.equal(['tabpanel', 'One']);
  });

  it('keeps what is in a hidden panel', async () => {
    const tabs = await fixture<RvTabs>(
      '<rv-tabs><rv-tab label="One"><rv-textbox></rv-textbox></rv-tab><rv-tab label="Two">2</rv-tab></rv-tabs>',
    );
    const textbox = tabs.querySelector('rv-textbox')!;
    await rendered(textbox);
    enter(inside(textbox, 'input'), 'kept');
    buttons(tabs)[1]!.click();
    expect(textbox.getClientRects()).to.have.lengthOf(0);
    expect(textbox.read()).to.equal('kept');
    buttons(tabs)[0]!.click();
    expect(inside<HTMLInputElement>(textbox, 'input').value).to.equal('kept');
  });

  it('keeps the tab that is shown when others are added and removed', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs selected="1">${three}</rv-tabs>`);
    const zero = Object.assign(document.createElement('rv-tab'), { label: 'Zero', textContent: '0' });
    tabs.prepend(zero);
    await changed(tabs);
    expect([labels(tabs), chosen(tabs), shown(tabs)]).to.deep.equal([['Zero', 'One', 'Two', 'Three'], ['Two'], ['2']]);
    zero.remove();
    tabs.tabs[0]!.remove();
    await changed(tabs);
    expect([labels(tabs), chosen(tabs), shown(tabs)]).to.deep.equal([['Two', 'Three'], ['Two'], ['2']]);
    tabs.tabs[0]!.remove();
    await changed(tabs);
    expect([labels(tabs), chosen(tabs), shown(tabs)]).to.deep.equal([['Three'], ['Three'], ['3']]);
    tabs.replaceChildren();
    await changed(tabs);
    expect([labels(tabs), tabs.selected]).to.deep.equal([[], '']);
  });

  it('keeps the focus on the tab that is shown when the one before it is removed', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs selected="two">${three}</rv-tabs>`);
    buttons(tabs)[1]!.focus();
    tabs.tabs[0]!.remove();
    await changed(tabs);
    expect((tabs.shadowRoot!.activeElement as HTMLElement).innerText).to.equal('Two');
    tabs.tabs[0]!.remove();
    await changed(tabs);
    expect((tabs.shadowRoot!.activeElement as HTMLElement).innerText).to.equal('Three');
  });

  it('takes the focus along when a script leaves the panel it is in', async () => {
    const tabs = await fixture<RvTabs>(
      '<rv-tabs><rv-tab label="One"><button>Next</button></rv-tab><rv-tab label="Two">2</rv-tab></rv-tabs>',
    );
    const next = tabs.querySelector('button')!;
    next.focus();
    tabs.selected = 1;
    await rendered(tabs);
    expect(tabs.tabs[1]!.matches(':focus')).to.equal(true);
  });

  it('follows the label, disabled and visible of its tabs', async () => {
    const tabs = await fixture<RvTabs>(`<rv-tabs>${three}</rv-tabs>`);
    const [one, two] = tabs.tabs;
    const settled = async (tab: RvTab) => {
      await rendered(tab);
      await rendered(tabs);
    };
    one!.label = 'First';
    await settled(one!);
    expect([labels(tabs), one!.ariaLabel]).to.deep.equal([['First', 'Two', 'Three'], 'First']);
    one!.setAttribute('visible', 'false');
    await settled(one!);
    expect([labels(tabs), tabs.selected, shown(tabs)]).to.deep.equal([['Two', 'Three'], 'two', ['2']]);
    two!.disabled = true;
    await settled(two!);
    expect([chosen(tabs), shown(tabs)]).to.deep.equal([['Three'], ['3']]);
    expect(buttons(tabs).map((button) => button.matches(':disabled'))).to.deep.equal([true, false]);
    one!.visible = true;
    await settled(one!);
    expect([labels(tabs), chosen(tabs)]).to.deep.equal([['First', 'Two', 'Three'], ['First']]);
  });

  it('starts with the first tab that can be shown', async () => {
    const tabs = await fixture<RvTabs>(
      '<rv-tabs><rv-tab visible="false">1</rv-tab><rv-tab disabled>2</rv-tab><rv-tab>3</rv-tab></rv-tabs>',
    );
    expect([labels(tabs), shown(tabs), tabs.selected]).to.deep.equal([['2', '3'], ['3'], 2]);
  });

  it('scrolls its strip, and not the page, to the tab that is shown', async () => {
    const many = Array.from({ length: 20 }, (_, index) => `<rv-tab label="Tab number ${index}">${index}</rv-tab>`);
    const tabs = await fixture<RvTabs>(
      `<rv-tabs style="width: 300px; margin-block: 2000px">${many.join('')}</rv-tabs>`,
    );
    const strip = inside(tabs, '[role=tablist]');
    expect([strip.scrollLeft, strip.clientWidth]).to.deep.equal([0, 300]);
    tabs.selected = 12;
    await rendered(tabs);
    const tab = buttons(tabs)[12]!.getBoundingClientRect();
    const { left, right } = strip.getBoundingClientRect();
    expect(tab.left).to.be.at.least(left - 1);
    expect(tab.right).to.be.at.most(right + 1);
    expect(scrollY).to.equal(0);
    tabs.selected = 0;
    await rendered(tabs);
    expect(strip.scrollLeft).to.equal(0);
  });

  it('stands inside another', async () => {
    const outer = await fixture<RvTabs>(
      `<rv-tabs><rv-tab label="A"><rv-tabs>${three}</rv-tabs></rv-tab><rv-tab label="B">b</rv-tab></rv-tabs>`,
    );
    const inner = outer.querySelector('rv-tabs')!;
    expect([labels(outer), labels(inner)]).to.deep.equal([
      ['A', 'B'],
      ['One', 'Two', 'Three'],
    ]);
    buttons(inner)[1]!.click();
    expect([chosen(outer), chosen(inner)]).to.deep.equal([['A'], ['Two']]);
  });

  it('tells a tab there is none of, until there is', async () => {
    let tabs!: RvTabs;
    const errors = await consoleErrors(async () => {
      tabs = await fixture<RvTabs>(`<rv-tabs selected="four">${three}</rv-tabs>`);
    });
    const message = 'selected is "four", but takes the name or the index of a tab (there are: one, two, 2).';
    expect(errors).to.deep.equal([`<rv-tabs>: ${message}`]);
    expect(inside(tabs, '[role=alert]').innerText).to.equal(message);
    expect(shown(tabs)).to.deep.equal(['1']);
    tabs.append(Object.assign(document.createElement('rv-tab'), { name: 'four', textContent: '4' }));
    await changed(tabs);
    expect([shown(tabs), inside(tabs, '[role=alert]').hidden]).to.deep.equal([['4'], true]);
  });

  it('tells a tab that stands outside', async () => {
    const errors = await consoleErrors(() => fixture('<div><rv-tab label="Alone">1</rv-tab></div>'));
    expect(errors).to.deep.equal(['<rv-tab label="Alone">: it has to be a child of an <rv-tabs>.']);
  });

  it('is accessible', async () => {
    await fixture(`<rv-tabs label="Numbers">${three}<rv-tab label="Four" disabled>4</rv-tab></rv-tabs>`);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
