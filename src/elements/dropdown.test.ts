import { expect } from 'chai';
import './dropdown.js';
import type { RvDropdown } from './dropdown.js';
import './radio.js';
import {
  accessibilityViolations,
  consoleErrors,
  expectEvent,
  fixture,
  inside,
  nextFrame,
  rendered,
} from './testing.js';

const select = (dropdown: RvDropdown) => inside<HTMLSelectElement>(dropdown, 'select');
const shown = (dropdown: RvDropdown) => [...select(dropdown).selectedOptions].map((option) => option.label);

/** Chooses as a user does. */
function choose(dropdown: RvDropdown, ...labels: string[]): void {
  for (const option of select(dropdown).options) option.selected = labels.includes(option.label);
  select(dropdown).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  select(dropdown).dispatchEvent(new Event('change', { bubbles: true }));
}

describe('rv-dropdown', () => {
  it('has the first choice from the start, as the native one', async () => {
    const dropdown = await fixture<RvDropdown>(
      '<rv-dropdown><option disabled>A</option><option value="b">B</option></rv-dropdown>',
    );
    expect([dropdown.read(), shown(dropdown)]).to.deep.equal(['b', ['B']]);
  });

  it('has none with a placeholder', async () => {
    const dropdown = await fixture<RvDropdown>('<rv-dropdown placeholder="Choose"><option>A</option></rv-dropdown>');
    expect([dropdown.read(), shown(dropdown)]).to.deep.equal([null, ['Choose']]);
    await expectEvent(dropdown, 'change', () => choose(dropdown, 'A'));
    expect(dropdown.read()).to.equal('A');
    await rendered(dropdown);
    choose(dropdown, 'Choose');
    expect(dropdown.read()).to.equal(null);
  });

  it('keeps numbers numbers, and finds them by the attribute’s text', async () => {
    const dropdown = await fixture<RvDropdown>(
      `<rv-dropdown choices='[256, ["Large", 512], true]' value="512"></rv-dropdown>`,
    );
    expect([dropdown.value, shown(dropdown)]).to.deep.equal([512, ['Large']]);
    choose(dropdown, '256');
    expect(dropdown.value).to.equal(256);
    dropdown.value = true;
    await rendered(dropdown);
    expect([dropdown.value, shown(dropdown)]).to.deep.equal([true, ['true']]);
  });

  it('takes choices by script, and keeps the choice that is still there', async () => {
    const dropdown = await fixture<RvDropdown>('<rv-dropdown></rv-dropdown>');
    expect([dropdown.value, shown(dropdown)]).to.deep.equal([null, ['']]);
    dropdown.choices = ['a', 'b'];
    dropdown.value = 'b';
    await rendered(dropdown);
    dropdown.choices = ['c', 'b'];
    await rendered(dropdown);
    expect([dropdown.value, shown(dropdown)]).to.deep.equal(['b', ['b']]);
    dropdown.choices = ['c'];
    await rendered(dropdown);
    expect([dropdown.value, shown(dropdown)]).to.deep.equal([null, ['']]);
  });

  it('follows its option children', async () => {
    const dropdown = await fixture<RvDropdown>('<rv-dropdown value="b"></rv-dropdown>');
    dropdown.innerHTML = '<optgroup label="x"><option value="a">A</option><option value="b">B</option></optgroup>';
    await nextFrame();
    expect([dropdown.value, shown(dropdown)]).to.deep.equal(['b', ['B']]);
    dropdown.querySelectorAll('option')[1]!.textContent = 'Bee';
    await nextFrame();
    expect(shown(dropdown)).to.deep.equal(['Bee']);
  });

  it('starts with the selected option, and is reset to it', async () => {
    const form = await fixture<HTMLFormElement>(
      '<form><rv-dropdown name="d"><option>a</option><option selected>b</option></rv-dropdown></form>',
    );
    const dropdown = form.querySelector('rv-dropdown')!;
    expect([dropdown.value, new FormData(form).get('d')]).to.deep.equal(['b', 'b']);
    choose(dropdown, 'a');
    await rendered(dropdown);
    expect(new FormData(form).get('d')).to.equal('a');
    form.reset();
    await rendered(dropdown);
    expect([dropdown.value, shown(dropdown)]).to.deep.equal(['b', ['b']]);
  });

  it('gives an array with multiple, in the order of the choices', async () => {
    const form = await fixture<HTMLFormElement>(
      `<form><rv-dropdown multiple name="d" choices='["a", "b", 3]' value='[3, "a"]'></rv-dropdown></form>`,
    );
    const dropdown = form.querySelector('rv-dropdown')!;
    expect([dropdown.value, shown(dropdown)]).to.deep.equal([
      ['a', 3],
      ['a', '3'],
    ]);
    expect(new FormData(form).getAll('d')).to.deep.equal(['a', '3']);
    choose(dropdown, 'b');
    expect(dropdown.read()).to.deep.equal(['b']);
    choose(dropdown);
    expect([dropdown.value, dropdown.read()]).to.deep.equal([[], null]);
    dropdown.value = 'b';
    expect(dropdown.read()).to.deep.equal(['b']);
  });

  it('has all selected options with multiple', async () => {
    const dropdown = await fixture<RvDropdown>(
      '<rv-dropdown multiple><option selected>a</option><option>b</option><option selected>c</option></rv-dropdown>',
    );
    expect([dropdown.value, shown(dropdown)]).to.deep.equal([
      ['a', 'c'],
      ['a', 'c'],
    ]);
  });

  it('is invalid while required and empty', async () => {
    const dropdown = await fixture<RvDropdown>(
      '<rv-dropdown required placeholder="Choose"><option>A</option></rv-dropdown>',
    );
    expect(dropdown.validity.valueMissing).to.equal(true);
    choose(dropdown, 'A');
    await rendered(dropdown);
    expect(dropdown.checkValidity()).to.equal(true);
  });

  it('as an output shows what was chosen, and can’t be changed', async () => {
    const dropdown = await fixture<RvDropdown>(`<rv-dropdown output choices='[["One", 1], ["Two", 2]]'></rv-dropdown>`);
    dropdown.paint({ kind: 'value', value: 2 });
    await rendered(dropdown);
    expect([shown(dropdown), select(dropdown).disabled]).to.deep.equal([['Two'], true]);
  });

  it('is accessible', async () => {
    await fixture(`<div><rv-dropdown label="Model" info="Any."><option>A</option></rv-dropdown><rv-dropdown></rv-dropdown>
      <rv-dropdown label="Tags" multiple choices='["a", "b"]' value="a"></rv-dropdown></div>`);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

const takes = 'takes an array of values or [label, value] pairs, where a value is a string, a number or a boolean.';
const badChoices: [choices: string, message: string][] = [
  ['red, green', `choices is red, green, but ${takes}`],
  ['{"a": 1}', `choices is {"a": 1}, but ${takes}`],
  ['', `choices is , but ${takes}`],
  ['["a", null]', `choices[1] is null, but choices ${takes}`],
  ['[["a", "b", "c"]]', `choices[0] is ["a","b","c"], but choices ${takes}`],
  ['[{"label": "a"}]', `choices[0] is {"label":"a"}, but choices ${takes}`],
  [`"${'x'.repeat(100)}"`, `choices is "${'x'.repeat(59)}…, but ${takes}`],
];
for (const tag of ['rv-dropdown', 'rv-radio'] as const) {
  describe(`choices of ${tag} that are none`, () => {
    for (const [choices, message] of badChoices) {
      it(`are told on the element and in the console: ${choices.slice(0, 30)}`, async () => {
        const element = await fixture<RvDropdown>(`<${tag} name="model"></${tag}>`);
        const errors = await consoleErrors(async () => {
          element.choices = choices;
          await rendered(element);
        });
        expect(errors).to.deep.equal([`<${tag} name="model">: ${message}`]);
        expect(inside(element, '[role=alert]').textContent).to.equal(message);
        expect(element.value).to.equal(null);
        element.choices = ['a'];
        await rendered(element);
        expect(inside(element, '[role=alert]').hidden).to.equal(true);
      });
    }
  });
}
