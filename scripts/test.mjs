// Runs every check in every browser engine that is found, and ends with the line `N passed, N failed`.
//   npm test -- --engine chromium --files 'src/**/*.test.ts'    only these files, only in this engine
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { finders } from './engines.mjs';
import { installChromium, installDependencies, root } from './install.mjs';

const minutes = 60_000;
const howToInstall = {
  chromium: 'Debian: apt-get install chromium',
  firefox: 'Debian: apt-get install firefox-esr',
  webkit: 'Debian: apt-get install webkit2gtk-driver xvfb xauth',
};

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true },
    files: { type: 'string', multiple: true },
  },
});

const total = { passed: 0, failed: 0 };
const failures = [];

/** Adds what a stage counted; one that failed without a failed test counts as one. */
function report(stage, { ok, passed = 0, failed = 0, failures: named = [] }) {
  if (!ok && failed === 0) failed = 1;
  total.passed += passed;
  total.failed += failed;
  if (failed > 0) failures.push(`${stage}: ${failed} failed`, ...named);
}

/** Runs a program to its end; after `limit` it is stopped, with all that it started, and has failed. */
function run(command, args, { env = {}, limit = 5 * minutes } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      detached: true,
    });
    const signal = (name) => {
      try {
        process.kill(-child.pid, name);
      } catch {
        // It has ended already.
      }
    };
    // The browsers have process groups of their own: only a program that ends by itself takes its browser along.
    const stop = () => {
      signal('SIGTERM');
      setTimeout(signal, 3000, 'SIGKILL').unref();
    };
    const interrupted = () => process.exit(130);
    process.once('exit', stop).once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const timer = setTimeout(() => {
      console.error(`${command} did not end within ${limit / minutes} minutes`);
      stop();
    }, limit);
    child.on('error', (error) => console.error(error.message));
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('exit', stop).off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve(code === 0);
    });
  });
}

// Biome colours each character of a difference, which no log can be read through.
const plain = process.stdout.isTTY ? [] : ['--colors=off'];
const bin = (name) => join(root, 'node_modules/.bin', name);
const heading = (text) => console.log(`\n── ${text}`);

async function check(stage, command, ...args) {
  heading(stage);
  const ok = await run(command, args);
  report(stage, { ok, passed: ok ? 1 : 0 });
}

async function testInEngine(engine) {
  heading(`tests in ${engine}`);
  const counts = join(scratch, `${engine}.json`);
  const files = options.files ? ['--files', ...options.files] : [];
  const ok = await run(bin('wtr'), files, {
    env: { ENGINE: engine, WTR_COUNTS: counts },
    limit: 25 * minutes,
  });
  const counted = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : {};
  const none = !counted.passed && !counted.failed;
  if (none) console.error(`No test ran in ${engine}`);
  report(engine, { ...counted, ok: ok && !none });
}

async function testInNode(engines) {
  const folder = join(root, 'test/node');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.test.mjs')) : [];
  if (files.length === 0 || engines.length === 0) return;
  heading('tests driven by Node');
  const tap = join(scratch, 'node.tap');
  const ok = await run(
    process.execPath,
    [
      '--test',
      '--test-concurrency=1',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${tap}`,
      ...files.map((name) => join(folder, name)),
    ],
    { env: { ENGINES: engines.join() } },
  );
  const text = existsSync(tap) ? readFileSync(tap, 'utf8') : '';
  const count = (name) => Number(text.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  report('node', { ok, passed: count('pass'), failed: count('fail') + count('cancelled') });
}

installDependencies();
installChromium();

const scratch = mkdtempSync(join(tmpdir(), 'rivulet-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

const wanted = options.engine ?? Object.keys(finders);
const required = process.env.REQUIRE_ENGINES?.split(',') ?? ['chromium'];
const engines = [];
for (const engine of wanted) {
  if (!(engine in finders)) {
    console.error(`There is no engine ${engine}, only ${Object.keys(finders).join(', ')}`);
    report(engine, { ok: false });
  } else if (finders[engine]()) {
    console.log(`${engine}: ${finders[engine]()}`);
    engines.push(engine);
  } else {
    console.log(`${engine}: not found, its tests do not run (${howToInstall[engine]})`);
    if (required.includes(engine)) report(engine, { ok: false });
  }
}

if (!options.files) {
  await check('types', bin('tsc'), '-b');
  await check('lint and format', bin('biome'), 'ci', '--error-on-warnings', ...plain);
  await check('build and sizes', process.execPath, 'scripts/build.mjs');
  await check('site', process.execPath, 'scripts/build-site.mjs');
}
for (const engine of engines) await testInEngine(engine);
if (!options.files) await testInNode(engines);

heading('all');
for (const failure of failures) console.log(failure);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
