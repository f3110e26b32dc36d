import type { MediaFacts, MediaFragment, MediaTrack } from '../protocol.js';

/** What the recorder's worker does for the page. */
export interface Calls {
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
  readonly name: keyof Calls;
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
