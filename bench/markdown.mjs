import { inTurns, mainThreadShares, median, openPage, ratio, spread } from './harness.mjs';

const MANY = 20_000;
const FEW = 5000;

export async function measure({ browser, origin, full }) {
  const { page, close } = await openPage(browser, `${origin}/bench/markdown.html`);
  const run = (side, count) => mainThreadShares(page, () => page.evaluate((s, n) => window[s](n), side, count));

  const few = [await run('ours', FEW), await run('ours', FEW)];
  const many = [await run('ours', MANY)];
  const everyFrame = [await run('everyFrame', MANY)];
  const { small, large } = await inTurns(2, {
    small: () => run('everyToken', 2000),
    large: () => run('everyToken', 4000),
  });
  const largest = full ? await run('everyToken', MANY) : undefined;
  await close();

  const shares = [
    ['all', 'main-thread time', 'all of the page’s main thread: scripts, style, layout, paint'],
    [
      'scriptAndLayout',
      'scripts, style and layout',
      'scripts, style and layout alone, without what painting a frame costs',
    ],
  ];
  const how =
    '80,000 characters of Markdown. Ours: a generator that yields 1,000 tokens a second to a Markdown output with `append`.';
  return shares.flatMap(([share, name, what]) => {
    const of = (results) => results.map((result) => result[share]);
    const each = (results, count) => of(results).map((time) => (time / count) * 1000);
    const token = [largest?.[share] ?? extrapolate(median(of(small)), median(of(large)))];
    const againstFrame = ratio(of(everyFrame), of(many), 0);
    const againstToken = ratio(token, of(many), 0);
    const growth = ratio(each(many, MANY), each(few, FEW));
    const measured = `CPU time of ${what} (${share === 'all' ? 'CDP `TaskDuration` in thread ticks' : 'from a trace of the same runs'}).`;
    return [
      {
        figure: `20,000 tokens of Markdown: ${name}`,
        ours: spread(of(many), 'ms'),
        against: `${spread(of(everyFrame), 'ms')}: marked and DOMPurify over the whole text, once a frame`,
        ratio: `${againstFrame.text} less`,
        toReach: '50× less',
        reached: againstFrame.value >= 50,
        how: `${measured} ${how} Against: 17 more tokens in each frame, and all of the text parsed, sanitised and set as \`innerHTML\` again. Once each.`,
      },
      {
        figure: `20,000 tokens of Markdown: ${name}`,
        ours: spread(of(many), 'ms'),
        against: `${spread(token, 'ms')}${full ? '' : ' (extrapolated)'}: the same at each token`,
        ratio: `${againstToken.text} less`,
        toReach: '300× less',
        reached: againstToken.value >= 300,
        how: `${measured} ${how} Against: all of the text again at each token, with a turn of the event loop in between. ${
          full
            ? 'Once each.'
            : `Measured at 2,000 tokens (${spread(of(small), 'ms')}) and 4,000 (${spread(of(large), 'ms')}), twice each, and extrapolated to 20,000 by the parabola through both and zero; \`--full\` measures it.`
        }`,
      },
      {
        figure: `a token of Markdown among 20,000: ${name}`,
        ours: spread(each(many, MANY), 'µs', 1),
        against: `${spread(each(few, FEW), 'µs', 1)}: a token among 5,000`,
        ratio: growth.text,
        toReach: 'flat: 1.2× or less',
        reached: growth.value <= 1.2,
        how: `${measured} Divided by the number of tokens; 5,000 twice, 20,000 once.`,
      },
    ];
  });
}

/** At 20,000, of the parabola through zero, 2,000 and 4,000. */
function extrapolate(small, large) {
  const square = (large - 2 * small) / (4000 ** 2 - 2 * 2000 ** 2);
  const linear = small / 2000 - square * 2000;
  return square * MANY ** 2 + linear * MANY;
}
