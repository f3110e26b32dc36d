import { inTurns, openPage, ratio, spread } from './harness.mjs';

const YIELDS = 100_000;

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/work.html`);
  const rounds = await page.evaluate(() => calibrate(0.01));
  const { ours, bare } = await inTurns(9, {
    ours: () => page.evaluate((...args) => window.ours(...args), YIELDS, rounds),
    bare: () => page.evaluate((...args) => window.bare(...args), YIELDS, rounds),
  });
  await close();
  const { value, text } = ratio(ours, bare);
  return [
    {
      figure: '100,000 yields that take 10 µs of work each',
      ours: spread(ours, 'ms'),
      against: `${spread(bare, 'ms')}: the same loop in a bare worker`,
      ratio: text,
      toReach: '1.1× or less',
      reached: value <= 1.1,
      how: 'From `submit()` to the end of the run, its last value painted, in an app with a number output; the same work in a loop that yields nothing, from the message that starts a bare worker to the one it answers with. The work is a fixed count of integer operations, found at the beginning to take about 10 µs. 9 turns each.',
    },
  ];
}
