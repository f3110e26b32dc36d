import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vite';
import { browsers } from './browsers.mjs';
import { serve } from './serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const engines = browsers();

/** A project with the package in its node_modules, as npm would have put it there, and nothing else. */
let project;

before(() => {
  project = mkdtempSync(join(tmpdir(), 'rivulet-bundled-'));
  cpSync(join(root, 'test/fixtures/bundled'), project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
  });
  const installed = join(project, 'node_modules/rivulet');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, packed.trim()), '-C', installed, '--strip-components=1']);
});

after(async () => {
  for (const engine of engines) await engine.close();
  rmSync(project, { recursive: true, force: true });
});

/** Runs the count page as a user does. */
async function runCountPage() {
  const until = async (condition) => {
    const start = Date.now();
    for (let found; ; await new Promise(requestAnimationFrame)) {
      found = condition();
      if (found || Date.now() - start > 20_000) return found;
    }
  };
  const messages = [];
  const { error } = console;
  console.error = (...parts) => messages.push(parts.join(' '));
  const shown = (selector, part) => document.querySelector(selector)?.shadowRoot?.querySelector(part);
  await until(() => shown('rv-number', '[part=control]') && shown('rv-app', '[part=submit]'));
  shown('rv-app', '[part=submit]')?.click();
  const number = await until(() => shown('rv-number', '[part=control]')?.textContent.trim() === '2');
  console.error = error;
  return {
    number,
    error: shown('rv-app', '[part=error]:not([hidden])')?.textContent ?? '',
    messages,
    isApp: window.isApp(),
  };
}

const worked = { number: true, error: '', messages: [], isApp: true };

describe('a project that is built with Vite', () => {
  let out;
  let server;

  before(async () => {
    out = join(project, 'out');
    const input = ['index.html', 'slider.html'].map((name) => join(project, name));
    await build({
      root: project,
      base: './',
      configFile: false,
      logLevel: 'warn',
      build: { outDir: out, rolldownOptions: { input } },
    });
    server = await serve(out);
  });

  after(() => server.close());

  it('ships what runs in workers', () => {
    const files = readdirSync(out, { recursive: true }).map((file) => basename(file).replace(/-.{8}\.js$/, ''));
    for (const name of ['worker', 'worker-media', 'worker-ts', 'worker-recorder']) {
      assert.equal(files.filter((file) => file === name).length, 1, `${name} in ${files}`);
    }
  });

  for (const engine of engines) {
    it(`runs the count page in ${engine.name}`, async () => {
      const page = await engine.open(server.url);
      try {
        assert.deepEqual(await page.evaluate(runCountPage), worked);
      } finally {
        await page.close();
      }
      assert.ok([...server.counts.keys()].some((path) => /worker.*\.js$/.test(path)));
    });

    it(`has the one element that it imports in ${engine.name}`, async () => {
      const page = await engine.open(`${server.url}slider.html`);
      try {
        const found = await page.evaluate(async () => {
          await customElements.whenDefined('rv-slider');
          const slider = document.querySelector('rv-slider');
          await slider.updateComplete;
          return {
            max: slider.shadowRoot.querySelector('input').max,
            sent: new FormData(document.querySelector('form')).get('steps'),
          };
        });
        assert.deepEqual(found, { max: '10', sent: '3' });
      } finally {
        await page.close();
      }
    });
  }
});

describe('a project on Vite’s dev server', () => {
  let server;

  before(async () => {
    server = await createServer({ root: project, configFile: false, logLevel: 'silent', server: { port: 0 } });
    await server.listen();
  });

  after(() => server.close());

  for (const engine of engines) {
    it(`runs the count page in ${engine.name}`, async () => {
      const page = await engine.open(server.resolvedUrls.local[0]);
      try {
        assert.deepEqual(await page.evaluate(runCountPage), worked);
      } finally {
        await page.close();
      }
    });
  }
});

describe('a project in TypeScript', () => {
  it('has the types of apps, elements and events', () => {
    // What npm installs beside the package.
    for (const name of ['lit', '@lit', 'lit-html', 'lit-element', '@types/trusted-types', 'comlink', 'typescript']) {
      const from = join(root, 'node_modules', name);
      const to = join(project, 'node_modules', name);
      mkdirSync(join(to, '..'), { recursive: true });
      if (existsSync(from) && !existsSync(to)) symlinkSync(from, to);
    }
    const options =
      '--noEmit --strict --target es2022 --module esnext --moduleResolution bundler --lib esnext,dom,dom.iterable';
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...options.split(' '), 'types.ts'], {
      cwd: project,
      encoding: 'utf8',
    });
    assert.equal(stdout, '');
  });
});
