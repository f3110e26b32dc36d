import { format, median, openPage, ratio, spread } from './harness.mjs';

const TURNS = 5;
/** Milliseconds by which a frame and a timer may be late. */
const LATE = 20;

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/replay.html`);
  const run = (turn, mode) => page.evaluate((...given) => window.run(...given), turn, mode);
  const yielded = [];
  const live = [];
  const timed = [];
  const instant = [];
  for (let turn = 0; turn < TURNS; turn++) {
    yielded.push(...(await page.evaluate((number) => window.yielded(number), turn)));
    live.push(await run(turn, 'timed'));
    timed.push(await run(turn, 'timed'));
    instant.push(await run(turn, 'instant'));
  }
  await close();

  const values = (shown) => shown.flat().map(({ value }) => value);
  const sameAs = (expected, shown) => shown.filter((value, index) => value === expected[index]).length;
  const counts = [timed, instant].map((runs) => sameAs(yielded, values(runs)));
  const lengths = [timed, instant].map((runs) => values(runs).length);
  const late = timed.map((shown, turn) => {
    const differences = shown.map(({ afterStart }, index) => Math.abs(afterStart - live[turn][index].afterStart));
    return differences.toSorted((a, b) => a - b)[Math.floor(differences.length / 2)];
  });
  const first = (runs) => runs.map(([shown]) => shown.afterClick);
  const last = (runs) => runs.map((shown) => shown.at(-1).afterClick);
  const { text } = ratio(first(instant), first(live), 3);
  const how = `An app of five outputs (number, text, tokens, JSON, a picture of 128 × 128) yields 300 times to all of them, 5 ms apart, after half a second of thinking; ${TURNS} examples, each run once, replayed as it came, and at once.`;
  const all = yielded.length;
  return [
    {
      figure: 'a kept run, replayed',
      ours: `as it came: ${format(counts[0])} of ${format(lengths[0])} values shown; at once: ${format(counts[1])} of ${format(lengths[1])}`,
      against: `${format(all)} values yielded`,
      toReach: 'same values, same order',
      reached: [...counts, ...lengths].every((count) => count === all),
      how: `${how} What each output shows at each paint, in its order, against what the function yields.`,
    },
    {
      figure: 'when the values of a replay come',
      ours: `${spread(late, 'ms', 1)} off`,
      against: 'the run itself',
      toReach: `${LATE} ms or less`,
      reached: median(late) <= LATE,
      how: `${how} The median difference between the times of a value, counted from its start, in the run and in its replay.`,
    },
    {
      figure: 'first value of a run that is replayed at once',
      ours: `${spread(first(instant), 'ms', 1)}; all of it after ${spread(last(instant), 'ms')}`,
      against: `${spread(first(live), 'ms')}; all of it after ${spread(last(live), 'ms')}: the run itself`,
      ratio: text,
      toReach: 'told',
      how: `${how} From the click to the first paint, and to the last.`,
    },
  ];
}
