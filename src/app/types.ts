import type { Choice } from '../elements/choices.js';
import type { RvComponent } from '../elements/component.js';

/** What a component takes part in a call with, in words of TypeScript. */
export interface Types {
  /** As an input: what the function is given. */
  readonly gives: string;
  /** As an output: what whoever iterates over a run is given. */
  readonly yields: string;
}

const CLASSIFICATION = '{ label: string; confidences: { label: string; confidence: number }[] }';
/** Choices that are no longer listed one by one. */
const MANY = 10;
const PCM = '{ data: Float32Array[]; sampleRate: number }';

const table: { [Tag in keyof HTMLElementTagNameMap]?: (element: HTMLElementTagNameMap[Tag]) => Types } = {
  'rv-audio': (audio) =>
    types(
      orNull(audio, (audio.type || (audio.streaming ? 'pcm' : 'file')) === 'pcm' ? PCM : 'File'),
      `Blob | Uint8Array | string | ${PCM}`,
    ),
  'rv-button': () => types('string'),
  'rv-chatbot': () => types('ChatMessage[]'),
  'rv-checkbox': () => types('boolean'),
  'rv-dropdown': (dropdown) => {
    const one = oneOf(dropdown.list);
    if (dropdown.multiple) return types(orNull(dropdown, `${inBrackets(one)}[]`), `${inBrackets(one)}[]`);
    return types(dropdown.placeholder ? orNull(dropdown, one) : one, one);
  },
  'rv-html': () => types('string'),
  'rv-image': (image) =>
    types(
      orNull(
        image,
        { bitmap: 'ImageBitmap', data: 'ImageData', file: 'File', frame: 'VideoFrame' }[
          image.type || (image.streaming ? 'frame' : 'bitmap')
        ],
      ),
      'ImageData | ImageBitmap | Blob',
    ),
  'rv-label': () => types(`${CLASSIFICATION} | null`, 'string | number | Record<string, number>'),
  'rv-markdown': () => types('string'),
  'rv-number': (number) => types(orNull(number, 'number'), 'number'),
  'rv-radio': (radio) => types(orNull(radio, oneOf(radio.list)), oneOf(radio.list)),
  'rv-slider': () => types('number'),
  'rv-textbox': (textbox) => types(orNull(textbox, 'string'), 'string'),
  'rv-timer': () => types('number'),
  'rv-video': (video) => types(orNull(video, 'File'), 'Blob | Uint8Array | string'),
};

/** The types of a component's values; `unknown` for what may hold anything, and for a page's own components. */
export function typesOf(component: RvComponent): Types {
  return table[component.localName as keyof HTMLElementTagNameMap]?.(component as never) ?? types('unknown');
}

function types(gives: string, yields = gives): Types {
  return { gives, yields };
}

/** An input that is left empty gives `null`, unless it is required. */
function orNull({ required }: { readonly required: boolean }, type: string): string {
  return required ? type : `${type} | null`;
}

/** The values there are to choose, as far as they can be read at a glance. */
function oneOf(choices: readonly Choice[]): string {
  const types = choices.map(({ value }) => (choices.length > MANY ? typeof value : JSON.stringify(value)));
  return [...new Set(types)].join(' | ') || 'unknown';
}

function inBrackets(type: string): string {
  return type.includes('|') ? `(${type})` : type;
}
