/** Milliseconds between two `timeupdate` events at most, while a media element plays (HTML, 4.8.11.8). */
const LONGEST = 250;

/**
 * Finds out that a media element has come to the end of what is buffered, where the engine does not notice: WebKitGTK says
 * of sound alone that it can go on, and its clock does, so that what comes later is skipped.
 */
export class Standstill {
  readonly #media: HTMLMediaElement;
  #timer = 0;
  #found = false;

  /** @param isAtEnd - Whether the playhead is about where what is buffered ends. */
  constructor(media: HTMLMediaElement, isAtEnd: () => boolean, signal: AbortSignal) {
    this.#media = media;
    const watch = () => {
      clearTimeout(this.#timer);
      this.#found = false;
      this.#timer = setTimeout(() => {
        if (media.paused || media.ended || media.seeking || !isAtEnd()) return;
        // The other engines have fallen back to this, and told.
        if (media.readyState <= HTMLMediaElement.HAVE_CURRENT_DATA) return;
        this.#found = true;
        media.dispatchEvent(new Event('waiting'));
      }, 2 * LONGEST);
    };
    media.addEventListener('timeupdate', watch, { signal });
    signal.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** There is more now: plays on from where it stands. */
  leave(): void {
    if (!this.#found) return;
    this.#found = false;
    const { currentTime } = this.#media;
    this.#media.currentTime = currentTime;
  }
}
