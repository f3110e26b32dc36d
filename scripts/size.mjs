// Prints what the built files weigh over the wire; above a budget it fails.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { parse } from 'es-module-lexer/js';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
/** The part for sound and video has a quarter more than mp4box, which is most of it, has alone. */
const budgets = { 'rivulet.js': 20 * 1024, 'worker.js': 8 * 1024, 'worker-media.js': 44 * 1024 };

/** The file and all that it imports statically: what a page loads before anything runs. */
function firstLoad(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const [imports] = parse(readFileSync(join(dist, file), 'utf8'));
  for (const { type, specifier } of imports) {
    if (type === 'static' && specifier.startsWith('.')) {
      firstLoad(posix.join(posix.dirname(file), specifier), seen);
    }
  }
  return seen;
}

const compressed = (file) => brotliCompressSync(readFileSync(join(dist, file))).length;
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(9);

const files = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.js'));
for (const file of files.sort()) console.log(`${kb(compressed(file))}  ${file}`);

console.log('\nFirst loads and their budgets (brotli):');
for (const [entry, budget] of Object.entries(budgets)) {
  const bytes = [...firstLoad(entry)].reduce((sum, file) => sum + compressed(file), 0);
  const over = bytes > budget;
  console.log(`${kb(bytes)} of ${kb(budget)}  ${entry}${over ? '  TOO BIG' : ''}`);
  if (over) process.exitCode = 1;
}
