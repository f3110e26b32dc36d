import { format, inTurns, longestTask, mainThreadTime, openPage, ratio, spread } from './harness.mjs';

const COUNT = 2000;

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/chat.html`);
  const append = (side) => () =>
    page.evaluate((name, count) => window[name](count), side === 'ours' ? 'ours' : 'bare', COUNT);
  const measured = (side, measure) => async () => {
    await page.evaluate((name) => window.prepare(name), side);
    return measure(page, append(side));
  };
  const { ours, empty, long, longest } = await inTurns(5, {
    ours: measured('ours', mainThreadTime),
    empty: measured('empty', mainThreadTime),
    long: measured('long', mainThreadTime),
    longest: measured('ours', longestTask),
  });
  await close();

  const figure = `${format(COUNT)} tokens appended to a conversation of 100 KB`;
  const how =
    'Ours: a generator that yields 1,000 tokens of Markdown a second to `<rv-chatbot turn append>`, which holds 50 messages, 100 KB in all.';
  const row = (theirs, name) => {
    const { value, text } = ratio(ours, theirs);
    return {
      figure: `${figure}: main-thread time`,
      ours: spread(ours, 'ms'),
      against: `${spread(theirs, 'ms')}: ${name}`,
      ratio: text,
      toReach: '3× or less',
      reached: value <= 3,
      how: `CPU time of all of the page’s main thread (CDP \`TaskDuration\` in thread ticks). ${how} Against: a worker that posts the same tokens at the same pace, each appended to a text node whose end is kept in sight. 5 turns each.`,
    };
  };
  return [
    row(empty, 'a bare text node, empty at first'),
    row(long, 'a bare text node that has the 100 KB already'),
    {
      figure: `${figure}: longest task`,
      ours: spread(longest, 'ms', 1),
      toReach: '50 ms',
      reached: Math.max(...longest) <= 50,
      how: `CPU time of the longest task of the page’s main thread, from a trace. ${how} 5 runs.`,
    },
  ];
}
