import type { Failure, ScriptInWorker } from './protocol.js';

/** Turns whatever was thrown into a {@link Failure} that names the author's script and line. */
export function toFailure(thrown: unknown, script?: ScriptInWorker): Failure {
  const error =
    thrown instanceof Error || thrown instanceof DOMException ? thrown : new Error(`threw ${String(thrown)}`);
  const { name, message, stack = '' } = error;
  if (!script) return { name, message, stack };
  const frames = stack.split('\n').map((line) => readFrame(line, script));
  // Below the author's last frame stands only who called it: the library.
  const end = frames.findLastIndex((frame) => frame.place) + 1;
  const text = frames.slice(0, end || frames.length).map((frame) => frame.text);
  const place = frames.find((frame) => frame.place)?.place ?? placeOnError(error, script);
  return { name, message, stack: text.join('\n'), ...place };
}

type Place = Required<Pick<Failure, 'script' | 'line' | 'column'>>;

/** `at f (url:1:2)` in V8, `f@url:1:2` in SpiderMonkey and JavaScriptCore. */
const POSITION = /([^\s(@]+):(\d+):(\d+)\)?$/;

/** A line of a stack, the script's name put in place of the blob's, and where in the author's script it is, if it is. */
function readFrame(text: string, script: ScriptInWorker): { text: string; place?: Place } {
  const [, url, line, column] = POSITION.exec(text) ?? [];
  if (!url || !isScript(url, script)) return { text };
  const place = { script: script.name, line: Number(line), column: Number(column) };
  if (place.line > script.lastLine) return { text };
  return { text: text.replace(url, script.name), place };
}

/** A `SyntaxError` in an imported module has no frame; Firefox and WebKit put its place on the error itself. */
function placeOnError(error: object, script: ScriptInWorker): Place | undefined {
  const {
    lineNumber,
    columnNumber,
    fileName,
    line = lineNumber,
    column = columnNumber,
    sourceURL = fileName,
  } = error as Record<string, unknown>;
  if (typeof line !== 'number' || line < 1 || typeof sourceURL !== 'string' || !sourceURL) return undefined;
  return {
    script: isScript(sourceURL, script) ? script.name : sourceURL,
    line,
    column: typeof column === 'number' ? column : 1,
  };
}

function isScript(url: string, script: ScriptInWorker): boolean {
  // WebKit names the blob; Chromium and Firefox go by the `sourceURL` comment.
  return url === script.sourceUrl || url === location.href || url === script.moduleUrl;
}
