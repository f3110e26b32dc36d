import { expect } from 'chai';
import './group.js';
import type { RvGroup } from './group.js';
import './number.js';
import { accessibilityViolations, fixture } from './testing.js';

const box = (element: Element) => element.getBoundingClientRect();

describe('rv-group', () => {
  it('has its children under each other, with a line between and one border around', async () => {
    const group = await fixture<RvGroup>('<rv-group><rv-number label="a"></rv-number><div>b</div></rv-group>');
    const [first, second] = group.children;
    expect(box(second!).top - box(first!).bottom).to.equal(1);
    expect([box(first!).top - box(group).top, box(group).bottom - box(second!).bottom]).to.deep.equal([1, 1]);
    expect([first, second].map((child) => box(child!).width)).to.deep.equal(Array(2).fill(box(group).width - 2));
  });

  it('leaves no line for what is hidden', async () => {
    const group = await fixture<RvGroup>(
      '<rv-group><rv-number visible="false"></rv-number><div>b</div><div hidden>c</div></rv-group>',
    );
    expect(box(group).height - box(group.children[1]!).height).to.equal(2);
  });

  it('gives its children room, which the page may take away', async () => {
    const group = await fixture<RvGroup>('<rv-group><div>a</div><div style="padding: 0">b</div></rv-group>');
    const paddings = [...group.children].map((child) => getComputedStyle(child).paddingInlineStart);
    expect(paddings).to.deep.equal(['16px', '0px']);
  });

  it('is accessible', async () => {
    await fixture('<rv-group><rv-number label="a"></rv-number><p>b</p></rv-group>');
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
