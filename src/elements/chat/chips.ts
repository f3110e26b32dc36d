import { html, nothing, type TemplateResult } from 'lit';
import type { ChatOption } from '../../../worker/protocol.js';

/** Messages that are offered to be sent: texts, or `{value, label}`; in markup as JSON. */
export type Chips = string | readonly (string | ChatOption)[];

/** @throws TypeError naming the attribute when it is no list of messages. */
export function toChips(attribute: string, given: unknown): readonly ChatOption[] {
  const takes = 'takes an array of strings or of {value, label}';
  const list = typeof given === 'string' ? parseJson(given) : given;
  if (!Array.isArray(list)) throw new TypeError(`${attribute} is ${quote(given)}, but ${takes}.`);
  return list.map((each: unknown, index) => {
    const { value, label = value } = (typeof each === 'string' ? { value: each } : (each ?? {})) as Partial<ChatOption>;
    if (typeof value !== 'string' || typeof label !== 'string' || !value) {
      throw new TypeError(`${attribute}[${index}] is ${quote(each)}, but ${attribute} ${takes}.`);
    }
    return { value, label };
  });
}

/** A row of buttons, each of which sends its message. */
export function chipsTemplate(
  part: string,
  name: string,
  chips: readonly ChatOption[],
  send: (message: string) => void,
  disabled: boolean,
): TemplateResult | typeof nothing {
  if (chips.length === 0) return nothing;
  return html`<div part=${part} class="chips" role="group" aria-label=${name}>
    ${chips.map(
      ({ value, label }) =>
        html`<button type="button" part="chip" class="chip" ?disabled=${disabled} @click=${() => send(value)}>
          ${label ?? value}
        </button>`,
    )}
  </div>`;
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
