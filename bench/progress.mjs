import { inTurns, mainThreadTime, openPage, ratio, spread } from './harness.mjs';

const COUNT = 100_000;

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/progress.html`);
  const run = (name, telling) => () => page.evaluate((...given) => window.run(...given), name, COUNT, telling);
  const times = await inTurns(15, {
    silent: run('default', false),
    telling: run('default', true),
    plain: run('tracked', false),
    tracking: run('tracked', true),
  });
  const shares = await inTurns(3, {
    silent: () => mainThreadTime(page, run('default', false)),
    telling: () => mainThreadTime(page, run('default', true)),
  });
  await close();

  const how =
    'Milliseconds from `submit()` to the end of a run of 100,000 steps, each about a microsecond of work and a yield of its number to a number output. In between, the same run with nothing told. 15 turns each; that the last update arrives is checked.';
  const row = (figure, ours, against) => {
    const { value, text } = ratio(ours, against);
    return {
      figure,
      ours: spread(ours, 'ms'),
      against: `${spread(against, 'ms')}: the run without`,
      ratio: text,
      toReach: '1.2× or less',
      reached: value <= 1.2,
      how,
    };
  };
  const thread = ratio(shares.telling, shares.silent);
  return [
    row('100,000 updates by `ctx.progress()`', times.telling, times.silent),
    row('100,000 updates by `ctx.track()`', times.tracking, times.plain),
    {
      figure: '100,000 updates by `ctx.progress()`: the page’s main thread',
      ours: spread(shares.telling, 'ms'),
      against: `${spread(shares.silent, 'ms')}: the run without`,
      ratio: thread.text,
      toReach: 'told, not judged: it is what the bar costs that is shown',
      how: 'Processor time of the page’s main thread during the runs above. 3 turns each.',
    },
  ];
}
