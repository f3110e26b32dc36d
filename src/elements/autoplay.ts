/** What the browser forbids of what should start by itself. */
export type Forbidden = 'nothing' | 'sound' | 'playing';

/**
 * Starts a media element by itself. Where the browser forbids that until the user has clicked something, a video starts
 * without its sound, and a sound waits for the user.
 */
export class Autoplay {
  readonly #media: HTMLMediaElement;
  readonly #changed: () => void;
  #forbidden: Forbidden = 'nothing';

  /** @param changed - Called when {@link forbidden} has changed. */
  constructor(media: HTMLMediaElement, changed: () => void) {
    this.#media = media;
    this.#changed = changed;
    media.addEventListener('volumechange', () => {
      if (this.#forbidden === 'sound' && !media.muted) this.#set('nothing');
    });
    // By the element's own controls as well.
    media.addEventListener('play', () => {
      if (this.#forbidden === 'playing') this.#set('nothing');
    });
    media.addEventListener('emptied', () => this.#set('nothing'));
  }

  get forbidden(): Forbidden {
    return this.#forbidden;
  }

  async start(): Promise<void> {
    const media = this.#media;
    if (await this.#play()) return;
    if (media instanceof HTMLVideoElement && !media.muted) {
      media.muted = true;
      if (await this.#play()) return this.#set('sound');
      media.muted = false;
    }
    this.#set('playing');
  }

  /** What the user asks for by a click: the sound, or to play from the start. */
  allow(): void {
    if (this.#forbidden === 'sound') this.#media.muted = false;
    else if (this.#media.currentTime > 0) this.#media.currentTime = 0;
    void this.#play();
  }

  /** Whether it was allowed. */
  async #play(): Promise<boolean> {
    try {
      await this.#media.play();
    } catch (error) {
      // Else something newer came, or it was paused, or it can't be played: that is told elsewhere.
      return (error as Error).name !== 'NotAllowedError';
    }
    return true;
  }

  #set(forbidden: Forbidden): void {
    if (forbidden === this.#forbidden) return;
    this.#forbidden = forbidden;
    this.#changed();
  }
}
