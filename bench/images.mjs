import { format, inTurns, mainThreadTime, median, openPage, ratio, spread } from './harness.mjs';

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/images.html`);
  const run = (side, kind, count) => page.evaluate((side, ...args) => window[side](...args), side, kind, count);
  const both = (rounds, measureSide) =>
    inTurns(rounds, { ours: () => measureSide('ours'), byHand: () => measureSide('byHand') });

  const demo = await both(9, (side) => run(side, 'demo', 12));
  const loop = await both(7, (side) => run(side, 'loop', 40));
  const paced = await both(5, async (side) => {
    let painted;
    const spent = await mainThreadTime(page, async () => {
      ({ painted } = await run(side, 'paced', 60));
    });
    return { each: spent / painted, painted };
  });
  await close();

  const perSecond = (results, count = ({ painted }) => painted) =>
    results.map((result) => (count(result) / result.took) * 1000);
  const reaching = { ours: perSecond(demo.ours), byHand: perSecond(demo.byHand) };
  const computed = { ours: perSecond(loop.ours, () => 40), byHand: perSecond(loop.byHand, () => 40) };
  const time = { ours: paced.ours.map(({ each }) => each), byHand: paced.byHand.map(({ each }) => each) };
  const steps = ratio(reaching.ours, reaching.byHand);
  const loopSteps = ratio(computed.ours, computed.byHand);
  const main = ratio(time.ours, time.byHand);
  const loopReaching = ratio(perSecond(loop.ours), perSecond(loop.byHand));
  return [
    {
      figure: '600×600×3 floats: steps that reach the page',
      ours: spread(reaching.ours, 'a second', 1),
      against: `${spread(reaching.byHand, 'a second', 1)}: a worker by hand`,
      ratio: steps.text,
      toReach: '0.95× or more',
      reached: steps.value >= 0.95,
      how: `The generator makes each step of 600×600×3 random floats as the diffusion demo does (\`Float32Array.from\`), without its pause. By hand: the same in a worker, made RGBA by a loop, its buffer transferred, and \`putImageData\` at each message. Steps painted by the time from the start to the last of them painted, 12 a turn, 9 turns each. ${Math.min(...demo.ours.map(({ painted }) => painted))} to ${Math.max(...demo.ours.map(({ painted }) => painted))} of 12 were painted by ours.`,
    },
    {
      figure: 'the same with a fast generator: steps made',
      ours: spread(computed.ours, 'a second', 1),
      against: `${spread(computed.byHand, 'a second', 1)}: a worker by hand`,
      ratio: loopSteps.text,
      toReach: 'for information',
      reached: undefined,
      how: `Filled by a plain loop, 40 steps a turn, 7 turns each. Ours paints a step a frame at most and drops what is overtaken: ${format(median(loop.ours.map(({ painted }) => painted)))} of 40 were painted (${loopReaching.text} the painted steps a second of the worker by hand, which paints all 40, also those that no frame shows).`,
    },
    {
      figure: '600×600×3 floats: main-thread time an image',
      ours: spread(time.ours, 'ms', 2),
      against: `${spread(time.byHand, 'ms', 2)}: a worker by hand`,
      ratio: main.text,
      toReach: '1.2× or less',
      reached: main.value <= 1.2,
      how: `CPU time of the page's main-thread tasks (CDP \`TaskDuration\` in thread ticks: script, style, layout, paint) by images painted (${format(median(paced.ours.map(({ painted }) => painted)))} of 60 by ours, ${format(median(paced.byHand.map(({ painted }) => painted)))} by hand), one image every 30 ms, 60 a turn, 5 turns each. Both canvases are shown at the same size.`,
    },
  ];
}
