/**
 * All that crosses between page and worker: types only, so that neither side pulls in the other's code.
 *
 * Control goes through Comlink ({@link Host}). Values go over the run's own `MessagePort`:
 * {@link FromRun} towards the page, {@link ToRun} back as credit.
 */

/** What the page put into the worker beside the runtime: the author's script, loaded when it is first needed. */
export interface ScriptInWorker {
  /** How messages name it: `count.html`, `keep-repeating.js`, `inline script of count.html`. */
  readonly name: string;
  /** The name it has in the developer tools and in stacks: the `sourceURL` of the worker's blob. */
  readonly sourceUrl: string;
  /** The last of its lines in the worker's blob; what follows is the library's own. */
  readonly lastLine: number;
  /** What relative URLs are resolved against, as in the page: its `document.baseURI`. */
  readonly baseUrl: string;
  /** A `src` module's URL. */
  readonly moduleUrl: string | undefined;
  /** Evaluates the script and gives its exports. A `src` module is imported as it is; its tools are not needed. */
  load(tools: ScriptTools): Promise<Record<string, unknown>>;
}

/** What a rewritten inline script uses in place of `import` and `import.meta`. */
export interface ScriptTools {
  /** `import()`, relative to the page; throws a `SyntaxError` when one of `names` is not exported. */
  load(specifier: string, options?: ImportCallOptions, names?: readonly string[]): Promise<Record<string, unknown>>;
  readonly meta: ImportMeta;
}

/** The worker's side of Comlink. A generator can't be returned through it, so a run's values have a port. */
export interface Host {
  /** Starts a run; its values, its failure and its end come over `port`. Settles once the run has begun or failed. */
  run(request: RunRequest, port: MessagePort): Promise<void>;
  /** Aborts the run's signal and asks its generator to return. The run's `end` message tells when it did. */
  stop(id: number): void;
}

export interface RunRequest {
  readonly id: number;
  /** The export to call. */
  readonly run: string;
  readonly inputs: readonly unknown[];
  readonly outputs: readonly OutputSpec[];
  /** Whether somebody iterates over the run from its start: the generator is then held until a yield is asked for. */
  readonly iterated: boolean;
  /** What `ctx.state` holds by now, as far as this worker does not know it: of earlier workers of this app, or of others. */
  readonly state: Record<string, unknown>;
}

/** How an output takes its values. */
export interface OutputSpec {
  /** Which encoder: a key of the table in `encode/index.ts`. */
  readonly kind: string;
  /** The element's `name`, or `''`. */
  readonly name: string;
  /** How messages name it: `<rv-image name="picture">`. */
  readonly title: string;
  readonly flow: Flow;
  /** Where the encoder's module is, when it is not one of those in the worker from the start. */
  readonly module?: string | undefined;
  /** What the element tells its encoder. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** What becomes of a yield that finds the last one unpainted: takes its place, joins it, waits its turn. */
export type Flow = 'latest' | 'append' | 'every';

/** An encoded value: what an output's sink paints without further work. */
export type Paint =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'text'; readonly text: string; readonly append: boolean }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'label'; readonly label: string; readonly confidences: readonly Confidence[] }
  | { readonly kind: 'pixels'; readonly width: number; readonly height: number; readonly data: ArrayBuffer }
  | { readonly kind: 'bitmap'; readonly bitmap: ImageBitmap }
  | { readonly kind: 'svg'; readonly blob: Blob }
  | { readonly kind: 'clip'; readonly blob: Blob }
  | ({ readonly kind: 'chat' } & ChatPatch)
  /** A stream is about to begin: its first part is being made. */
  | { readonly kind: 'stream' }
  | ({ readonly kind: 'media' } & MediaPart)
  /** A question, where the worker has no `AudioDecoder`: `reply` gets a `DecodedSound` or an error's message. */
  | { readonly kind: 'decode'; readonly file: ArrayBuffer; readonly sampleRate: number; readonly reply: MessagePort };

/** What is new in a conversation. Its messages are counted from the first that the run has made. */
export interface ChatPatch {
  /** Whether it is the first of its run. */
  readonly first: boolean;
  /** How many messages there are by now. */
  readonly length: number;
  readonly changes: readonly ChatChange[];
}

/** A message that is new or has changed, or text that was added to one of its parts. */
export type ChatChange =
  | { readonly at: number; readonly message: ChatMessage }
  | { readonly at: number; readonly part: number; readonly text: string };

/** A message of a conversation, as functions get and yield it, and as `<rv-chatbot>` holds it. */
export interface ChatMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: ChatContent | readonly ChatContent[];
  /** Makes it a thought or the use of a tool, shown folded under its title. */
  readonly metadata?: ChatMetadata | undefined;
  /** Answers that are offered as buttons under it. */
  readonly options?: readonly ChatOption[] | undefined;
}

/** Markdown, a file (shown by its type), a URL of one, or any component with its properties. */
export type ChatContent = string | Blob | ChatFile | ChatComponent;

export interface ChatFile {
  readonly url: string;
  /** `image/png`; told by the URL's end when left out. */
  readonly type?: string | undefined;
  /** What stands for it where it can't be seen. */
  readonly alt?: string | undefined;
}

export interface ChatComponent {
  /** A tag of this library's: `rv-image`, `rv-label`. */
  readonly component: string;
  readonly value?: unknown;
  /** Any other property of it. */
  readonly [property: string]: unknown;
}

