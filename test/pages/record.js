// The first script of every page that a test opens: keeps what the console is told, and what apps and workers do.
(() => {
  const recorded = { console: [], events: [], workers: [] };
  window.recorded = recorded;

  const write = (level, ...parts) => recorded.console.push({ level, text: parts.map(String).join(' ') });
  for (const level of ['error', 'warn', 'info', 'log']) console[level] = write.bind(undefined, level);
  // In a turn of its own: whoever listens after this may say that it is no error.
  addEventListener('error', (event) =>
    setTimeout(() => {
      if (event.message && !event.defaultPrevented) write('uncaught', event.message);
    }),
  );
  addEventListener('unhandledrejection', ({ reason }) => write('uncaught', reason));

  for (const type of ['start', 'yield', 'complete', 'cancel', 'error']) {
    addEventListener(`rv-${type}`, ({ target, error }) =>
      recorded.events.push({
        type: `rv-${type}`,
        app: target.id,
        error: error && { name: error.name, message: error.message, script: error.script, line: error.line },
      }),
    );
  }

  window.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      recorded.workers.push(String(args[0]));
    }
  };
})();
