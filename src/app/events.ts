import type { Alert, Progress } from '../../worker/protocol.js';
import type { RvComponent } from '../elements/component.js';
import type { Run } from '../runtime/run.js';
import type { ScriptError } from '../runtime/script-error.js';

/** What `<rv-app>` tells of its runs: every event bubbles, is composed, and names its run. */
abstract class RunEvent extends Event {
  constructor(
    type: string,
    /** `null` where something failed before there was a run. */
    readonly run: Run | null,
    cancelable = false,
  ) {
    super(type, { bubbles: true, composed: true, cancelable });
  }
}

/** A run has begun in the worker. */
export class RvStartEvent extends RunEvent {
  constructor(run: Run) {
    super('rv-start', run);
  }
}

/** A delivery is on the screen: at most one a frame for outputs that show the latest value. */
export class RvYieldEvent extends RunEvent {
  constructor(
    run: Run,
    /** The outputs that were painted. */
    readonly outputs: readonly RvComponent[],
  ) {
    super('rv-yield', run);
  }
}

/** A run has ended by itself, its last value painted. */
export class RvCompleteEvent extends RunEvent {
  constructor(run: Run) {
    super('rv-complete', run);
  }
}

/** A run was stopped, superseded, or never begun. */
export class RvCancelEvent extends RunEvent {
  constructor(run: Run) {
    super('rv-cancel', run);
  }
}

/**
 * A run has failed, or an output could not show what was yielded and the run goes on. Cancel it to show yourself why a run
 * has failed.
 */
export class RvErrorEvent extends RunEvent {
  constructor(
    run: Run | null,
    readonly error: ScriptError,
    /** The output that could not show a value, or `null` when the run failed. */
    readonly output: RvComponent | null,
  ) {
    super('rv-error', run, true);
  }
}

/** `ctx.progress()` or `ctx.track()` has moved: at most once a frame. */
export class RvProgressEvent extends RunEvent {
  constructor(
    run: Run,
    /** Outermost first; empty when nothing is in progress any more. */
    readonly levels: readonly Progress[],
  ) {
    super('rv-progress', run);
  }
}

/** `ctx.info()`, `warning()`, `success()` or `error()` was called. Cancel it to show the message yourself. */
export class RvAlertEvent extends Event {
  constructor(
    readonly run: Run,
    readonly alert: Alert,
  ) {
    super('rv-alert', { bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'rv-start': RvStartEvent;
    'rv-yield': RvYieldEvent;
    'rv-complete': RvCompleteEvent;
    'rv-cancel': RvCancelEvent;
    'rv-error': RvErrorEvent;
    'rv-progress': RvProgressEvent;
    'rv-alert': RvAlertEvent;
  }
}
