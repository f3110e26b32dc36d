import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ChatMessage } from '../../../worker/protocol.js';
import type { RvErrorEvent, RvStartEvent } from '../../app/events.js';
import { checkExports, type GraphApp } from '../../app/graph.js';
import { componentsByName, componentsOf, type Roles } from '../../app/roles.js';
import type { Wire } from '../../app/wire.js';
import type { Run } from '../../runtime/run.js';
import { ScriptError } from '../../runtime/script-error.js';
import type { RvChatbot } from '../chatbot.js';
import { words } from '../words.js';

/** What {@link ChatWire} needs of the element it is a part of. */
export interface ChatWireHost extends HTMLElement, ReactiveControllerHost {
  readonly run: string;
  readonly additionalInputs: string;
  readonly additionalOutputs: string;
  readonly multimodal: boolean;
  readonly nameInMessages: string;
}

/** The part of a chat that calls the function: a wire of the app around it, which paints on the conversation. */
export class ChatWire implements ReactiveController {
  readonly #host: ChatWireHost;
  readonly #chatbot: RvChatbot;
  #app: GraphApp | null = null;
  #wire: Wire | undefined;
  #last: Run | undefined;
  /** What the app was told to be wrong. */
  #wrong = '';

  constructor(host: ChatWireHost, chatbot: RvChatbot) {
    this.#host = host;
    this.#chatbot = chatbot;
    host.addController(this);
  }

  /** Whether there is an app to call the function. */
  get connected(): boolean {
    return this.#app !== null;
  }

  hostConnected(): void {
    this.#app = this.#host.closest<GraphApp>('rv-app');
    this.#app?.addEventListener('rv-start', this.#takeStart);
    this.#app?.addEventListener('rv-error', this.#takeFailure);
    void this.check();
  }

  hostDisconnected(): void {
    this.#disconnect();
    this.#app?.removeEventListener('rv-start', this.#takeStart);
    this.#app?.removeEventListener('rv-error', this.#takeFailure);
    this.#app = null;
    this.#wrong = '';
  }

  /** Calls the function; a call that is under way is stopped. */
  submit(message: unknown, history: readonly ChatMessage[]): Run | undefined {
    this.#connect();
    const run = this.#wire?.submit([message, history], 'supersede');
    if (!run) return undefined;
    this.#last = run;
    this.#chatbot.pending = true;
    void run.finished.then(() => this.#arrive(run));
    return run;
  }

  /** Says what is wrong before anybody sends a message: the app knows its script and its components. */
  async check(): Promise<void> {
    await customElements.whenDefined('rv-app');
    const app = this.#app;
    if (!app) return;
    this.#connect();
    let wrong: ScriptError | undefined;
    try {
      await app.ready;
      if (app !== this.#app) return;
      await this.#roles();
      await checkExports(app, [this.#host]);
    } catch (error) {
      wrong = ScriptError.from(error);
    }
    const summary = wrong?.summary ?? '';
    if (summary === this.#wrong) return;
    app.retract(this.#wrong);
    this.#wrong = summary;
    if (wrong) app.report(wrong);
  }

  /** Anew, when it is another function that is to be called. */
  #connect(): void {
    const { run, nameInMessages } = this.#host;
    if (this.#wire?.spec.run === run) return;
    this.#disconnect();
    this.#wire = this.#app?.connect(
      { run, inputs: '', outputs: '', triggerMode: '', concurrencyLimit: 1, nameInMessages },
      { roles: () => this.#roles() },
    );
  }

  #disconnect(): void {
    if (this.#wire) this.#app?.disconnect(this.#wire);
    this.#wire = undefined;
  }

  /** @throws TypeError when a name stands for no component of the app. */
  async #roles(): Promise<Roles> {
    await this.#app!.ready;
    const { additionalInputs, additionalOutputs, multimodal, nameInMessages } = this.#host;
    const hello = multimodal ? { text: 'Hello', files: [] } : 'Hello';
    const byName = componentsByName(componentsOf(this.#app!));
    const named = (attribute: string, names: string) =>
      words(names).map((name) => {
        const found = byName.get(name);
        if (found) return found;
        const known = [...byName.keys()].join(', ') || 'none';
        throw new TypeError(
          `${nameInMessages} has ${attribute}="${names}", but no component has the name "${name}" (there are: ${known}).`,
        );
      });
    return {
      // The first two stand for message and history.
      given: [
        { name: 'message', type: multimodal ? '{ text: string; files: File[] }' : 'string', example: hello },
        { name: 'history', type: 'ChatMessage[]', example: [] },
      ],
      inputs: [this.#chatbot, this.#chatbot, ...named('additional-inputs', additionalInputs)],
      outputs: [this.#chatbot, ...named('additional-outputs', additionalOutputs)],
    };
  }

  /** From now on the conversation knows by itself whether a reply is awaited. */
  readonly #takeStart = ({ run }: RvStartEvent): void => this.#arrive(run);

  #arrive(run: Run | null): void {
    if (run === this.#last) this.#chatbot.pending = false;
  }

  /** What the user has asked for fails in the conversation; what a script has, in the app. */
  readonly #takeFailure = (event: RvErrorEvent): void => {
    if (event.run && event.run === this.#last && !event.output) event.preventDefault();
  };
}
