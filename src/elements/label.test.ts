import { expect } from 'chai';
import './label.js';
import type { RvLabel } from './label.js';
import { accessibilityViolations, fixture, inside, rendered } from './testing.js';

const rows = (label: RvLabel) =>
  [...label.shadowRoot!.querySelectorAll('li')].map((row) => row.innerText.trim().split(/\s*\n\s*|\t/));

const animals = {
  kind: 'label',
  label: 'cat',
  confidences: [
    { label: 'cat', confidence: 0.923 },
    { label: 'dog', confidence: 0.07 },
    { label: 'bird', confidence: 0.007 },
  ],
} as const;

describe('rv-label', () => {
  it('shows the class, and the confidence in each', async () => {
    const label = await fixture<RvLabel>('<rv-label></rv-label>');
    label.paint(animals);
    await rendered(label);
    expect(inside(label, '[part=top]').textContent).to.equal('cat');
    expect(rows(label)).to.deep.equal([
      ['cat', '92%'],
      ['dog', '7%'],
      ['bird', '1%'],
    ]);
    expect(label.value).to.deep.equal({ label: 'cat', confidences: animals.confidences });
    const widths = [...label.shadowRoot!.querySelectorAll('.bar')].map((bar) => {
      return Number.parseFloat(getComputedStyle(bar, '::before').inlineSize) / bar.clientWidth;
    });
    expect(widths[0]).to.be.closeTo(0.923, 0.02);
    expect(widths[1]).to.be.closeTo(0.07, 0.02);
  });

  it('lists no more than num-top-classes', async () => {
    const label = await fixture<RvLabel>('<rv-label num-top-classes="2"></rv-label>');
    label.paint(animals);
    await rendered(label);
    expect(rows(label).map(([name]) => name)).to.deep.equal(['cat', 'dog']);
  });

  for (const [confidence, text] of [
    [1, '100%'],
    [0.999, '>99%'],
    [0.995, '>99%'],
    [0.5, '50%'],
    [0.001, '<1%'],
    [0, '0%'],
  ] as const) {
    it(`shows ${confidence} as ${text}`, async () => {
      const label = await fixture<RvLabel>('<rv-label></rv-label>');
      label.value = { label: 'a', confidences: [{ label: 'a', confidence }] };
      await rendered(label);
      expect(rows(label)[0]![1]).to.equal(text);
    });
  }

  it('shows a class alone, and nothing', async () => {
    const label = await fixture<RvLabel>('<rv-label></rv-label>');
    label.paint({ kind: 'label', label: '<b>7</b>', confidences: [] });
    await rendered(label);
    expect(inside(label, '[part=top]').textContent).to.equal('<b>7</b>');
    expect(rows(label)).to.deep.equal([]);
    label.paint({ kind: 'value', value: null });
    await rendered(label);
    expect([label.value, inside(label, '[part=top]').textContent]).to.deep.equal([null, '']);
  });

  it('is accessible, full and empty', async () => {
    const page = await fixture<HTMLElement>('<div><rv-label label="Animal"></rv-label><rv-label></rv-label></div>');
    page.querySelector('rv-label')!.paint(animals);
    await rendered(page.querySelector('rv-label')!);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
