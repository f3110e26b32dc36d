import type { ChatMessage } from '../../../worker/protocol.js';
import { words } from '../words.js';

const ROLES = 'user assistant system';
const STATUSES = 'pending done';
const CONTENT = 'Markdown, a Blob, {url, type, alt}, {component, value} or an array of them';
/** What can be shown or downloaded, and runs nothing. */
const PROTOCOLS = ['http:', 'https:', 'blob:', 'data:'];

/** @throws TypeError naming the first thing in `value` that is no part of a conversation, and what is taken there. */
export function checkMessages(value: unknown): asserts value is readonly ChatMessage[] {
  if (!Array.isArray(value)) refuse('value', value, 'an array of messages {role, content}');
  for (const [index, message] of value.entries()) checkMessage(message, `value[${index}]`);
}

/** @param path - How the message is named. */
export function checkMessage(message: unknown, path: string): asserts message is ChatMessage {
  if (!isObject(message)) refuse(path, message, 'a message {role, content}');
  const { role, content, metadata, options } = message;
  checkWord(`${path}.role`, role, ROLES);
  if (!Array.isArray(content)) checkContent(content, `${path}.content`);
  else for (const [index, part] of content.entries()) checkContent(part, `${path}.content[${index}]`);
  if (metadata !== undefined) checkMetadata(metadata, `${path}.metadata`);
  if (options === undefined) return;
  if (!Array.isArray(options)) refuse(`${path}.options`, options, 'an array of {value, label}');
  for (const [index, option] of options.entries()) {
    if (typeof option?.value !== 'string') refuse(`${path}.options[${index}]`, option, '{value, label}, strings');
  }
}

function checkContent(content: unknown, path: string): void {
  if (typeof content === 'string' || content instanceof Blob) return;
  const { url, component } = isObject(content) ? content : {};
  if (typeof component === 'string') {
    if (!/^rv-[a-z-]+$/.test(component)) refuse(`${path}.component`, component, 'a tag of this library, as "rv-image"');
  } else if (typeof url !== 'string') refuse(path, content, CONTENT);
  else if (!isSafe(url)) refuse(`${path}.url`, url, `a URL that begins with ${PROTOCOLS.join(', ')}`);
}

function checkMetadata(metadata: unknown, path: string): void {
  if (!isObject(metadata)) refuse(path, metadata, '{title, status, duration, id, parentId}');
  const { title, status, duration } = metadata;
  if (title !== undefined && typeof title !== 'string') refuse(`${path}.title`, title, 'a string');
  if (status !== undefined) checkWord(`${path}.status`, status, STATUSES);
  if (duration !== undefined && typeof duration !== 'number') refuse(`${path}.duration`, duration, 'seconds');
}

function checkWord(path: string, value: unknown, known: string): void {
  if (!words(known).includes(value as string)) refuse(path, value, words(known).join(', '));
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url, document.baseURI)) return false;
  const { protocol } = new URL(url, document.baseURI);
  // A page opened from the disk has its files there.
  return PROTOCOLS.includes(protocol) || (protocol === 'file:' && location.protocol === 'file:');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(path: string, value: unknown, takes: string): never {
  const text = JSON.stringify(value) ?? String(value);
  throw new TypeError(`${path} is ${text.length > 60 ? `${text.slice(0, 60)}…` : text}, but takes ${takes}.`);
}
