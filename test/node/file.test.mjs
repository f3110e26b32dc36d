// Pages opened from disk, with the single-file build.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startSilentSound } from '../../scripts/engines.mjs';
import { browsers } from './browsers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const engines = browsers();
let folder;

before(async () => {
  await startSilentSound();
  folder = mkdtempSync(join(tmpdir(), 'rivulet-file-'));
  copyFileSync(join(root, 'dist/rivulet.global.js'), join(folder, 'rivulet.global.js'));
});

after(async () => {
  for (const engine of engines) await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const head = `<!doctype html>
<meta charset="utf-8" />
<title>From disk</title>
<script>console.error = (...parts) => { (window.said ??= []).push(parts.join(' ')); };</script>
<script src="./rivulet.global.js"></script>
`;
const linesOfHead = head.split('\n').length - 1;

/** Runs the page's app as a user does, and gives what that one then sees. */
async function run() {
  const app = document.querySelector('rv-app');
  await customElements.whenDefined('rv-app');
  while (document.querySelector(':not(:defined)')) await new Promise(requestAnimationFrame);
  for (const element of document.querySelectorAll('*')) await element.updateComplete;
  const ended = new Promise((resolve) => {
    for (const type of ['rv-complete', 'rv-error']) app.addEventListener(type, () => resolve(type));
  });
  app.shadowRoot.querySelector('[part=submit]').click();
  const how = await ended;
  for (const element of document.querySelectorAll('*')) await element.updateComplete;
  const { canvas } = document.querySelector('rv-image') ?? {};
  const stream = document.querySelector('rv-video');
  if (stream && how === 'rv-complete') {
    while (!stream.media.ended) await new Promise(requestAnimationFrame);
  }
  return {
    how,
    number: document.querySelector('rv-number')?.shadowRoot.querySelector('[part=control]').textContent.trim(),
    text: document.querySelector('rv-textbox')?.shadowRoot.querySelector('[part=control]').textContent.trim(),
    bold: document.querySelector('rv-markdown')?.shadowRoot.querySelector('strong')?.textContent,
    pixel: canvas && [...canvas.getContext('2d').getImageData(0, 0, 1, 1).data].join(),
    seconds: stream?.media.duration,
    file: stream && how === 'rv-complete' && (await stream.toBlob()).type,
    complaint: stream?.error,
    error: app.shadowRoot.querySelector('[part=error]:not([hidden])')?.textContent.trim() ?? '',
    said: window.said ?? [],
  };
}

/** Starts the page's microphone, a tone, and gives the first number that is made of what it hears. */
async function listen() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const { stream } = tone.connect(context.createMediaStreamDestination());
  tone.start();
  Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: async () => stream } });
  await customElements.whenDefined('rv-audio');
  const audio = document.querySelector('rv-audio');
  await audio.updateComplete;
  audio.shadowRoot.querySelector('[part=start]').click();
  const number = document.querySelector('rv-number');
  while (!audio.error && !number.value) await new Promise(requestAnimationFrame);
  return { loudest: number.value, error: audio.error };
}

let pages = 0;

