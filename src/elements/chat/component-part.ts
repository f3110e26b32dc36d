import type { ChatComponent, ChatContent } from '../../../worker/protocol.js';
import { loadElement } from '../../loader.js';
import { RvComponent } from '../component.js';
import type { Pcm } from '../sound.js';
import type { Part, PartHost } from './part.js';

/** Any component of the library as an output, loaded when it is first needed. */
export class ComponentPart implements Part {
  readonly node = document.createElement('div');

  readonly #host: PartHost;
  readonly #tag: string;
  /** What is shown once the element is loaded. */
  #content: ChatComponent;
  #element: RvComponent | undefined;

  constructor(content: ChatComponent, host: PartHost) {
    this.#host = host;
    this.#tag = content.component;
    this.#content = content;
    this.node.className = 'component';
    host.load(this.#load());
  }

  show(content: ChatContent): boolean {
    if (typeof content === 'string' || !('component' in content) || content.component !== this.#tag) return false;
    this.#content = content;
    if (this.#element) this.#host.load(this.#show(this.#element));
    return true;
  }

  async #load(): Promise<void> {
    await loadElement(this.#tag);
    const element = document.createElement(this.#tag);
    if (!(element instanceof RvComponent)) throw new TypeError(`<${this.#tag}> has no value to show in a message.`);
    element.output = true;
    this.#element = element;
    this.node.append(element);
    await this.#show(element);
  }

  async #show(element: RvComponent): Promise<void> {
    const { component, value, ...properties } = this.#content;
    element.setProperties(properties);
    if (value === undefined) return;
    element.value = isPcm(value) ? await toWav(value) : value;
    await element.updateComplete;
  }
}

/** Sound as numbers, which players take as a file alone. */
function isPcm(value: unknown): value is Pcm {
  const { data, sampleRate } = Object(value) as Partial<Pcm>;
  return typeof sampleRate === 'number' && Array.isArray(data) && data.every((each) => each instanceof Float32Array);
}

async function toWav(pcm: Pcm): Promise<Blob> {
  const { writeWav } = await import('../sound.js');
  return writeWav(pcm);
}
