import { format, openPage } from './harness.mjs';

const STEP = 100;
const STEPS = 10;
/** Bytes of heap a run may leave behind: less than any object graph of one would be. */
const FLAT = 100;

export async function measure({ browser, origin }) {
  const { page, close } = await openPage(browser, `${origin}/bench/heap.html`);
  const targets = { page: await page.createCDPSession(), worker: page.workers()[0].client };

  const heaps = { page: [], worker: [] };
  for (let step = 0; step < STEPS; step++) {
    await page.evaluate((count) => window.runs(count), STEP);
    for (const [name, client] of Object.entries(targets)) heaps[name].push(await usedHeap(client));
  }
  await close();

  const row = (name, sizes) => {
    const perRun = slope(sizes.slice(STEPS / 2)) / STEP;
    const [first, last] = [sizes[0], sizes.at(-1)];
    return {
      figure: `heap of the ${name} after 1,000 runs`,
      ours: `${kb(last)}, ${format(perRun)} bytes a run`,
      against: `${kb(first)} after 100 runs`,
      ratio: `${format(last / first, 3)}×`,
      toReach: `flat: ${FLAT} bytes a run or less`,
      reached: perRun <= FLAT,
      how: `Used heap after a garbage collection asked for by CDP, every 100 runs of an app that yields one number; bytes a run are the slope of the line that fits the last five: before, the engine is still compiling. All ten: ${sizes.map((size) => format(size / 1024)).join(', ')} KB.`,
    };
  };
  return [row('page', heaps.page), row('worker', heaps.worker)];
}

async function usedHeap(client) {
  for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Least squares, by step. */
function slope(values) {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  values.forEach((value, index) => {
    above += (index - middle) * (value - mean);
    below += (index - middle) ** 2;
  });
  return above / below;
}

const kb = (bytes) => `${format(bytes / 1024)} KB`;
