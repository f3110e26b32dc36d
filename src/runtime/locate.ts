import { moduleText, placeOf, type Script } from './script.js';
import { ScriptError } from './script-error.js';

/**
 * Says where a script can't be read, and why.
 *
 * @param error - What rewriting the script threw, with the offset `idx` in it, or what its worker said.
 */
export async function locate(error: unknown, script: Script): Promise<ScriptError> {
  const { idx, name, message } = error as Partial<Error> & { idx?: number };
  const text = await moduleText(script);
  const line = idx === undefined ? undefined : text.slice(0, idx).split('\n').length;
  if (line !== undefined && name === 'TypeError') return placed(script, { name, message: message ?? '', line });
  const found = await parseAsModule(text);
  return placed(script, found ?? { name: 'SyntaxError', message: message || 'The script can’t be parsed.', line });
}

interface Found {
  readonly name: string;
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

async function placed(script: Script, { line, ...found }: Found): Promise<ScriptError> {
  const { name, linesBefore } = await placeOf(script);
  return new ScriptError({ ...found, script: name, line: line && linesBefore + line });
}

/**
 * The engine's own message and line for text that is no valid module; `undefined` where it parses, or the page's policy
 * keeps it from being tried. Only a module script in the page tells both in every engine: a worker's error event is empty
 * in Firefox, a rejected `import()` has no line in Chromium.
 */
export function parseAsModule(text: string): Promise<Found | undefined> {
  // An import that fails keeps valid text from running: parsing comes first, then the imports.
  const url = URL.createObjectURL(new Blob([`import "rivulet:never";${text}`], { type: 'text/javascript' }));
  // A window of its own: the error is told on the app, not to the page's error handlers.
  const frame = Object.assign(document.createElement('iframe'), { hidden: true });
  document.body.append(frame);
  const { contentWindow, contentDocument } = frame;
  const script = Object.assign(contentDocument!.createElement('script'), { type: 'module', src: url });
  return new Promise((resolve) => {
    const finish = (found?: Found) => {
      frame.remove();
      URL.revokeObjectURL(url);
      resolve(found);
    };
    contentWindow!.addEventListener('error', (event) => {
      event.preventDefault();
      const [isSyntax] = /^(Uncaught )?SyntaxError: /.exec(event.message) ?? [];
      // Chromium looks its imports up at once, which can't be done from a blob.
      if (!isSyntax) return finish();
      const message = event.message.slice(isSyntax.length);
      finish({ name: 'SyntaxError', message, line: event.lineno, column: event.colno });
    });
    script.onload = () => finish();
    script.onerror = () => finish();
    contentDocument!.head.append(script);
  });
}
