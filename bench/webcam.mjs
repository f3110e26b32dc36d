import { openPage, ratio, spread, startBrowser } from './harness.mjs';

const TURN = 3000;
const TURNS = 5;
/** How long the slow filter takes, in milliseconds, by the camera's frames a second: less than a frame. */
const SLOW = { 30: 25, 60: 12 };

export async function measure({ origin }) {
  const rows = [];
  for (const [fps, slow] of Object.entries(SLOW)) {
    const browser = await startBrowser(`--use-fake-device-for-media-stream=fps=${fps}`);
    const { page, close } = await openPage(browser, `${origin}/bench/webcam.html`);
    for (const [least, filter] of [
      [0, 'a filter'],
      [slow, `a filter that takes ${slow} ms`],
    ]) {
      const turns = [];
      for (let i = 0; i < TURNS; i++)
        turns.push(await page.evaluate((...args) => window.measure(...args), TURN, least));
      rows.push(row(turns, `a webcam of ${fps} frames a second through ${filter}`));
    }
    await close();
    await browser.close();
  }
  return rows;
}

function row(turns, figure) {
  const painted = turns.map((turn) => turn.painted);
  const given = turns.map((turn) => turn.given);
  const { value, text } = ratio(painted, given);
  return {
    figure,
    ours: spread(painted, 'a second', 1),
    against: `${spread(given, 'a second', 1)}: what the camera gave meanwhile`,
    ratio: text,
    toReach: '0.95× or more',
    reached: value >= 0.95,
    how: `Chromium’s fake camera, 640×480, with \`stream-every="0"\` in a live app, whose function makes a negative of each frame in the worker, pixel by pixel, and returns its canvas; where it takes longer, it is held in a loop. Painted frames, and those that the camera’s track has delivered in the same time (\`track.stats\`): ${TURNS} turns of ${TURN / 1000} s, each begun half a second after the first frame.`,
  };
}
