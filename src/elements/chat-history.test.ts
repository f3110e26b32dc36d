import { expect } from 'chai';
import { event, mount, removeApps, script } from '../app/testing.js';
import { readRecord } from '../store/database.js';
import type { RvChat } from './chat.js';
import { accessibilityViolations, fixture, inside, isWebKit, rendered } from './testing.js';

let key = '';
let warnings: string[] = [];
const { warn } = console;

beforeEach(() => {
  key = crypto.randomUUID();
  warnings = [];
  console.warn = (...message: unknown[]) => warnings.push(message.join(' '));
});

afterEach(() => {
  console.warn = warn;
  removeApps();
});

const ECHO = script(`
  export default async function* reply(message, history, { sleep }) {
    const text = message.text ?? message;
    yield 'You ';
    if (text === 'wait') await sleep(1e9);
    yield 'You said ' + text;
  }`);

/** A visit of a page with a chat. */
async function visit(attributes = ''): Promise<RvChat> {
  const app = mount(`<rv-chat name="chat" save-history storage-key="${key}" ${attributes}></rv-chat>${ECHO}`);
  await app.ready;
  const chat = app.querySelector('rv-chat')!;
  await rendered(chat);
  return chat;
}

async function see(look: () => boolean): Promise<void> {
  while (!look()) await new Promise(requestAnimationFrame);
}

const titles = (chat: RvChat) =>
  [...chat.shadowRoot!.querySelectorAll<HTMLElement>('[part=conversation]')].map(({ title }) => title);
const current = (chat: RvChat) =>
  chat.shadowRoot!.querySelector<HTMLElement>('[part=conversation][aria-current]')?.title;
const open = (chat: RvChat, title: string) => inside(chat, `[part=conversation][title="${title}"]`).click();
const remove = (chat: RvChat, title: string) => inside(chat, `[part=delete][aria-label="Delete “${title}”"]`).click();
const said = (chat: RvChat) => chat.value.map(({ role, content }) => `${role}: ${content}`);
const listed = (chat: RvChat, ...wanted: string[]) => see(() => titles(chat).join() === wanted.join());
const shows = (chat: RvChat, ...wanted: string[]) => see(() => said(chat).join() === wanted.join());

async function send(chat: RvChat, text: string): Promise<void> {
  chat.submit(text);
  while (chat.running) await event(chat, 'change');
  await rendered(chat);
}

/** Waits until the database has a conversation, or the list, as it should be. */
async function stored(accept: (list: { id: string; title: string }[]) => boolean): Promise<{ id: string }[]> {
  for (;;) {
    const record = await readRecord(`chat ${key}`);
    const list = (record?.plain?.value ?? []) as { id: string; title: string }[];
    if (accept(list)) return list;
    await new Promise(requestAnimationFrame);
  }
}

/** Waits until the newest conversation is stored with so many messages. */
async function storedMessages(count: number): Promise<void> {
  const [newest] = await stored((list) => list.length > 0);
  for (;;) {
    const record = await readRecord(`chat ${key} ${newest!.id}`);
    if ((record?.plain?.value as unknown[])?.length === count) return;
    await new Promise(requestAnimationFrame);
  }
}

