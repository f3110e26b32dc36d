import { css, html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { icons } from './icons.js';
import type { Webcam } from './webcam.js';
import { words } from './words.js';

/** What {@link StreamInput} needs of the element it is a part of. */
export interface StreamInputHost extends ReactiveControllerHost, HTMLElement {
  value: unknown;
  error: string;
  readonly name: string;
  readonly sources: string;
  readonly isInput: boolean;
  readonly locked: boolean;
  readonly visible: boolean;
  readonly streaming: boolean;
  readonly streamEvery: number;
  readonly timeLimit: number | undefined;
}

/** What one device differs in from the other. */
interface StreamInputOptions {
  /** Its word in `sources`, by which its button names it too. */
  readonly source: 'webcam' | 'microphone';
  readonly device: Webcam;
  /** Says what is wrong with the page's own markup. */
  complain(message: string): void;
}

type State = 'off' | 'starting' | 'on';

/** Seconds from one call to the next, where the page does not say. */
const STREAM_EVERY = 0.5;

/** Milliseconds after which it is looked again how much time is left, and whether anybody can see that the device is on. */
const WATCH = 250;

const styles = css`
  .streaming {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    padding: 1rem;
  }
  :host(rv-image) .streaming {
    position: absolute;
    inset: auto 0 0;
  }
  :host(rv-image) [part='choose'] {
    padding-block-end: 4.5rem;
  }
  .streaming meter {
    inline-size: 5rem;
  }
  [part='choose'] > .icon {
    inline-size: 3rem;
    block-size: 3rem;
    opacity: 0.5;
  }
  .streaming span:not(:empty) {
    padding: 0.125rem 0.5rem;
    border-radius: var(--_radius);
    background: var(--_surface);
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
  }
`;

/**
 * The part of an input that gives what a device takes in while it takes it in: Start and Stop, the time left, and when the
 * device is turned off. It fires `stream` on the element whenever there is something new.
 */
export abstract class StreamInput implements ReactiveController {
  protected readonly host: StreamInputHost;
  readonly #options: StreamInputOptions;
  #state: State = 'off';
  #status = '';
  /** Counts starts and stops: what a device answers when nobody waits for it any more is not heard. */
  #turn = 0;
  #began = 0;
  #clock = 0;
  /** The attributes that were found to be right or told to be wrong. */
  #checked = '';

  constructor(host: StreamInputHost, options: StreamInputOptions) {
    this.host = host;
    this.#options = options;
    host.shadowRoot!.adoptedStyleSheets.push(styles.styleSheet!);
    host.addController(this);
  }

  /** Whether there is something to read. */
  abstract get holds(): boolean;

  /** Takes in what the device gives from now on, and calls {@link tell} as often as {@link every} says. */
  protected abstract open(stream: MediaStream): Promise<void>;

  /** Ends that. Settles with whether there is something that nobody was told of. */
  protected abstract close(): Promise<boolean>;

  /** Frees what was taken in. */
  protected abstract forget(): void;

  /** What the device takes in, or that there is nothing yet. */
  protected abstract picture(): TemplateResult | typeof nothing;

  /** How much of it there is. */
  protected abstract gauge(): TemplateResult | typeof nothing;

  /** Whether the device is on, or asked for. */
  get active(): boolean {
    return this.#state !== 'off';
  }

  /** Seconds from one call to the next. */
  protected get every(): number {
    const { streamEvery } = this.host;
    return streamEvery >= 0 ? streamEvery : STREAM_EVERY;
  }

  get #limit(): number {
    const { timeLimit } = this.host;
    return timeLimit! > 0 ? timeLimit! : Number.POSITIVE_INFINITY;
  }

  get #left(): number {
    return this.#limit - (performance.now() - this.#began) / 1000;
  }

  /** Asks for the device, and streams what it gives. */
  async start(): Promise<void> {
    const { host } = this;
    if (host.value !== null) host.value = null;
    this.stop();
    this.forget();
    host.error = '';
    const turn = this.#turn;
    this.#become('starting', 'Starting…');
    try {
      const { device } = this.#options;
      await device.start();
      if (turn !== this.#turn) return;
      const stream = device.stream!;
      for (const track of stream.getTracks()) track.addEventListener('ended', () => this.#lose(turn));
      await this.open(stream);
      if (turn !== this.#turn) return;
      this.#began = performance.now();
      this.#clock = setInterval(() => this.#watch(), WATCH);
      this.#become('on', 'Streaming');
    } catch (error) {
      if (turn !== this.#turn) return;
      void this.#end('');
      host.error = (error as Error).message;
    }
  }

  /** Turns the device off at once. What nobody was told of is not told any more. */
  stop(): void {
    if (this.active) void this.#end('Stopped');
  }

  /** Turns the device off, and has what is left taken. */
  async #finish(status: string): Promise<void> {
    if (this.active && (await this.#end(status)) && !this.active) this.tell();
  }

  #end(status: string): Promise<boolean> {
    this.#turn++;
    clearInterval(this.#clock);
    const closed = this.close();
    this.#options.device.stop();
    this.#become('off', status);
    this.host.dispatchEvent(new Event('stop'));
    return closed;
  }

  /** Turns the device off, and frees what it has given. */
  clear(): void {
    this.stop();
    this.forget();
    this.#become('off', '');
  }

  hostDisconnected(): void {
    this.clear();
  }

  hostUpdate(): void {
    const { visible, locked, streaming, isInput } = this.host;
    const wanted = streaming && isInput;
    if (this.active && (!visible || locked || !wanted)) void this.#finish('');
    if (wanted) this.#check();
  }

  /** @param idle - What stands there while the device is off: other ways to give a value. */
  template(idle: TemplateResult): TemplateResult {
    const { active } = this;
    const { source } = this.#options;
    const alone = words(this.host.sources).every((each) => each === source);
    return html`${active || alone ? this.picture() : idle}
      <div class="streaming">
        <button
          type="button"
          part=${active ? 'stop' : 'start'}
          class=${active ? 'stop' : 'primary'}
          ?disabled=${this.host.locked}
          @click=${() => (active ? this.#finish('Stopped') : this.start())}
        >
          ${active ? icons.stop : icons.record} ${active ? 'Stop' : `Start ${source}`}
        </button>
        ${active ? this.gauge() : nothing}
        <span part="status" role="status">${this.#status}</span>
        ${this.#state === 'on' && this.#limit < Number.POSITIVE_INFINITY ? this.#timeTemplate() : nothing}
      </div>`;
  }

  /** Says that there is something new to read. */
  protected tell(): void {
    this.host.dispatchEvent(new Event('stream', { bubbles: true, composed: true }));
  }

  #timeTemplate(): TemplateResult {
    return html`<span part="time-left" role="timer">${Math.max(0, Math.ceil(this.#left))} s left</span>`;
  }

  #become(state: State, status: string): void {
    this.#state = state;
    this.#status = status;
    this.host.requestUpdate();
  }

  /** No event tells of all the ways to be hidden: a closed tab or accordion, `hidden` on any element around. */
  #watch(): void {
    const { host } = this;
    if (!host.checkVisibility({ visibilityProperty: true })) void this.#finish('');
    else if (this.#left <= 0) void this.#finish(`Stopped after ${this.#limit} s`);
    else host.requestUpdate();
  }

  #lose(turn: number): void {
    if (turn !== this.#turn) return;
    void this.#finish('');
    const device = this.#options.source === 'webcam' ? 'camera' : 'microphone';
    this.host.error = `The ${device} was disconnected: connect it again, and press Start.`;
  }

  #check(): void {
    const { streamEvery, timeLimit, sources } = this.host;
    const checked = [streamEvery, timeLimit, sources].join();
    if (checked === this.#checked) return;
    this.#checked = checked;
    const { source, complain } = this.#options;
    const came = (attribute: string, value: number | undefined) =>
      Number.isNaN(value) ? this.host.getAttribute(attribute) : value;
    if (!(streamEvery >= 0)) {
      complain(`stream-every is ${came('stream-every', streamEvery)}, but takes a number of seconds from 0.`);
    }
    if (timeLimit !== undefined && timeLimit !== null && !(timeLimit > 0)) {
      complain(`time-limit is ${came('time-limit', timeLimit)}, but takes a number of seconds above 0.`);
    }
    if (!words(sources).includes(source)) {
      complain(`sources is "${sources}", but streaming takes ${source}: add it.`);
    }
  }
}
