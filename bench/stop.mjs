import { inTurns, median, openPage, spread } from './harness.mjs';

/** Milliseconds a function is given to stop by itself. */
const GRACE = 500;

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/stop.html`);
  const stop = (kind) => page.evaluate((kind) => window.stop(kind), kind);
  const times = await inTurns(10, {
    async: () => stop('async'),
    sync: () => stop('sync'),
    never: () => stop('never'),
  });
  await close();

  const row = (kind, text, most, toReach) => ({
    figure: `Stop to idle: ${text}`,
    ours: spread(times[kind], 'ms', 1),
    toReach,
    reached: median(times[kind]) <= most,
    how: 'From `cancel()` to the run’s end with nothing under way. 10 turns.',
  });
  return [
    row('async', 'an async generator in `sleep()`', 50, '50 ms or less'),
    row('sync', 'a generator that yields without an end', 50, '50 ms or less'),
    row('never', 'a generator in a loop that never yields', GRACE + 100, `${GRACE + 100} ms or less`),
  ];
}
