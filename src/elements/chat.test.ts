import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { RvApp } from '../app/app.js';
import { event, mount, recordConsole, removeApps, script } from '../app/testing.js';
import { RvEditEvent, RvOptionEvent, RvRetryEvent, RvUndoEvent } from './chat/events.js';
import type { RvChat } from './chat.js';
import type { RvChatbot } from './chatbot.js';
import {
  accessibilityViolations,
  consoleErrors,
  expectEvent,
  files,
  fixture,
  inside,
  nextFrame,
  pictureFile,
  rendered,
} from './testing.js';

afterEach(removeApps);

/** Says back what it was told. */
const ECHO = script(`
  export async function* reply(message, history, { sleep }) {
    const text = message.text ?? message;
    yield 'You ';
    if (text === 'wait') await sleep(1e9);
    if (text === 'fail') throw new RangeError('no idea');
    yield 'You said ' + text;
  }`);

/** Tells what it was called with. */
const TELL = script(`
  export function reply(...args) {
    const tell = (value) => value instanceof File ? value.name : Array.isArray(value) ? value.map(tell)
      : value?.content ? tell(value.content) : value;
    const [message, ...others] = args.slice(0, -1);
    return JSON.stringify([message.files ? [message.text, tell(message.files)] : message, ...others.map(tell)]);
  }`);

interface Made {
  readonly app: RvApp;
  readonly chat: RvChat;
}

/** An app with a chat whose function is `reply`. */
async function make(attributes: string, text: string, others = '', children = ''): Promise<Made> {
  const app = mount(`${others}<rv-chat run="reply" ${attributes}>${children}</rv-chat>${text}`);
  await app.ready;
  const chat = app.querySelector('rv-chat')!;
  for (const element of app.querySelectorAll('*')) await rendered(element);
  await app.updateComplete;
  return { app, chat };
}

const field = (chat: RvChat) => inside<HTMLTextAreaElement>(chat, 'textarea');
const button = (chat: RvChat, part: string) => inside<HTMLButtonElement>(chat, `button[part=${part}]`);
const has = (chat: RvChat, selector: string) => chat.shadowRoot!.querySelector(selector) !== null;
const chatbot = (chat: RvChat) => inside<RvChatbot>(chat, 'rv-chatbot');
const said = (chat: RvChat) => chat.value.map(({ role, content }) => `${role}: ${content}`);
const chips = (chat: RvChat, part: string) =>
  [...chat.shadowRoot!.querySelectorAll<HTMLButtonElement>(`[part=${part}] button`)].map((each) => each.innerText);

async function type(chat: RvChat, text: string): Promise<void> {
  field(chat).value = text;
  field(chat).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await rendered(chat);
}

function press(chat: RvChat, init: KeyboardEventInit): boolean {
  const key = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true, ...init });
  return !field(chat).dispatchEvent(key);
}

/** The conversation once nothing is under way. */
async function settled(chat: RvChat): Promise<string[]> {
  while (chat.running) await event(chat, 'change');
  await rendered(chat);
  await rendered(chatbot(chat));
  return said(chat);
}

/** What the user sends, and what comes of it. */
async function send(chat: RvChat, text: string): Promise<string[]> {
  await type(chat, text);
  press(chat, {});
  return settled(chat);
}

/** Sends what is never answered, and waits for the beginning of the answer. */
async function beginWaiting({ app, chat }: Made): Promise<void> {
  const begun = event(app, 'rv-yield');
  await type(chat, 'wait');
  press(chat, {});
  await begun;
  await rendered(chat);
}

