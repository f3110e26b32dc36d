import { describe, isPlainObject } from '../describe.js';
import type { ChatChange, ChatContent, ChatMessage, OutputSpec, Paint } from '../protocol.js';
import { contentEncoder } from './chat-content.js';
import { type Encoder, refuse } from './encoder.js';
import { copyOf, same } from './same.js';

/** A message as it was given, its content as a list. It is a copy: authors go on changing what they have yielded. */
interface Given {
  readonly role: unknown;
  readonly contents: readonly unknown[];
  /** Whether its content was a list. */
  readonly list: boolean;
  readonly metadata: unknown;
  readonly options: unknown;
}

/** A message that the page has, or is about to have. */
interface Held {
  readonly given: Given;
  readonly contents: readonly ChatContent[];
}

type ChatPaint = Paint & { readonly kind: 'chat' };

/**
 * The messages of a conversation: only what is new crosses, and text that has grown crosses as its new tail. Without the
 * option `turn` each value is the whole conversation, with it the reply of a turn or a part of one.
 */
export function createEncoder(output: OutputSpec, createKnown: (output: OutputSpec) => Encoder): Encoder {
  const { title } = output;
  const { turn, append } = output.options as { readonly turn: boolean; readonly append: boolean };
  const encodeContent = contentEncoder(output, createKnown);
  let held: readonly Held[] = [];
  let first = true;

  const takes = turn
    ? 'a string, a message {content, metadata} or an array of them'
    : 'an array of messages {role, content}; with the attribute turn, a reply too';

  function read(value: unknown): Given {
    if (isMessage(value)) {
      const { role = turn ? 'assistant' : undefined, content = '', metadata, options } = value;
      const contents = Array.isArray(content) ? content : [content];
      return copyOf({ role, contents, list: Array.isArray(content), metadata, options }) as Given;
    }
    if (!turn || Array.isArray(value)) return refuse(title, `${describe(value)} as a message`, takes);
    return { role: 'assistant', contents: [copyOf(value)], list: false, metadata: undefined, options: undefined };
  }

  /** What the messages are with this value. */
  function place(value: unknown): readonly Given[] {
    if (value === null) return [];
    if (Array.isArray(value)) return value.map(read);
    if (!turn) return refuse(title, describe(value), takes);
    const given = held.map((each) => each.given);
    const next = read(value);
    return given.toSpliced(placeOf(next, given), 1, next);
  }

  /** Adds to the reply's text. What is there is not looked at: a token costs what a token is long. */
  function addToken(token: string): ChatChange {
    const at = held.length - 1;
    const given = held[at]?.given;
    const text = given && isPlainText(given) ? given.contents[0] : undefined;
    const contents = [`${text ?? ''}${token}`];
    if (text === undefined) {
      const begun = read(token);
      held = [...held, { given: begun, contents }];
      return { at: at + 1, message: toMessage(begun, contents, title) };
    }
    held = held.with(at, { given: { ...given!, contents }, contents });
    return { at, part: 0, text: token };
  }

  /** @param isLast - Whether it is the one being written, in which a picture that is the same object is drawn anew. */
  function encode(given: Given, before: Held | undefined, at: number, isLast: boolean, changes: ChatChange[]): Held {
    if (before && before.given === given) return before;
    let isNew = !before || !isSameAround(before.given, given);
    const grown: ChatChange[] = [];
    const contents = given.contents.map((content, part): ChatContent => {
      const old = before?.given.contents[part];
      if (typeof content === 'string' && typeof old === 'string' && content.startsWith(old)) {
        if (content !== old) grown.push({ at, part, text: content.slice(old.length) });
        return content;
      }
      const drawn = isLast && part === given.contents.length - 1;
      if (before && old !== undefined && same(old, content, drawn)) return before.contents[part]!;
      isNew = true;
      return encodeContent(content);
    });
    if (isNew) changes.push({ at, message: toMessage(given, contents, title) });
    else changes.push(...grown);
    return { given, contents };
  }

  return {
    encode(value): ChatPaint {
      const changes: ChatChange[] = [];
      if (turn && append && typeof value === 'string') changes.push(addToken(value));
      else {
        const messages = place(value);
        held = messages.map((given, at) => encode(given, held[at], at, at === messages.length - 1, changes));
      }
      const paint: ChatPaint = { kind: 'chat', first, length: held.length, changes };
      first = false;
      return paint;
    },
    join(waiting, next) {
      const { first, changes } = waiting as ChatPaint;
      const { length, changes: more } = next as ChatPaint;
      return {
        kind: 'chat',
        first,
        length,
        changes: more.reduce(
          addChange,
          changes.filter(({ at }) => at < length),
        ),
      };
    },
  };
}

/** Where a message goes: in place of that with its id; of the last, when neither has one and both or none are thoughts. */
function placeOf(next: Given, given: readonly Given[]): number {
  const last = given.at(-1);
  const { id, title } = metadataOf(next);
  if (id !== undefined) {
    const at = given.findIndex((each) => metadataOf(each).id === id);
    return at < 0 ? given.length : at;
  }
  const replaces = last && metadataOf(last).id === undefined && !metadataOf(last).title === !title;
  return replaces ? given.length - 1 : given.length;
}

function metadataOf({ metadata }: Given): Record<string, unknown> {
  return isPlainObject(metadata) ? metadata : {};
}

function isPlainText(given: Given): given is Given & { readonly contents: readonly string[] } {
  const { id, title } = metadataOf(given);
  return id === undefined && !title && !given.list && typeof given.contents[0] === 'string';
}

function isMessage(value: unknown): value is Record<string, unknown> {
  return isPlainObject(value) && ['role', 'content', 'metadata', 'options'].some((key) => key in value);
}

/** Whether all but the content is the same, and the content of as many parts. */
function isSameAround(before: Given, given: Given): boolean {
  const { contents, ...around } = given;
  const { contents: contentsBefore, ...aroundBefore } = before;
  return contents.length === contentsBefore.length && same(aroundBefore, around);
}

function toMessage(given: Given, contents: readonly ChatContent[], title: string): ChatMessage {
  const { role, metadata, options, list } = given;
  const content = list ? contents : contents[0]!;
  const around = { ...(metadata !== undefined && { metadata }), ...(options !== undefined && { options }) };
  try {
    return { role, content, ...structuredClone(around) } as ChatMessage;
  } catch {
    return refuse(title, 'a message whose metadata or options can’t be cloned', 'what can be structured-cloned');
  }
}

function addChange(changes: ChatChange[], change: ChatChange): ChatChange[] {
  if ('message' in change) return [...changes.filter(({ at }) => at !== change.at), change];
  const index = changes.findLastIndex(({ at }) => at === change.at);
  const last = changes[index];
  if (!last || 'message' in last || last.part !== change.part) return [...changes, change];
  return changes.with(index, { ...last, text: last.text + change.text });
}
