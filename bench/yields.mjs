import { inTurns, openPage, ratio, spread } from './harness.mjs';

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/yields.html`);
  const { ours, messages, calls } = await inTurns(7, {
    ours: () => page.evaluate(() => ours(1_000_000)),
    messages: () => page.evaluate(() => messages(100_000)),
    calls: () => page.evaluate(() => calls(10_000)),
  });
  await close();

  const figure = '1,000,000 numbers yielded and nothing else';
  const how =
    'Yields by the time from `submit()` to the end of the run, its last value painted. On the other side the page keeps the newest value and shows it once a frame. 7 turns each.';
  const row = (theirs, name, least) => {
    const { value, text } = ratio(ours, theirs, 0);
    const against = `${spread(theirs, 'a second')}: ${name}`;
    return {
      figure,
      ours: spread(ours, 'a second'),
      against,
      ratio: text,
      toReach: `${least}× or more`,
      reached: value >= least,
    };
  };
  return [
    { ...row(messages, 'one `postMessage` a yield', 20), how: `${how} 100,000 messages a turn stand for a million.` },
    { ...row(calls, 'one awaited Comlink call a yield', 200), how: `${how} 10,000 calls a turn stand for a million.` },
  ];
}
