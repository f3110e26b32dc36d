import { bundle, emptyPage, inTurns, ratio, spread } from './harness.mjs';

const SLOW = { delay: 60, bitsPerSecond: 10_000_000 };

export async function measure({ browser, server }) {
  server.files.set('/start-by-hand.js', Buffer.from(await bundle('bench/start-by-hand.js')));

  const open = async (path) => {
    const { page, close } = await emptyPage(browser);
    await page.goto(server.origin + path);
    const answered = await (await page.waitForFunction('window.answered')).jsonValue();
    await close();
    return answered;
  };
  const both = (rounds) =>
    inTurns(rounds, {
      ours: () => open('/bench/start-ours.html'),
      byHand: () => open('/bench/start-by-hand.html'),
    });
  // The first browser process to do something pays for all of them, and the server has yet to compress.
  await both(2);
  const fast = await both(11);
  server.link = SLOW;
  const slow = await both(9);
  server.link = undefined;

  const row = ({ ours, byHand }, link, lite) => {
    const { value, text } = ratio(ours, byHand);
    return {
      figure: `script tag to an app that answers, ${link}`,
      ours: spread(ours, 'ms'),
      against: `${spread(byHand, 'ms')}: a page by hand`,
      ratio: text,
      toReach: '1.5× or less',
      reached: value <= 1.5,
      how: `From the start of the navigation to the animation frame that paints the first value, in a new browser context each time (nothing cached). Ours: the count page (slider, number, inline script), submitted as soon as \`rv-app\` is defined. By hand: one module script that holds Comlink and the worker's text, bundled by Vite; a blob worker; one generator value. ${ours.length} turns each. ${lite}`,
    };
  };
  return [
    row(fast, 'no network delay', 'Files come compressed by brotli from a local server.'),
    row(
      slow,
      '10 Mbit/s and 60 ms',
      'The server waits 60 ms before each answer and sends 10 Mbit a second to all: so that what a worker loads is slowed down too. Gradio-Lite, measured another time on such a machine and not here: 7,975 ms without delay, 26,301 ms with it.',
    ),
  ];
}
