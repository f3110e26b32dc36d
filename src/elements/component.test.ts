import { expect } from 'chai';
import type { RvComponent } from './component.js';
import './json.js';
import './number.js';
import type { RvNumber } from './number.js';
import './slider.js';
import { accessibilityViolations, fixture, inside, rendered } from './testing.js';

describe('every component', () => {
  it('is an input or an output by its kind, turned round or both by attributes', async () => {
    const roles = async (markup: string) => {
      const { isInput, isOutput } = await fixture<RvComponent>(markup);
      return [isInput, isOutput];
    };
    expect(await roles('<rv-number></rv-number>')).to.deep.equal([true, false]);
    expect(await roles('<rv-number output></rv-number>')).to.deep.equal([false, true]);
    expect(await roles('<rv-number input output></rv-number>')).to.deep.equal([true, true]);
    expect(await roles('<rv-json></rv-json>')).to.deep.equal([false, true]);
    expect(await roles('<rv-json input></rv-json>')).to.deep.equal([true, false]);
  });

  it('shows its label, and with show-label="false" keeps it for screen readers', async () => {
    const number = await fixture<RvNumber>('<rv-number label="Seed"></rv-number>');
    expect(inside<HTMLLabelElement>(number, 'label').control).to.equal(inside(number, 'input'));
    expect(inside(number, 'input').ariaLabel).to.equal(null);
    number.showLabel = false;
    await rendered(number);
    expect(number.shadowRoot!.querySelector('label')).to.equal(null);
    expect(inside(number, 'input').ariaLabel).to.equal('Seed');
  });

  it('has an accessible name without a label: its name, or its kind', async () => {
    expect(inside(await fixture('<rv-number name="seed"></rv-number>'), 'input').ariaLabel).to.equal('seed');
    expect(inside(await fixture('<rv-number></rv-number>'), 'input').ariaLabel).to.equal('number');
  });

  it('ties info and error to the control when they are there', async () => {
    const number = await fixture<RvNumber>('<rv-number></rv-number>');
    const input = inside(number, 'input');
    expect(input.hasAttribute('aria-describedby')).to.equal(false);
    number.info = 'Any number.';
    number.error = 'It failed.';
    await rendered(number);
    const described = input
      .getAttribute('aria-describedby')!
      .split(' ')
      .map((id) => inside(number, `#${id}`).textContent);
    expect(described).to.deep.equal(['Any number.', 'It failed.']);
    expect(inside(number, '[role=alert]').hidden).to.equal(false);
  });

  it('goes off the page with visible="false"', async () => {
    const number = await fixture<RvNumber>('<rv-number visible="false"></rv-number>');
    expect(number.getBoundingClientRect().height).to.equal(0);
    number.visible = true;
    await rendered(number);
    expect(number.getBoundingClientRect().height).to.be.greaterThan(0);
  });

  it('tells assistive technology that it is busy', async () => {
    const json = await fixture<RvComponent>('<rv-json></rv-json>');
    expect(json.ariaBusy).to.equal(null);
    json.busy = true;
    await rendered(json);
    expect(json.ariaBusy).to.equal('true');
    expect(json.matches('[busy]')).to.equal(true);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });

  it('takes its public properties by name', async () => {
    const number = await fixture<RvNumber>('<rv-number></rv-number>');
    number.setProperties({ label: 'Loss', visible: false, value: 3, max: 5 });
    expect([number.label, number.visible, number.value, number.max]).to.deep.equal(['Loss', false, 3, 5]);
  });

  for (const unknown of ['colour', 'error', 'render', 'constructor', 'innerHTML', '__proto__']) {
    it(`refuses the property "${unknown}", and sets none then`, async () => {
      const number = await fixture<RvNumber>('<rv-number name="loss"></rv-number>');
      const properties = JSON.parse(`{"label": "Loss", "${unknown}": "x"}`);
      expect(() => number.setProperties(properties)).to.throw(
        TypeError,
        new RegExp(`^<rv-number name="loss"> has no property "${unknown}"; it has .*label, .*value`),
      );
      expect(number.label).to.equal('');
    });
  }

  it('does not overflow a narrow page', async () => {
    const page = await fixture<HTMLElement>(
      `<div style="width: 18rem"><rv-slider label="${'Long'.repeat(40)}"></rv-slider>
      <rv-json value='{"a": "${'long'.repeat(100)}"}'></rv-json></div>`,
    );
    expect(page.scrollWidth).to.equal(page.clientWidth);
  });
});
