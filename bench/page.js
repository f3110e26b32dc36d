// What the pages share.

/** The page's app, once its worker has answered: what is measured is a run, not the start. */
export async function startedApp(app, ...inputs) {
  await customElements.whenDefined('rv-app');
  await finish(app.submit(...inputs));
  return app;
}

/** Waits for a run's end. Throws what it failed with. */
export async function finish(run) {
  const ending = await run.finished;
  if (ending.how === 'error') throw ending.error;
}

/** Milliseconds from the call to the end of what it does. */
export async function time(action) {
  const begin = performance.now();
  await action();
  return performance.now() - begin;
}

/** A worker with the function's text in it, and nothing else. */
export function startWorker(fn) {
  const url = URL.createObjectURL(new Blob([`(${fn})()`], { type: 'text/javascript' }));
  return new Worker(url);
}

/** Sends a message to a bare worker, and gives its first answer. */
export function ask(worker, message) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(message);
  });
}

export const nextFrame = () => new Promise(requestAnimationFrame);

/** Lets the event loop turn once, without the least delay of a timer. */
export function nextTurn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(null);
  });
}

/** Watches the page until `stop()`, which gives how late its timers were and how long it went without a frame. */
export function watchPage() {
  const lateness = [];
  const gaps = [];
  let watching = true;
  let last = performance.now();

  const onFrame = () => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    if (watching) requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);

  const setTimer = () => {
    const due = performance.now() + 50;
    setTimeout(() => {
      lateness.push(performance.now() - due);
      if (watching) setTimer();
    }, 50);
  };
  setTimer();

  return {
    stop() {
      watching = false;
      gaps.push(performance.now() - last);
      return { lateness, gaps };
    },
  };
}
