import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import './slider.js';
import type { RvSlider } from './slider.js';
import { accessibilityViolations, enter, expectEvent, fixture, inside, rendered } from './testing.js';

const range = (slider: RvSlider) => inside<HTMLInputElement>(slider, '[type=range]');
const field = (slider: RvSlider) => inside<HTMLInputElement>(slider, '[type=number]');

describe('rv-slider', () => {
  it('shows its value on the slider and in the field, whichever was moved', async () => {
    const slider = await fixture<RvSlider>('<rv-slider min="1" max="10" value="3" step="1"></rv-slider>');
    expect([slider.value, range(slider).value, field(slider).value]).to.deep.equal([3, '3', '3']);
    await expectEvent(slider, 'input', () => enter(range(slider), '7'));
    await rendered(slider);
    expect([slider.value, field(slider).value]).to.deep.equal([7, '7']);
    await expectEvent(slider, 'change', () => enter(field(slider), '9'));
    await rendered(slider);
    expect([slider.value, range(slider).value]).to.deep.equal([9, '9']);
  });

  it('moves by keyboard', async () => {
    const slider = await fixture<RvSlider>('<rv-slider min="1" max="10" value="3" step="1"></rv-slider>');
    slider.focus();
    await expectEvent(slider, 'change', () => sendKeys({ press: 'ArrowRight' }));
    expect(slider.value).to.equal(4);
  });

  it('leaves a number alone while it is typed, and brings it into range when it is done', async () => {
    const slider = await fixture<RvSlider>('<rv-slider min="10" max="20" value="12"></rv-slider>');
    field(slider).value = '1';
    let told = 0;
    slider.addEventListener('input', () => told++);
    field(slider).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await rendered(slider);
    expect([slider.value, field(slider).value, told]).to.deep.equal([12, '1', 0]);
    enter(field(slider), '99');
    expect([slider.value, field(slider).value]).to.deep.equal([20, '20']);
    enter(field(slider), '');
    expect([slider.value, field(slider).value]).to.deep.equal([20, '20']);
  });

  const cases: [attributes: string, value: number][] = [
    ['', 50],
    ['min="0" max="10"', 5],
    ['value="150" max="200"', 150],
    ['value="150"', 100],
    ['value="-1"', 0],
    ['value="nonsense"', 50],
    ['value="" min="2" max="4"', 3],
    ['min="0" max="1" step="0.1" value="0.3"', 0.3],
    ['min="0" max="1" step="0.25" value="0.6"', 0.5],
    ['min="1" max="10" step="4" value="10"', 9],
    ['min="0" max="1" step="any" value="0.123"', 0.123],
    ['min="5" max="1" value="3"', 5],
    ['min="x" max="y" value="3"', 3],
    ['min="0" max="1e-6" step="1e-7" value="3e-7"', 3e-7],
  ];
  for (const [attributes, value] of cases) {
    it(`is ${value} with ${attributes || 'no attributes'}, as the native slider`, async () => {
      const slider = await fixture<RvSlider>(`<rv-slider ${attributes}></rv-slider>`);
      expect(slider.value).to.equal(value);
      expect(range(slider).valueAsNumber).to.equal(value);
    });
  }

  it('is reset to the value in the markup, and sent with its form', async () => {
    const form = await fixture<HTMLFormElement>('<form><rv-slider name="s" value="3"></rv-slider></form>');
    const slider = form.querySelector('rv-slider')!;
    slider.value = 8;
    await rendered(slider);
    expect(new FormData(form).get('s')).to.equal('8');
    form.reset();
    expect(slider.value).to.equal(3);
  });

  it('as an output can’t be moved', async () => {
    const slider = await fixture<RvSlider>('<rv-slider output></rv-slider>');
    slider.paint({ kind: 'value', value: 70 });
    await rendered(slider);
    expect([range(slider).value, range(slider).disabled, inside(slider, 'output').textContent]).to.deep.equal([
      '70',
      true,
      '70',
    ]);
  });

  it('is accessible', async () => {
    await fixture(`<div><rv-slider label="Steps" info="More."></rv-slider><rv-slider></rv-slider>
      <rv-slider disabled label="Off"></rv-slider><rv-slider output label="Level"></rv-slider></div>`);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
