/** What the user asks of a message in `<rv-chatbot>`. It only tells; whoever listens acts on it. */
abstract class ChatEvent extends Event {
  constructor(
    type: string,
    /** Which message of `value`. */
    readonly index: number,
  ) {
    super(type, { bubbles: true, composed: true });
  }
}

/** The user wants another reply in place of this one. */
export class RvRetryEvent extends ChatEvent {
  constructor(index: number) {
    super('rv-retry', index);
  }
}

/** The user wants the turn that this message belongs to taken back. */
export class RvUndoEvent extends ChatEvent {
  constructor(index: number) {
    super('rv-undo', index);
  }
}

/** The user has written this message anew. */
export class RvEditEvent extends ChatEvent {
  constructor(
    index: number,
    readonly content: string,
  ) {
    super('rv-edit', index);
  }
}

/** The user likes this message, dislikes it, or has taken that back. */
export class RvLikeEvent extends ChatEvent {
  constructor(
    index: number,
    readonly liked: boolean | null,
  ) {
    super('rv-like', index);
  }
}

/** The user has chosen one of the answers that this message offers. */
export class RvOptionEvent extends ChatEvent {
  constructor(
    index: number,
    readonly value: string,
  ) {
    super('rv-option', index);
  }
}

declare global {
  interface HTMLElementEventMap {
    'rv-retry': RvRetryEvent;
    'rv-undo': RvUndoEvent;
    'rv-edit': RvEditEvent;
    'rv-like': RvLikeEvent;
    'rv-option': RvOptionEvent;
  }
}
