// Builds site/: the gallery and the demos beside a copy of dist/, for any static host and any sub-path of it.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rewriteCdnScripts } from './cdn.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const site = join(root, 'site');

if (!existsSync(join(root, 'dist/rivulet.js'))) await import('./build.mjs');

rmSync(site, { recursive: true, force: true });
for (const name of ['index.html', 'demos', 'dist']) {
  const from = join(root, name);
  const shipped = (path) => !path.startsWith(join(root, 'dist/types'));
  if (existsSync(from)) cpSync(from, join(site, name), { recursive: true, filter: shipped });
}

for (const page of readdirSync(site, { recursive: true }).filter((path) => path.endsWith('.html'))) {
  const path = join(site, page);
  const toRoot = relative(dirname(path), site) || '.';
  const url = posix.join(toRoot, 'dist/rivulet.js');
  writeFileSync(path, rewriteCdnScripts(readFileSync(path, 'utf8'), toRoot === '.' ? `./${url}` : url));
}
console.log('site/ is built');
