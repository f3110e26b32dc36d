import { expect } from 'chai';
import type { ChatMessage } from '../../worker/protocol.js';
import { mount, removeApps, script } from '../app/testing.js';
import type { RvChatbot } from './chatbot.js';
import { consoleErrors, inside } from './testing.js';

const said = (content: string): ChatMessage => ({ role: 'user', content });
const reply = (content: string): ChatMessage => ({ role: 'assistant', content });
const all = (chatbot: RvChatbot, selector: string) => [...chatbot.shadowRoot!.querySelectorAll(selector)];
const bubbles = (chatbot: RvChatbot) =>
  all(chatbot, '.message > .bubble').map(({ textContent }) => textContent!.trim());

describe('rv-chatbot in an app', () => {
  afterEach(removeApps);

  it('shows whole conversations as they are yielded', async () => {
    const app = mount(
      `<rv-chatbot></rv-chatbot>${script(`
      export default function* () {
        const history = [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: '' }];
        for (const word of ['Hel', 'lo', ' you']) {
          history[1].content += word;
          yield history;
        }
      }`)}`,
    );
    const chatbot = app.querySelector('rv-chatbot')!;
    await app.ready;
    chatbot.value = [said('Hi')];
    await chatbot.updateComplete;
    const [first] = all(chatbot, 'article');
    await app.submit().finished;
    await chatbot.updateComplete;
    expect(bubbles(chatbot)).to.deep.equal(['Hi', 'Hello you']);
    expect(all(chatbot, 'article')[0]).to.equal(first);
    expect(chatbot.value).to.deep.equal([said('Hi'), reply('Hello you')]);
  });

  it('adds the replies of turns to what is there, and loses nothing', async () => {
    const app = mount(
      `<rv-chatbot turn append></rv-chatbot>${script(`
      export default function* () {
        yield { content: 'Let me', metadata: { id: 1, title: 'Thinking', status: 'pending' } };
        yield { content: 'Let me see.', metadata: { id: 1, title: 'Thought', status: 'done' } };
        for (let i = 0; i < 5000; i++) yield i + ' ';
        yield { content: { component: 'rv-image', value: { data: new Uint8Array(12), shape: [2, 2, 3] } }, metadata: { id: 'picture' } };
      }`)}`,
    );
    const chatbot = app.querySelector('rv-chatbot')!;
    await app.ready;
    chatbot.value = [said('Hi')];
    await app.submit().finished;
    await app.submit().finished;
    await chatbot.updateComplete;
    const text = Array.from({ length: 5000 }, (_, i) => `${i} `).join('');
    const roles = chatbot.value.map(({ role, metadata }) => metadata?.title ?? role);
    expect(roles).to.deep.equal(['user', ...Array(2).fill(['Thought', 'assistant', 'assistant']).flat()]);
    expect([chatbot.value[2]!.content, chatbot.value[5]!.content]).to.deep.equal([text, text]);
    expect(bubbles(chatbot)[1]).to.equal(text.trim());
    const picture = inside<HTMLElementTagNameMap['rv-image']>(chatbot, 'rv-image');
    expect(picture.canvas.width).to.equal(2);
    // What it holds can be given to a function again, and kept.
    expect(() => structuredClone(chatbot.value)).not.to.throw();
  });

  it('gives a function what it holds, and takes it back with pictures and files', async () => {
    const app = mount(
      `<rv-chatbot input output></rv-chatbot>${script(`
        export default async function* (history) {
          const picture = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [1, 2, 3] };
          if (history.length === 1) {
            yield [...history, { role: 'assistant', content: [{ component: 'rv-image', value: picture }, new Blob(['abc'])] }];
          } else {
            const [{ value }, blob] = history[1].content;
            yield [...history, { role: 'user', content: [...value.data, await blob.text()].join(' ') }];
          }
        }`)}`,
    );
    const chatbot = app.querySelector('rv-chatbot')!;
    await app.ready;
    chatbot.value = [said('Hi')];
    await app.submit().finished;
    await chatbot.updateComplete;
    const [picture] = all(chatbot, 'rv-image');
    await app.submit().finished;
    await chatbot.updateComplete;
    expect(bubbles(chatbot).at(-1)).to.equal('1 2 3 255 4 5 6 255 abc');
    expect(all(chatbot, 'rv-image')).to.deep.equal([picture]);
  });

  it('says what it can’t show, and goes on', async () => {
    const app = mount(
      `<rv-chatbot name="chat" turn></rv-chatbot>${script(`
      export default function* () {
        yield 'before';
        yield { content: 7n ** 3n };
        yield { content: Symbol('x') };
      }`)}`,
    );
    const chatbot = app.querySelector('rv-chatbot')!;
    const messages = await consoleErrors(() => app.submit().finished);
    await chatbot.updateComplete;
    expect(inside(chatbot, '[part=error]').innerText).to.match(
      /<rv-chatbot name="chat"> can't show a symbol: it takes/,
    );
    expect(bubbles(chatbot)).to.deep.equal(['343']);
    expect(messages).to.have.lengthOf(1);
  });
});
