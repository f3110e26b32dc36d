import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import './checkbox.js';
import type { RvCheckbox } from './checkbox.js';
import { accessibilityViolations, expectEvent, fixture, inside, rendered } from './testing.js';

const box = (checkbox: RvCheckbox) => inside<HTMLInputElement>(checkbox, 'input');

describe('rv-checkbox', () => {
  for (const [attributes, value] of [
    ['', false],
    ['checked', true],
    ['value', true],
    ['value="true"', true],
    ['value="false"', false],
  ] as const) {
    it(`is ${value} with ${attributes || 'no attributes'}, at first and after a reset`, async () => {
      const checkbox = await fixture<RvCheckbox>(`<rv-checkbox ${attributes}></rv-checkbox>`);
      expect([checkbox.value, box(checkbox).checked]).to.deep.equal([value, value]);
      checkbox.value = !value;
      checkbox.clear();
      await rendered(checkbox);
      expect([checkbox.value, box(checkbox).checked]).to.deep.equal([value, value]);
    });
  }

  it('is toggled by its label and by the space bar', async () => {
    const checkbox = await fixture<RvCheckbox>('<rv-checkbox label="Keep"></rv-checkbox>');
    await expectEvent(checkbox, 'input', () => inside(checkbox, '[part=label]').click());
    expect(checkbox.value).to.equal(true);
    checkbox.focus();
    await expectEvent(checkbox, 'change', () => sendKeys({ press: ' ' }));
    expect(checkbox.checked).to.equal(false);
  });

  it('takes part in a form as the native one does', async () => {
    const form = await fixture<HTMLFormElement>('<form><rv-checkbox name="c" required></rv-checkbox></form>');
    const checkbox = form.querySelector('rv-checkbox')!;
    expect([new FormData(form).get('c'), checkbox.validity.valueMissing]).to.deep.equal([null, true]);
    checkbox.value = true;
    await rendered(checkbox);
    expect([new FormData(form).get('c'), form.checkValidity()]).to.deep.equal(['on', true]);
  });

  it('as an output can’t be changed', async () => {
    const checkbox = await fixture<RvCheckbox>('<rv-checkbox output></rv-checkbox>');
    checkbox.paint({ kind: 'value', value: true });
    await rendered(checkbox);
    expect([box(checkbox).checked, box(checkbox).disabled]).to.deep.equal([true, true]);
  });

  it('is accessible', async () => {
    await fixture(`<div><rv-checkbox label="Keep" info="Why not."></rv-checkbox><rv-checkbox></rv-checkbox>
      <rv-checkbox label="Shown" output checked></rv-checkbox></div>`);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
