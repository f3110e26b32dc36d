import { expect } from 'chai';
import type { ChatMessage, Paint } from '../protocol.js';
import { createEncoder } from './chat.js';
import type { Encoder } from './encoder.js';
import { createEncoder as createKnown } from './index.js';

type ChatPaint = Paint & { kind: 'chat' };

function encoder(options: { turn?: boolean; append?: boolean }): Encoder {
  const { turn = false, append = false } = options;
  return createEncoder(
    { kind: 'value', name: '', title: '<rv-chatbot>', flow: 'append', options: { turn, append } },
    createKnown,
  );
}

const changesOf = ({ encode }: Encoder, value: unknown) => (encode(value) as ChatPaint).changes;
const reply = (content: unknown, metadata?: object) => ({ role: 'assistant', content, ...(metadata && { metadata }) });

/** What the page has after all that was yielded, joined or not. */
function shown(paints: readonly ChatPaint[]): unknown[] {
  const messages: ChatMessage[] = [];
  for (const { changes, length } of paints) {
    for (const change of changes) {
      if ('message' in change) messages[change.at] = change.message;
      else {
        const { content, ...rest } = messages[change.at]!;
        const list = Array.isArray(content) ? [...content] : [content];
        list[change.part] += change.text;
        messages[change.at] = { ...rest, content: Array.isArray(content) ? list : list[0] };
      }
    }
    messages.length = length;
  }
  return JSON.parse(JSON.stringify(messages));
}

