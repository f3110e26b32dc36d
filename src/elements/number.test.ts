import { expect } from 'chai';
import './number.js';
import type { RvNumber } from './number.js';
import { accessibilityViolations, enter, expectEvent, fixture, inside, rendered } from './testing.js';

describe('rv-number', () => {
  it('gives what is typed as a number, and null when empty', async () => {
    const number = await fixture<RvNumber>('<rv-number></rv-number>');
    expect(number.read()).to.equal(null);
    const input = inside<HTMLInputElement>(number, 'input');
    const event = await expectEvent(number, 'input', () => enter(input, '2.5'));
    expect(event.composed).to.equal(true);
    expect(number.read()).to.equal(2.5);
    enter(input, '');
    expect(number.read()).to.equal(null);
  });

  it('fires change on itself', async () => {
    const number = await fixture<RvNumber>('<rv-number></rv-number>');
    const event = await expectEvent(number, 'change', () => enter(inside(number, 'input'), '1'));
    expect(event.target).to.equal(number);
  });

  for (const [given, taken] of [
    ['', null],
    ['abc', null],
    [NaN, null],
    [Infinity, null],
    ['7', 7],
    [0, 0],
    [-1e-7, -1e-7],
  ] as const) {
    it(`holds ${taken} when it is given ${JSON.stringify(given)}`, async () => {
      const number = await fixture<RvNumber>('<rv-number></rv-number>');
      number.value = given;
      expect(number.value).to.equal(taken);
      await rendered(number);
      expect(inside<HTMLInputElement>(number, 'input').value).to.equal(taken === null ? '' : String(taken));
    });
  }

  it('takes part in a form: data, reset, disabled fieldset', async () => {
    const form = await fixture<HTMLFormElement>(
      '<form><fieldset><rv-number name="n" value="4"></rv-number></fieldset></form>',
    );
    const number = form.querySelector('rv-number')!;
    number.value = 5;
    await rendered(number);
    expect(new FormData(form).get('n')).to.equal('5');
    form.reset();
    await rendered(number);
    expect(new FormData(form).get('n')).to.equal('4');
    form.querySelector('fieldset')!.disabled = true;
    await rendered(number);
    expect(inside<HTMLInputElement>(number, 'input').disabled).to.equal(true);
    expect(new FormData(form).get('n')).to.equal(null);
  });

  it('is invalid while required and empty, or out of range', async () => {
    const number = await fixture<RvNumber>('<rv-number required max="10"></rv-number>');
    expect(number.checkValidity()).to.equal(false);
    expect(number.validity.valueMissing).to.equal(true);
    number.value = 11;
    await rendered(number);
    expect(number.validity.rangeOverflow).to.equal(true);
    expect(number.validationMessage).not.to.equal('');
    number.value = 10;
    await rendered(number);
    expect(number.checkValidity()).to.equal(true);
  });

  it('passes focus to its field', async () => {
    const number = await fixture<RvNumber>('<rv-number></rv-number>');
    number.focus();
    expect(number.shadowRoot!.activeElement).to.equal(inside(number, 'input'));
  });

  it('as an output shows the number as text, and is neither valid nor invalid nor sent', async () => {
    const form = await fixture<HTMLFormElement>(
      '<form><rv-number output name="n" label="Loss" required></rv-number></form>',
    );
    const number = form.querySelector('rv-number')!;
    expect(number.checkValidity()).to.equal(true);
    number.paint({ kind: 'value', value: 0.5 });
    await rendered(number);
    expect(inside(number, 'output').textContent).to.equal('0.5');
    expect(new FormData(form).has('n')).to.equal(false);
    expect(inside<HTMLLabelElement>(number, 'label').control).to.equal(inside(number, 'output'));
    number.paint({ kind: 'value', value: 0 });
    await rendered(number);
    expect(inside(number, 'output').textContent).to.equal('0');
  });

  it('is accessible as input, disabled, output and in error', async () => {
    await fixture(`<div><rv-number label="Seed" info="Any." placeholder="none"></rv-number><rv-number disabled value="3"></rv-number>
      <rv-number output label="Loss" value="1"></rv-number><rv-number output></rv-number></div>`);
    const number = document.querySelector('rv-number')!;
    number.error = 'It failed.';
    await rendered(number);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
