import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { RvValueComponent } from './value-component.js';

/** One thing to choose. */
export interface Choice {
  readonly label: string;
  readonly value: unknown;
  readonly disabled?: boolean;
}

/**
 * A component with choices, from its `<option>` children or, instead of them, the `choices` property.
 *
 * @slot - `<option>` elements, read for their `value`, text, `selected` and `disabled`.
 */
export abstract class RvChoiceComponent extends RvValueComponent {
  /**
   * An array of values or `[label, value]` pairs; in markup as JSON: `choices='["red", ["Deep blue", "#008"]]'`.
   * Numbers stay numbers.
   */
  @property() choices?: unknown;

  /** What was chosen; `undefined` until somebody does. */
  #value: unknown;
  #parsed: { from: unknown; choices: readonly Choice[]; error: string } = { from: undefined, choices: [], error: '' };
  readonly #options = new MutationObserver(() => this.requestUpdate());

  /** The value of what is chosen, or `null`. */
  @property()
  get value(): unknown {
    return this.#value === undefined ? this.initial() : (this.find(this.#value)?.value ?? null);
  }

  set value(value: unknown) {
    this.#value = value;
  }

  override clear(): void {
    this.value = this.getAttribute('value') ?? undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#options.observe(this, { subtree: true, childList: true, characterData: true, attributes: true });
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#options.disconnect();
  }

  protected get raw(): unknown {
    return this.#value;
  }

  /** What there is to choose. */
  get list(): readonly Choice[] {
    return this.choices === undefined || this.choices === null
      ? [...this.querySelectorAll('option')]
      : this.#parse().choices;
  }

  /** The choice that has this value, or has it as text: what the attribute gives is text. */
  protected find(value: unknown): Choice | undefined {
    const { list } = this;
    return list.find((choice) => choice.value === value) ?? list.find((choice) => String(choice.value) === value);
  }

  /** The value while nobody has chosen: that of `<option selected>`. */
  protected initial(): unknown {
    const selected = [...this.querySelectorAll('option')].find((option) => option.hasAttribute('selected'));
    return (selected && this.find(selected.value)?.value) ?? null;
  }

  protected override forwardChange(): void {
    super.forwardChange();
    this.dispatchEvent(new Event('select', { bubbles: true }));
  }

  protected override formValue(): string | FormData | null {
    return this.value === null ? null : String(this.value);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('choices')) return;
    const { error } = this.#parse();
    if (error) this.complain(error);
    else this.error = '';
  }

  #parse(): { choices: readonly Choice[]; error: string } {
    if (this.#parsed.from === this.choices) return this.#parsed;
    this.#parsed = { from: this.choices, choices: [], error: '' };
    try {
      this.#parsed.choices = toChoices(this.choices);
    } catch (error) {
      this.#parsed.error = (error as Error).message;
    }
    return this.#parsed;
  }
}

/** @throws TypeError when `choices` is neither an array of values or pairs nor JSON of one. */
export function toChoices(choices: unknown): Choice[] {
  const takes = 'takes an array of values or [label, value] pairs, where a value is a string, a number or a boolean';
  const list = typeof choices === 'string' ? parseJson(choices) : choices;
  if (!Array.isArray(list)) throw new TypeError(`choices is ${quote(choices)}, but ${takes}.`);
  return list.map((choice: unknown, index) => {
    const [label, value] = Array.isArray(choice) && choice.length === 2 ? choice : [choice, choice];
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw new TypeError(`choices[${index}] is ${quote(choice)}, but choices ${takes}.`);
    }
    return { label: String(label), value };
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
