import { inTurns, openPage, ratio, spread, startBrowser } from './harness.mjs';

const TURN = 3000;
/** Milliseconds of a frame that the slow filter takes, by the frames a second of the camera. */
const CAMERAS = { 30: 25, 60: 12 };

export async function measure({ origin }) {
  const rows = [];
  for (const [fps, slow] of Object.entries(CAMERAS)) {
    const browser = await startBrowser(`--use-fake-device-for-media-stream=fps=${fps}`);
    try {
      rows.push(...(await measureCamera(browser, origin, Number(fps), slow)));
    } finally {
      await browser.close();
    }
  }
  return rows;
}

async function measureCamera(browser, origin, fps, slow) {
  const { page, close } = await openPage(browser, `${origin}/bench/webcam.html`);
  const ours = (least) => page.evaluate((...args) => window.ours(...args), TURN, least);
  const results = await inTurns(5, {
    own: () => page.evaluate((ms) => window.own(ms), TURN),
    quick: () => ours(0),
    slow: () => ours(slow),
  });
  await close();

  const row = (frames, filter) => {
    const { value, text } = ratio(frames, results.own);
    return {
      figure: `a webcam of ${fps} frames a second through ${filter}`,
      ours: spread(frames, 'a second', 1),
      against: `${spread(results.own, 'a second', 1)}: the camera alone`,
      ratio: text,
      toReach: '0.95× or more',
      reached: value >= 0.95,
      how: `Chromium’s fake camera, 640×480, \`stream-every="0"\`, \`type="frame"\`, in a live app whose function makes a negative of each frame in the worker, pixel by pixel, and returns its canvas. Painted frames are counted for 3 s, after half a second. The camera alone: a \`MediaStreamTrackProcessor\` whose frames are closed as they come. 5 turns each.`,
    };
  };
  return [row(results.quick, 'a filter'), row(results.slow, `a filter that takes ${slow} ms`)];
}
