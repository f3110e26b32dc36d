import { expect } from 'chai';
import './chatbot.js';
import type { ChatChange, ChatMessage } from '../../worker/protocol.js';
import type { RvEditEvent, RvLikeEvent, RvOptionEvent } from './chat/events.js';
import type { RvChatbot } from './chatbot.js';
import {
  accessibilityViolations,
  consoleErrors,
  enter,
  expectEvent,
  fixture,
  inside,
  nextFrame,
  pictureFile,
} from './testing.js';

const said = (content: ChatMessage['content']): ChatMessage => ({ role: 'user', content });
const reply = (content: ChatMessage['content'], rest: Partial<ChatMessage> = {}): ChatMessage => ({
  role: 'assistant',
  content,
  ...rest,
});
const thought = (id: number, status: 'pending' | 'done', rest: object = {}): ChatMessage =>
  reply('hm', { metadata: { id, title: `Thought ${id}`, status, ...rest } });

const patch = (length: number, changes: ChatChange[], first = false) =>
  ({ kind: 'chat', first, length, changes }) as const;

async function shown(value: readonly ChatMessage[], attributes = ''): Promise<RvChatbot> {
  const chatbot = await fixture<RvChatbot>(`<rv-chatbot label="Chat" ${attributes}></rv-chatbot>`);
  chatbot.value = value;
  await chatbot.updateComplete;
  return chatbot;
}

const all = <T extends Element = HTMLElement>(chatbot: RvChatbot, selector: string) => [
  ...chatbot.shadowRoot!.querySelectorAll<T>(selector),
];
const bubbles = (chatbot: RvChatbot) => all(chatbot, '.message > .bubble').map((bubble) => bubble.textContent!.trim());
const thoughtOf = (chatbot: RvChatbot, index = 0) => all<HTMLDetailsElement>(chatbot, 'details')[index]!;
/** Code is coloured, and equations are set, a little after they are complete. */
async function see<T extends Element = HTMLElement>(chatbot: RvChatbot, selector: string): Promise<T> {
  for (;;) {
    const [found] = all<T>(chatbot, selector);
    if (found) return found;
    await nextFrame();
  }
}
const press = (chatbot: RvChatbot, name: string) => inside(chatbot, `[aria-label="${name}"]`).click();

const pixel = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

