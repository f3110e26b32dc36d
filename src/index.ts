import { loadElementsOf } from './loader.js';

export type * from '../worker/context.js';
export { RvApp } from './app/app.js';
export * from './app/events.js';
export { RvComponent } from './elements/component.js';
export { RvValueComponent } from './elements/value-component.js';
export { Run, type RunEnding } from './runtime/run.js';
export { ScriptError } from './runtime/script-error.js';

loadElementsOf(document);