describe('rv-chat', () => {
  it('sends with Enter, shows the reply, and empties the entry', async () => {
    const { app, chat } = await make('', ECHO);
    expect(await send(chat, 'hello')).to.deep.equal(['user: hello', 'assistant: You said hello']);
    expect(field(chat).value).to.equal('');
    await nextFrame();
    expect(inside(chatbot(chat), '[part=log]').innerText).to.match(/hello\s[\s\S]*You said hello/);
    expect(inside(app, '[part=error]').hidden).to.equal(true);
  });

  it('sends with its button, and leaves the focus in the field', async () => {
    const { chat } = await make('', ECHO);
    await type(chat, 'hello');
    button(chat, 'send').click();
    expect(await settled(chat)).to.deep.equal(['user: hello', 'assistant: You said hello']);
    expect(chat.shadowRoot!.activeElement).to.equal(field(chat));
  });

  it('gives the function the messages before, and what `additional-inputs` names', async () => {
    const { chat } = await make(
      'additional-inputs="style size"',
      TELL,
      '<rv-slider name="size" value="3"></rv-slider><rv-textbox name="style" value="dry"></rv-textbox>',
    );
    await send(chat, 'a');
    expect(await send(chat, 'b')).to.deep.equal([
      'user: a',
      'assistant: ["a",[],"dry",3]',
      'user: b',
      String.raw`assistant: ["b",["a","[\"a\",[],\"dry\",3]"],"dry",3]`,
    ]);
  });

  it('shows no buttons of the app’s own', async () => {
    const { app } = await make('', ECHO);
    for (const part of ['submit', 'clear', 'stop']) {
      expect(inside(app, `[part=${part}]`).checkVisibility(), part).to.equal(false);
    }
  });

  it('adds tokens to the reply with `append`', async () => {
    const tokens = script(`export function* reply() { yield 'one '; yield 'two'; }`);
    const { chat } = await make('append', tokens);
    expect(await send(chat, 'count')).to.deep.equal(['user: count', 'assistant: one two']);
  });

  it('fills what `additional-outputs` names', async () => {
    const { app, chat } = await make(
      'additional-outputs="length"',
      script(`export const reply = (message) => [message + '!', message.length];`),
      '<rv-number name="length" output></rv-number>',
    );
    expect(await send(chat, 'abc')).to.deep.equal(['user: abc', 'assistant: abc!']);
    expect(app.querySelector('rv-number')!.value).to.equal(3);
  });

  it('keeps the message while an additional input is wanting', async () => {
    const { app, chat } = await make(
      'additional-inputs="style"',
      ECHO,
      '<rv-textbox name="style" required></rv-textbox>',
    );
    expect(await send(chat, 'hello')).to.deep.equal([]);
    expect(field(chat).value).to.equal('hello');
    app.querySelector('rv-textbox')!.value = 'dry';
    await rendered(app.querySelector('rv-textbox')!);
    press(chat, {});
    expect(await settled(chat)).to.deep.equal(['user: hello', 'assistant: You said hello']);
  });

  it('keeps the message when it is in no app', async () => {
    const log = recordConsole('warn');
    const chat = await fixture<RvChat>('<rv-chat></rv-chat>');
    expect(await send(chat, 'hello')).to.deep.equal([]);
    log.restore();
    expect(field(chat).value).to.equal('hello');
  });

  it('starts with the messages of the markup, and goes back to them', async () => {
    const { app, chat } = await make(`value='[{"role": "assistant", "content": "Welcome"}]'`, ECHO);
    await send(chat, 'hello');
    expect(said(chat)).to.have.lengthOf(3);
    app.clear();
    await rendered(chat);
    expect(said(chat)).to.deep.equal(['assistant: Welcome']);
  });

  it('is sent a message by script', async () => {
    const { chat } = await make('', ECHO);
    expect(await chat.submit('hello')!.finished).to.deep.equal({ how: 'complete' });
    expect(await settled(chat)).to.deep.equal(['user: hello', 'assistant: You said hello']);
  });

  it('is heard by wires of the app', async () => {
    const { app, chat } = await make(
      'name="chat"',
      `${ECHO.replace('</script>', `export const count = (messages) => messages.length;</script>`)}
      <rv-on event="change" of="chat" run="count" inputs="chat" outputs="length"></rv-on>`,
      '<rv-number name="length" output></rv-number>',
    );
    await send(chat, 'hello');
    await event(app, 'rv-complete', () => app.querySelector('rv-number')!.value === 2);
  });

  it('is filled by wires of the app, and goes on from there', async () => {
    const { app, chat } = await make(
      'name="chat"',
      `${ECHO.replace('</script>', `export const greet = () => [{ role: 'assistant', content: 'Welcome' }];</script>`)}
      <rv-on event="load" run="greet" outputs="chat"></rv-on>`,
    );
    while (chat.value.length === 0) await event(app, 'rv-yield');
    expect(await send(chat, 'hello')).to.deep.equal(['assistant: Welcome', 'user: hello', 'assistant: You said hello']);
  });

  it('is among the functions of its app, which scripts call', async () => {
    const { app, chat } = await make('', TELL);
    const { reply } = await app.functions;
    expect(reply!.inputs.map(({ name, type }) => `${name}: ${type}`)).to.deep.equal([
      'message: string',
      'history: ChatMessage[]',
    ]);
    await reply!.submit('hi', []).finished;
    expect(said(chat)).to.deep.equal(['assistant: ["hi",[]]']);
    chat.multimodal = true;
    await rendered(chat);
    expect((await app.functions).reply!.inputs[0]!.type).to.equal('{ text: string; files: File[] }');
  });

  it('lets go of a reply when the app leaves the page', async () => {
    const made = await make('', ECHO);
    await beginWaiting(made);
    const { finished } = made.chat.retry()!;
    made.app.remove();
    expect(await finished).to.deep.equal({ how: 'cancel' });
  });

  it('is accessible, at first and with a conversation', async () => {
    const host = await make('label="Help" multimodal', ECHO, '', '<option>Who are you?</option>');
    expect(await violationsOf(host.app)).to.deep.equal([]);
    await send(host.chat, 'hello');
    expect(await violationsOf(host.app)).to.deep.equal([]);
  });
});

