/**
 * Calls back in the next animation frame. A hidden page has no frames: there a timer, which browsers slow down by
 * themselves, keeps a run going at the pace of a page that nobody sees.
 */
export function nextFrame(callback: () => void): void {
  waiting.push(callback);
  if (waiting.length === 1) schedule();
}

let waiting: (() => void)[] = [];

function schedule(): void {
  if (document.hidden) setTimeout(flush, 16);
  else requestAnimationFrame(flush);
}

function flush(): void {
  const callbacks = waiting;
  waiting = [];
  for (const callback of callbacks) callback();
}

// A frame asked for while the page was visible never comes once it is hidden.
document.addEventListener('visibilitychange', () => {
  if (document.hidden && waiting.length > 0) schedule();
});