describe('rv-chat with `save-history`', () => {
  it('lists conversations by what the user said first, the last one first', async () => {
    const chat = await visit();
    expect([titles(chat), current(chat)]).to.deep.equal([[], undefined]);
    await send(chat, 'one');
    await listed(chat, 'one');
    await send(chat, 'more of it');
    inside(chat, '[part=new]').click();
    expect([said(chat), chat.shadowRoot!.activeElement!.localName]).to.deep.equal([[], 'textarea']);
    await send(chat, 'two');
    await listed(chat, 'two', 'one');
    expect(current(chat)).to.equal('two');
  });

  it('opens one again, and goes on with it', async () => {
    const chat = await visit();
    await send(chat, 'one');
    inside(chat, '[part=new]').click();
    await send(chat, 'two');
    await listed(chat, 'two', 'one');
    open(chat, 'one');
    await shows(chat, 'user: one', 'assistant: You said one');
    await rendered(chat);
    expect(current(chat)).to.equal('one');
    await send(chat, 'more');
    await listed(chat, 'one', 'two');
    expect(said(chat)).to.have.lengthOf(4);
  });

  it('has them on the next visit', async () => {
    await send(await visit(), 'one');
    await storedMessages(2);
    removeApps();
    const chat = await visit();
    await listed(chat, 'one');
    expect(said(chat)).to.deep.equal([]);
    open(chat, 'one');
    await shows(chat, 'user: one', 'assistant: You said one');
    expect(warnings).to.deep.equal([]);
  });

  it('has their files on the next visit', async function () {
    // Sessions under WebDriver are private ones, which store no files in WebKit.
    if (isWebKit) this.skip();
    const first = await visit('multimodal');
    await first.submit({ text: 'look', files: [new File(['abc'], 'a.txt')] })!.finished;
    await storedMessages(2);
    removeApps();
    const chat = await visit('multimodal');
    await listed(chat, 'look');
    open(chat, 'look');
    await see(() => chat.value.length === 2);
    const [, file] = chat.value[0]!.content as [string, File];
    expect([file.name, await file.text()]).to.deep.equal(['a.txt', 'abc']);
  });

  it('says why the browser does not keep a file, and has it as long as the page', async function () {
    if (!isWebKit) this.skip();
    const chat = await visit('multimodal');
    await chat.submit({ text: 'look', files: [new File(['abc'], 'a.txt')] })!.finished;
    await see(() => !inside(chat, '[part=note]').hidden);
    expect(inside(chat, '[part=note]').innerText).to.match(/Blob\/File/);
    inside(chat, '[part=new]').click();
    open(chat, 'look');
    await see(() => chat.value.length === 2);
  });

  it('adds to the list of the visit before', async () => {
    await send(await visit(), 'one');
    await storedMessages(2);
    removeApps();
    const chat = await visit();
    // At once: the list has not come yet.
    chat.submit('two');
    await listed(chat, 'two', 'one');
  });

  it('deletes one, and brings it back', async () => {
    const chat = await visit();
    await send(chat, 'one');
    inside(chat, '[part=new]').click();
    await send(chat, 'two');
    await listed(chat, 'two', 'one');
    remove(chat, 'two');
    await listed(chat, 'one');
    await stored((list) => list.length === 1);
    await rendered(chat);
    expect([said(chat), inside(chat, '[part=deleted]').innerText.replace(/\s+/g, ' ')]).to.deep.equal([
      [],
      '“two” is deleted. Undo',
    ]);
    inside(chat, '[part=deleted] button').click();
    await shows(chat, 'user: two', 'assistant: You said two');
    await listed(chat, 'two', 'one');
    expect(inside(chat, '[part=deleted]').hidden).to.equal(true);
    await stored((list) => list.length === 2);
  });

  it('forgets one that was cleared, and brings it back', async () => {
    const chat = await visit();
    await send(chat, 'one');
    await listed(chat, 'one');
    chat.clear();
    await listed(chat);
    await stored((list) => list.length === 0);
    inside(chat, '[part=cleared] button').click();
    await listed(chat, 'one');
    expect(said(chat)).to.deep.equal(['user: one', 'assistant: You said one']);
  });

  it('stops a reply when another conversation is opened, and keeps what there is of it', async () => {
    const chat = await visit();
    await send(chat, 'one');
    inside(chat, '[part=new]').click();
    const begun = event(chat.closest('rv-app')!, 'rv-yield');
    chat.submit('wait');
    await begun;
    await listed(chat, 'wait', 'one');
    open(chat, 'one');
    await shows(chat, 'user: one', 'assistant: You said one');
    expect(chat.running).to.equal(false);
    await send(chat, 'more');
    open(chat, 'wait');
    await shows(chat, 'user: wait', 'assistant: You ');
  });

  it('has what another tab says', async () => {
    const [chat, other] = [await visit(), await visit()];
    await send(chat, 'one');
    await listed(other, 'one');
    open(other, 'one');
    await shows(other, 'user: one', 'assistant: You said one');
    await send(other, 'two');
    await shows(chat, ...said(other));
    remove(other, 'one');
    await listed(chat);
  });

  it('keeps two lists apart', async () => {
    await send(await visit(), 'one');
    await storedMessages(2);
    key = crypto.randomUUID();
    const chat = await visit();
    await send(chat, 'two');
    await listed(chat, 'two');
  });

  it('lasts as long as the page where the browser stores nothing, and says so once', async () => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('Too much.', 'QuotaExceededError');
    };
    const chat = await visit();
    await send(chat, 'one');
    inside(chat, '[part=new]').click();
    await send(chat, 'two');
    await listed(chat, 'two', 'one');
    open(chat, 'one');
    await shows(chat, 'user: one', 'assistant: You said one');
    await see(() => !inside(chat, '[part=note]').hidden);
    const message = 'Changes are lost when the page is closed: the storage for this site is full.';
    expect(inside(chat, '[part=note]').innerText).to.equal(message);
    IDBObjectStore.prototype.put = put;
    expect(warnings).to.deep.equal([`<rv-chat name="chat">: ${message}`]);
  });

  it('is taken off, and put on', async () => {
    const chat = await visit();
    await send(chat, 'one');
    await storedMessages(2);
    chat.saveHistory = false;
    await rendered(chat);
    expect(chat.shadowRoot!.querySelector('rv-sidebar')).to.equal(null);
    chat.saveHistory = true;
    await listed(chat, 'one');
  });

  it('is accessible', async () => {
    const chat = await visit();
    await send(chat, 'one');
    await listed(chat, 'one');
    const place = await fixture<HTMLElement>('<div></div>');
    place.append(chat.closest('rv-app')!);
    await listed(chat, 'one');
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