/** Axe looks at the fixture of the elements' tests. */
async function violationsOf(app: RvApp): Promise<string[]> {
  const place = await fixture<HTMLElement>('<div></div>');
  place.append(app);
  await app.updateComplete;
  return accessibilityViolations();
}

describe('the entry of rv-chat', () => {
  it('makes a line with Shift+Enter, and grows with its lines', async () => {
    const { chat } = await make('', ECHO);
    const { height } = field(chat).getBoundingClientRect();
    await type(chat, 'one');
    expect(press(chat, { shiftKey: true })).to.equal(false);
    await type(chat, 'one\ntwo');
    expect(said(chat)).to.deep.equal([]);
    expect(field(chat).getBoundingClientRect().height).to.be.above(height + 10);
    press(chat, {});
    expect(await settled(chat)).to.deep.equal(['user: one\ntwo', 'assistant: You said one\ntwo']);
    expect(field(chat).getBoundingClientRect().height).to.equal(height);
  });

  it('leaves the Enter alone that ends a composition', async () => {
    const { chat } = await make('', ECHO);
    await type(chat, 'かな');
    expect(press(chat, { isComposing: true })).to.equal(false);
    expect(press(chat, { keyCode: 229 })).to.equal(false);
    expect(said(chat)).to.deep.equal([]);
  });

  it('sends nothing when nothing was written', async () => {
    const { chat } = await make('', ECHO);
    await send(chat, ' \n');
    button(chat, 'send').click();
    expect(said(chat)).to.deep.equal([]);
  });

  it('can be written in while a reply is under way, and sends when it is over', async () => {
    const made = await make('', ECHO);
    const { chat } = made;
    await beginWaiting(made);
    await type(chat, 'next');
    press(chat, {});
    expect([said(chat).length, field(chat).value]).to.deep.equal([2, 'next']);
    button(chat, 'stop').click();
    await settled(chat);
    press(chat, {});
    expect((await settled(chat)).slice(2)).to.deep.equal(['user: next', 'assistant: You said next']);
  });

  it('stops a reply, of which stays what there is', async () => {
    const made = await make('', ECHO);
    const { chat } = made;
    await beginWaiting(made);
    await expectEvent(chat, 'stop', () => button(chat, 'stop').click());
    expect(await settled(chat)).to.deep.equal(['user: wait', 'assistant: You ']);
    expect(button(chat, 'send').title).to.equal('Send');
  });

  it('does not stop at the second click of two', async () => {
    const made = await make('', ECHO);
    const { chat } = made;
    await beginWaiting(made);
    button(chat, 'stop').dispatchEvent(new MouseEvent('click', { detail: 2 }));
    expect(chat.running).to.equal(true);
  });

  it('is gone through by keyboard', async () => {
    const { chat } = await make('multimodal', ECHO, '', '<option>Who?</option>');
    inside<HTMLElement>(chat, '[part=chip]').focus();
    await sendKeys({ press: ' ' });
    expect(await settled(chat)).to.deep.equal(['user: Who?', 'assistant: You said Who?']);
    // The chip that had the focus is gone.
    expect(chat.shadowRoot!.activeElement).to.equal(field(chat));
    await sendKeys({ press: 'Tab' });
    expect(chat.shadowRoot!.activeElement).to.equal(button(chat, 'clear'));
    await sendKeys({ press: 'Enter' });
    await rendered(chat);
    expect([said(chat), chat.shadowRoot!.activeElement]).to.deep.equal([[], field(chat)]);
  });
});

