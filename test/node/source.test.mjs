// The line of an inline script's error comes from the page's source, which the browser has already.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browsers } from './browsers.mjs';
import { serve } from './serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const engines = browsers();
let folder;
let server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rivulet-source-'));
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html>
<title>Line six</title>
<script type="module" src="./dist/rivulet.js"></script>
<rv-app><rv-number output></rv-number><script type="rivulet">
export default () => {
  throw new Error('here');
};
</script></rv-app>
`,
  );
  server = await serve(folder);
});

after(async () => {
  server.close();
  for (const engine of engines) await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the source of a page', () => {
  for (const engine of engines) {
    // WebKitGTK has no HTTP cache in a session that is driven: there the line alone is looked at.
    const asked = engine.name === 'webkit' ? 2 : 1;
    it(`gives the line, ${asked === 1 ? 'and is asked of the server once, ' : ''}in ${engine.name}`, async () => {
      const path = new URL(server.url).pathname;
      const before = server.counts.get(path) ?? 0;
      const page = await engine.open(server.url);
      try {
        const line = await page.evaluate(async () => {
          await customElements.whenDefined('rv-app');
          const { error } = await document.querySelector('rv-app').submit().finished;
          return error.line;
        });
        assert.equal(line, 6);
      } finally {
        await page.close();
      }
      assert.ok(server.counts.get(path) - before <= asked);
    });
  }
});
