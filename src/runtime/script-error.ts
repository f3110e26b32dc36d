import type { Failure } from '../../worker/protocol.js';

type ErrorParts = Pick<Failure, 'name' | 'message'> & { readonly [Part in keyof Failure]?: Failure[Part] | undefined };

/**
 * An error of the author's script, or of what it yielded: `name`, `message` and `stack` are those of the error thrown.
 * Given by `rv-error`, by a run's `finished`, and shown on the app.
 */
export class ScriptError extends Error {
  /** The script the line is in: `count.html`, `keep-repeating.js`. */
  readonly script: string | undefined;
  /** The author's own line, counted from 1, where it is known. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor({ name, message, stack, script, line, column }: ErrorParts) {
    super(message);
    this.name = name;
    if (stack) this.stack = stack;
    this.script = script;
    this.line = line;
    this.column = column;
  }

  /** One line for a reader: the message, and where it comes from. */
  get summary(): string {
    const kind = this.name === 'Error' ? '' : `${this.name}: `;
    return `${kind}${this.message}${this.line ? ` (${this.script}, line ${this.line})` : ''}`;
  }

  static from(error: unknown): ScriptError {
    if (error instanceof ScriptError) return error;
    if (error instanceof Error)
      return new ScriptError({ name: error.name, message: error.message, stack: error.stack ?? '' });
    return new ScriptError({ name: 'Error', message: String(error) });
  }
}