describe('what rv-chat offers', () => {
  it('are examples while nothing was said, sent at a click', async () => {
    const { chat } = await make('', ECHO, '', '<option>Who are you?</option><option value="Help me">Help</option>');
    expect(chips(chat, 'examples')).to.deep.equal(['Who are you?', 'Help']);
    const sent = event(chat, 'submit');
    chat.shadowRoot!.querySelectorAll<HTMLElement>('[part=examples] button')[1]!.click();
    await sent;
    expect(await settled(chat)).to.deep.equal(['user: Help me', 'assistant: You said Help me']);
    expect(chips(chat, 'examples')).to.deep.equal([]);
  });

  it('are examples of the attribute and of the property', async () => {
    const { chat } = await make(`examples='["a", {"value": "b", "label": "B"}]'`, ECHO, '', '<option>c</option>');
    expect(chips(chat, 'examples')).to.deep.equal(['a', 'B']);
    chat.examples = ['d'];
    await rendered(chat);
    expect(chips(chat, 'examples')).to.deep.equal(['d']);
    chat.examples = undefined;
    await rendered(chat);
    expect(chips(chat, 'examples')).to.deep.equal(['c']);
  });

  it('are suggestions at any time', async () => {
    const { chat } = await make('', ECHO);
    await send(chat, 'hello');
    chat.suggestions = ['More'];
    await rendered(chat);
    inside(chat, '[part=suggestions] button').focus();
    await sendKeys({ press: 'Enter' });
    expect((await settled(chat)).slice(2)).to.deep.equal(['user: More', 'assistant: You said More']);
    expect(chat.shadowRoot!.activeElement).to.equal(field(chat));
    expect(chips(chat, 'suggestions')).to.deep.equal(['More']);
  });

  it('are answers under a message', async () => {
    const { chat } = await make('', ECHO);
    chatbot(chat).dispatchEvent(new RvOptionEvent(0, 'Yes'));
    expect(await settled(chat)).to.deep.equal(['user: Yes', 'assistant: You said Yes']);
  });
});