describe('rv-chatbot', () => {
  describe('its messages', () => {
    it('shows who has said what, as Markdown', async () => {
      const chatbot = await shown([said('**Hi**'), reply('# Hello'), { role: 'system', content: 'joined' }]);
      expect(bubbles(chatbot)).to.deep.equal(['Hi', 'Hello', 'joined']);
      expect(inside(chatbot, '[part~=user] strong').textContent).to.equal('Hi');
      expect(inside(chatbot, '[part~=assistant] h1').textContent).to.equal('Hello');
      expect(all(chatbot, 'article').map(({ ariaLabel }) => ariaLabel)).to.deep.equal(['You', 'Reply', 'Note']);
      const [user, assistant] = all(chatbot, '.bubble').map((bubble) => bubble.getBoundingClientRect());
      expect(user!.left).to.be.greaterThan(assistant!.left + 100);
    });

    it('keeps the elements of those that stay the same, and of those that grow', async () => {
      const chatbot = await shown([said('Hi'), reply('Hello')]);
      const [first, second] = all(chatbot, 'article');
      const text = second!.querySelector('p')!;
      chatbot.value = [said('Hi'), reply('Hello, world'), said('More')];
      await chatbot.updateComplete;
      const after = all(chatbot, 'article');
      expect([after[0] === first, after[1] === second, after.length]).to.deep.equal([true, true, 3]);
      expect(bubbles(chatbot)).to.deep.equal(['Hi', 'Hello, world', 'More']);
      expect(text.isConnected).to.equal(false);
      chatbot.value = [said('Hi')];
      await chatbot.updateComplete;
      expect(bubbles(chatbot)).to.deep.equal(['Hi']);
      expect(all(chatbot, 'article')[0]).to.equal(first);
    });

    it('gives what it holds, as a copy of the list', async () => {
      const messages = [said('Hi'), reply(['a', 'b'])];
      const chatbot = await shown(messages);
      expect(chatbot.value).to.deep.equal(messages);
      (chatbot.value as ChatMessage[]).pop();
      expect(chatbot.read()).to.deep.equal(messages);
    });

    it('takes them from the markup, and goes back to them', async () => {
      const markup = JSON.stringify([said('Hi')]);
      const chatbot = await fixture<RvChatbot>(`<rv-chatbot value='${markup}'></rv-chatbot>`);
      await chatbot.updateComplete;
      chatbot.value = [];
      chatbot.failure = { message: 'No.' };
      chatbot.clear();
      await chatbot.updateComplete;
      expect(bubbles(chatbot)).to.deep.equal(['Hi']);
      expect(all(chatbot, '[part=failure]')).to.deep.equal([]);
    });

    it('shows its placeholder while there are none', async () => {
      const chatbot = await shown([], 'placeholder="Say **something**"');
      expect(inside(chatbot, '[part=placeholder] strong').textContent).to.equal('something');
      chatbot.value = [said('Hi')];
      await chatbot.updateComplete;
      expect(all(chatbot, '[part=placeholder]')).to.deep.equal([]);
    });

    it('shows pictures, sounds, videos and files by their types', async () => {
      const files = [await pictureFile(), new Blob(['x'], { type: 'audio/wav' }), new File(['abc'], 'a.pdf')];
      const urls = [
        { url: pixel, alt: 'A dot' },
        { url: '/test/media/short-frag.mp4' },
        { url: '/a/data.csv', type: 'text/csv' },
      ];
      const chatbot = await shown([said([...files, ...urls])]);
      const kinds = all(chatbot, '.file > *').map(({ localName }) => localName);
      expect(kinds).to.deep.equal(['img', 'audio', 'a', 'img', 'video', 'a']);
      const pictures = all<HTMLImageElement>(chatbot, 'img');
      expect(pictures.map(({ alt }) => alt)).to.deep.equal(['red.png', 'A dot']);
      await pictures[0]!.decode();
      const links = all<HTMLAnchorElement>(chatbot, 'a');
      expect(links.map(({ download }) => download)).to.deep.equal(['a.pdf', 'data.csv']);
      expect(links[0]!.textContent).to.match(/a\.pdf\s*3 bytes/);
      chatbot.value = [];
      const gone = await fetch(pictures[0]!.src).then(
        () => false,
        () => true,
      );
      expect(gone).to.equal(true);
    });

    it('shows any component, and keeps its element when its value changes', async () => {
      const label = (cat: number) => ({ label: 'cat', confidences: [{ label: 'cat', confidence: cat }] });
      const content = (cat: number) => [{ component: 'rv-label', label: 'Animal', value: label(cat) }];
      const chatbot = await shown([reply(content(0.25))]);
      const element = inside(chatbot, 'rv-label');
      expect(inside(element, '.percent').textContent).to.equal('25%');
      chatbot.value = [reply(content(0.75))];
      await chatbot.updateComplete;
      expect(inside(chatbot, 'rv-label')).to.equal(element);
      expect(inside(element, '.percent').textContent).to.equal('75%');
    });

    it('plays sound given as numbers', async () => {
      const value = { data: [new Float32Array(8000)], sampleRate: 8000 };
      const chatbot = await shown([reply({ component: 'rv-audio', value })]);
      const { media } = inside<HTMLElementTagNameMap['rv-audio']>(chatbot, 'rv-audio');
      while (!media.duration) await nextFrame();
      expect(media.duration).to.equal(1);
      expect(chatbot.value).to.deep.equal([reply({ component: 'rv-audio', value })]);
    });
  });

  describe('its Markdown', () => {
    const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``;

    it('colours code once its fence is closed, and copies it', async () => {
      const chatbot = await shown([reply(fence('js', 'const a = "<b>";'))]);
      expect((await see(chatbot, '.hljs-string')).textContent).to.equal('"<b>"');
      expect(inside(chatbot, 'pre').textContent).to.equal('const a = "<b>";');
      expect(inside(chatbot, '.code-bar').textContent!.trim()).to.equal('js');
      const copied: string[] = [];
      navigator.clipboard.writeText = async (text) => void copied.push(text);
      press(chatbot, 'Copy code');
      await see(chatbot, '[aria-label=Copied]');
      expect(copied).to.deep.equal(['const a = "<b>";']);
    });

    it('shows a fence that is still open as code', async () => {
      const chatbot = await shown([], 'turn append');
      chatbot.paint(patch(1, [{ at: 0, message: reply('```py\nprint(1)\nprint(2') }], true));
      await chatbot.updateComplete;
      expect(inside(chatbot, 'pre').textContent).to.match(/^print\(1\)\nprint\(/);
      chatbot.paint(patch(1, [{ at: 0, part: 0, text: ')\n```\nDone' }]));
      chatbot.settle();
      expect((await see(chatbot, '.hljs-number')).textContent).to.equal('1');
      expect(all(chatbot, '.text p').at(-1)!.textContent).to.equal('Done');
    });

    it('colours a fence that a stopped run has left open', async () => {
      const chatbot = await shown([], 'turn');
      chatbot.paint(patch(1, [{ at: 0, message: reply('```js\nlet a = 1') }], true));
      await chatbot.updateComplete;
      chatbot.settle();
      await see(chatbot, '.hljs-keyword');
      expect(inside(chatbot, 'pre').textContent!.trim()).to.equal('let a = 1');
    });

    for (const [source, display] of [
      ['a $x^2$ b', 'inline'],
      ['a \\(x^2\\) b', 'inline'],
      ['a $$x^2$$ b', 'block'],
      ['$$\nx^2\n$$', 'block'],
      ['a \\[ x^2 \\] b', 'block'],
      ['| a |\n|---|\n| $x^2$ |\n', 'inline'],
    ] as const) {
      for (const size of [1, 100]) {
        it(`sets ${JSON.stringify(source)} in pieces of ${size}`, async () => {
          const chatbot = await shown([], 'turn append');
          chatbot.paint(patch(1, [{ at: 0, message: reply('') }], true));
          for (let at = 0; at < source.length; at += size) {
            chatbot.paint(patch(1, [{ at: 0, part: 0, text: source.slice(at, at + size) }]));
            await chatbot.updateComplete;
          }
          chatbot.settle();
          await see(chatbot, `equation-${display} math msup`);
          expect(inside(chatbot, '.text').textContent).not.to.match(/[$\\]/);
        });
      }
    }

    for (const text of [
      'It costs $5 and $6.',
      'Set $HOME and **more**\n\nthen $PATH',
      'from $a to $b',
      'an open $$ here\n\nand more text',
      'left open $$x',
      '`$x$` and `$$y$$`',
    ]) {
      it(`leaves the dollars of ${JSON.stringify(text)}`, async () => {
        const chatbot = await shown([reply(text)]);
        await nextFrame();
        expect(all(chatbot, 'math, equation-inline, equation-block')).to.deep.equal([]);
        const written = inside(chatbot, '.text').innerText.replace(/\s+/g, ' ').trim();
        const source = text.replaceAll('`', '').replace(/\s+/g, ' ');
        expect([source, source.replaceAll('**', '')]).to.include(written);
      });
    }

    for (const opener of ['$', '$$', '\\[', '\\(']) {
      it(`reads what follows a paragraph with a single ${opener} as Markdown`, async () => {
        const chatbot = await shown([reply(`an open ${opener}x\n\n# Heading\n\n- item`)]);
        expect(inside(chatbot, '.text h1').textContent).to.equal('Heading');
        expect(inside(chatbot, '.text p').textContent!.trim()).to.equal(`an open ${opener}x`);
        expect(inside(chatbot, '.text li').textContent).to.equal('item');
      });
    }

    it('lets the keyboard scroll to what is wider than the conversation', async () => {
      const wide = Array.from({ length: 80 }, (_, i) => `x_{${i}}`).join(' + ');
      const table = `|${'wide|'.repeat(30)}\n|${'---|'.repeat(30)}\n|${'cell|'.repeat(30)}\n`;
      const code = `\`\`\`js\nconst a = '${'long '.repeat(60)}';\n\`\`\``;
      const chatbot = await shown([reply(`$$${wide}$$\n\n${table}\n${code}\n\n${'word'.repeat(100)}`)]);
      chatbot.style.inlineSize = '300px';
      await see(chatbot, 'math');
      await nextFrame();
      const equation = inside(chatbot, 'equation-block');
      const frame = inside(chatbot, '.table');
      while (frame.tabIndex < 0) await nextFrame();
      expect([equation.scrollWidth > 300, equation.tabIndex, frame.scrollWidth > 300]).to.deep.equal([true, 0, true]);
      const log = inside(chatbot, '[part=log]');
      expect(log.scrollWidth).to.equal(log.clientWidth);
      expect(await accessibilityViolations()).to.deep.equal([]);
    });

    it('leaves LaTeX that is none as it was written', async () => {
      const chatbot = await shown([reply('$\\frac{a$ and $b$')]);
      await see(chatbot, 'math');
      expect(inside(chatbot, 'equation-inline').textContent).to.equal('\\frac{a');
    });

    it('runs nothing that is in it', async () => {
      const chatbot = await shown([
        reply('<img src=x onerror="alert(1)"> $\\href{javascript:alert(1)}{x}$ [y](javascript:alert(1))'),
        reply(fence('html', '<img src=x onerror="alert(1)">')),
      ]);
      await see(chatbot, 'math, .hljs-tag');
      expect(all(chatbot, 'img, [href], [onerror]')).to.deep.equal([]);
    });
  });

  describe('its thoughts', () => {
    it('are open while they are at work, and close when they are done', async () => {
      const chatbot = await shown([thought(1, 'pending')]);
      expect([
        thoughtOf(chatbot).open,
        inside(chatbot, 'summary').textContent!.replace(/\s+/g, ' ').trim(),
      ]).to.deep.equal([true, 'Thought 1, at work']);
      chatbot.value = [thought(1, 'done', { duration: 1.23 })];
      await chatbot.updateComplete;
      expect(thoughtOf(chatbot).open).to.equal(false);
      expect(inside(chatbot, '.duration').textContent).to.equal('1.2 s');
    });

    it('stay as the user has put them', async () => {
      const chatbot = await shown([thought(1, 'pending'), thought(2, 'pending')]);
      const [first, second] = all(chatbot, 'summary');
      first!.click();
      first!.click();
      second!.click();
      chatbot.value = [thought(1, 'done'), thought(2, 'pending', { duration: 1 })];
      await chatbot.updateComplete;
      expect([thoughtOf(chatbot).open, thoughtOf(chatbot, 1).open]).to.deep.equal([true, false]);
    });

    it('stand in those they are part of', async () => {
      const chatbot = await shown([
        thought(1, 'pending'),
        thought(2, 'pending', { parentId: 1 }),
        thought(3, 'pending', { parentId: 2 }),
        thought(4, 'pending', { parentId: 7 }),
      ]);
      const parents = all(chatbot, 'details').map((each) => each.parentElement!.closest('details'));
      expect(parents).to.deep.equal([null, thoughtOf(chatbot), thoughtOf(chatbot, 1), null]);
      expect(await accessibilityViolations()).to.deep.equal([]);
    });

    it('are no longer at work when their run is over', async () => {
      const chatbot = await shown([], 'turn');
      chatbot.paint(patch(1, [{ at: 0, message: thought(1, 'pending') }], true));
      await chatbot.updateComplete;
      chatbot.settle();
      expect(inside(chatbot, 'summary').textContent).to.include('stopped');
      expect(thoughtOf(chatbot).dataset.status).to.equal('stopped');
    });
  });

  describe('what a user does', () => {
    const conversation = [said('Hi'), reply('Hello'), said('More'), reply('Yes')];
    const buttons = 'likeable editable retryable undoable';

    it('has the buttons that the page asks for', async () => {
      const names = (chatbot: RvChatbot) =>
        all(chatbot, 'article').map((article) =>
          [...article.querySelectorAll('.actions button')].map((button) => button.ariaLabel).join(' '),
        );
      const chatbot = await shown(conversation);
      expect(names(chatbot)).to.deep.equal(Array(4).fill('Copy'));
      for (const name of buttons.split(' ')) chatbot.toggleAttribute(name, true);
      await chatbot.updateComplete;
      expect(names(chatbot)).to.deep.equal([
        'Copy Edit',
        'Copy Like Dislike',
        'Copy Edit',
        'Copy Like Dislike Retry Undo',
      ]);
      chatbot.setAttribute('copyable', 'false');
      chatbot.busy = true;
      await chatbot.updateComplete;
      expect(names(chatbot)).to.deep.equal(['', 'Like Dislike', '', '']);
    });

    it('copies a message as it was written', async () => {
      const chatbot = await shown([reply(['**Bold**', { url: pixel }, 'end'])]);
      const copied: string[] = [];
      navigator.clipboard.writeText = async (text) => void copied.push(text);
      press(chatbot, 'Copy');
      await see(chatbot, '[aria-label=Copied]');
      expect(copied).to.deep.equal(['**Bold**\n\nend']);
    });

    it('tells which message to retry or to undo', async () => {
      const chatbot = await shown(conversation, buttons);
      for (const [name, type] of [
        ['Retry', 'rv-retry'],
        ['Undo', 'rv-undo'],
      ] as const) {
        const told = await expectEvent<Event & { index: number }>(document, type, () => press(chatbot, name));
        expect([told.target, told.index]).to.deep.equal([chatbot, 3]);
      }
      expect(chatbot.value).to.deep.equal(conversation);
    });

    it('retries or undoes a turn that was stopped in a thought', async () => {
      const chatbot = await shown([said('Hi'), thought(1, 'pending')], buttons);
      for (const [name, type] of [
        ['Retry', 'rv-retry'],
        ['Undo', 'rv-undo'],
      ] as const) {
        const told = await expectEvent<Event & { index: number }>(chatbot, type, () => press(chatbot, name));
        expect(told.index).to.equal(1);
      }
      chatbot.busy = true;
      await chatbot.updateComplete;
      expect(all(chatbot, '[aria-label=Retry]')).to.deep.equal([]);
    });

    it('likes, dislikes, and takes it back', async () => {
      const chatbot = await shown(conversation, buttons);
      const told: (boolean | null)[] = [];
      chatbot.addEventListener('rv-like', ({ index, liked }: RvLikeEvent) => told.push(liked, index === 1));
      const pressed = () => all(chatbot, 'article:nth-of-type(2) [aria-pressed]').map((each) => each.ariaPressed);
      for (const name of ['Like', 'Dislike', 'Dislike']) press(chatbot, name);
      expect(told).to.deep.equal([true, true, false, true, null, true]);
      expect(pressed()).to.deep.equal(['false', 'false']);
      press(chatbot, 'Like');
      expect(pressed()).to.deep.equal(['true', 'false']);
      expect(await accessibilityViolations()).to.deep.equal([]);
    });

    it('edits a message in its place', async () => {
      const chatbot = await shown(conversation, buttons);
      const inputs: Event[] = [];
      for (const type of ['input', 'change', 'submit']) chatbot.addEventListener(type, (event) => inputs.push(event));
      press(chatbot, 'Edit');
      const field = inside<HTMLTextAreaElement>(chatbot, 'textarea');
      expect([field.value, chatbot.shadowRoot!.activeElement]).to.deep.equal(['Hi', field]);
      expect(all(chatbot, '.bubble')[0]!.checkVisibility()).to.equal(false);
      expect(await accessibilityViolations()).to.deep.equal([]);
      enter(field, 'Good\nday');
      const key = (init: KeyboardEventInit) =>
        field.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...init }));
      key({ key: 'Enter', shiftKey: true });
      key({ key: 'Enter', isComposing: true });
      expect(field.isConnected).to.equal(true);
      const told = await expectEvent<RvEditEvent>(chatbot, 'rv-edit', () => key({ key: 'Enter' }));
      expect([told.index, told.content]).to.deep.equal([0, 'Good\nday']);
      expect(field.isConnected).to.equal(false);
      expect(chatbot.shadowRoot!.activeElement!.ariaLabel).to.equal('Edit');
      expect(inputs).to.deep.equal([]);
      expect(bubbles(chatbot)[0]).to.equal('Hi');
    });

    it('leaves a message that is edited as it was with Escape', async () => {
      const chatbot = await shown(conversation, buttons);
      press(chatbot, 'Edit');
      const field = inside<HTMLTextAreaElement>(chatbot, 'textarea');
      enter(field, 'Other');
      const leave = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
      field.dispatchEvent(leave);
      expect(all(chatbot, '.bubble')[0]!.checkVisibility()).to.equal(true);
      press(chatbot, 'Edit');
      expect(inside<HTMLTextAreaElement>(chatbot, 'textarea').value).to.equal('Hi');
    });

    it('chooses an option of the last message', async () => {
      const options = [{ value: 'a', label: 'First' }, { value: 'b' }];
      const chatbot = await shown([reply('One', { options }), reply('Two', { options })]);
      expect(all(chatbot, '[part=options]')).to.have.lengthOf(1);
      expect(all(chatbot, '[part=options] button').map(({ textContent }) => textContent)).to.deep.equal(['First', 'b']);
      const selected = expectEvent(chatbot, 'select', () => {});
      const told = await expectEvent<RvOptionEvent>(chatbot, 'rv-option', () =>
        inside(chatbot, '[part=options] button').click(),
      );
      expect([told.index, told.value]).to.deep.equal([1, 'a']);
      await selected;
      expect(await accessibilityViolations()).to.deep.equal([]);
    });

    it('empties it', async () => {
      const chatbot = await shown(conversation, 'clearable');
      const changed = expectEvent(chatbot, 'change', () => {});
      const cleared = expectEvent(chatbot, 'clear', () => {});
      press(chatbot, 'Clear');
      await Promise.all([changed, cleared]);
      await chatbot.updateComplete;
      expect([chatbot.value, inside(chatbot, '[part=clear]').checkVisibility()]).to.deep.equal([[], false]);
    });

    it('sees why a turn has failed, and retries', async () => {
      const chatbot = await shown([said('Hi')], 'retryable');
      chatbot.failure = { message: 'The model is out.' };
      await chatbot.updateComplete;
      expect(inside(chatbot, '[part=failure] .bubble').textContent).to.equal('The model is out.');
      expect(await accessibilityViolations()).to.deep.equal([]);
      const retry = inside(chatbot, '[part=failure] button');
      expect(all(chatbot, '[aria-label=Retry]')).to.deep.equal([]);
      const told = await expectEvent<Event & { index: number }>(chatbot, 'rv-retry', () => retry.click());
      expect(told.index).to.equal(0);
    });

    it('sees that a reply is awaited', async () => {
      const chatbot = await shown([said('Hi')]);
      chatbot.pending = true;
      await chatbot.updateComplete;
      expect(inside(chatbot, '[part=pending] [role=img]').ariaLabel).to.equal('A reply is being written');
      expect(inside(chatbot, '[role=log]').ariaBusy).to.equal('true');
      expect(await accessibilityViolations()).to.deep.equal([]);
      chatbot.pending = false;
      await chatbot.updateComplete;
      expect(inside(chatbot, '[role=log]').ariaBusy).to.equal('false');
    });
  });

  describe('its scroller', () => {
    const long = (count: number) => 'line\n\n'.repeat(count);

    it('keeps the end in sight until the user scrolls up, and offers the way back', async () => {
      const chatbot = await shown([said('Hi')], 'turn append height="200"');
      const log = inside(chatbot, '[part=log]');
      const atEnd = () => log.scrollHeight - log.clientHeight - log.scrollTop < 2;
      const toEnd = inside(chatbot, '[part=to-end]');
      chatbot.paint(patch(1, [{ at: 0, message: reply(long(30)) }], true));
      await chatbot.updateComplete;
      while (!atEnd()) await nextFrame();
      expect([log.offsetHeight, log.tabIndex, toEnd.hidden]).to.deep.equal([200, 0, true]);
      await expectEvent(log, 'scroll', () => log.scrollTo(0, 10));
      chatbot.paint(patch(1, [{ at: 0, part: 0, text: long(30) }]));
      while (toEnd.hidden) await nextFrame();
      expect(log.scrollTop).to.equal(10);
      expect(await accessibilityViolations()).to.deep.equal([]);
      toEnd.click();
      while (!toEnd.hidden) await nextFrame();
      chatbot.paint(patch(1, [{ at: 0, part: 0, text: long(30) }]));
      await nextFrame();
      while (!atEnd()) await nextFrame();
    });

    it('shows the user what they have said', async () => {
      const chatbot = await shown([reply(long(50))], 'height="200"');
      const log = inside(chatbot, '[part=log]');
      while (log.scrollTop === 0) await nextFrame();
      await expectEvent(log, 'scroll', () => log.scrollTo(0, 0));
      chatbot.value = [...chatbot.value, said('And?')];
      while (log.scrollHeight - log.clientHeight - log.scrollTop > 2) await nextFrame();
    });

    it('leaves the messages where they are with autoscroll="false"', async () => {
      const chatbot = await shown([reply(long(50))], 'height="10rem" autoscroll="false"');
      await nextFrame();
      expect([inside(chatbot, '[part=log]').scrollTop, inside(chatbot, '[part=log]').offsetHeight]).to.deep.equal([
        0, 160,
      ]);
    });
  });

  describe('a run', () => {
    it('goes on when the one before it ends late', async () => {
      const chatbot = await shown([], 'turn append');
      chatbot.paint(patch(1, [{ at: 0, message: reply('old') }], true));
      chatbot.paint(patch(1, [{ at: 0, message: thought(1, 'pending') }], true));
      chatbot.settle();
      chatbot.paint(patch(2, [{ at: 1, message: reply('a') }]));
      chatbot.paint(patch(2, [{ at: 1, part: 0, text: 'b' }]));
      await chatbot.updateComplete;
      chatbot.settle();
      expect(bubbles(chatbot)).to.deep.equal(['old', 'ab']);
      expect(chatbot.value.map(({ metadata }) => metadata?.title)).to.deep.equal([undefined, 'Thought 1', undefined]);
    });

    it('goes on after a message that can’t be shown', async () => {
      const chatbot = await shown([said('Hi')], 'turn append');
      const wrong = { ...reply('a'), role: 'robot' as never };
      expect(() => chatbot.paint(patch(1, [{ at: 0, message: wrong }], true))).to.throw(
        TypeError,
        'message[0].role is "robot", but takes user, assistant, system.',
      );
      chatbot.paint(patch(2, [{ at: 1, message: reply('b') }]));
      await chatbot.updateComplete;
      chatbot.settle();
      expect(bubbles(chatbot)).to.deep.equal(['Hi', '', 'b']);
    });

    it('follows what is set while a run goes on', async () => {
      const chatbot = await shown([said('Hi')], 'turn append');
      chatbot.paint(patch(1, [{ at: 0, message: reply('a') }], true));
      chatbot.value = [said('Other')];
      chatbot.paint(patch(1, [{ at: 0, part: 0, text: 'b' }]));
      await chatbot.updateComplete;
      chatbot.settle();
      expect(bubbles(chatbot)).to.deep.equal(['Other', 'ab']);
      chatbot.paint({ kind: 'value', value: null });
      expect(chatbot.value).to.deep.equal([]);
    });
  });

  describe('what it does not take', () => {
    for (const [value, message] of [
      ['Hi', 'value is "Hi", but takes an array of messages {role, content}.'],
      [['Hi'], 'value[0] is "Hi", but takes a message {role, content}.'],
      [[{ role: 'robot', content: '' }], 'value[0].role is "robot", but takes user, assistant, system.'],
      [[said('a'), { role: 'user' }], 'value[1].content is undefined, but takes Markdown, a Blob, {url, type, alt}'],
      [[said(['a', 7 as never])], 'value[0].content[1] is 7, but takes Markdown'],
      [
        [said({ url: 'javascript:alert(1)' })],
        'value[0].content.url is "javascript:alert(1)", but takes a URL that begins',
      ],
      [[said({ component: 'script' })], 'value[0].content.component is "script", but takes a tag of this library'],
      [
        [reply('', { metadata: { status: 'half' as never } })],
        'value[0].metadata.status is "half", but takes pending, done.',
      ],
      [[reply('', { metadata: { duration: '1' as never } })], 'value[0].metadata.duration is "1", but takes seconds.'],
      [[reply('', { options: [{}] as never })], 'value[0].options[0] is {}, but takes {value, label}'],
    ] as const) {
      it(message, async () => {
        const chatbot = await shown([said('before')], 'name="chat"');
        const errors = await consoleErrors(() => {
          chatbot.value = value as never;
        });
        await chatbot.updateComplete;
        expect(inside(chatbot, '[part=error]').innerText).to.include(message);
        expect(errors.join()).to.include(`<rv-chatbot name="chat">: ${message}`);
        expect(bubbles(chatbot)).to.deep.equal(['before']);
        chatbot.value = [said('after')];
        await chatbot.updateComplete;
        expect([chatbot.error, ...bubbles(chatbot)]).to.deep.equal(['', 'after']);
      });
    }

    for (const [attributes, message] of [
      ['height="tall"', 'height is "tall", but takes pixels or a CSS length.'],
      ['value="{"', 'value is {, but takes JSON: '],
    ] as const) {
      it(message, async () => {
        let chatbot!: RvChatbot;
        const errors = await consoleErrors(async () => {
          chatbot = await fixture<RvChatbot>(`<rv-chatbot name="chat" ${attributes}></rv-chatbot>`);
        });
        expect(errors[0]).to.include(`<rv-chatbot name="chat">: ${message}`);
        expect(inside(chatbot, '[part=error]').innerText).to.include(message);
      });
    }

    for (const [component, message] of [
      ['rv-nothing', 'There is no <rv-nothing>'],
      ['rv-row', '<rv-row> has no value to show in a message.'],
    ] as const) {
      it(`<${component}> in a message`, async () => {
        const errors = await consoleErrors(async () => {
          await shown([reply({ component })]);
        });
        expect(errors.join()).to.include(message);
      });
    }
  });

  it('is accessible', async () => {
    const chatbot = await shown(
      [
        said('Question'),
        thought(1, 'pending'),
        reply(`# Answer\n\n\`\`\`js\nlet a = 1; // one\n\`\`\`\n\n$x^2$ and [a link](/)\n\n| a |\n|---|\n| b |\n`),
        { role: 'system', content: 'Note' },
        said({ url: pixel, alt: 'A dot' }),
      ],
      'likeable editable retryable undoable clearable height="900"',
    );
    await see(chatbot, '.hljs-comment');
    await see(chatbot, 'math');
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
