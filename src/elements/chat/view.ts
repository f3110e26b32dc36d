import type { ChatMessage } from '../../../worker/protocol.js';

/** Shows a message of a conversation. */
export interface View {
  readonly node: HTMLElement;
  readonly message: ChatMessage;
  /** Where thoughts that are part of it are put. */
  readonly children?: HTMLElement;
  /** Shows the message as it is now: with the same role, and a thought or none as before. */
  show(message: ChatMessage): void;
  /** Shows a text that was added. `message` is the one that has it. */
  grow(part: number, text: string, message: ChatMessage): void;
  /** No more is to come for now. */
  end(): void;
  /** What it was part of is over. */
  settle?(): void;
  /** Offers what can be done with it. */
  offer?(actions: Actions): void;
  dispose(): void;
}

/** What a user can do with a message. */
export interface Actions {
  readonly copy: boolean;
  readonly like: boolean;
  readonly edit: boolean;
  readonly retry: boolean;
  readonly undo: boolean;
  /** Whether its options can be chosen. */
  readonly choose: boolean;
}