describe('the turns of rv-chat', () => {
  /** Numbers its replies. */
  const COUNT = script(
    'export const reply = (message, history, { state }) => (state.n = (state.n ?? 0) + 1) + message;',
  );

  async function talk(...messages: string[]): Promise<RvChat> {
    const { chat } = await make('', COUNT);
    for (const message of messages) await send(chat, message);
    return chat;
  }

  it('are replied to anew: the last, or an earlier one that drops what follows', async () => {
    const chat = await talk('a', 'b');
    chatbot(chat).dispatchEvent(new RvRetryEvent(3));
    expect(await settled(chat)).to.deep.equal(['user: a', 'assistant: 1a', 'user: b', 'assistant: 3b']);
    chatbot(chat).dispatchEvent(new RvRetryEvent(1));
    expect(await settled(chat)).to.deep.equal(['user: a', 'assistant: 4a']);
  });

  it('are taken back into the entry', async () => {
    const chat = await talk('a', 'b');
    const changed = event(chat, 'change');
    chatbot(chat).dispatchEvent(new RvUndoEvent(3));
    await changed;
    await rendered(chat);
    expect([said(chat), field(chat).value]).to.deep.equal([['user: a', 'assistant: 1a'], 'b']);
    expect(chat.shadowRoot!.activeElement).to.equal(field(chat));
    // What was written meanwhile is not lost.
    await type(chat, 'c');
    chat.undo();
    await rendered(chat);
    expect([said(chat), field(chat).value]).to.deep.equal([[], 'a\nc']);
  });

  it('are written anew, and what came after is dropped', async () => {
    const chat = await talk('a', 'b');
    chatbot(chat).dispatchEvent(new RvEditEvent(0, 'A'));
    expect(await settled(chat)).to.deep.equal(['user: A', 'assistant: 3A']);
  });

  it('are cleared, and come back', async () => {
    const chat = await talk('a');
    await expectEvent(chat, 'clear', () => button(chat, 'clear').click());
    await rendered(chat);
    expect([said(chat), has(chat, '[part=clear]')]).to.deep.equal([[], false]);
    button(chat, 'restore').click();
    await rendered(chat);
    expect([said(chat), has(chat, '[part=restore]')]).to.deep.equal([['user: a', 'assistant: 1a'], false]);
  });

  it('have buttons for all that', async () => {
    const chat = await talk('a', 'b');
    const click = async (name: string) => {
      const buttons = chatbot(chat).shadowRoot!.querySelectorAll<HTMLElement>(`button[aria-label=${name}]`);
      [...buttons].findLast((each) => each.checkVisibility())!.click();
      return settled(chat);
    };
    expect((await click('Retry')).at(-1)).to.equal('assistant: 3b');
    expect(await click('Undo')).to.deep.equal(['user: a', 'assistant: 1a']);
    await click('Edit');
    const editor = inside<HTMLTextAreaElement>(chatbot(chat), 'textarea');
    editor.value = 'A';
    editor.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    await event(chat, 'change', () => !chat.running);
    expect(said(chat)).to.deep.equal(['user: A', 'assistant: 4A']);
  });

  it('stop at what is done to them meanwhile', async () => {
    const made = await make('', ECHO);
    const { chat } = made;
    await beginWaiting(made);
    chatbot(chat).dispatchEvent(new RvEditEvent(0, 'hello'));
    expect(await settled(chat)).to.deep.equal(['user: hello', 'assistant: You said hello']);
    await beginWaiting(made);
    chat.undo();
    await rendered(chat);
    expect([chat.running, said(chat).length, field(chat).value]).to.deep.equal([false, 2, 'wait']);
  });

  it('that fail say so in the conversation, and not elsewhere', async () => {
    const log = recordConsole('error');
    const { app, chat } = await make('', ECHO);
    const failed = event(app, 'rv-error');
    await send(chat, 'fail');
    log.restore();
    expect((await failed).error.message).to.equal('no idea');
    expect(said(chat)).to.deep.equal(['user: fail', 'assistant: You ']);
    await app.updateComplete;
    expect(inside(app, '[part=error]').hidden).to.equal(true);
    await rendered(chatbot(chat));
    expect(chatbot(chat).failure!.message).to.match(/^RangeError: no idea \(.*, line \d+\)$/);
    expect(inside(chatbot(chat), '[part=log]').innerText).to.include('RangeError: no idea');
    const again = recordConsole('error');
    inside(chatbot(chat), '[part=failure] button').click();
    await settled(chat);
    again.restore();
    expect(said(chat)).to.deep.equal(['user: fail', 'assistant: You ']);
    await send(chat, 'hello');
    expect(inside(chatbot(chat), '[part=log]').innerText).not.to.include('RangeError');
  });
});

