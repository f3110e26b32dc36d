import { format, inTurns, mainThreadTime, median, openPage, sleep, spread } from './harness.mjs';
import { startMediaServer } from './media-server.mjs';
import { findAppWorker, makeChunk, SECONDS } from './media-steady.mjs';

/** Chunks a turn, after those that fill the 30 s that are held ahead. */
const CHUNKS = 40;
const AHEAD = 24;

export async function measure({ browser, origin }) {
  const media = await startMediaServer();
  const { page, close } = await openPage(browser, `${origin}/bench/media-steady.html`);
  try {
    const path = makeChunk(media);
    const url = media.serve('chunk.mp4', path);
    const minute = media.make('minute.mp4', '-stream_loop', '39', '-i', path, '-c', 'copy');
    const minuteUrl = media.serve('minute.mp4', minute);

    /** Streams at a rate, and gives what `measure` makes of the time in which 40 chunks are taken. */
    const stream = async (rate, measure) => {
      await page.evaluate((args) => window.start(args), { url, count: 1e6, rate });
      const worker = await findAppWorker(page);
      const yielded = () => worker.evaluate(() => globalThis.yielded);
      while ((await yielded()) < AHEAD) await sleep(20);
      const before = await yielded();
      const result = await measure(async () => sleep((CHUNKS * SECONDS * 1000) / rate));
      const count = (await yielded()) - before;
      await page.evaluate(() => window.stop());
      return { ...result, count };
    };
    const inWorker = [];
    for (let turn = 0; turn < 5; turn++) {
      const { app, others, count } = await stream(16, (action) => workerTime(page, action));
      inWorker.push({ app: app / count, others: others / count });
    }
    const { ours, file } = await inTurns(3, {
      ours: () => stream(4, async (action) => ({ spent: await mainThreadTime(page, action) })),
      file: async () => {
        await page.evaluate((args) => window.startFile(args), { url: minuteUrl, rate: 4 });
        const spent = await mainThreadTime(page, () => sleep((CHUNKS * SECONDS * 1000) / 4));
        await page.evaluate(() => window.stopFile());
        return { spent };
      },
    });
    await close();
    return rows(inWorker, ours, file);
  } finally {
    media.close();
  }
}

/** CPU milliseconds that the app's worker, and all others, spend on their tasks while `action` lasts. */
async function workerTime(page, action) {
  await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] });
  const worker = await findAppWorker(page);
  await worker.evaluate(() => performance.mark('the worker of the app'));
  await action();
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const { pid, tid } = traceEvents.find(({ name }) => name === 'the worker of the app');
  const workers = traceEvents.filter(
    (event) => event.name === 'thread_name' && event.pid === pid && event.args.name.startsWith('DedicatedWorker'),
  );
  const time = (thread) =>
    traceEvents
      .filter((event) => event.name === TASK && event.pid === pid && event.tid === thread && event.ph === 'X')
      .reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0);
  const others = workers.filter((thread) => thread.tid !== tid).map((thread) => time(thread.tid));
  return { app: time(tid), others: others.reduce((sum, each) => sum + each, 0) };
}

/** What a trace calls a task of any thread. */
const TASK = 'ThreadControllerImpl::RunTask';

function rows(inWorker, ours, file) {
  const shares = inWorker.map(({ app }) => (app / 1000 / SECONDS) * 100);
  const recorder = inWorker.map(({ others }) => others);
  const each = ours.map(({ spent, count }, turn) => (spent - file[turn].spent) / count);
  const playing = file.map(({ spent }) => spent / CHUNKS);
  return [
    {
      figure: `an mp4 chunk of ${SECONDS} s, 360p: worker time, as a share of its length`,
      ours: `${spread(shares, '%', 2)}, ${spread(
        inWorker.map(({ app }) => app),
        'ms',
        1,
      )}`,
      toReach: '2 % or less',
      reached: median(shares) <= 2,
      how: `CPU time of the tasks of the app's worker (from a trace) by chunks taken, in a stream played at 16 times its speed that holds 30 s ahead already. About ${CHUNKS} chunks a turn, ${inWorker.length} turns. The worker that records takes ${spread(recorder, 'ms', 1)} a chunk beside it; AudioDecoder decodes on a thread of the browser.`,
    },
    {
      figure: 'the same: main-thread time a chunk',
      ours: spread(each, 'ms', 2),
      against: `${spread(playing, 'ms', 2)} in the same time: a video element that plays one file of the same chunks`,
      toReach: '1 ms or less more than that',
      reached: median(each) <= 1,
      how: `CPU time of the page's main-thread tasks (CDP \`TaskDuration\` in thread ticks) while about ${CHUNKS} chunks are taken, at 4 times the speed, less what a video element of the same size costs that plays one file for as long; by chunks. ${format(ours.length)} turns each.`,
    },
  ];
}
