/**
 * Keeps a scroller at its end while its content grows, until the user scrolls up. Content is watched with a
 * `ResizeObserver`, whose callbacks run when layout is already done: measuring there is free, and happens once a frame.
 * The scroller can be focused, and so scrolled by keyboard, while there is something to scroll.
 *
 * ```ts
 * html`<div class="scroller" @scroll=${followEnd}>${content}</div>`
 * ```
 */
export class FollowEnd implements EventListenerObject {
  /** Off until something is streamed: a text that is there at once is read from its beginning. */
  active = false;

  #atEnd = true;
  #top = 0;
  readonly #observer = new ResizeObserver(() => {
    const scroller = this.content.parentElement;
    if (!scroller) return;
    if (scroller.scrollHeight <= scroller.clientHeight) return scroller.removeAttribute('tabindex');
    scroller.tabIndex = 0;
    this.toEnd(scroller);
  });

  constructor(readonly content: HTMLElement) {
    this.#observer.observe(content);
  }

  /** Takes the user to the end, and keeps them there. */
  jump(): void {
    this.#atEnd = true;
    if (this.content.parentElement) this.#scroll(this.content.parentElement);
  }

  /** For a text area to call: it is its own content, and grows without the observer's notice. */
  toEnd(scroller: HTMLElement | null): void {
    if (this.active && this.#atEnd && scroller) this.#scroll(scroller);
  }

  /** The scroller's `scroll` event. Content that grew in between is no reason to let go; scrolling up is. */
  handleEvent(event: Event): void {
    const { scrollTop, clientHeight, scrollHeight } = event.currentTarget as HTMLElement;
    if (scrollTop + clientHeight >= scrollHeight - 2) this.#atEnd = true;
    else if (scrollTop < this.#top) this.#atEnd = false;
    this.#top = scrollTop;
  }

  /** The user may scroll up before there is an event of this. */
  #scroll(scroller: HTMLElement): void {
    scroller.scrollTop = scroller.scrollHeight;
    this.#top = scroller.scrollTop;
  }
}
