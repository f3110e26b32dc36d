import { expect } from 'chai';
import './column.js';
import './number.js';
import './row.js';
import type { RvRow } from './row.js';
import { accessibilityViolations, consoleErrors, fixture, inside, rendered } from './testing.js';

const box = (element: Element) => element.getBoundingClientRect();
/** The widths of the row's children, to whole pixels. */
const widths = (row: Element) => [...row.children].map((child) => Math.round(box(child).width));
/** How many lines the row's children take. */
const lines = (row: Element) => new Set([...row.children].map((child) => box(child).top)).size;

/** A row without gaps of that width. */
async function row(width: number, children: string, attributes = ''): Promise<RvRow> {
  return fixture<RvRow>(`<rv-row ${attributes} style="width: ${width}px; --rv-gap: 0px">${children}</rv-row>`);
}

describe('rv-row', () => {
  it('shares its width among components and any HTML', async () => {
    const { children } = await row(600, '<rv-number></rv-number><div>b</div><p>c</p>');
    expect(widths(children[0]!.parentElement!)).to.deep.equal([200, 200, 200]);
  });

  it('wraps what would be narrower than 160 pixels, and gives a line of its own what is as narrow as that', async () => {
    const three = await row(400, '<rv-number></rv-number><rv-number></rv-number><div>c</div>');
    expect(widths(three)).to.deep.equal([200, 200, 400]);
    expect(lines(three)).to.equal(2);
    expect(widths(await row(100, '<rv-number></rv-number><div>b</div>'))).to.deep.equal([100, 100]);
  });

  it('leaves the page’s own min-width as it is', async () => {
    const narrow = '<div style="min-width: 50px">a</div>';
    expect(lines(await row(200, narrow.repeat(4)))).to.equal(1);
  });

  it('has its children as high as the highest with equal-height', async () => {
    const children = '<div style="height: 80px">a</div><div>b</div>';
    const [high, low] = (await row(400, children)).children;
    expect(box(low!).height).to.be.below(box(high!).height);
    const equal = await row(400, children, 'equal-height');
    expect([...equal.children].map((child) => box(child).height)).to.deep.equal([80, 80]);
  });

  it('keeps a gap between them', async () => {
    const { children } = await fixture('<rv-row style="width: 400px"><div>a</div><div>b</div></rv-row>');
    expect(box(children[1]!).left - box(children[0]!).right).to.equal(16);
  });

  it('is off the page with visible="false"', async () => {
    const hidden = await row(400, '<div>a</div>', 'visible="false"');
    expect(hidden.getClientRects()).to.have.lengthOf(0);
    hidden.visible = true;
    await rendered(hidden);
    expect(hidden.getClientRects()).to.have.lengthOf(1);
  });

  it('is accessible', async () => {
    await fixture('<rv-row><rv-number label="a"></rv-number><p>b</p></rv-row>');
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

describe('rv-column', () => {
  it('is as wide as its scale says, to which others count as 1', async () => {
    const columns = await row(1600, '<rv-column scale="3"></rv-column><rv-column></rv-column><div>c</div>');
    expect(widths(columns)).to.deep.equal([960, 320, 320]);
    const [first] = columns.querySelectorAll('rv-column');
    first!.scale = 2;
    await rendered(first!);
    expect(widths(columns)).to.deep.equal([800, 400, 400]);
  });

  it('with scale 0 is as narrow as its content', async () => {
    const content = '<div style="width: 70px">a</div>';
    const columns = await row(600, `<rv-column scale="0">${content}</rv-column><rv-column></rv-column>`);
    expect(widths(columns)).to.deep.equal([70, 530]);
    expect(widths(await row(600, `<rv-column scale="0" min-width="90">${content}</rv-column>`))).to.deep.equal([90]);
  });

  it('wraps below its min-width, which is 320 when left out', async () => {
    expect(lines(await row(640, '<rv-column>a</rv-column>'.repeat(2)))).to.equal(1);
    expect(lines(await row(639, '<rv-column>a</rv-column>'.repeat(2)))).to.equal(2);
    expect(lines(await row(639, '<rv-column min-width="100">a</rv-column>'.repeat(2)))).to.equal(1);
    expect(widths(await row(200, '<rv-column min-width="300"></rv-column>'))).to.deep.equal([200]);
  });

  it('holds columns of other scales', async () => {
    const inner = '<rv-row><rv-column min-width="0"></rv-column><rv-column min-width="0"></rv-column></rv-row>';
    const outer = await row(1200, `<rv-column scale="2">${inner}</rv-column><rv-column></rv-column>`);
    expect(widths(outer.querySelector('rv-row')!)).to.deep.equal([400, 400]);
  });

  it('has its children under each other, with a gap between', async () => {
    const { children } = await fixture('<rv-column><div>a</div><span>b</span></rv-column>');
    expect(box(children[1]!).top - box(children[0]!).bottom).to.equal(16);
    expect(box(children[1]!).width).to.equal(box(children[0]!).width);
  });

  it('tells a number that is none', async () => {
    let columns!: RvRow;
    const errors = await consoleErrors(async () => {
      columns = await row(640, '<rv-column scale="wide" id="a"></rv-column><rv-column min-width="-1"></rv-column>');
    });
    expect(errors).to.deep.equal([
      '<rv-column id="a">: scale is "wide", but takes a number from 0.',
      '<rv-column>: min-width is "-1", but takes a number from 0.',
    ]);
    expect(widths(columns)).to.deep.equal([320, 320]);
    const [first] = columns.querySelectorAll('rv-column');
    expect(inside(first!, '[role=alert]').innerText).to.equal('scale is "wide", but takes a number from 0.');
    first!.scale = 1;
    await rendered(first!);
    expect(inside(first!, '[role=alert]').hidden).to.equal(true);
  });
});
