import type { Alert, Progress } from './protocol.js';

/** Yielded in place of a value: leaves that output as it is. */
export const SKIP: unique symbol = Symbol('rivulet.skip');

/** Yielded in place of a value: sets properties of that output. Made by `ctx.update()`. */
export class Update {
  constructor(readonly properties: Readonly<Record<string, unknown>>) {}
}

/** What the author's function is called with after the inputs' values. */
export interface Context {
  /** Aborted by Stop, `cancel()`, a superseding run, or the app leaving the page. */
  readonly signal: AbortSignal;
  /** An object that lasts for the page visit, one per app. */
  readonly state: Record<string, unknown>;
  /** Yielded in place of a value: leave that output as it is. */
  readonly skip: typeof SKIP;
  /** Waits `ms` milliseconds; rejects when the run is aborted. */
  sleep(ms: number): Promise<void>;
  /** Shows how far the run is: a fraction of 1, or `[done, total]`. */
  progress(done: number | readonly [number, number] | null, description?: string): void;
  /** Iterates, showing how far it is. Nested calls show a bar each. */
  track<T>(items: Iterable<T>, options?: TrackOptions): Iterable<T>;
  track<T>(items: AsyncIterable<T>, options?: TrackOptions): AsyncIterable<T>;
  /** Yielded in place of a value: sets `value` and other properties of that output. */
  update(properties: Record<string, unknown>): Update;
  info: Notify;
  warning: Notify;
  success: Notify;
  error: Notify;
}

export interface TrackOptions {
  readonly description?: string;
  /** How many items there will be; taken from `length` or `size` where there is one. */
  readonly total?: number;
  readonly unit?: string;
}

/** Shows a message over the app: `duration` in seconds (default 10), `null` until it is closed. */
export type Notify = (message: string, options?: { title?: string; duration?: number | null }) => void;

/** Where the context's calls go. */
export interface ContextSink {
  progress(levels: readonly Progress[]): void;
  alert(alert: Alert): void;
}

export function createContext(signal: AbortSignal, state: Record<string, unknown>, sink: ContextSink): Context {
  /** Outermost first: the open `track`s, then what `progress` last said inside them. */
  const levels: Progress[] = [];
  let open = 0;

  const report = (level: number, bar?: Progress) => {
    // Loops that run side by side leave no gap. A splice would make an array each time.
    const end = Math.min(level, levels.length);
    if (bar) levels[end] = bar;
    levels.length = bar ? end + 1 : end;
    sink.progress(levels);
  };

  /** One open `track`: call `step` after each item, `close` when the loop is left, however it is. */
  const openTrack = (items: object, { description, unit, total = sizeOf(items) }: TrackOptions) => {
    const level = open++;
    const rest = { description, unit, began: Date.now() };
    let done = 0;
    const step = () => report(level, outOf(done++, total, rest));
    step();
    return {
      step,
      close: () => {
        open = level;
        report(level);
      },
    };
  };

  function* trackSync<T>(items: Iterable<T>, options: TrackOptions) {
    const { step, close } = openTrack(items, options);
    try {
      for (const item of items) {
        yield item;
        step();
      }
    } finally {
      close();
    }
  }

  async function* trackAsync<T>(items: AsyncIterable<T>, options: TrackOptions) {
    const { step, close } = openTrack(items, options);
    try {
      for await (const item of items) {
        yield item;
        step();
      }
    } finally {
      close();
    }
  }

  const track = (items: Iterable<unknown> | AsyncIterable<unknown>, options: TrackOptions = {}) =>
    Symbol.asyncIterator in items ? trackAsync(items, options) : trackSync(items, options);

  const notify =
    (level: Alert['level']): Notify =>
    (message, { title, duration = 10 } = {}) =>
      sink.alert({ level, message: String(message), title, duration });

  return {
    signal,
    state,
    skip: SKIP,
    sleep: (ms) => sleep(ms, signal),
    progress(done, description) {
      const rest = { description };
      report(open, Array.isArray(done) ? outOf(done[0], done[1], rest) : { fraction: done as number | null, ...rest });
    },
    track: track as Context['track'],
    update: (properties) => new Update(properties),
    info: notify('info'),
    warning: notify('warning'),
    success: notify('success'),
    error: notify('error'),
  };
}

function outOf(done: number, total: number | undefined, rest: Partial<Progress>): Progress {
  return { fraction: total ? done / total : null, done, total, ...rest };
}

function sizeOf(items: object): number | undefined {
  const { length, size } = items as { length?: unknown; size?: unknown };
  return [length, size].find((each) => typeof each === 'number');
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener('abort', wake);
  });
}
