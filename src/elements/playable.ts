import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { recordingFormats } from './recorder-type.js';
import { RvValueComponent } from './value-component.js';

/** The native media element, and the attributes that say how it plays and what may come into it. */
export abstract class RvPlayable extends RvValueComponent {
  /**
   * As an output, each yield is the next chunk of one stream; without it, each replaces the clip. As an input of sound, gives
   * what the microphone hears while it is on.
   */
  @property({ type: Boolean }) streaming = false;
  /** Starts by itself, as far as the browser lets it. */
  @property({ type: Boolean }) autoplay = false;
  /** Starts again at its end. */
  @property({ type: Boolean }) loop = false;
  /** Without sound until the user turns it on. */
  @property({ type: Boolean }) muted = false;
  /** How fast it plays: 1 is the usual. It stays over chunks and clips. */
  @property({ type: Number, attribute: 'playback-rate' }) playbackRate = 1;
  /** Seconds a stream may be ahead of what is played before the function is held. */
  @property({ type: Number, attribute: 'buffer-ahead' }) bufferAhead = 30;

  /** As an input, the file format that clips are recorded in or converted to; left as they are when it is left out. */
  abstract format: string;
  /** As an input, where clips may come from, separated by spaces. */
  abstract sources: string;

  /** What is played, in messages and file names. */
  abstract readonly kind: 'audio' | 'video';

  /** The native element that plays. */
  readonly media: HTMLMediaElement = this.createMedia();

  constructor() {
    super();
    const { media } = this;
    media.controls = true;
    media.part = 'media';
    // By the element's own controls as well.
    media.addEventListener('ratechange', () => {
      this.playbackRate = media.playbackRate;
    });
  }

  /** Creates the element that plays. Called before the fields of a subclass are there. */
  protected abstract createMedia(): HTMLMediaElement;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { media, kind } = this;
    const device = kind === 'audio' ? 'microphone' : 'webcam';
    if (changed.has('sources')) this.checkWords('sources', this.sources, ['upload', device]);
    if (changed.has('format')) this.checkWords('format', this.format, recordingFormats(kind));
    if (changed.has('muted')) media.muted = this.muted;
    if (changed.has('playbackRate')) this.#setRate();
    media.loop = this.loop;
    media.ariaLabel = this.accessibleLabel;
  }

  #setRate(): void {
    const { media, playbackRate } = this;
    try {
      // What is loaded next begins with the default one.
      media.defaultPlaybackRate = playbackRate;
      if (media.playbackRate !== playbackRate) media.playbackRate = playbackRate;
    } catch {
      this.complain(`playback-rate is ${playbackRate}, which is no speed this browser can play at.`);
    }
  }
}
