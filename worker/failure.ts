import { describe } from './describe.js';
import type { Failure, ScriptInWorker } from './protocol.js';

/** Turns whatever was thrown into a {@link Failure} that names the author's script and line. */
export function toFailure(thrown: unknown, script: ScriptInWorker): Failure {
  const error = thrown instanceof Error ? thrown : new Error(`threw ${describe(thrown)}`);
  const stack = String(error.stack ?? '');
  const frames = stack.split('\n').map((line) => readFrame(line, script));
  // Below the author's last frame stands only who called it: the library.
  const end = frames.findLastIndex((frame) => frame.place) + 1;
  const text = frames.slice(0, end || frames.length).map((frame) => frame.text);
  const place = stack ? frames.find((frame) => frame.place)?.place : placeOnError(error, script);
  return { name: String(error.name), message: String(error.message), stack: text.join('\n'), ...place };
}

type Place = Required<Pick<Failure, 'script' | 'line' | 'column'>>;

/** What follows the URL: `at f (url:1:2)` in V8, `f@url:1:2` in SpiderMonkey and JavaScriptCore. */
const POSITION = /:(\d+):(\d+)\)?$/;

/** A line of a stack, the script's name put in place of its URL, and where in the author's script it is, if it is. */
function readFrame(text: string, script: ScriptInWorker): { text: string; place?: Place } {
  const [position = '', line, column] = POSITION.exec(text) ?? [];
  const before = text.slice(0, text.length - position.length);
  const url = urlsOf(script).find((each) => before.endsWith(each));
  if (!position || !url) return { text };
  const place = { script: script.name, line: Number(line), column: Number(column) };
  // The blob of an inline script goes on with the library's own lines.
  if (!script.moduleUrl && place.line > script.lastLine) return { text };
  return { text: before.slice(0, -url.length) + script.name + position, place };
}

/** A `SyntaxError` in an imported module has no stack; Firefox and WebKit put its place on the error itself. */
function placeOnError(error: object, script: ScriptInWorker): Place | undefined {
  const {
    line: lineInWebKit = 0,
    column: columnInWebKit = 1,
    sourceURL = '',
    lineNumber: line = lineInWebKit,
    columnNumber: column = columnInWebKit,
    fileName = sourceURL,
  } = error as { [Property in 'line' | 'column' | 'lineNumber' | 'columnNumber']?: number } & {
    [Property in 'sourceURL' | 'fileName']?: string;
  };
  if (!line || !fileName) return undefined;
  return { script: urlsOf(script).includes(fileName) ? script.name : fileName, line, column };
}

/** What stacks call the script. WebKit names an inline one's blob; Chromium and Firefox go by its `sourceURL` comment. */
function urlsOf({ moduleUrl, sourceUrl }: ScriptInWorker): string[] {
  return moduleUrl ? [moduleUrl] : [sourceUrl, location.href];
}