describe('rv-chat with `multimodal`', () => {
  const names = (chat: RvChat) =>
    [...chat.shadowRoot!.querySelectorAll('[part=file]')].map(
      (item) => item.querySelector('img')?.alt ?? item.querySelector('span')!.innerText,
    );
  const choose = (chat: RvChat, ...list: File[]) => {
    const input = inside<HTMLInputElement>(chat, 'input[type=file]');
    input.files = files(...list).files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const text = (name: string, type = 'text/plain') => new File(['text'], name, { type });
  /** Firefox makes no `ClipboardEvent` with files. */
  const paste = (chat: RvChat, clipboardData: DataTransfer) => {
    const event = new Event('paste', { bubbles: true, composed: true, cancelable: true });
    return field(chat).dispatchEvent(Object.assign(event, { clipboardData }));
  };
  const drop = (chat: RvChat, data: DataTransfer) =>
    chatbot(chat).dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, composed: true, cancelable: true }),
    );

  it('gives the function text and files, and shows them', async () => {
    const { chat } = await make('multimodal', TELL);
    const picture = await pictureFile();
    await expectEvent(chat, 'upload', () => choose(chat, text('a.txt'), picture));
    await rendered(chat);
    expect(names(chat)).to.deep.equal(['a.txt', 'red.png']);
    await send(chat, 'look');
    const [mine, reply] = chat.value;
    expect((mine!.content as unknown[]).map((part) => (part instanceof File ? part.name : part))).to.deep.equal([
      'look',
      'a.txt',
      'red.png',
    ]);
    expect(reply!.content).to.equal('[["look",["a.txt","red.png"]],[]]');
    expect(names(chat)).to.deep.equal([]);
    await rendered(chatbot(chat));
    expect(inside(chatbot(chat), '[part=log]').innerText).to.include('a.txt');
  });

  it('gives text alone in the same form, and files alone', async () => {
    const { chat } = await make('multimodal', TELL);
    expect((await send(chat, 'hi'))[1]).to.equal('assistant: [["hi",[]],[]]');
    await expectEvent(chat, 'upload', () => choose(chat, text('a.txt')));
    await send(chat, '');
    expect(chat.value[3]!.content).to.equal('[["",["a.txt"]],["hi","[[\\"hi\\",[]],[]]"]]');
  });

  it('takes what is pasted and dropped, and lets it go again', async () => {
    const { chat } = await make('multimodal', TELL);
    expect(paste(chat, files(text('a.txt')))).to.equal(false);
    expect(drop(chat, files(text('b.txt'), text('c.txt')))).to.equal(false);
    await rendered(chat);
    expect(names(chat)).to.deep.equal(['a.txt', 'b.txt', 'c.txt']);
    inside(chat, '[aria-label="Remove b.txt"]').click();
    await rendered(chat);
    expect(names(chat)).to.deep.equal(['a.txt', 'c.txt']);
  });

  it('pastes the text of what is text and a picture of it', async () => {
    const { chat } = await make('multimodal', TELL);
    const clipboardData = files(await pictureFile());
    clipboardData.setData('text/plain', 'cell');
    clipboardData.setData('text/html', '<b>cell</b>');
    expect(paste(chat, clipboardData)).to.equal(true);
    await rendered(chat);
    expect(names(chat)).to.deep.equal([]);
  });

  it('refuses what `accept` does not take, and says what it does', async () => {
    const { chat } = await make('multimodal accept="image/*, .md"', TELL);
    drop(chat, files(text('a.exe', ''), text('b.md')));
    await rendered(chat);
    expect(names(chat)).to.deep.equal(['b.md']);
    expect(inside(chat, '[part=error]').innerText).to.equal(
      '“a.exe” (of unknown type) can’t be sent here: taken are image/*, .md.',
    );
    drop(chat, files(await pictureFile()));
    await rendered(chat);
    expect([names(chat), inside(chat, '[part=error]').hidden]).to.deep.equal([['b.md', 'red.png'], true]);
  });

  it('has files back with a turn that is taken back or edited', async () => {
    const { chat } = await make('multimodal', TELL);
    drop(chat, files(text('a.txt')));
    await send(chat, 'look');
    chatbot(chat).dispatchEvent(new RvEditEvent(0, 'look again'));
    expect((await settled(chat))[1]).to.equal('assistant: [["look again",["a.txt"]],[]]');
    chat.undo();
    await rendered(chat);
    expect([names(chat), field(chat).value]).to.deep.equal([['a.txt'], 'look again']);
  });

  it('offers the sources it is given, and none without it', async () => {
    const { chat } = await make('multimodal sources="upload"', TELL);
    expect([has(chat, '[part=upload]'), has(chat, '[part=open]')]).to.deep.equal([true, false]);
    chat.multimodal = false;
    await rendered(chat);
    expect(has(chat, '[part=upload]')).to.equal(false);
    expect(drop(chat, files(text('a.txt')))).to.equal(true);
    await rendered(chat);
    expect(names(chat)).to.deep.equal([]);
  });

  it('says why there is no microphone', async () => {
    Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: undefined });
    const { chat } = await make('multimodal', TELL);
    button(chat, 'open').click();
    while (inside(chat, '[part=error]').hidden) await new Promise(requestAnimationFrame);
    Reflect.deleteProperty(navigator, 'mediaDevices');
    expect(inside(chat, '[part=error]').innerText).to.match(/microphone over HTTPS only/);
  });

  it('records from the microphone', async function () {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    if (!devices.some(({ kind }) => kind === 'audioinput')) this.skip();
    const { chat } = await make('multimodal', TELL);
    button(chat, 'open').click();
    while (!has(chat, '[part=record]')) await new Promise(requestAnimationFrame);
    const { start } = MediaRecorder.prototype;
    const started = new Promise<void>((resolve) => {
      MediaRecorder.prototype.start = function (...args) {
        this.addEventListener('start', () => resolve());
        start.apply(this, args);
      };
    });
    button(chat, 'record').click();
    await started;
    MediaRecorder.prototype.start = start;
    await expectEvent(chat, 'upload', () => inside(chat, '.recording [part=stop]').click());
    await rendered(chat);
    expect(names(chat)[0]).to.match(/^recording\./);
    expect(has(chat, '.recording')).to.equal(false);
  });
});

