import { format, inTurns, median, openPage } from './harness.mjs';

const TURN = 2000;
const FRAME = 1000 / 60;

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/endless.html`);
  const { ours, idle } = await inTurns(5, {
    ours: () => page.evaluate((ms) => window.ours(ms), TURN),
    idle: () => page.evaluate((ms) => window.idle(ms), TURN),
  });
  const messages = await page.evaluate(() => window.messages(1500));
  await close();

  const all = (results, key) => results.flatMap((result) => result[key]);
  const ages = all(ours, 'ages');
  const late = all(ours, 'lateness');
  const idleLate = all(idle, 'lateness');
  const gaps = ours.map((result) => Math.max(...result.gaps));
  const idleGaps = idle.map((result) => Math.max(...result.gaps));
  const flood = `a worker that posts each value for 1.5 s`;
  const how = `A generator that yields the time without an end, for ${(5 * TURN) / 1000} s in 5 turns, in an app with a number output; in between, the same page idle.`;
  const judge = (figure, value, { text = '', against, most, toReach, ...rest }) => ({
    figure,
    ours: `${format(value, 1)} ms${text}`,
    against,
    toReach,
    reached: value <= most,
    ...rest,
  });
  return [
    judge('an endless generator: age of the newest value when it is painted', median(ages), {
      text: ` (95 % within ${format(percentile(ages, 0.95), 1)}, all within ${format(Math.max(...ages), 1)})`,
      against: `${format(messages.oldest)} ms at the most: ${flood}`,
      most: FRAME,
      toReach: 'one frame, 16.7 ms',
      how: `${how} The median of all ${format(ages.length)} paintings, from the yield to the animation frame that paints it. Against: the oldest value shown, where the worker posts each value and the page shows each.`,
    }),
    judge('an endless generator: lateness of the page’s timers', median(late), {
      text: ` (95 % within ${format(percentile(late, 0.95), 1)}, all within ${format(Math.max(...late), 1)})`,
      against: `${format(messages.latest)} ms at the most: ${flood}; idle ${format(median(idleLate), 1)} ms (95 % within ${format(percentile(idleLate, 0.95), 1)})`,
      most: 5,
      toReach: '5 ms',
      how: `${how} The median of ${format(late.length)} timers of 50 ms.`,
    }),
    judge('an endless generator: longest time without a frame in 2 s', median(gaps), {
      text: ` (${gaps.map((each) => format(each)).join(', ')})`,
      against: `${format(messages.gap)} ms: ${flood}; idle ${format(median(idleGaps), 1)} ms (${idleGaps.map((each) => format(each)).join(', ')})`,
      most: 35,
      toReach: '35 ms',
      how: `${how} The longest time between two animation frames in a turn; the median of the turns, and all of them.`,
    }),
  ];
}

function percentile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)];
}
