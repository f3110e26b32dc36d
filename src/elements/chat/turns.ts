import type { ChatContent, ChatMessage } from '../../../worker/protocol.js';

/** What a user has written, and the files that go with it. */
export interface Entered {
  readonly text: string;
  readonly files: readonly File[];
}

/** A user's message as it stands in a conversation. */
export function toMessage({ text, files }: Entered): ChatMessage {
  return { role: 'user', content: files.length === 0 ? text : [...(text ? [text] : []), ...files] };
}

/** What a user's message was made of. */
export function toEntered({ content }: ChatMessage): Entered {
  const parts = partsOf(content);
  return {
    text: parts.filter((part) => typeof part === 'string').join('\n'),
    files: parts.filter((part) => part instanceof File),
  };
}

/** Where the turn of the message at `index` begins: at the user's message that it answers, or is. -1 for none. */
export function beginningOfTurn(messages: readonly ChatMessage[], index: number): number {
  return messages.slice(0, index + 1).findLastIndex(isOfUser);
}

export function hasTurns(messages: readonly ChatMessage[]): boolean {
  return messages.some(isOfUser);
}

/** What a conversation is called in a list: the beginning of what the user wrote first, or the name of a file. */
export function titleOf(messages: readonly ChatMessage[]): string {
  const first = messages.find(isOfUser);
  if (!first) return '';
  const { text, files } = toEntered(first);
  const [title = '', ...more] = (text || files[0]?.name || 'Untitled').trim().split(/\s*\n/);
  return title.length > LONGEST ? `${title.slice(0, LONGEST).trimEnd()}…` : title + (more.length > 0 ? ' …' : '');
}

/** A message that the user has written anew keeps its files. */
export function withContent(message: ChatMessage, content: ChatMessage['content']): ChatMessage {
  if (typeof content !== 'string') return { ...message, content };
  const others = partsOf(message.content).filter((part) => typeof part !== 'string');
  return { ...message, content: others.length === 0 ? content : [...(content ? [content] : []), ...others] };
}

/** Letters of a title. */
const LONGEST = 60;

const isOfUser = ({ role }: ChatMessage) => role === 'user';

function partsOf(content: ChatMessage['content']): readonly ChatContent[] {
  return Array.isArray(content) ? content : [content as ChatContent];
}
