import { html, nothing, type TemplateResult } from 'lit';
import type { Progress } from '../../worker/protocol.js';

/** What is known of one level of progress, and of its pace. */
interface Pace {
  /** When it began, and what was done by then. */
  readonly began: number;
  readonly from: number;
  /** When what is done has last changed. */
  readonly changed: number;
}

/** One level of a run's progress: how much is done, how fast, and how long the rest takes at that pace. */
export class Bar {
  readonly #progress: Progress;
  readonly #pace: Pace;

  /** @param last - What the run has told before at that level. */
  constructor(told: Progress, last: Bar | undefined) {
    this.#progress = { ...told, fraction: withinOne(told.fraction) };
    this.#pace = last?.continuedBy(told) ? last.paceAt(told) : paceFrom(told);
  }

  template(): TemplateResult {
    const { fraction, description } = this.#progress;
    const amount = [this.#percent, this.#count].filter(Boolean).join(' · ');
    const pace = [this.#left, this.#rate].filter(Boolean).join(' · ');
    return html`<div class="bar">
      <p class="text">
        <span class="name">${description || 'Progress'}</span>
        <span class="figures">${[amount, pace].filter(Boolean).join(' · ')}</span>
      </p>
      <progress
        max="1"
        value=${fraction ?? nothing}
        aria-label=${description || 'Progress'}
        aria-valuetext=${amount || nothing}
      ></progress>
    </div>`;
  }

  /** Whether it is still the same work: a loop tells when it began, and what is told by hand does not go back. */
  private continuedBy(next: Progress): boolean {
    const { began, description, done } = this.#progress;
    if (next.began !== began || next.description !== description) return false;
    if (began !== undefined) return true;
    return (next.done === undefined) === (done === undefined) && measureOf(next) >= measureOf(this.#progress);
  }

  private paceAt(next: Progress): Pace {
    const isSame = measureOf(next) === measureOf(this.#progress);
    return isSame ? this.#pace : { ...this.#pace, changed: Date.now() };
  }

  get #percent(): string {
    const { fraction } = this.#progress;
    return fraction === null ? '' : `${Math.floor(fraction * 100 + 1e-9)} %`;
  }

  get #count(): string {
    const { done, total, unit = '' } = this.#progress;
    if (done === undefined) return '';
    return `${count(done)}${total ? ` of ${count(total)}` : ''} ${unit}`.trim();
  }

  /** Items a second, or seconds an item. */
  get #rate(): string {
    const { done, unit } = this.#progress;
    const each = this.#millisecondsEach;
    if (done === undefined || each === undefined) return '';
    if (each > 1000) return `${rounded(each / 1000)} s each`;
    return `${rounded(1000 / each)}${unit ? ` ${unit}` : ''}/s`;
  }

  /** How long the rest takes, less what has gone by since the last of it was done. */
  get #left(): string {
    const { fraction, total } = this.#progress;
    const each = this.#millisecondsEach;
    if (fraction === null || each === undefined) return '';
    const rest = (total || 1) - measureOf(this.#progress);
    return `${duration(Math.max(0, rest * each - (Date.now() - this.#pace.changed)))} left`;
  }

  /** On the average since it began; `undefined` before anything was done. */
  get #millisecondsEach(): number | undefined {
    const { began, from, changed } = this.#pace;
    const done = measureOf(this.#progress) - from;
    return done > 0 && changed > began ? (changed - began) / done : undefined;
  }
}

function paceFrom(told: Progress): Pace {
  const now = Date.now();
  const { began } = told;
  return began === undefined ? { began: now, from: measureOf(told), changed: now } : { began, from: 0, changed: now };
}

/** What is done: items, or a share of the whole. */
function measureOf({ done, fraction }: Progress): number {
  return done ?? fraction ?? 0;
}

/** A fraction as a bar can show it; none of what is no number. */
function withinOne(fraction: number | null): number | null {
  return Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction!)) : null;
}

/** Whole minutes and seconds, to be read at a glance: `4 s`, `2 min 5 s`, `1 h 10 min`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const format = new Intl.NumberFormat('en');
const rough = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const count = (number: number) => format.format(number);
const rounded = (number: number) => rough.format(number);