describe('the encoder of a conversation', () => {
  it('sends all of it at first, then only what is new', () => {
    const whole = encoder({});
    const history: object[] = [{ role: 'user', content: 'Hi' }];
    expect(changesOf(whole, history)).to.have.lengthOf(1);
    history.push(reply('Hel'));
    expect(changesOf(whole, history).map((change) => change.at)).to.deep.equal([1]);
    // As authors do: the same list and the same message, changed in place.
    (history[1] as { content: string }).content += 'lo';
    expect(changesOf(whole, history)).to.deep.equal([{ at: 1, part: 0, text: 'lo' }]);
    expect(changesOf(whole, history)).to.deep.equal([]);
    history.pop();
    expect(whole.encode(history)).to.deep.equal({ kind: 'chat', first: false, length: 1, changes: [] });
  });

  it('sends a thought’s state without its text being lost', () => {
    const turn = encoder({ turn: true });
    const first = changesOf(turn, reply('Let me see', { id: 1, title: 'Thinking', status: 'pending' }));
    expect(first).to.have.lengthOf(1);
    const done = reply('Let me see', { id: 1, title: 'Thought', status: 'done' });
    expect(changesOf(turn, done)).to.deep.equal([{ at: 0, message: done }]);
  });

  it('puts the yields of a turn in their places', () => {
    const turn = encoder({ turn: true });
    const thought = (id: number, status: string) => reply('…', { id, title: 'T', status });
    const yields = [
      thought(1, 'pending'),
      thought(2, 'pending'),
      thought(1, 'done'),
      'An',
      'Answer',
      { content: 'Other' },
    ];
    const paints = yields.map((value) => turn.encode(value) as ChatPaint);
    expect(shown(paints)).to.deep.equal([thought(1, 'done'), thought(2, 'pending'), reply('Other')]);
    expect(paints.map(({ length }) => length)).to.deep.equal([1, 2, 2, 3, 3, 3]);
  });

  it('takes all of a reply as a list, and nothing as null', () => {
    const turn = encoder({ turn: true });
    const paints = [['a', reply('b')], ['a', 'bc', 'd'], null].map((value) => turn.encode(value) as ChatPaint);
    expect(paints[1]!.changes).to.deep.include({ at: 1, part: 0, text: 'c' });
    expect(shown(paints.slice(0, 2))).to.deep.equal([reply('a'), reply('bc'), reply('d')]);
    expect(shown(paints)).to.deep.equal([]);
  });

  it('adds tokens with append, after what is no text too', () => {
    const turn = encoder({ turn: true, append: true });
    const yields = [reply('hm', { id: 1, title: 'T' }), 'Hel', 'lo', { content: new Blob(['x']) }, 'more', '!'];
    const paints = yields.map((value) => turn.encode(value) as ChatPaint);
    expect(paints[2]!.changes).to.deep.equal([{ at: 1, part: 0, text: 'lo' }]);
    expect(shown(paints).slice(2)).to.deep.equal([reply('more!')]);
  });

  it('joins what waits without losing a message', () => {
    const turn = encoder({ turn: true, append: true });
    const yields = [
      'a',
      'b',
      reply('t', { id: 1, title: 'T' }),
      'c',
      'd',
      reply('tu', { id: 1, title: 'T' }),
      ['x', 'y'],
      'z',
    ];
    const paints = yields.map((value) => turn.encode(value) as ChatPaint);
    const joined = structuredClone(paints).reduce((waiting, next) => turn.join!(waiting, next) as ChatPaint);
    expect(joined.first).to.equal(true);
    expect(shown([joined])).to.deep.equal(shown(paints));
    expect(shown([joined])).to.deep.equal([reply('x'), reply('yz')]);
    for (const cut of yields.keys()) {
      const rest = structuredClone(paints.slice(cut)).reduce((waiting, next) => turn.join!(waiting, next) as ChatPaint);
      expect(shown([...paints.slice(0, cut), rest])).to.deep.equal(shown(paints));
    }
  });

  it('joins a thousand tokens into one change', () => {
    const turn = encoder({ turn: true, append: true });
    turn.encode('first');
    const paints = Array.from({ length: 1000 }, () => turn.encode('ab') as ChatPaint);
    const { changes } = paints.reduce((waiting, next) => turn.join!(waiting, next) as ChatPaint);
    expect(changes).to.deep.equal([{ at: 0, part: 0, text: 'ab'.repeat(1000) }]);
  });

  it('makes a picture of numbers, anew only where it may have changed', () => {
    const whole = encoder({});
    const picture = { data: new Uint8Array([255, 0, 0, 0, 0, 255]), shape: [1, 2, 3] };
    const message = reply({ component: 'rv-image', label: 'Two', value: picture });
    const [change] = changesOf(whole, [message]);
    const { component, label, value } = (change as { message: ChatMessage }).message.content as Record<string, unknown>;
    expect([component, label]).to.deep.equal(['rv-image', 'Two']);
    expect([...(value as ImageData).data]).to.deep.equal([255, 0, 0, 255, 0, 0, 255, 255]);
    picture.data[0] = 0;
    expect(changesOf(whole, [message])).to.have.lengthOf(1);
    // What stands before what is being written is not looked into.
    changesOf(whole, [message, reply('a')]);
    expect(changesOf(whole, [message, reply('ab')])).to.deep.equal([{ at: 1, part: 0, text: 'b' }]);
  });

  it('makes of components’ values what they take', () => {
    const turn = encoder({ turn: true });
    const taken = (component: string, value: unknown) => {
      const [change] = changesOf(turn, reply({ component, value }, { id: component }));
      return ((change as { message: ChatMessage }).message.content as { value: unknown }).value;
    };
    expect(taken('rv-label', { cat: 0.9, dog: 0.1 })).to.deep.include({ label: 'cat' });
    expect(taken('rv-json', { set: new Set([1]) })).to.deep.equal({ set: [1] });
    expect(taken('rv-number', '7')).to.equal(7);
    expect(taken('rv-audio', [8000, new Int16Array([0, 16384])])).to.deep.equal({
      data: [Float32Array.of(0, 0.5)],
      sampleRate: 8000,
    });
    expect(taken('rv-video', new Uint8Array(3))).to.be.instanceOf(Blob);
  });

  for (const [options, value, message] of [
    [
      {},
      'Hi',
      'can\'t show the string "Hi": it takes an array of messages {role, content}; with the attribute turn, a reply too.',
    ],
    [{}, [['Hi', 'Hello']], "can't show an array of 2 as a message: it takes an array of messages"],
    [
      { turn: true },
      { content: () => 1 },
      "can't show the function content: it takes Markdown, a Blob, {url, type, alt}",
    ],
    [{ turn: true }, Symbol('x'), "can't show a symbol: it takes"],
    [{ turn: true }, { content: 'a', metadata: { log() {} } }, 'a message whose metadata or options can’t be cloned'],
    [
      { turn: true },
      { content: { component: 'rv-image', value: { data: [1], shape: [2, 2] } } },
      "<rv-chatbot>, in <rv-image>, can't show",
    ],
    [{ turn: true }, { content: { component: 'rv-number', value: 'x' } }, 'in <rv-number>, can\'t show the string "x"'],
  ] as const) {
    it(`refuses, and keeps what it had: …${message}`, () => {
      const some = encoder(options);
      some.encode('turn' in options ? 'before' : [reply('before')]);
      expect(() => some.encode(value)).to.throw(TypeError, message);
      expect(changesOf(some, 'turn' in options ? 'before.' : [reply('before.')])).to.deep.equal([
        { at: 0, part: 0, text: '.' },
      ]);
    });
  }
});
