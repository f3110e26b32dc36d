import { expect } from 'chai';
import './json.js';
import type { RvJson } from './json.js';
import { accessibilityViolations, consoleErrors, expectEvent, fixture, inside, rendered } from './testing.js';

const tree = (json: RvJson) => inside(json, '[part=tree]');
/** What is on the screen, each line without its indent. */
const lines = (json: RvJson) =>
  tree(json)
    .innerText.split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

async function toggle(json: RvJson, summary: string): Promise<void> {
  const target = [...tree(json).querySelectorAll('summary')].find((each) => each.textContent!.includes(summary))!;
  await expectEvent(target.parentElement!, 'toggle', () => target.click());
  await rendered(json);
}

describe('rv-json', () => {
  it('shows a value as a tree, its first level open', async () => {
    const json = await fixture<RvJson>('<rv-json></rv-json>');
    json.paint({
      kind: 'json',
      text: '{"a": "x\\"y", "b": 1.5, "c": true, "d": null, "e": {"f": [1, 2]}, "g": [], "h": {}}',
    });
    await rendered(json);
    expect(lines(json)).to.deep.equal([
      '{7 keys}',
      'a: "x\\"y"',
      'b: 1.5',
      'c: true',
      'd: null',
      'e: {1 key}',
      'g: [0 items]',
      'h: {0 keys}',
    ]);
  });

  it('renders what is closed when it is opened', async () => {
    const json = await fixture<RvJson>(`<rv-json value='{"e": {"f": [1, 2]}}'></rv-json>`);
    expect(tree(json).textContent).not.to.include('f');
    await toggle(json, 'e:');
    expect(lines(json)).to.deep.equal(['{1 key}', 'e: {1 key}', 'f: [2 items]']);
    await toggle(json, 'e:');
    expect(lines(json)).to.deep.equal(['{1 key}', 'e: {1 key}']);
  });

  it('keeps open what the user opened when the value changes', async () => {
    const json = await fixture<RvJson>(`<rv-json value='{"e": {"f": 1}}'></rv-json>`);
    await toggle(json, 'e:');
    json.paint({ kind: 'json', text: '{"e": {"f": 2}}' });
    await rendered(json);
    expect(lines(json)).to.deep.equal(['{1 key}', 'e: {1 key}', 'f: 2']);
  });

  for (const [value, text] of [
    ['x', '"x"'],
    ['', '""'],
    [0, '0'],
    [false, 'false'],
    ['<b>', '"<b>"'],
  ] as const) {
    it(`shows ${JSON.stringify(value)} alone`, async () => {
      const json = await fixture<RvJson>('<rv-json></rv-json>');
      json.value = value;
      await rendered(json);
      expect(tree(json).textContent!.trim()).to.equal(text);
    });
  }

  it('shows a large array a page at a time', async () => {
    const json = await fixture<RvJson>('<rv-json></rv-json>');
    json.value = Array.from({ length: 250 }, (_, index) => index);
    await rendered(json);
    expect(tree(json).querySelectorAll('.number').length).to.equal(100);
    for (const [label, count] of [
      ['Show 100 of 150 more', 200],
      ['Show 50 of 50 more', 250],
    ] as const) {
      const more = inside(json, '.more');
      expect(more.innerText).to.equal(label);
      more.click();
      await rendered(json);
      expect(tree(json).querySelectorAll('.number').length).to.equal(count);
    }
    expect(json.shadowRoot!.querySelector('.more')).to.equal(null);
  });

  it('takes its value from the markup, and goes back to it', async () => {
    const json = await fixture<RvJson>(`<rv-json value='[1]'></rv-json>`);
    json.value = null;
    await rendered(json);
    expect(tree(json).textContent!.trim()).to.equal('');
    json.clear();
    expect(json.value).to.deep.equal([1]);
  });

  it('tells a value attribute that is no JSON', async () => {
    let json!: RvJson;
    const errors = await consoleErrors(async () => {
      json = await fixture<RvJson>('<rv-json value="{a: 1}"></rv-json>');
    });
    expect(errors.length).to.equal(1);
    expect(errors[0]).to.match(/^<rv-json>: value is \{a: 1\}, but takes JSON: .+/);
    expect(inside(json, '[role=alert]').innerText).to.match(/^value is \{a: 1\}, but takes JSON: .+/);
    json.setAttribute('value', '1');
    await rendered(json);
    expect(inside(json, '[role=alert]').hidden).to.equal(true);
  });

  it('copies the JSON', async function () {
    // Browsers have it on pages of secure origins only.
    if (!navigator.clipboard) this.skip();
    const json = await fixture<RvJson>(`<rv-json value='{"a": [1]}'></rv-json>`);
    const copied = Promise.withResolvers<string>();
    navigator.clipboard.writeText = async (text) => copied.resolve(text);
    inside(json, '[part=copy]').click();
    expect(await copied.promise).to.equal('{\n  "a": [\n    1\n  ]\n}');
    await rendered(json);
    await rendered(json);
    expect(inside(json, '[part=copy]').ariaLabel).to.equal('Copied');
    Reflect.deleteProperty(navigator.clipboard, 'writeText');
  });

  it('is accessible', async () => {
    const json = await fixture<RvJson>(
      `<rv-json label="Response" value='{"a": "x", "b": 1, "c": true, "d": null, "e": {"f": 1}, "g": []}'></rv-json>`,
    );
    await toggle(json, 'e:');
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