describe('rv-chat with a wrong value', () => {
  const cases: [attributes: string, message: RegExp][] = [
    ['examples="hello"', /^examples is hello, but takes an array of strings or of {value, label}\.$/],
    [`examples='["a", 5]'`, /^examples\[1\] is 5, but examples takes/],
    [`suggestions='[{"label": "a"}]'`, /^suggestions\[0\] is {"label":"a"}, but suggestions takes/],
    ['multimodal sources="camera"', /^sources has "camera", but takes upload, microphone\.$/],
    ['value="hello"', /^value is hello, but takes JSON: an array of {role, content}\.$/],
  ];
  for (const [attributes, message] of cases) {
    it(`says so: ${attributes}`, async () => {
      let made!: Made;
      const errors = await consoleErrors(async () => {
        made = await make(attributes, ECHO);
      });
      expect(inside(made.chat, '[part=error]').innerText).to.match(message);
      expect(errors).to.have.lengthOf(1);
      expect(errors[0]).to.match(/^<rv-chat>: /);
    });
  }

  it('forgets what was wrong once it is right', async () => {
    let made!: Made;
    await consoleErrors(async () => {
      made = await make('examples="hello"', ECHO);
    });
    made.chat.examples = ['hello'];
    await rendered(made.chat);
    expect(inside(made.chat, '[part=error]').hidden).to.equal(true);
  });

  it('says so of messages that are set later, and keeps quiet of those that are right', async () => {
    const { chat } = await make('', ECHO);
    const error = () => inside(chat, '[part=error]').innerText;
    for (const [value, message] of [
      ['{}', 'value is {}, but takes JSON: an array of {role, content}.'],
      ['[]', ''],
    ]) {
      await consoleErrors(() => chat.setAttribute('value', value!));
      await rendered(chat);
      expect(error()).to.equal(message);
    }
  });

  const inApp: [attributes: string, message: RegExp][] = [
    ['run="answer"', /<rv-chat> has run="answer", but the script exports no such function \(there are: reply\)/],
    [
      'run="reply" additional-inputs="style"',
      /<rv-chat> has additional-inputs="style", but no component has the name "style" \(there are: size\)/,
    ],
    ['run="reply" additional-outputs="chart"', /<rv-chat> has additional-outputs="chart"/],
  ];
  for (const [attributes, message] of inApp) {
    it(`is told by its app when the page loads: ${attributes}`, async () => {
      const log = recordConsole('error');
      const app = mount(`<rv-slider name="size"></rv-slider><rv-chat ${attributes}></rv-chat>${ECHO}`);
      await event(app, 'rv-error');
      log.restore();
      await app.updateComplete;
      expect(inside(app, '[part=error]').innerText).to.match(message);
    });
  }

  it('is told no more once it is right', async () => {
    const log = recordConsole('error');
    const app = mount(`<rv-chat run="answer"></rv-chat>${ECHO}`);
    await event(app, 'rv-error');
    log.restore();
    app.querySelector('rv-chat')!.run = 'reply';
    while (!inside(app, '[part=error]').hidden) await nextFrame();
  });
});
