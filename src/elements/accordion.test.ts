import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import './accordion.js';
import type { RvAccordion } from './accordion.js';
import { accessibilityViolations, expectEvent, fixture, inside, rendered } from './testing.js';

const isOpen = (accordion: RvAccordion) => accordion.querySelector('p')!.checkVisibility();

describe('rv-accordion', () => {
  it('is closed until it is opened', async () => {
    const accordion = await fixture<RvAccordion>('<rv-accordion label="More"><p>a</p></rv-accordion>');
    expect(inside(accordion, 'summary').innerText).to.equal('More');
    expect(isOpen(accordion)).to.equal(false);
    await expectEvent(accordion, 'toggle', () => inside(accordion, 'summary').click());
    expect([isOpen(accordion), accordion.open, accordion.hasAttribute('open')]).to.deep.equal([true, true, true]);
    await expectEvent(accordion, 'toggle', () => inside(accordion, 'summary').click());
    expect([isOpen(accordion), accordion.open, accordion.hasAttribute('open')]).to.deep.equal([false, false, false]);
  });

  it('opens by keyboard', async () => {
    const accordion = await fixture<RvAccordion>('<rv-accordion><p>a</p></rv-accordion>');
    inside(accordion, 'summary').focus();
    await expectEvent(accordion, 'toggle', () => sendKeys({ press: 'Enter' }));
    expect(isOpen(accordion)).to.equal(true);
  });

  it('follows its attribute and its property, and tells of each once', async () => {
    const accordion = await fixture<RvAccordion>('<rv-accordion open><p>a</p></rv-accordion>');
    expect(isOpen(accordion)).to.equal(true);
    let toggles = 0;
    accordion.addEventListener('toggle', () => toggles++);
    accordion.removeAttribute('open');
    await rendered(accordion);
    expect(isOpen(accordion)).to.equal(false);
    await expectEvent(inside(accordion, 'details'), 'toggle', () => {
      accordion.open = true;
    });
    await rendered(accordion);
    expect([isOpen(accordion), toggles]).to.deep.equal([true, 2]);
  });

  it('is as high as others of its row', async () => {
    const row = await fixture<HTMLElement>(
      '<div style="display: flex; height: 300px"><rv-accordion><p>a</p></rv-accordion></div>',
    );
    expect(inside(row.firstElementChild!, 'details').offsetHeight).to.equal(300);
  });

  it('is accessible, open and closed', async () => {
    await fixture(`<div><rv-accordion label="More"><p>a</p></rv-accordion>
      <rv-accordion label="Less" open><p>b</p></rv-accordion><rv-accordion><p>c</p></rv-accordion></div>`);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
