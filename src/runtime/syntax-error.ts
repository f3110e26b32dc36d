import { moduleText, placeOf, type Script } from './script.js';
import { ScriptError } from './script-error.js';

/**
 * The engine's own message and line for a script that is no valid module. Only a module script in the page tells both in
 * every engine: a worker's error event is empty in Firefox, a rejected `import()` has no line in Chromium.
 *
 * @param line - The script's line to name where the engine tells none, as under a policy without `script-src blob:`.
 */
export async function locateSyntaxError(script: Script, line?: number): Promise<ScriptError> {
  const { name, linesBefore } = await placeOf(script);
  const found = await parseAsModule(await moduleText(script));
  const nearest = found?.line ?? line;
  return new ScriptError({
    name: 'SyntaxError',
    message: found?.message ?? 'The script can’t be parsed.',
    script: name,
    ...(nearest !== undefined && { line: linesBefore + nearest }),
    ...(found && { column: found.column }),
  });
}

interface Found {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

function parseAsModule(text: string): Promise<Found | undefined> {
  // An import that fails keeps valid text from running: parsing comes first, then the imports.
  const url = URL.createObjectURL(new Blob([`import "rivulet:never";${text}`], { type: 'text/javascript' }));
  const script = Object.assign(document.createElement('script'), { type: 'module', src: url });
  return new Promise((resolve) => {
    const onError = (event: ErrorEvent) => {
      if (event.filename !== url) return;
      event.preventDefault();
      finish({
        message: event.message.replace(/^(Uncaught )?SyntaxError: /, ''),
        line: event.lineno,
        column: event.colno,
      });
    };
    const finish = (found?: Found) => {
      removeEventListener('error', onError);
      script.remove();
      URL.revokeObjectURL(url);
      resolve(found);
    };
    addEventListener('error', onError);
    script.onload = () => finish();
    script.onerror = () => finish();
    document.head.append(script);
  });
}
