// What all figures share: the build, a server, a browser, and what is made of repeated measurements.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import puppeteer from 'puppeteer';
import { build } from 'vite';
import { chromiumArgs, findChromium } from '../scripts/engines.mjs';
import { readStatic } from '../scripts/static-files.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Builds dist/ when a source is newer. A build that says a file is above its budget has built all the same. */
export function buildIfOld() {
  const modified = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newest = Math.max(...sources().map(modified));
  const isOld = () => Math.min(modified('dist/rivulet.js'), modified('dist/worker.js')) < newest;
  if (!isOld()) return;
  console.log('Building dist/ (npm run build)…');
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(stdout + stderr);
  if (isOld()) throw new Error('npm run build failed');
}

function sources() {
  const isShipped = (path) => !/\.test\.ts$|testing\.ts$/.test(path);
  return [...filesIn('src'), ...filesIn('worker'), 'scripts/build.mjs', 'package-lock.json'].filter(isShipped);
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

export const brotli = (path) => brotliCompressSync(readFileSync(join(root, path))).length;

/**
 * Serves the repository as a static host would: compressed, with a `Cache-Control` and no other header of note.
 *
 * `link` slows it down for all who ask, workers included: `delay` ms before each answer begins, `bitsPerSecond` shared by
 * all answers. `files` are served beside those on disk.
 */
export async function startServer() {
  const files = new Map();
  const compressed = new Map();
  const state = { link: undefined, files };
  let linkIsFreeAt = 0;

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    const text = files.get(pathname);
    const file = text === undefined ? await readStatic(root, pathname) : { body: text };
    if (!file) return void response.writeHead(404).end();
    const type = /\.m?js$/.test(pathname) ? 'text/javascript' : file.type;
    const headers = { 'Content-Type': type, 'Cache-Control': 'max-age=600' };
    let { body } = file;
    if (/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
      const known = compressed.get(pathname);
      body = known?.of === String(file.body) ? known.body : brotliCompressSync(file.body);
      compressed.set(pathname, { of: String(file.body), body });
      headers['Content-Encoding'] = 'br';
    }
    if (state.link) await sleep(state.link.delay);
    response.writeHead(200, headers);
    for (let at = 0; state.link && at < body.length; at += PACKET) {
      const packet = body.subarray(at, at + PACKET);
      linkIsFreeAt = Math.max(linkIsFreeAt, performance.now()) + (packet.length * 8000) / state.link.bitsPerSecond;
      await sleep(linkIsFreeAt - performance.now());
      response.write(packet);
    }
    response.end(state.link ? undefined : body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    origin: `http://localhost:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
}

const PACKET = 4096;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/**
 * A browser for one figure.
 *
 * @param args - What it is started with beside the usual.
 */
export async function startBrowser(...args) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found: set CHROME_PATH to the path of one.');
  return puppeteer.launch({ executablePath, args: [...chromiumArgs, ...args], protocolTimeout: 1_200_000 });
}

/** Opens an empty page with nothing in its cache. `close()` throws what has gone wrong in it. */
export async function emptyPage(browser) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error));
  page.on('console', (message) => message.type() === 'error' && errors.push(new Error(message.text())));
  const check = () => {
    if (errors.length > 0) throw errors[0];
  };
  const close = async () => {
    check();
    await context.close();
  };
  return { page, check, close };
}

/** Opens a page and waits until it has set `window.ready`. */
export async function openPage(browser, url) {
  const { page, check, close } = await emptyPage(browser);
  await page.goto(url);
  while (!(await page.evaluate(() => window.ready))) {
    check();
    await sleep(20);
  }
  return { page, close };
}

/**
 * CPU milliseconds that a page's main thread spends on its tasks while `action` lasts: scripts, style, layout, paint.
 * Processor time, not time on the clock: other processes' turns don't count.
 */
export async function mainThreadTime(page, action) {
  const { TaskDuration } = await durations(page, action);
  return TaskDuration;
}

/** As `mainThreadTime`, and beside it what of it were scripts, style and layout: `{ all, scriptAndLayout }`. */
export async function mainThreadShares(page, action) {
  await page.tracing.start({ categories: ['v8'] });
  const { TaskDuration, LayoutDuration, RecalcStyleDuration } = await durations(page, action);
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const renderers = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const scripts = renderers.map((thread) => {
    const isScript = ({ pid, tid, ph, name }) =>
      pid === thread.pid && tid === thread.tid && ph === 'X' && SCRIPT.has(name);
    return covered(traceEvents.filter(isScript).map(({ tts, tdur = 0 }) => [tts, tts + tdur])) / 1000;
  });
  return { all: TaskDuration, scriptAndLayout: Math.max(...scripts) + LayoutDuration + RecalcStyleDuration };
}

/** CPU milliseconds of the longest task of a page's main thread while `action` lasts. */
export async function longestTask(page, action) {
  await page.tracing.start({ categories: ['toplevel'] });
  await action();
  const { traceEvents } = JSON.parse(new TextDecoder().decode(await page.tracing.stop()));
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) =>
      name === 'ThreadControllerImpl::RunTask' && threads.some((thread) => thread.pid === pid && thread.tid === tid),
  );
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000;
}

/** What a trace calls the running of scripts. */
const SCRIPT = new Set(['v8.callFunction', 'v8.run', 'V8.RunMicrotasks', 'RunMicrotasks']);

/** CDP's counters of the page's main thread, as milliseconds of processor time spent while `action` lasts. */
async function durations(page, action) {
  const client = await page.createCDPSession();
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => (await client.send('Performance.getMetrics')).metrics;
  const before = await read();
  await action();
  const after = await read();
  await client.detach();
  return Object.fromEntries(after.map(({ name, value }, index) => [name, (value - before[index].value) * 1000]));
}

/** How much the spans cover; one may stand in another. */
function covered(spans) {
  let sum = 0;
  let end = 0;
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

/** Runs the sides in turns (A B A B …), so that what else the machine does falls on all of them. Gives their results. */
export async function inTurns(rounds, sides) {
  const results = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries(sides)) results[name].push(await measure());
  }
  return results;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median, with the least and the most of them: `12 ms (11–14)`. */
export function spread(values, unit, digits = 0) {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => format(value, digits));
  const range = values.length > 1 && low !== high ? ` (${low}–${high})` : '';
  return `${format(median(values), digits)} ${unit}${range}`;
}

/** What `a` comes to against `b` in a turn: the median, and the least and the most. */
export function ratio(a, b, digits = 2) {
  const turns = a.map((value, index) => value / b[Math.min(index, b.length - 1)]);
  const value = median(turns);
  const range =
    turns.length > 1 ? ` (${format(Math.min(...turns), digits)}–${format(Math.max(...turns), digits)})` : '';
  return { value, text: `${format(value, digits)}×${range}` };
}

export function format(value, digits = 0) {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A module and all that it imports in one, as Vite bundles and minifies it. */
export async function bundle(entry) {
  const [{ output }] = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(root, entry), formats: ['es'] },
      rolldownOptions: { output: { minify: true, codeSplitting: false } },
    },
  });
  return output[0].code;
}
