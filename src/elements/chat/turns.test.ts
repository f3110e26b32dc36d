import { expect } from 'chai';
import type { ChatMessage } from '../../../worker/protocol.js';
import { beginningOfTurn, hasTurns, titleOf, toEntered, toMessage, withContent } from './turns.js';

const file = new File(['a'], 'a.txt');
const user = (content: ChatMessage['content']): ChatMessage => ({ role: 'user', content });
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });

describe('a message of the user’s', () => {
  it('is text, or text and files', () => {
    expect(toMessage({ text: 'hi', files: [] })).to.deep.equal(user('hi'));
    expect(toMessage({ text: 'hi', files: [file] })).to.deep.equal(user(['hi', file]));
    expect(toMessage({ text: '', files: [file] })).to.deep.equal(user([file]));
  });

  it('gives back what it was made of', () => {
    for (const entered of [
      { text: 'hi', files: [] },
      { text: 'hi', files: [file] },
      { text: '', files: [file, file] },
    ]) {
      expect(toEntered(toMessage(entered))).to.deep.equal(entered);
    }
  });

  it('that is written anew keeps its files', () => {
    expect(withContent(user('old'), 'new')).to.deep.equal(user('new'));
    expect(withContent(user(['old', file]), 'new')).to.deep.equal(user(['new', file]));
    expect(withContent(user(['old', file]), '')).to.deep.equal(user([file]));
  });
});

describe('a turn', () => {
  const messages = [assistant('Welcome'), user('one'), assistant('thought'), assistant('1'), user('two')];

  it('begins at the user’s message that another answers', () => {
    expect([0, 1, 2, 3, 4].map((index) => beginningOfTurn(messages, index))).to.deep.equal([-1, 1, 1, 1, 4]);
  });

  it('is none when the user has said nothing', () => {
    expect([messages, messages.slice(0, 1), []].map(hasTurns)).to.deep.equal([true, false, false]);
  });
});

describe('the title of a conversation', () => {
  const cases: [title: string, messages: ChatMessage[]][] = [
    ['', [assistant('Welcome')]],
    ['Why is the sky blue?', [assistant('Welcome'), user('  Why is the sky blue?\n'), user('And green?')]],
    ['The first line …', [user('The first line\nand the second')]],
    ['a.txt', [user([file])]],
    ['What is this?', [user(['What is this?', file])]],
    [`${'x'.repeat(60)}…`, [user('x'.repeat(61))]],
    ['Untitled', [user([{ url: 'a.png' }])]],
  ];
  for (const [title, messages] of cases) {
    it(title ? `is “${title}”` : 'is empty before the user has said anything', () => {
      expect(titleOf(messages)).to.equal(title);
    });
  }
});