for (const engine of engines) {
  /** Opens a page with this body and runs it. */
  const runPage = async (body, files = {}, act = run) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const path = join(folder, `page-${pages++}.html`);
    writeFileSync(path, head + body);
    const page = await engine.open(pathToFileURL(path).href);
    try {
      return await page.evaluate(act);
    } finally {
      await page.close();
    }
  };
  // Only in Firefox may a page on the disk read its own source; elsewhere the script's lines are counted.
  const place = (message, line) =>
    engine.name === 'firefox'
      ? new RegExp(`^${message} \\(page-\\d+\\.html, line ${linesOfHead + line}\\)$`)
      : new RegExp(`^${message} \\(the script in page-\\d+\\.html, line ${line}\\)$`);
  const app = (outputs, script) => `<rv-app>${outputs}<script type="rivulet">${script}</script></rv-app>`;

  describe(`a page opened from disk in ${engine.name}`, () => {
    it('runs the count page', async () => {
      const { how, number, error, said } = await runPage(`
<rv-app>
  <rv-slider min="1" max="10" value="3" step="1"></rv-slider>
  <rv-number output></rv-number>
  <script type="rivulet">
    export default function* (x) { for (let i = 0; i < x; i++) yield i; }
  </script>
</rv-app>`);
      assert.deepEqual({ how, number, error, said }, { how: 'rv-complete', number: '2', error: '', said: [] });
    });

    it('shows pictures and Markdown', async () => {
      const { how, pixel, bold } = await runPage(
        app(
          '<rv-image></rv-image><rv-markdown></rv-markdown>',
          `export default function* () { yield [{ data: new Uint8Array([255, 124, 0]), shape: [1, 1, 3] }, '**bold**']; }`,
        ),
      );
      assert.deepEqual({ how, pixel, bold }, { how: 'rv-complete', pixel: '255,124,0,255', bold: 'bold' });
    });

    it('streams video, with the parts that read its files', async () => {
      const base64 = (name) => readFileSync(join(root, 'test/media', name)).toString('base64');
      const { how, seconds, file, complaint, error } = await runPage(
        app(
          '<rv-video streaming autoplay muted></rv-video>',
          `export default function* () {
            for (const text of ${JSON.stringify(['chunk-025.mp4', 'clip-0-frag.mp4', 'clip-0.ts'].map(base64))}) {
              yield Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            }
          }`,
        ),
      );
      assert.deepEqual(
        { how, complaint, error, file },
        { how: 'rv-complete', complaint: '', error: '', file: 'video/mp4' },
      );
      assert.ok(Math.abs(seconds - (8 / 30 + 2 * 1.5)) < 0.02, `it is ${seconds} s long`);
    });

    it('streams what a microphone hears', async () => {
      const { loudest, error } = await runPage(
        `<rv-app live>
          <rv-audio input streaming sources="microphone" stream-every="0.1"></rv-audio><rv-number output></rv-number>
          <script type="rivulet">export default ({ data: [samples] }) => samples.reduce((most, each) => Math.max(most, each), 0);</script>
        </rv-app>`,
        {},
        listen,
      );
      assert.equal(error, '');
      assert.ok(loudest > 0.1 && loudest <= 1.1, `it is ${loudest}`);
    });

    it('imports what needs no file', async () => {
      const { how, text, error } = await runPage(
        app(
          '<rv-textbox output></rv-textbox>',
          `
          import one from 'data:text/javascript,export default "one"';
          export default async () => one + (await import('data:text/javascript,export default "two"')).default;
        `,
        ),
      );
      assert.deepEqual({ how, text, error }, { how: 'rv-complete', text: 'onetwo', error: '' });
    });

    it('names the script and its own line in an error', async () => {
      const { how, error, said } = await runPage(
        app(
          '<rv-number output></rv-number>',
          `
export default async function* ({ sleep }) {
  await sleep(1);
  throw new Error('fourth');
}`,
        ),
      );
      assert.equal(how, 'rv-error');
      assert.match(error, place('fourth', 4));
      assert.ok(said.join('\n').includes(error), said.join('\n'));
    });

    it('says of a script that can’t be parsed where', async () => {
      const { how, error } = await runPage(
        app('<rv-number output></rv-number>', `\nexport default () => 1;\nconst = 2;\n`),
      );
      assert.equal(how, 'rv-error');
      assert.match(error, place('SyntaxError: .*', 3));
    });

    it('says of a module on the disk that it can’t be read, and what to do', async () => {
      const { how, error } = await runPage(
        '<rv-app><rv-number output></rv-number><script type="rivulet" src="./gen.js"></script></rv-app>',
        { 'gen.js': 'export default () => 1;' },
      );
      assert.equal(how, 'rv-error');
      assert.match(error, /gen\.js can’t be loaded: a page opened from disk may not read modules/);
      assert.match(error, /Write the script inline, or serve the folder/);
    });
  });
}
