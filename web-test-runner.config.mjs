// One run tests one engine: `ENGINE=firefox npx wtr --files src/app/app.test.ts`
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import { rewriteCdnScripts } from './scripts/cdn.mjs';
import {
  chromiumArgs,
  findChromium,
  findFirefox,
  firefoxPrefs,
  startSilentSound,
  startWebKitDriver,
  webkitCapabilities,
} from './scripts/engines.mjs';
import { isMpegTs, readStatic } from './scripts/static-files.mjs';
import { pageServer } from './test/pages/server.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

const launchers = {
  chromium: () => chromeLauncher({ launchOptions: { executablePath: findChromium(), args: chromiumArgs } }),
  firefox: () =>
    puppeteerLauncher({
      launchOptions: {
        browser: 'firefox',
        executablePath: findFirefox(),
        extraPrefsFirefox: firefoxPrefs,
      },
    }),
  webkit: async () => {
    const { port } = await startWebKitDriver();
    return webdriverLauncher({
      automationProtocol: 'webdriver',
      hostname: '127.0.0.1',
      port,
      path: '/',
      capabilities: { ...webkitCapabilities(), 'wdio:enforceWebDriverClassic': true },
    });
  },
};

const engine = process.env.ENGINE ?? 'chromium';
if (!(engine in launchers)) {
  throw new Error(`ENGINE is ${engine}, but must be one of ${Object.keys(launchers).join(', ')}`);
}

await startSilentSound();

/** Pages name the library by its CDN URL, as a user's page does; here they get its source. */
const cdnScripts = {
  name: 'cdn-scripts',
  transform(context) {
    if (context.response.is('html')) return rewriteCdnScripts(context.body, '/src/index.ts');
  },
};

/** A second origin that serves dist/ as the CDN would; `GET /__cdn` tells its address. */
function cdnOrigin() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://cdn');
    const [, pinned, path] = /^\/npm\/rivulet(?:@([^/]+))?(\/.*)?$/.exec(pathname) ?? [];
    const known = pathname.startsWith('/npm/rivulet') && (!pinned || version.startsWith(pinned));
    const file = known && (await readStatic(root, path ?? '/dist/jsdelivr.js'));
    response.setHeader('access-control-allow-origin', '*');
    if (file) response.setHeader('content-type', file.type);
    response.writeHead(file ? 200 : 404).end(file ? file.body : 'Not found');
  });
  return {
    name: 'cdn-origin',
    async serverStart() {
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    },
    serverStop() {
      server.closeAllConnections();
      server.close();
    },
    serve(context) {
      if (context.path !== '/__cdn') return;
      return { body: `http://127.0.0.1:${server.address().port}`, type: 'text' };
    },
  };
}

/** mediabunny's parts for Node, which bundlers leave out by its package.json. */
const mediabunny = {
  name: 'mediabunny',
  serve(context) {
    if (context.path.endsWith('/mediabunny/dist/modules/src/node.js')) return { body: 'export {};', type: 'js' };
  },
};

async function mpegTs(context, next) {
  if (!isMpegTs(context.path)) return next();
  const file = await readStatic(root, context.path);
  if (!file) return;
  context.type = file.type;
  context.body = file.body;
}

/** The built site under a sub-path, as GitHub Pages serves it. */
async function builtSite(context, next) {
  if (!context.path.startsWith('/sub/path/')) return next();
  const file = await readStatic(`${root}site`, context.path.slice('/sub/path/'.length));
  if (!file) return;
  context.type = file.type;
  context.body = file.body;
}

/** Writes the numbers that scripts/test.mjs adds up, and what failed. */
const counts = {
  stop({ sessions }) {
    if (!process.env.WTR_COUNTS) return;
    const total = { passed: 0, failed: 0, failures: [] };
    const fail = (...lines) => {
      total.failed++;
      total.failures.push(lines.filter(Boolean).join('\n  '));
    };
    const add = ({ tests, suites }, path) => {
      for (const { name, passed, skipped, error } of tests) {
        if (passed) total.passed++;
        else if (!skipped) fail([...path, name].join(' › '), error?.message);
      }
      for (const suite of suites) add(suite, [...path, suite.name]);
    };
    for (const { testFile, testResults, passed, errors } of sessions) {
      const before = total.failed;
      const file = relative(root, testFile);
      if (testResults) add(testResults, [file]);
      // A file that did not load, or a browser that crashed, has no failed test to count.
      if (!passed && total.failed === before) fail(file, ...errors.map(({ message }) => message));
    }
    writeFileSync(process.env.WTR_COUNTS, JSON.stringify(total));
  },
};

export default {
  rootDir: root,
  files: ['src/**/*.test.ts', 'worker/**/*.test.ts', 'test/**/*.test.ts'],
  nodeResolve: true,
  browsers: [await launchers[engine]()],
  // One page at a time: a second one would run in a tab behind it, where animation frames stop.
  concurrency: 1,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 600_000,
  // `GREP='joins mp3' npx wtr …` runs the tests whose names have that.
  testFramework: { config: { timeout: 20_000, ...(process.env.GREP && { grep: process.env.GREP }) } },
  plugins: [
    mediabunny,
    cdnScripts,
    cdnOrigin(),
    esbuildPlugin({ ts: true, target: 'esnext', tsconfig: `${root}tsconfig.json` }),
  ],
  middleware: [mpegTs, builtSite, pageServer(root)],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: true }), counts],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode.'),
};
