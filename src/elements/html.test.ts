import { expect } from 'chai';
import './html.js';
import type { RvHtml } from './html.js';
import { accessibilityViolations, fixture, inside } from './testing.js';

const content = (element: RvHtml) => inside(element, '[part=content] > div');
const part = (text: string, append = false) => ({ kind: 'text', text, append }) as const;

async function shown(text: string, attributes = ''): Promise<HTMLElement> {
  const element = await fixture<RvHtml>(`<rv-html ${attributes}></rv-html>`);
  await element.paint(part(text));
  return content(element);
}

describe('rv-html', () => {
  it('shows HTML', async () => {
    const text = '<h3>Report</h3><p style="color: green">All <b>fine</b>.</p>';
    expect((await shown(text)).innerHTML).to.equal(text);
  });

  for (const text of [
    '<img src="data:," onerror="alert(1)">',
    '<script>alert(1)</script>',
    '<svg><script>alert(1)</script></svg>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVa\tScript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<math><mtext><table><mglyph><style><img src=data:, onerror=alert(1)>',
    '<form action="javascript:alert(1)"><button>x</button></form>',
    '<rv-button type="submit">x</rv-button>',
  ]) {
    it(`takes out what could run: ${text}`, async () => {
      const node = await shown(text);
      expect(node.querySelector('script, iframe, [onerror], rv-button')).to.equal(null);
      for (const element of node.querySelectorAll('*')) {
        for (const { value } of element.attributes) expect(value).not.to.match(/script\s*:/i);
      }
    });
  }

  it('adds to what is there, closing what was open', async () => {
    const element = await fixture<RvHtml>('<rv-html append></rv-html>');
    expect(element.flow).to.equal('append');
    await element.paint(part('<p>one <b>tw'));
    await element.paint(part('o</b></p>', true));
    expect(content(element).innerHTML).to.equal('<p>one <b>two</b></p>');
  });

  it('shows the last of what came while it was loading', async () => {
    const element = await fixture<RvHtml>('<rv-html></rv-html>');
    await Promise.all([element.paint(part('one')), element.paint(part('two'))]);
    expect(content(element).innerHTML).to.equal('two');
  });

  it('with trusted shows it as it is, but runs no script', async () => {
    const node = await shown('<p onclick="hit()">x</p><script>globalThis.hasRun = true</script>', 'trusted');
    expect(node.querySelector('p')!.hasAttribute('onclick')).to.equal(true);
    expect('hasRun' in globalThis).to.equal(false);
  });

  it('sanitises again when it is no longer trusted', async () => {
    const element = await fixture<RvHtml>('<rv-html trusted value="&lt;p onclick=hit()&gt;x&lt;/p&gt;"></rv-html>');
    expect(content(element).querySelector('[onclick]')).not.to.equal(null);
    element.trusted = false;
    await element.updateComplete;
    await element.updateComplete;
    expect(content(element).innerHTML).to.equal('<p>x</p>');
  });

  it('is emptied and goes back to the markup', async () => {
    const element = await fixture<RvHtml>('<rv-html value="<b>x</b>"></rv-html>');
    element.paint({ kind: 'value', value: null });
    expect(content(element).innerHTML).to.equal('');
    element.clear();
    await element.updateComplete;
    expect([element.value, content(element).innerHTML]).to.deep.equal(['<b>x</b>', '<b>x</b>']);
  });

  it('is accessible', async () => {
    await fixture('<rv-html label="Report" value="<h3>Report</h3><p>Fine, <a href=/>home</a>.</p>"></rv-html>');
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
