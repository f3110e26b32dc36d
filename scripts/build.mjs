// Builds dist/ and custom-elements.json, and fails when a file is above its size budget.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Runs Vite in library mode and returns the chunks. */
async function bundle({ entry, format, output, write = true, plugins = [], ...options }) {
  const [{ output: chunks }] = await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins,
    build: {
      target: 'es2022',
      outDir: dist,
      emptyOutDir: false,
      write,
      lib: { entry: join(root, entry), formats: [format], name },
      // `build.minify` would leave the white space of ES modules in library mode.
      rolldownOptions: { ...options, output: { minify: true, ...output } },
    },
  });
  return chunks;
}

/** Replaces src/runtime/worker-script.ts, which points at the worker's TypeScript source. */
function workerScript(code) {
  return {
    name: 'worker-script',
    enforce: 'pre',
    load(id) {
      if (id === join(root, 'src/runtime/worker-script.ts')) return code;
    },
  };
}

/** The worker as one ES module: the page's code starts it by its URL. */
async function buildWorker() {
  await bundle({
    entry: 'worker/entry.ts',
    format: 'es',
    output: { entryFileNames: 'worker.js', codeSplitting: false },
  });
}

/**
 * The library as ES modules: one file, and one more for each element, loaded when a page uses it. All that the entry
 * needs, and all of Lit, stands in that first file, so that no element has to wait for a third.
 */
async function buildModules() {
  const elements = join(root, 'src/elements/');
  const first = new Set();
  await bundle({
    entry: 'src/index.ts',
    format: 'es',
    output: {
      entryFileNames: 'rivulet.js',
      chunkFileNames: ({ facadeModuleId }) =>
        facadeModuleId?.startsWith(elements) ? 'elements/[name].js' : 'chunks/[name].js',
      codeSplitting: {
        groups: [
          { name: 'first', test: (id) => first.has(id) || /\/node_modules\/(lit|@lit)/.test(id) },
          { name: 'inline', test: /\/runtime\/(inline|rewrite|import-map)\.ts$|\/es-module-lexer\// },
        ],
      },
    },
    // What the elements share with the entry is exported from it beside its own names.
    preserveEntrySignatures: 'allow-extension',
    plugins: [
      workerScript('export const workerUrl = __WORKER_URL__.href; export const workerText = undefined;'),
      {
        name: 'first-file',
        buildEnd() {
          const visit = (id) => {
            if (first.has(id)) return;
            first.add(id);
            for (const imported of this.getModuleInfo(id).importedIds) visit(imported);
          };
          visit(join(root, 'src/index.ts'));
        },
      },
      {
        name: 'worker-url',
        // After the minifier, and as bundlers look for it: a page's own bundler then ships the worker too.
        generateBundle(_, files) {
          const entry = files['rivulet.js'];
          if (!entry.code.includes('__WORKER_URL__')) throw new Error('rivulet.js does not name worker.js');
          if (entry.imports.length > 0) throw new Error(`rivulet.js imports ${entry.imports}; it has to be one file`);
          entry.code = entry.code.replaceAll('__WORKER_URL__', 'new URL("./worker.js", import.meta.url)');
        },
      },
    ],
  });
}

/** All of it in one classic script, for pages that load no modules: those opened from a disk. Returns its exports. */
async function buildGlobal() {
  const [worker] = await bundle({
    entry: 'worker/entry.ts',
    format: 'iife',
    output: { codeSplitting: false },
    write: false,
  });
  const [library] = await bundle({
    entry: 'src/index.ts',
    format: 'iife',
    output: { entryFileNames: 'rivulet.global.js', codeSplitting: false },
    plugins: [
      workerScript(`export const workerUrl = undefined; export const workerText = ${JSON.stringify(worker.code)};`),
    ],
  });
  if (/\bimport\.meta\b/.test(worker.code + library.code)) {
    throw new Error('rivulet.global.js has an import.meta, which no classic script may have');
  }
  return library.exports;
}

/**
 * jsDelivr serves this at /npm/rivulet too, a URL without a folder, where relative imports would miss the package.
 */
function writeStub(names) {
  const lines = [
    `const url = import.meta.url;`,
    `const pinned = url.replace(/(\\/npm\\/${name})(@[^/]*)?$/, '$1@${version}/dist/rivulet.js');`,
    `const library = await import(url.endsWith('.js') ? new URL('./rivulet.js', url).href : pinned);`,
    `export const { ${names.join(', ')} } = library;`,
  ];
  writeFileSync(join(dist, 'jsdelivr.js'), `${lines.join('\n')}\n`);
}

function run(command, ...args) {
  execFileSync(join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit' });
}

rmSync(dist, { recursive: true, force: true });
await buildWorker();
await buildModules();
writeStub(await buildGlobal());
run('tsc', '-b', 'src');
run('cem', 'analyze', '--config', 'scripts/custom-elements-manifest.config.mjs', '--quiet');
await import('./size.mjs');
