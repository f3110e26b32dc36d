// The demos, used by keyboard alone: with keys that the browser takes from outside of the page.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { browsers } from './browsers.mjs';
import { serve } from './serve.mjs';

const site = fileURLToPath(new URL('../../site', import.meta.url));
const engines = browsers();
const demos = readdirSync(join(site, 'demos')).filter((name) => existsSync(join(site, 'demos', name, 'index.html')));
let server;

before(async () => {
  server = await serve(site);
});

after(async () => {
  server.close();
  for (const engine of engines) await engine.close();
});

/** What somebody without a pointer does with a demo. */
const uses = {
  async chat(user) {
    await user.tabTo(/^Message$/);
    await user.type('Who are you');
    await user.press('Enter');
    await user.see(() => {
      const { value, running } = document.querySelector('rv-chat');
      return !running && value.length === 2 && value[1].content !== '';
    });
    await user.tabTo(/^Retry$/, { shift: true });
    await user.press('Enter');
    await user.see(() => window.starts === 2);
  },
  async 'thoughts-and-tools'(user) {
    await user.tabTo(/^Ask$/);
    await user.press('Enter');
    await user.see(() => document.querySelector('rv-chatbot').value.length > 1);
    await user.see(() => !document.querySelector('rv-app').running, 60);
    await user.tabTo(/^Like/);
    await user.press('Enter');
  },
  async chain(user) {
    await user.tabTo(/^Plant$/);
    await user.press('Enter');
    await user.see(() => document.querySelector('[name=report]').value !== '');
  },
  async todo(user) {
    await user.tabTo(/What is to be done/);
    await user.type('Water the willow');
    await user.press('Enter');
    await user.see(() => /^1 to be done/.test(document.querySelector('[name=sum]').value));
    await user.tabTo(/^Undo$/);
    await user.press('Enter');
    await user.see(() => /^0 to be done/.test(document.querySelector('[name=sum]').value));
  },
  async examples(user) {
    await user.tabTo(/^Maze/);
    await user.press('Enter');
    await user.see(() => document.querySelector('[name=feed]').value === 0.029);
    await user.see(() => document.querySelector('rv-image').value !== null);
  },
  async progress(user) {
    await user.tabTo(/^Print$/);
    await user.press('Enter');
    await user.see(
      () => !document.querySelector('rv-app').running && document.querySelector('rv-image').value !== null,
    );
    await user.tabTo(/^Sharp$/);
    await user.press('Enter');
    await user.see(() => document.querySelector('rv-flag').shadowRoot.textContent.includes('1'));
  },
  async 'webcam-filter'(user) {
    await user.tabTo(/^Start/);
    await user.press(' ');
    await user.see(() => document.querySelector('[label=Filtered]').value !== null);
    await user.tabTo(/^Edges/);
    await user.press('ArrowRight');
    await user.see(() => document.querySelector('[name=filter]').value === 'Heat');
  },
};
/** A WebKitGTK that is driven has no camera that plays one. */
const needsCamera = ['webcam-filter'];

/** Whoever has a keyboard, at a demo whose elements are all there. */
async function visit(page, demo) {
  await page.goto(`${server.url}demos/${demo}/`);
  await page.evaluate(async () => {
    await Promise.all([...document.querySelectorAll('rv-app')].map((app) => app.ready));
    for (let frames = 0; frames < 5; frames++) await new Promise(requestAnimationFrame);
    window.starts = 0;
    document.addEventListener('rv-start', () => window.starts++);
    window.nameOf = (element) => {
      const labels = [...(element.labels ?? [])].map((label) => label.textContent);
      const given = element.querySelector('slot')?.assignedNodes() ?? [];
      const texts = [...given, element].map((node) => node.textContent);
      const name = [element.ariaLabel, ...labels, element.title, ...texts].find((text) => text?.trim()) ?? '';
      return `${element.localName} ${name.trim().slice(0, 40)}`;
    };
  });
  const next = async (options) => {
    await page.press('Tab', options);
    return page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element ? window.nameOf(element) : '';
    });
  };
  return {
    next,
    press: (key) => page.press(key),
    async type(text) {
      for (const letter of text) await page.press(letter);
    },
    /** What can have the focus in the apps of the page. Of radio buttons with one name only one does. */
    controls: () =>
      page.evaluate(() => {
        const found = new Set();
        const visit = (node) => {
          for (const element of node.children) {
            const takes = element.matches('a[href], button, input, select, textarea, summary, [tabindex="0"]');
            const isPassed = element.matches(':disabled, [tabindex="-1"], [type="radio"]:not(:checked), [type="file"]');
            if (takes && !isPassed && element.checkVisibility({ visibilityProperty: true }))
              found.add(window.nameOf(element));
            if (element.shadowRoot) visit(element.shadowRoot);
            visit(element);
          }
        };
        for (const app of document.querySelectorAll('rv-app')) {
          visit(app.shadowRoot);
          visit(app);
        }
        return [...found];
      }),
    /** Not by way of the browser's own buttons, from which Firefox gives no key back to the page: with `shift`, backwards. */
    async tabTo(name, options) {
      const passed = [];
      while (passed.length < 80) {
        passed.push(await next(options));
        if (name.test(passed.at(-1).replace(/^[\w-]+ /, ''))) return;
      }
      assert.fail(`Tab does not lead to ${name}: ${passed.join(' | ')}`);
    },
    /** Waits until it holds in the page, for so many seconds. */
    async see(condition, seconds = 20) {
      for (const end = Date.now() + 1000 * seconds; Date.now() < end; ) {
        if (await page.evaluate(condition)) return;
        await page.evaluate(() => new Promise(requestAnimationFrame).then(() => true));
      }
      assert.fail(`not seen within ${seconds} s: ${condition}`);
    },
  };
}

for (const engine of engines) {
  describe(`the keyboard in ${engine.name}`, () => {
    let page;

    before(async () => {
      page = await engine.open(server.url);
    });

    after(() => page.close());

    for (const demo of demos) {
      it(`reaches every control of ${demo}`, async () => {
        const user = await visit(page, demo);
        const wanted = new Set(await user.controls());
        assert.notEqual(wanted.size, 0);
        const limit = 3 * wanted.size + 30;
        for (let i = 0; i < limit && wanted.size > 0; i++) wanted.delete(await user.next());
        assert.deepEqual([...wanted], []);
      });
    }

    for (const [demo, use] of Object.entries(uses)) {
      const skip = engine.name === 'webkit' && needsCamera.includes(demo) && 'no camera';
      it(`is all that ${demo} takes`, { skip }, async () => use(await visit(page, demo)));
    }
  });
}
