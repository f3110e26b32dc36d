import { format, inTurns, mainThreadTime, median, openPage, ratio, spread } from './harness.mjs';

const MANY = 20_000;
const FEW = 5000;

export async function measure({ browser, origin, full }) {
  const { page, close } = await openPage(browser, `${origin}/bench/markdown.html`);
  const run = (side, count) => mainThreadTime(page, () => page.evaluate((s, n) => window[s](n), side, count));

  const { few, many } = await inTurns(2, { few: () => run('ours', FEW), many: () => run('ours', MANY) });
  const everyFrame = [await run('everyFrame', MANY)];
  const { small, large } = await inTurns(2, {
    small: () => run('everyToken', 2000),
    large: () => run('everyToken', 4000),
  });
  const everyToken = [full ? await run('everyToken', MANY) : extrapolate(median(small), median(large))];
  await close();

  const frame = ratio(everyFrame, many, 0);
  const token = ratio(everyToken, many, 0);
  const each = (times, count) => times.map((time) => (time / count) * 1000);
  const growth = ratio(each(many, MANY), each(few, FEW));
  const how =
    'CPU time of the page’s main-thread tasks (CDP `TaskDuration` in thread ticks: script, style, layout, paint) for 80,000 characters of Markdown. Ours: a generator that yields 1,000 tokens a second to a Markdown output with `append`, 2 turns.';
  return [
    {
      figure: '20,000 tokens of Markdown: main-thread time',
      ours: spread(many, 'ms'),
      against: `${format(everyFrame[0])} ms: marked and DOMPurify over the whole text, once a frame`,
      ratio: `${format(frame.value)}× less`,
      toReach: '50× less',
      reached: frame.value >= 50,
      how: `${how} Against: 17 more tokens in each frame and all of the text parsed, sanitised and set as \`innerHTML\` again, once.`,
    },
    {
      figure: '20,000 tokens of Markdown: main-thread time',
      ours: spread(many, 'ms'),
      against: `${format(everyToken[0])} ms${full ? '' : ' (extrapolated)'}: the same at each token`,
      ratio: `${format(token.value)}× less`,
      toReach: '300× less',
      reached: token.value >= 300,
      how: full
        ? `${how} Against: all of the text again at each token, with a turn of the event loop in between, once.`
        : `${how} Against: all of the text again at each token, with a turn of the event loop in between. Measured at 2,000 tokens (${spread(small, 'ms')}) and 4,000 (${spread(large, 'ms')}), and extrapolated to 20,000 by the parabola through both and zero; \`--full\` measures it.`,
    },
    {
      figure: 'a token of Markdown: cost among 20,000 against 5,000',
      ours: spread(each(many, MANY), 'µs', 1),
      against: `${spread(each(few, FEW), 'µs', 1)}: a token among 5,000`,
      ratio: growth.text,
      toReach: '1.2× or less',
      reached: growth.value <= 1.2,
      how: 'Main-thread time of the rows above by the number of tokens: flat when a long text costs no more a token than a short one.',
    },
  ];
}

/** At 20,000, of the parabola through zero, 2,000 and 4,000. */
function extrapolate(small, large) {
  const square = (large - 2 * small) / (4000 ** 2 - 2 * 2000 ** 2);
  const linear = small / 2000 - square * 2000;
  return square * MANY ** 2 + linear * MANY;
}
