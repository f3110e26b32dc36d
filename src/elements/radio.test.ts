import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import './radio.js';
import type { RvRadio } from './radio.js';
import { accessibilityViolations, expectEvent, fixture, inside, rendered } from './testing.js';

const buttons = (radio: RvRadio) => [...radio.shadowRoot!.querySelectorAll('input')];
const checked = (radio: RvRadio) => buttons(radio).map((button) => button.checked);

describe('rv-radio', () => {
  it('has nothing chosen until something is', async () => {
    const radio = await fixture<RvRadio>(`<rv-radio choices='[["Small", 256], ["Large", 512]]'></rv-radio>`);
    expect([radio.read(), checked(radio)]).to.deep.equal([null, [false, false]]);
    await expectEvent(radio, 'input', () => buttons(radio)[1]!.click());
    expect(radio.read()).to.equal(512);
    await expectEvent(radio, 'change', () => buttons(radio)[0]!.click());
    expect(radio.read()).to.equal(256);
  });

  it('takes its value from the markup and by script, and goes back to it', async () => {
    const radio = await fixture<RvRadio>('<rv-radio value="b"><option>a</option><option>b</option></rv-radio>');
    expect(checked(radio)).to.deep.equal([false, true]);
    radio.value = 'a';
    await rendered(radio);
    expect(checked(radio)).to.deep.equal([true, false]);
    radio.clear();
    await rendered(radio);
    expect(checked(radio)).to.deep.equal([false, true]);
    radio.value = 'nothing of the kind';
    await rendered(radio);
    expect([radio.value, checked(radio)]).to.deep.equal([null, [false, false]]);
  });

  it('moves by keyboard', async () => {
    const radio = await fixture<RvRadio>(`<rv-radio choices='["a", "b"]' value="a"></rv-radio>`);
    buttons(radio)[0]!.focus();
    await expectEvent(radio, 'change', () => sendKeys({ press: 'ArrowDown' }));
    expect(radio.value).to.equal('b');
  });

  it('keeps two on a page apart', async () => {
    const page = await fixture<HTMLElement>(
      `<div><rv-radio choices='["a"]' value="a"></rv-radio><rv-radio choices='["a"]' value="a"></rv-radio></div>`,
    );
    expect([...page.querySelectorAll('rv-radio')].map(checked)).to.deep.equal([[true], [true]]);
  });

  it('takes part in a form', async () => {
    const form = await fixture<HTMLFormElement>(
      `<form><rv-radio name="r" required choices='["a", "b"]'></rv-radio></form>`,
    );
    const radio = form.querySelector('rv-radio')!;
    expect([radio.validity.valueMissing, new FormData(form).get('r')]).to.deep.equal([true, null]);
    buttons(radio)[1]!.click();
    await rendered(radio);
    expect([form.checkValidity(), new FormData(form).get('r')]).to.deep.equal([true, 'b']);
    form.reset();
    await rendered(radio);
    expect(checked(radio)).to.deep.equal([false, false]);
  });

  it('disables what is disabled: one choice, or all as an output', async () => {
    const radio = await fixture<RvRadio>('<rv-radio><option disabled>a</option><option>b</option></rv-radio>');
    expect(buttons(radio).map((button) => button.matches(':disabled'))).to.deep.equal([true, false]);
    radio.output = true;
    await rendered(radio);
    radio.paint({ kind: 'value', value: 'b' });
    await rendered(radio);
    expect(buttons(radio).map((button) => button.matches(':disabled'))).to.deep.equal([true, true]);
    expect(checked(radio)).to.deep.equal([false, true]);
  });

  it('is accessible, its label hidden or not', async () => {
    const page =
      await fixture<HTMLElement>(`<div><rv-radio label="Size" choices='["a", "b"]' info="In pixels."></rv-radio>
      <rv-radio label="Kind" show-label="false" choices='["a", "b"]' value="a"></rv-radio></div>`);
    const [size, kind] = page.querySelectorAll('rv-radio');
    expect(inside(size!, 'legend').getBoundingClientRect().width).to.be.greaterThan(10);
    expect(inside(kind!, 'legend').getBoundingClientRect().width).to.be.lessThan(10);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
