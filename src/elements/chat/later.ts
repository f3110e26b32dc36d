/** How long what was put off may take at a time, in milliseconds, so that the page stays at hand. */
const SLICE = 8;

const waiting: (() => void)[] = [];
let planned = false;

/** Does what a text looks better with once what is urgent is done: a little at a time, in the order of the calls. */
export function later(job: () => void): void {
  waiting.push(job);
  plan();
}

function plan(): void {
  if (planned || waiting.length === 0) return;
  planned = true;
  setTimeout(work);
}

function work(): void {
  planned = false;
  const end = performance.now() + SLICE;
  try {
    while (waiting.length > 0 && performance.now() < end) waiting.shift()!();
  } finally {
    plan();
  }
}
