import type { MediaTrack, TrackKind } from '../../worker/protocol.js';
import { AppendQueue } from './append-queue.js';

/** A MediaSource with a SourceBuffer for each track, shown by a media element. */
export class SourceBuffers {
  readonly #source: MediaSource;
  readonly #media: HTMLMediaElement;
  readonly #url: string | undefined;
  readonly #opened: Promise<void>;
  #queues: Promise<Map<TrackKind, AppendQueue>> | undefined;

  /**
   * Opens it, which takes a while.
   *
   * @throws Error when the browser has no MediaSource.
   */
  constructor(media: HTMLMediaElement) {
    const Source = findMediaSource();
    this.#source = new Source();
    // Without this a ManagedMediaSource never opens.
    if (Source !== globalThis.MediaSource) media.disableRemotePlayback = true;
    this.#opened = new Promise<void>((resolve, reject) => {
      const refuse = () => reject(new Error(`This browser can’t play a stream in this page. ${media.error?.message}`));
      media.addEventListener('error', refuse, { once: true });
      this.#source.addEventListener(
        'sourceopen',
        () => {
          media.removeEventListener('error', refuse);
          resolve();
        },
        { once: true },
      );
    });
    this.#media = media;
    try {
      // WebKitGTK loads no MediaSource by its URL into a page on the disk, and other engines take none but so.
      media.srcObject = this.#source;
    } catch {
      this.#url = URL.createObjectURL(this.#source);
      media.src = this.#url;
    }
    // Told by the first append.
    this.#opened.catch(() => {});
  }

  /**
   * Creates the SourceBuffers: before anything else is asked for.
   *
   * @param makeRoom - Called when a SourceBuffer is full: removes by `removeNow` what is not needed.
   * @throws Error when the browser can't play these tracks.
   */
  begin(tracks: readonly MediaTrack[], makeRoom: (queue: AppendQueue) => Promise<void>): void {
    const Source = findMediaSource();
    const unplayable = tracks.find(({ type }) => !Source.isTypeSupported(type));
    if (unplayable) throw new Error(`This browser can’t play a stream: it does not take ${unplayable.type}.`);
    this.#queues = this.#opened.then(() => this.#create(tracks, makeRoom));
    this.#queues.catch(() => {});
  }

  /** @throws Error when the browser can't take it, or {@link close} was called. */
  async append(track: TrackKind, data: ArrayBuffer): Promise<void> {
    const queues = await this.#queues!;
    await queues.get(track)!.append(data);
  }

  /** Removes what lies between two times, in seconds. What is gone already is as good. */
  async remove(start: number, end: number): Promise<void> {
    const queues = [...(await this.#queues!).values()];
    await Promise.allSettled(queues.map((queue) => queue.remove(start, end)));
  }

  /** Marks the end of the stream, if its end is there; else tells how long it is, in seconds. */
  async end(duration: number, isThere: () => boolean): Promise<void> {
    for (const queue of (await this.#queues!).values()) await queue.idle();
    if (this.#source.readyState !== 'open') return;
    if (isThere()) this.#source.endOfStream();
    else if (this.#source.duration !== duration) this.#source.duration = duration;
  }

  close(): void {
    if (this.#url) URL.revokeObjectURL(this.#url);
    else this.#media.srcObject = null;
  }

  #create(tracks: readonly MediaTrack[], makeRoom: (queue: AppendQueue) => Promise<void>): Map<TrackKind, AppendQueue> {
    const queues = new Map<TrackKind, AppendQueue>();
    // All of them before the first init segment: later none can be added.
    for (const { track, type } of tracks) {
      const queue: AppendQueue = new AppendQueue(this.#source.addSourceBuffer(type), () => makeRoom(queue));
      queues.set(track, queue);
    }
    // What fails is told by what is appended next.
    for (const { track, init } of tracks)
      queues
        .get(track)!
        .append(init)
        .catch(() => {});
    return queues;
  }
}

/** iPhones have the managed one alone. */
function findMediaSource(): typeof MediaSource {
  const Source = globalThis.MediaSource ?? globalThis.ManagedMediaSource;
  if (!Source) throw new Error('This browser can’t play a stream: it has no MediaSource.');
  return Source;
}

declare global {
  // Not in TypeScript's DOM library yet (w3c/media-source#320).
  var ManagedMediaSource: typeof MediaSource | undefined;
}