export interface ChatMetadata {
  readonly title?: string | undefined;
  /** `pending` shows that it is still at work, and keeps it open. */
  readonly status?: 'pending' | 'done' | undefined;
  /** Seconds it has taken. */
  readonly duration?: number | undefined;
  readonly id?: string | number | undefined;
  /** The `id` of the thought it is part of. */
  readonly parentId?: string | number | undefined;
}

export interface ChatOption {
  readonly value: string;
  /** As `value` when left out. */
  readonly label?: string | undefined;
}

/** What {@link Paint} `decode` is answered with. */
export type DecodedSound = { readonly channels: readonly Float32Array[]; readonly sampleRate: number } | string;

/** The next stretch of a stream of sound and pictures, as fragmented mp4. */
export interface MediaPart {
  /** With the first part: one a SourceBuffer. */
  readonly tracks?: readonly MediaTrack[] | undefined;
  readonly fragments: readonly MediaFragment[];
  /** The loudest sample of each 20 ms of sound, 0 to 1. */
  readonly peaks: Float32Array;
  readonly facts: MediaFacts;
}

export type TrackKind = 'video' | 'audio';

export interface MediaTrack {
  readonly track: TrackKind;
  /** For `addSourceBuffer()`: `video/mp4; codecs="avc3.64001f"`. */
  readonly type: string;
  /** The init segment. */
  readonly init: ArrayBuffer;
}

/** A moof and its mdat, of one track. It begins with a sample where decoding may begin, but for slices of one file. */
export interface MediaFragment {
  readonly track: TrackKind;
  readonly data: ArrayBuffer;
  /** Presentation time in seconds. */
  readonly start: number;
  readonly end: number;
  readonly sync: boolean;
}

/** What is true of all of a stream so far: its recording depends on it. */
export interface MediaFacts {
  /** Whether any of it has sound: else its sound track is silence. */
  readonly sound: boolean;
  /** The most channels any of it had. */
  readonly channels: number;
  /** Whether all pictures have the first ones' parameter sets. */
  readonly sameSets: boolean;
}

export interface Confidence {
  readonly label: string;
  /** 0 to 1. */
  readonly confidence: number;
}

/** One output's share of a delivery. */
export interface Part {
  /** Index into {@link RunRequest.outputs}. */
  readonly output: number;
  readonly paint?: Paint;
  /** Properties set by `ctx.update()`. */
  readonly properties?: Record<string, unknown>;
  /** Why the value could not be taken; the run goes on. */
  readonly error?: Failure;
}

/** An error in a form that survives the crossing. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** The author's own line, counted from 1, where it is known. */
  readonly line?: number;
  readonly column?: number;
  /** The script the line is in. */
  readonly script?: string;
}

export interface Progress {
  /** 0 to 1, or `null` when the total is not known. */
  readonly fraction: number | null;
  readonly done?: number | undefined;
  readonly total?: number | undefined;
  readonly unit?: string | undefined;
  readonly description?: string | undefined;
  /** When it began, as `Date.now()` tells it; left out of what `ctx.progress()` tells. */
  readonly began?: number | undefined;
}

export interface Alert {
  readonly level: 'info' | 'warning' | 'success' | 'error';
  readonly message: string;
  readonly title?: string | undefined;
  /** Seconds; `null` stays until it is closed. */
  readonly duration: number | null;
}

/** How a run ended. */
export type Ending = { readonly how: 'complete' | 'cancel' } | { readonly how: 'error'; readonly error: Failure };

/** Worker to page, over the run's port. */
export type FromRun =
  | { readonly kind: 'paint'; readonly parts: readonly Part[]; readonly progress?: readonly Progress[] }
  | { readonly kind: 'item'; readonly part: Part }
  | { readonly kind: 'values'; readonly values: readonly (Paint | undefined)[] }
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'end'; readonly ending: Ending; readonly state: Record<string, unknown> };

/** Page to worker, over the run's port: credit. */
export type ToRun =
  /** The last `paint` is on the screen; its buffers come back to be filled again. */
  | { readonly kind: 'painted'; readonly buffers: readonly ArrayBuffer[] }
  /** An output that takes every value has room for `count` more. */
  | { readonly kind: 'room'; readonly output: number; readonly count: number }
  /** Whoever iterates asks for the next yield. From the first of these on, the generator is held until it is asked for. */
  | { readonly kind: 'read' };

/** Posted by a worker that is ready for Comlink calls, or could not load its runtime. */
export type FromWorker =
  | { readonly kind: 'rivulet-ready' }
  | { readonly kind: 'rivulet-failed'; readonly message: string };

/** What the recorder's worker does for the page. */
export interface RecorderCalls {
  /** @param owner - See `Store`. */
  begin(tracks: readonly MediaTrack[], owner: string | undefined): Promise<void>;
  add(fragment: MediaFragment, facts: MediaFacts): Promise<void>;
  read(from: number, to: number): Promise<MediaFragment[]>;
  nextStart(time: number): Promise<number | undefined>;
  toBlob(): Promise<Blob>;
  toWav(): Promise<Blob>;
  close(): Promise<void>;
}

/** Page to recorder. */
export interface ToRecorder {
  readonly id: number;
  readonly name: keyof RecorderCalls;
  readonly args: readonly unknown[];
}

/** Recorder to page. */
export type FromRecorder =
  /** It takes calls from now on. */
  | { readonly kind: 'ready' }
  /** Its module could not be loaded. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  /** What went wrong while the stream goes on. */
  | { readonly kind: 'trouble'; readonly message: string };
