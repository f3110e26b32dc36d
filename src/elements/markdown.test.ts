import { expect } from 'chai';
import './markdown.js';
import type { RvMarkdown } from './markdown.js';
import { accessibilityViolations, consoleErrors, expectEvent, fixture, inside, nextFrame } from './testing.js';

const content = (markdown: RvMarkdown) => inside(markdown, '[part=content] > div');
const append = (text: string) => ({ kind: 'text', text, append: true }) as const;
const replace = (text: string) => ({ kind: 'text', text, append: false }) as const;

async function shown(text: string): Promise<HTMLElement> {
  const markdown = await fixture<RvMarkdown>('<rv-markdown></rv-markdown>');
  markdown.value = text;
  await markdown.updateComplete;
  return content(markdown);
}

const pixel = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

const sample = `# The moon 🌕

It is **the** *only* natural [satellite](https://example.org/moon) of \`Earth\`, ~~a planet~~ ours.

1. phases
2. seas
   - Tranquillity

- [x] done
- [ ] open

> One small step.

\`\`\`js
for (const a of b) yield a < b && "c";
\`\`\`

| Body | km |
|---|---|
| Moon | 1737 |

![The far side](${pixel})

---
See https://example.org/more for more.
`;

describe('rv-markdown', () => {
  it('shows Markdown as HTML', async () => {
    const node = await shown(sample);
    const count = (selector: string) => node.querySelectorAll(selector).length;
    expect(['h1', 'strong', 'em', 's', 'ol > li', 'ul > li', 'blockquote', 'tbody td', 'hr'].map(count)).to.deep.equal([
      1, 1, 1, 1, 2, 3, 1, 2, 1,
    ]);
    expect(node.querySelector('pre > code.language-js')!.textContent).to.equal(
      'for (const a of b) yield a < b && "c";',
    );
    expect(node.querySelector('img')!.alt).to.equal('The far side');
  });

  for (const size of [1, 2, 3, 7, 50]) {
    it(`gives the same in chunks of ${size} as in one`, async () => {
      const whole = (await shown(sample)).innerHTML;
      const markdown = await fixture<RvMarkdown>('<rv-markdown append></rv-markdown>');
      await markdown.paint(replace(''));
      for (let start = 0; start < sample.length; start += size)
        await markdown.paint(append(sample.slice(start, start + size)));
      markdown.settle();
      expect(content(markdown).innerHTML).to.equal(whole);
      expect(markdown.value).to.equal(sample);
    });
  }

  it('keeps the elements of what is there when a tail comes', async () => {
    const markdown = await fixture<RvMarkdown>('<rv-markdown append></rv-markdown>');
    await markdown.paint(append('# One\n\ntwo '));
    const heading = content(markdown).querySelector('h1');
    await markdown.paint(append('three four '));
    expect(content(markdown).querySelector('h1')).to.equal(heading);
    const paragraph = content(markdown).querySelector('p')!;
    expect([paragraph.textContent, paragraph.childNodes.length]).to.deep.equal(['two three four', 1]);
  });

  it('shows what waited for its end when the run settles', async () => {
    const markdown = await fixture<RvMarkdown>('<rv-markdown append></rv-markdown>');
    await markdown.paint(append('the end'));
    markdown.settle();
    expect(content(markdown).textContent).to.equal('the end');
  });

  it('goes on after it has settled, also in the middle of a word', async () => {
    const markdown = await fixture<RvMarkdown>('<rv-markdown append></rv-markdown>');
    await markdown.paint(append('a **bo'));
    markdown.settle();
    await markdown.paint(append('ld** word'));
    markdown.settle();
    expect(content(markdown).innerHTML).to.equal('<p>a <strong>bold</strong> word</p>');
  });

  it('replaces what is there', async () => {
    const markdown = await fixture<RvMarkdown>('<rv-markdown></rv-markdown>');
    await markdown.paint(replace('# one'));
    markdown.settle();
    await markdown.paint(replace('two'));
    markdown.settle();
    expect(content(markdown).innerHTML).to.equal('<p>two</p>');
    markdown.paint({ kind: 'value', value: null });
    expect([markdown.value, content(markdown).innerHTML]).to.deep.equal(['', '']);
  });

  it('loses nothing that comes, nor an end, before it can render', async () => {
    const markdown = await fixture<RvMarkdown>('<rv-markdown append></rv-markdown>');
    const painted = [markdown.paint(append('one ')), markdown.paint(append('two'))];
    markdown.settle();
    await Promise.all(painted);
    expect(content(markdown).innerHTML).to.equal('<p>one two</p>');
  });

  it('takes its text from the markup, and goes back to it', async () => {
    const markdown = await fixture<RvMarkdown>('<rv-markdown value="# Hi"></rv-markdown>');
    expect(content(markdown).innerHTML).to.equal('<h1>Hi</h1>');
    markdown.value = 'Bye';
    markdown.clear();
    await markdown.updateComplete;
    expect(content(markdown).innerHTML).to.equal('<h1>Hi</h1>');
  });

  it('reads Windows line ends', async () => {
    expect((await shown('```js\r\na\r\n```\r\n\r\nb')).innerHTML).to.equal(
      '<pre><code class="language-js">a</code></pre><p>b</p>',
    );
  });

  it('shows HTML as text', async () => {
    const node = await shown('<img src=x onerror="alert(1)"> <script>alert(1)</script> <b>bold</b>');
    expect(node.querySelector('img, script, b')).to.equal(null);
    expect(node.textContent).to.include('<script>alert(1)</script>');
  });

  for (const url of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    '\u00a0javascript:alert(1)',
    'javascript\n:alert(1)',
    'java\\\nscript:alert(1)',
    'javascript&colon;alert(1)',
    '&#106;avascript:alert(1)',
    'javascript://example.org/%0aalert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:image/svg+xml,<svg onload="alert(1)"/>',
    'blob:https://example.org/1',
    'filesystem:https://example.org/1',
    'view-source:https://example.org',
    'http://[',
  ]) {
    it(`lets no link or image run or load ${JSON.stringify(url)}`, async () => {
      for (const text of [`[x](${url})`, `![x](${url})`, `[x](<${url}>)`]) {
        for (const element of (await shown(text)).querySelectorAll<HTMLAnchorElement & HTMLImageElement>('a, img')) {
          // The resolved URL, as the click would follow it.
          const target = element.localName === 'a' ? element.href : element.src;
          if (target) expect(target).to.match(/^https?:\/\/[^[]/);
        }
      }
    });
  }

  for (const [url, opensTab] of [
    ['https://example.org/a?b#c', true],
    ['HTTP://example.org', true],
    ['//example.org', true],
    ['mailto:someone@example.org', true],
    ['tel:+123', true],
    ['page.html', false],
    ['/page', false],
    ['#part', false],
    ['?q=1', false],
  ] as const) {
    it(`links to ${url}${opensTab ? ', apart from the page' : ''}`, async () => {
      const link = (await shown(`[x](${url})`)).querySelector('a')!;
      expect(link.getAttribute('href')).to.equal(url);
      expect([link.target, link.rel]).to.deep.equal(opensTab ? ['_blank', 'noopener noreferrer'] : ['', '']);
    });
  }

  it('shows pictures given as data', async () => {
    expect((await shown(`![x](${pixel})`)).querySelector('img')!.getAttribute('src')).to.equal(pixel);
    expect((await shown(`[x](${pixel})`)).querySelector('a')!.hasAttribute('href')).to.equal(false);
  });

  it('scrolls inside --rv-max-height with its end in sight, until the user scrolls up', async () => {
    const markdown = await fixture<RvMarkdown>('<rv-markdown append style="--rv-max-height: 5rem"></rv-markdown>');
    const scroller = inside(markdown, '[part=content]');
    await markdown.paint(append('line\n\n'.repeat(30)));
    await nextFrame();
    expect(scroller.clientHeight).to.equal(80);
    expect(scroller.scrollTop + scroller.clientHeight).to.be.closeTo(scroller.scrollHeight, 2);
    await expectEvent(scroller, 'scroll', () => scroller.scrollTo(0, 10));
    await markdown.paint(append('line\n\n'.repeat(30)));
    await nextFrame();
    expect(scroller.scrollTop).to.equal(10);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });

  it('takes anything as text', async () => {
    const errors = await consoleErrors(async () => {
      for (const text of [
        '>'.repeat(500),
        '- '.repeat(500),
        '['.repeat(500),
        '**_'.repeat(500),
        '|\n'.repeat(50),
        '\ud83d',
        '\0',
      ])
        await shown(text);
    });
    expect(errors).to.deep.equal([]);
  });

  it('is accessible', async () => {
    const markdown = await fixture<RvMarkdown>('<rv-markdown label="Answer"></rv-markdown>');
    markdown.value = sample;
    await markdown.updateComplete;
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
