// Measures the built library beside what a page would use instead: `npm run bench`, or `node bench/run.mjs --only images`.
// A figure that falls short is reported, not failed. `--full` measures what is otherwise extrapolated; it takes minutes more.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfOld, format, root, startBrowser, startServer } from './harness.mjs';

const ORDER = [
  ...['work', 'yields', 'images', 'markdown', 'chat', 'chain', 'replay', 'progress', 'webcam'],
  ...['endless', 'stop', 'size', 'start', 'heap'],
  ...['media-joins', 'media-first', 'media-work', 'media-hour'],
];
const { values: options } = parseArgs({ options: { only: { type: 'string' }, full: { type: 'boolean' } } });
if (options.only && !ORDER.includes(options.only)) {
  throw new Error(`There is no figure "${options.only}"; there are ${ORDER.join(', ')}.`);
}

buildIfOld();
const server = await startServer();
/** How many processes wanted a core, over the last minute: before the first figure, then after each. */
const loads = [loadavg()[0]];
const begin = performance.now();
const rows = [];
let version = '';
try {
  for (const name of options.only ? [options.only] : ORDER) {
    process.stdout.write(`${name} … `);
    const started = performance.now();
    const { measure } = await import(`./${name}.mjs`);
    const browser = await startBrowser();
    try {
      version = await browser.version();
      rows.push(...(await measure({ browser, server, origin: server.origin, full: options.full === true })));
    } finally {
      await browser.close();
    }
    loads.push(loadavg()[0]);
    console.log(`${format((performance.now() - started) / 1000)} s, load ${loads.at(-1).toFixed(1)}`);
  }
} finally {
  server.close();
}

const seconds = (performance.now() - begin) / 1000;
const verdict = ({ reached }) => (reached === undefined ? '' : reached ? 'reached' : 'NOT REACHED');
for (const row of rows) {
  console.log(`\n${row.figure}  ${verdict(row)}`);
  console.log(`  ours      ${row.ours}`);
  if (row.against) console.log(`  against   ${row.against}`);
  if (row.ratio) console.log(`  ratio     ${row.ratio}`);
  console.log(`  to reach  ${row.toReach}`);
}
const judged = rows.filter(({ reached }) => reached !== undefined);
console.log(
  `\n${judged.filter(({ reached }) => reached).length} of ${judged.length} reached, in ${format(seconds)} s.`,
);

if (!options.only) {
  writeFileSync(join(root, 'bench/RESULTS.md'), report());
  console.log('Written to bench/RESULTS.md');
}

function report() {
  const [{ model }] = cpus();
  const packages = ['comlink', 'marked', 'dompurify', 'hls.js', 'mp4box'].map((name) => {
    const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    return `${name} ${JSON.parse(manifest).version}`;
  });
  const cells = (row) => [row.figure, row.ours, row.against, row.ratio, row.toReach, verdict(row)];
  const line = (texts) => `| ${texts.map((text = '') => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return `# Results

Made by \`npm run bench\`${options.full ? ' (with `--full`)' : ''} on ${new Date().toISOString().slice(0, 10)}; run it to make this file anew.

- Machine: ${cpus().length} × ${model.trim()}, ${format(totalmem() / 2 ** 30)} GB, ${platform()} ${release()}; ${machineLoad()}
- Browser: ${version}, headless, without a GPU; Node ${process.versions.node}
- Against: ${packages.join(', ')}
- Time: ${format(seconds)} s

The two sides of a figure are measured in turns in one browser. A value is the median of all turns, with the least and the
most of them behind it; so is a ratio, which is taken within each turn: what else the machine does falls on both sides.

${line(['figure', 'ours', 'against', 'ratio', 'to reach', ''])}
${line(Array(6).fill('---'))}
${rows.map((row) => line(cells(row))).join('\n')}

## How each is measured

${rows.map(({ figure, how }) => `**${figure}${dedupe(figure)}.** ${how}`).join('\n\n')}
`;
}

function machineLoad() {
  const [first] = loads;
  // The benchmark itself keeps two cores at work.
  const busy = first > 1 ? ' **(other work was running: figures of time on the clock are rough)**' : '';
  return `load ${first.toFixed(1)} before, up to ${Math.max(...loads).toFixed(1)} during the run${busy}`;
}

/** Two rows of one figure differ in what they are held against. */
function dedupe(figure) {
  dedupe.seen ??= new Map();
  const count = (dedupe.seen.get(figure) ?? 0) + 1;
  dedupe.seen.set(figure, count);
  return count > 1 ? ` (${count})` : '';
}
