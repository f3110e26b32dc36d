// Builds dist/ and custom-elements.json, and fails when a file is above its size budget.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { mp4boxBoxes } from './mp4box-boxes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The minifier leaves templates as they are, and with them the white space of the style sheets. */
const compactCss = {
  name: 'compact-css',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(join(root, 'src/'))) return;
    return code.replace(/\bcss`[^`]*`/g, (css) => css.replace(/\s+/g, ' ').replace(/ ?([{};,]) ?|(:) /g, '$1$2'));
  },
};

/** Runs Vite in library mode and returns the chunks. */
async function bundle({ entry, format, output, write = true, plugins = [], ...options }) {
  const [{ output: chunks }] = await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [compactCss, ...plugins],
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

/** What runs in workers: one ES module each, which the page's code names by its URL. */
const workers = {
  capture: 'worker/capture.ts',
  worker: 'worker/entry.ts',
  media: 'worker/media/index.ts',
  ts: 'worker/media/ts/index.ts',
  clone: 'worker/encode/clone.ts',
  chat: 'worker/encode/chat.ts',
  every: 'worker/encode/every.ts',
  label: 'worker/encode/label.ts',
  recorder: 'worker/recorder.ts',
};
const workerFiles = {
  capture: 'worker-capture.js',
  worker: 'worker.js',
  media: 'worker-media.js',
  ts: 'worker-ts.js',
  clone: 'worker-clone.js',
  chat: 'worker-chat.js',
  every: 'worker-every.js',
  label: 'worker-label.js',
  recorder: 'worker-recorder.js',
};
/** Those that `worker-parts.ts` names. */
const pageParts = ['capture', 'media', 'ts', 'clone', 'chat', 'every', 'label'];
const placeholder = (name) => `__${name.toUpperCase()}_URL__`;

/** Replaces the modules that point at the TypeScript source of what runs in workers. */
function workerScripts(code) {
  return {
    name: 'worker-scripts',
    enforce: 'pre',
    load(id) {
      return code[id.slice(root.length)];
    },
  };
}

/** mp4box builds a string for each thing it might log. What is wrong with a file, the author is told by the element. */
const treeshake = { manualPureFunctions: ['debug', 'info', 'warn', 'error'].map((level) => `Log.${level}`) };

async function buildWorkers() {
  for (const [name, entry] of Object.entries(workers)) {
    const output = { entryFileNames: workerFiles[name], codeSplitting: false };
    await bundle({ entry, format: 'es', output, treeshake, plugins: [mp4boxBoxes()] });
  }
}

/**
 * The library as ES modules: one file, and one more for each element, loaded when a page uses it. All that the entry
 * needs, and all of Lit, stands in that first file, so that no element has to wait for a third.
 */
async function buildModules() {
  const isElement = (id) =>
    id?.startsWith(join(root, 'src/elements/')) && /^define\('rv-/m.test(readFileSync(id, 'utf8'));
  const first = new Set();
  await bundle({
    entry: 'src/index.ts',
    format: 'es',
    output: {
      entryFileNames: 'rivulet.js',
      chunkFileNames: ({ facadeModuleId }) => (isElement(facadeModuleId) ? 'elements/[name].js' : 'chunks/[name].js'),
      codeSplitting: {
        groups: [
          // Nothing but what is loaded later uses `repeat`.
          { name: 'first', test: (id) => first.has(id) || /\/node_modules\/(?!.*\/repeat\.)@?lit/.test(id) },
          { name: 'inline', test: /\/runtime\/(inline|rewrite|import-map)\.ts$|\/es-module-lexer\// },
        ],
      },
    },
    // What the elements share with the entry is exported from it beside its own names.
    preserveEntrySignatures: 'allow-extension',
    plugins: [
      workerScripts({
        'src/runtime/worker-script.ts': `export const workerUrl = ${placeholder('worker')}.href; export const workerText = undefined;`,
        'src/elements/worker-parts.ts': pageParts
          .map((name) => `export const ${name}Url = () => ${placeholder(name)}.href;`)
          .join('\n'),
        'src/sinks/recorder-script.ts': `export const recorderUrl = ${placeholder('recorder')}.href; export const recorderText = undefined;`,
      }),
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
        name: 'worker-urls',
        // After the minifier, and as bundlers look for them: a page's own bundler then ships the workers too.
        generateBundle(_, files) {
          const entry = files['rivulet.js'];
          if (!entry.code.includes(placeholder('worker'))) throw new Error('rivulet.js does not name worker.js');
          if (entry.imports.length > 0) throw new Error(`rivulet.js imports ${entry.imports}; it has to be one file`);
          for (const file of Object.values(files)) {
            const up = file.fileName.includes('/') ? '../' : './';
            for (const [name, worker] of Object.entries(workerFiles)) {
              file.code = file.code.replaceAll(placeholder(name), `new URL("${up}${worker}", import.meta.url)`);
            }
          }
        },
      },
    ],
  });
}

/** All of it in one classic script, for pages that load no modules: those opened from a disk. Returns its exports. */
async function buildGlobal() {
  const text = {};
  for (const [name, entry] of Object.entries(workers)) {
    // The workers themselves are classic scripts; the others are modules that the first imports.
    const format = name === 'worker' || name === 'recorder' ? 'iife' : 'es';
    const output = { codeSplitting: false };
    const [chunk] = await bundle({ entry, format, output, write: false, treeshake, plugins: [mp4boxBoxes()] });
    text[name] = JSON.stringify(chunk.code);
  }
  const [library] = await bundle({
    entry: 'src/index.ts',
    format: 'iife',
    output: { entryFileNames: 'rivulet.global.js', codeSplitting: false },
    plugins: [
      workerScripts({
        'src/runtime/worker-script.ts': `export const workerUrl = undefined; export const workerText = ${text.worker};`,
        // Blobs are of another origin for WebKit there. Escaping takes a while, and few pages need it.
        'src/elements/worker-parts.ts': pageParts
          .map(
            (name) =>
              `let ${name}; export const ${name}Url = () => (${name} ??= 'data:text/javascript,' + encodeURIComponent(${text[name]}));`,
          )
          .join('\n'),
        'src/sinks/recorder-script.ts': `export const recorderUrl = undefined; export const recorderText = ${text.recorder};`,
      }),
    ],
  });
  if (/\bimport\.meta\b/.test(library.code)) {
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
await buildWorkers();
await buildModules();
writeStub(await buildGlobal());
run('tsc', '-b', 'src');
run('cem', 'analyze', '--config', 'scripts/custom-elements-manifest.config.mjs', '--quiet');
await import('./size.mjs');
