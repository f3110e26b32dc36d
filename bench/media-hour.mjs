import { format, openPage, sleep } from './harness.mjs';
import { startMediaServer } from './media-server.mjs';
import { FRAMES, findAppWorker, makeChunk, SECONDS } from './media-steady.mjs';

/** `MINUTES=10 npm run bench -- --only media-hour` takes a sixth of the time. */
const MINUTES = Number(process.env.MINUTES ?? 60);
const RATE = 16;
/** When the heaps are looked at, in minutes of the stream: everything has been used by the first. */
const [EARLY, LATE] = [Math.min(10, MINUTES / 2), MINUTES - 1];
/** Bytes of heap that fifty minutes may leave behind. */
const FLAT = 1024 * 1024;

export async function measure({ browser, origin }) {
  const media = await startMediaServer();
  const { page, close } = await openPage(browser, `${origin}/bench/media-steady.html`);
  try {
    const url = media.serve('chunk.mp4', makeChunk(media));
    const count = (MINUTES * 60) / SECONDS;
    await page.evaluate(() => window.watch());
    const begin = performance.now();
    await page.evaluate((args) => window.start(args), { url, count, rate: RATE });
    const clients = { page: await page.createCDPSession(), worker: (await findAppWorker(page)).client };

    const state = () => page.evaluate(() => window.state());
    const until = async (isDone) => {
      for (;;) {
        const now = await state();
        if (isDone(now)) return now;
        if (performance.now() - begin > (MINUTES * 60_000 * 2) / RATE + 60_000) {
          throw new Error(`After ${format(performance.now() - begin)} ms: ${JSON.stringify(now)}`);
        }
        await sleep(500);
      }
    };
    const heaps = async () => ({ page: await usedHeap(clients.page), worker: await usedHeap(clients.worker) });
    await until(({ currentTime }) => currentTime > EARLY * 60);
    const early = await heaps();
    await until(({ currentTime }) => currentTime > LATE * 60);
    const late = await heaps();
    const end = await until(({ ended }) => ended);
    const took = (performance.now() - begin) / 1000;
    await close();
    return rows({ ...end, took, early, late, expected: count * FRAMES });
  } finally {
    media.close();
  }
}

async function usedHeap(client) {
  for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await client.send('Runtime.getHeapUsage');
  return usedSize + backingStorageSize;
}

function rows({ stalls, frames, dropped, span, took, early, late, expected, note }) {
  const length = MINUTES === 60 ? 'an hour' : `${MINUTES} minutes`;
  const stream = `${length} of video at ${RATE} times its speed`;
  const how = `${format((MINUTES * 60) / SECONDS)} chunks of ${SECONDS} s (360p, H.264 and AAC in mp4), muted, fast once 25 s are ahead, in ${format(took)} s.${note ? ` The element says: “${note.trim()}”.` : ''}`;
  const dry = stalls.filter(({ ahead }) => ahead < 1);
  const others = stalls.filter((stall) => !dry.includes(stall)).map(({ ahead }) => ahead);
  const slow =
    others.length === 0
      ? ''
      : ` There were ${format(others.length)} others with ${format(Math.min(...others))} s ahead or more: those are the decoder's, which has ${format(RATE * (FRAMES / SECONDS))} pictures a second to do.`;
  const heap = (name) => {
    const growth = late[name] - early[name];
    return {
      figure: `${stream}: heap of the ${name} in the end`,
      ours: `${kb(late[name])}, ${kb(growth)} more`,
      against: `${kb(early[name])} after ${format(EARLY)} minutes`,
      ratio: `${format(late[name] / early[name], 3)}×`,
      toReach: `flat: ${kb(FLAT)} more or less`,
      reached: growth <= FLAT,
      how: `${how} Used heap and buffers of scripts after a garbage collection asked for by CDP, after ${format(EARLY)} minutes of the stream and after ${format(LATE)}.`,
    };
  };
  return [
    {
      figure: `${stream}: stalls for want of data`,
      ours: format(dry.length),
      toReach: '0',
      reached: dry.length === 0,
      how: `${how} \`waiting\` events after it began to play, with less than a second buffered ahead.${slow}`,
    },
    {
      figure: `${stream}: pictures that never came to the decoder`,
      ours: `${format(expected - frames)} of ${format(expected)}`,
      toReach: '0',
      reached: frames === expected,
      how: `${how} What the chunks have, less \`totalVideoFrames\` in the end. Of them ${format(dropped)} were not shown: there are ${format(RATE * (FRAMES / SECONDS))} a second, and a screen has 60.`,
    },
    heap('page'),
    heap('worker'),
    {
      figure: `${stream}: longest that a SourceBuffer held`,
      ours: `${format(span, 1)} s`,
      toReach: '45 s or less',
      reached: span <= 45,
      how: `${how} From its first to its last buffered time, four times a second. 10 s behind the playhead stay and 30 s are ahead; at this speed a quarter of a second, after which a media element tells of its time, is 4 s.`,
    },
  ];
}

const kb = (bytes) => `${format(bytes / 1024)} KB`;
