/**
 * Where the parts of the worker are that only some outputs need. In the single-file build each is a data URL made of its
 * text.
 */
export function mediaUrl(): string {
  return new URL('../../worker/media/index.ts', import.meta.url).href;
}

export function tsUrl(): string {
  return new URL('../../worker/media/ts/index.ts', import.meta.url).href;
}

export function captureUrl(): string {
  return new URL('../../worker/capture.ts', import.meta.url).href;
}

export function everyUrl(): string {
  return new URL('../../worker/encode/every.ts', import.meta.url).href;
}

export function labelUrl(): string {
  return new URL('../../worker/encode/label.ts', import.meta.url).href;
}

export function cloneUrl(): string {
  return new URL('../../worker/encode/clone.ts', import.meta.url).href;
}

export function chatUrl(): string {
  return new URL('../../worker/encode/chat.ts', import.meta.url).href;
}
