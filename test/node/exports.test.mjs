import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const elements = readdirSync(join(root, 'dist/elements')).map((file) => file.replace(/\.js$/, ''));

/** Every file that a name stands for, with `*` written out. */
function targets(target) {
  if (typeof target === 'object') return Object.values(target).flatMap(targets);
  return target.includes('*') ? elements.map((name) => target.replaceAll('*', name)) : [target];
}

describe('package.json', () => {
  for (const [name, target] of Object.entries(manifest.exports)) {
    it(`exports ${name}, which is there`, () => {
      const files = targets(target);
      assert.ok(files.length > 0);
      for (const file of files) assert.ok(existsSync(join(root, file)), file);
    });
  }

  it('names files that are there for CDNs, bundlers and editors', () => {
    const { main, types, jsdelivr, unpkg, customElements } = manifest;
    for (const file of [main, types, jsdelivr, unpkg, customElements]) assert.ok(existsSync(join(root, file)), file);
  });

  it('resolves for whoever imports the package by its name', () => {
    const resolve = (name) => fileURLToPath(import.meta.resolve(name));
    assert.equal(resolve('rivulet'), join(root, 'dist/rivulet.js'));
    for (const name of elements) {
      assert.equal(resolve(`rivulet/elements/${name}.js`), join(root, `dist/elements/${name}.js`));
    }
    assert.throws(() => resolve('rivulet/src/index.ts'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  });

  it('exports an element for every tag of the custom elements manifest', () => {
    const { modules } = JSON.parse(readFileSync(join(root, 'custom-elements.json'), 'utf8'));
    const tags = modules.flatMap(({ declarations }) => declarations.map(({ tagName }) => tagName).filter(Boolean));
    assert.ok(tags.includes('rv-app') && tags.includes('rv-slider'));
    for (const tag of tags) if (tag !== 'rv-app') assert.ok(elements.includes(tag.slice(3)), `no file for <${tag}>`);
  });

  it('has every dependency of the types', () => {
    const folder = join(root, 'dist/types');
    const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.d.ts'));
    const imported = files.flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return [...text.matchAll(/\bfrom '([^']+)'|\bimport\("([^"]+)"\)/g)].map(([, a, b]) => ({ file, name: a ?? b }));
    });
    assert.ok(imported.length > 0);
    for (const { file, name } of imported) {
      if (name.startsWith('.')) {
        const path = join(folder, dirname(file), name).replace(/\.js$/, '.d.ts');
        assert.ok(existsSync(path), `${file} imports ${name}`);
      } else {
        const [owner] = /^(@[^/]+\/)?[^/]+/.exec(name);
        assert.ok(owner in manifest.dependencies, `${file} imports ${name}`);
      }
    }
  });
});
