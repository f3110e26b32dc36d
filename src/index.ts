import { RvApp } from './app/app.js';
import { loadElementsOf } from './loader.js';

export type * from '../worker/context.js';
export * from './app/events.js';
export type { AppFunction, AppFunctions, Parameter } from './app/functions.js';
export { RvComponent } from './elements/component.js';
export { RvValueComponent } from './elements/value-component.js';
export { Run, type RunEnding } from './runtime/run.js';
export { ScriptError } from './runtime/script-error.js';

export { RvApp };

// A second copy of the library leaves the page to the first, whose apps would not know the elements of the second.
if (customElements.get('rv-app') === RvApp) loadElementsOf(document);
