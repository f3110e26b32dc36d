import { expect } from 'chai';
import { closePages, library, openPage, type Page, until } from './pages/open-page.js';

afterEach(closePages);

const count = `
<rv-app id="count">
  <rv-slider min="1" max="10" value="3" step="1"></rv-slider>
  <rv-number output></rv-number>
  <script type="rivulet">
    export default function* (x) { for (let i = 0; i < x; i++) yield i; }
  </script>
</rv-app>
`;

const page = (body: string) => `<!doctype html>
<meta charset="utf-8" />
<title>Page</title>
${body}
`;

async function expectCount(opened: Page): Promise<void> {
  expect(await opened.submit()).to.include({ type: 'rv-complete' });
  expect(opened.shown('rv-number')).to.equal('2');
  expect(opened.workers).to.equal(1);
  expect(opened.said('error')).to.deep.equal([]);
  expect(opened.said('uncaught')).to.deep.equal([]);
}

/** Does something in the page, as a script of its own does. */
function inPage(opened: Page, script: string): void {
  const element = opened.document.createElement('script');
  element.textContent = script;
  opened.document.body.append(element);
}

/** Settles once the worker that holds a lock of this name has gone: nothing else lets go of it. */
async function workerEnded(lock: string): Promise<void> {
  await navigator.locks.request(lock, () => {});
}

/** Settles once somebody holds a lock of this name. */
async function workerHolds(lock: string): Promise<void> {
  for (;;) {
    const { held } = await navigator.locks.query();
    if (held!.some(({ name }) => name === lock)) return;
    await new Promise(requestAnimationFrame);
  }
}

/** An app whose worker holds a lock as long as it lives, and counts up as long as it runs. */
const holding = (lock: string, loop = 'for (let i = 1; ; i++) { yield i; await sleep(5); }') => `
<rv-app>
  <rv-number output></rv-number>
  <script type="rivulet">
    await new Promise((held) => navigator.locks.request(${JSON.stringify(lock)}, () => {
      held();
      return new Promise(() => {});
    }));
    export default async function* ({ sleep }) { ${loop} }
  </script>
</rv-app>
`;

let locks = 0;
const newName = () => `test-${Date.now()}-${locks++}`;

describe('the library and the markup', () => {
  for (const [order, body] of [
    ['before the markup', library + count],
    ['after the markup', count + library],
    ['`async`, before', library.replace('<script', '<script async') + count],
    ['`async`, after', count + library.replace('<script', '<script async')],
    ['as one classic file before the markup', `<script src="./dist/rivulet.global.js"></script>${count}`],
    ['as one classic file after the markup', `${count}<script src="./dist/rivulet.global.js"></script>`],
    ['as one classic file with `defer`', `<script defer src="./dist/rivulet.global.js"></script>${count}`],
  ] as const) {
    it(`may come in any order: the library ${order}`, async () => {
      await expectCount(await openPage(page(body)));
    });
  }

  it('may arrive while half of the app’s markup is on its way', async () => {
    const [first, rest] = count.split('<rv-number');
    // WebKit holds small beginnings back, and `async` modules too while it waits for the rest of a page.
    const begun = `<script>import('./dist/rivulet.js');</script><!-- ${' '.repeat(4096)} -->`;
    const opened = await openPage(page(`${begun}${first}<!-- wait --><rv-number${rest}`), { until: 'begun' });
    // The slider is drawn, the number is not there.
    await until(() => opened.document?.querySelector('rv-slider')?.shadowRoot?.querySelector('input'));
    expect(opened.document.readyState).to.equal('loading');
    expect(opened.document.querySelector('rv-number')).to.equal(null);
    expect(opened.error()).to.equal('');
    const run = opened.app().submit();
    await fetch(opened.url, { method: 'POST' });
    expect((await run.finished).how).to.equal('complete');
    expect(opened.shown('rv-number')).to.equal('2');
    expect(opened.said('error')).to.deep.equal([]);
  });

  it('may be loaded on demand, by a script, long after the page', async () => {
    const opened = await openPage(page(count));
    expect(opened.document.readyState).to.equal('complete');
    inPage(opened, `import('./dist/rivulet.js')`);
    await expectCount(opened);
  });
});

describe('elements made by script', () => {
  it('may be made one by one, and put in before they are complete', async () => {
    const opened = await openPage(page(library));
    inPage(
      opened,
      `const app = document.createElement('rv-app');
      document.body.append(app);
      const output = document.createElement('rv-number');
      output.output = true;
      app.append(output);
      const script = document.createElement('script');
      script.type = 'rivulet';
      script.textContent = 'export default function* (x) { for (let i = 0; i < x; i++) yield i; }';
      const input = Object.assign(document.createElement('rv-slider'), { min: 1, max: 10, value: 3 });
      app.prepend(input);
      app.append(script);`,
    );
    await expectCount(opened);
  });

  it('may come as innerHTML', async () => {
    const opened = await openPage(page(library));
    inPage(opened, `document.body.innerHTML = ${JSON.stringify(count).replaceAll('</', '<\\/')}`);
    await expectCount(opened);
  });

  it('may be put together outside the page', async () => {
    const opened = await openPage(page(library));
    inPage(
      opened,
      `customElements.whenDefined('rv-app').then(() => {
        const template = document.createElement('template');
        template.innerHTML = ${JSON.stringify(count).replaceAll('</', '<\\/')};
        document.body.append(template.content.cloneNode(true));
      });`,
    );
    await until(() => opened.document.querySelector('rv-app'));
    await expectCount(opened);
  });

  it('may complete an app that said what it lacked', async () => {
    const opened = await openPage(page(`${library}<rv-app><rv-number output></rv-number></rv-app>`));
    expect(await opened.complains()).to.contain('has no function to run');
    inPage(
      opened,
      `const script = Object.assign(document.createElement('script'), { type: 'rivulet', text: 'export default () => 7' });
      document.querySelector('rv-app').append(script);`,
    );
    // The message goes by itself, before anybody clicks.
    await until(() => opened.error() === '');
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-number')).to.equal('7');
  });

  it('may bring an output once the app has run', async () => {
    const opened = await openPage(page(library + count));
    await expectCount(opened);
    opened.app().insertAdjacentHTML('beforeend', '<p><rv-textbox output></rv-textbox></p>');
    opened.find('script[type=rivulet]').textContent = `export default (x) => [x, 'text ' + x];`;
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect([opened.shown('rv-number'), opened.shown('rv-textbox')]).to.deep.equal(['3', 'text 3']);
  });
});

describe('several apps on a page', () => {
  it('run at the same time, each in a worker of its own', async () => {
    const channel = newName();
    const app = (id: string) => `
      <rv-app id="${id}">
        <rv-number output></rv-number>
        <script type="rivulet">
          globalThis.runs ??= 0;
          export default async function* ({ signal, state }) {
            yield ++globalThis.runs;
            // Until both have begun.
            const channel = new BroadcastChannel('${channel}');
            await new Promise((resolve) => {
              channel.onmessage = () => { channel.postMessage('here too'); resolve(); };
              channel.postMessage('here');
            });
          }
        </script>
      </rv-app>`;
    const opened = await openPage(page(library + app('a') + app('b')));
    await opened.drawn();
    const both = await Promise.all([opened.submit('#a'), opened.submit('#b')]);
    expect(both.map(({ type }) => type)).to.deep.equal(['rv-complete', 'rv-complete']);
    expect([opened.shown('#a rv-number'), opened.shown('#b rv-number')]).to.deep.equal(['1', '1']);
    expect(opened.workers).to.equal(2);
  });
});

describe('an app that leaves the page', () => {
  it('has its run cancelled and its worker ended', async () => {
    const lock = newName();
    const opened = await openPage(page(library + holding(lock)));
    await opened.drawn();
    const app = opened.app();
    const run = app.submit();
    await until(() => opened.events('rv-yield').length > 1);
    await workerHolds(lock);
    app.remove();
    expect(await run.finished).to.include({ how: 'cancel' });
    await workerEnded(lock);
    expect(opened.said('error')).to.deep.equal([]);
  });

  it('has a worker ended that hears nothing', async () => {
    const lock = newName();
    const opened = await openPage(page(library + holding(lock, 'yield 1; while (true);')));
    await opened.drawn();
    const app = opened.app();
    const run = app.submit();
    await workerHolds(lock);
    app.remove();
    expect(await run.finished).to.include({ how: 'cancel' });
    await workerEnded(lock);
  });

  it('has a worker ended that no run was asked of', async () => {
    const opened = await openPage(page(library + count));
    await until(() => opened.workers === 1);
    const app = opened.app();
    app.remove();
    // Back again it has a new one.
    opened.document.body.append(app);
    await until(() => opened.workers === 2);
    expect(await opened.submit('#count')).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-number')).to.equal('2');
  });

  it('is cancelled and usable at once when it is only moved', async () => {
    const lock = newName();
    const opened = await openPage(page(`${library}${holding(lock)}<main></main>`));
    await opened.drawn();
    const app = opened.app();
    const run = app.submit();
    await workerHolds(lock);
    opened.find('main').append(app);
    expect(await run.finished).to.include({ how: 'cancel' });
    const again = app.submit();
    await until(() => opened.events('rv-start').length === 2);
    again.cancel();
    expect(await again.finished).to.include({ how: 'cancel' });
    expect(opened.error()).to.equal('');
    expect(opened.said('error')).to.deep.equal([]);
  });

  it('leaves nothing behind when the page goes elsewhere', async () => {
    const lock = newName();
    const opened = await openPage(page(library + holding(lock)));
    await opened.drawn();
    opened.app().submit();
    await workerHolds(lock);
    closePages();
    await workerEnded(lock);
  });
});

describe('the library loaded twice', () => {
  for (const [way, second] of [
    ['as a second copy from another address', './copy/dist/rivulet.js'],
    ['from its source too', '/src/index.ts'],
  ] as const) {
    it(`${way} is told once, and everything works`, async () => {
      const opened = await openPage(page(`${library}<script type="module" src="${second}"></script>${count}`));
      await until(() => opened.said('warn').some((text) => text.includes('loaded twice')));
      await expectCount(opened);
      expect(opened.said('warn').filter((text) => text.includes('loaded twice'))).to.have.lengthOf(1);
    });
  }

  it('by the same address is nothing to tell', async () => {
    const opened = await openPage(page(library + library + count));
    await expectCount(opened);
    expect(opened.said('warn')).to.deep.equal([]);
  });

  it('as a module and as one file works too', async () => {
    const opened = await openPage(page(`<script src="./dist/rivulet.global.js"></script>${library}${count}`));
    await until(() => opened.said('warn').some((text) => text.includes('loaded twice')));
    await expectCount(opened);
  });
});

describe('the worker', () => {
  /** The page's frames come when the test says so: until then nothing has been painted. After that it is idle at once. */
  const unpainted = `<script>
    const frames = [];
    const { requestAnimationFrame: request } = window;
    window.requestIdleCallback = (callback) => setTimeout(callback);
    window.requestAnimationFrame = (callback) => frames.push(callback);
    window.paint = () => {
      window.requestAnimationFrame = request;
      for (const callback of frames) request(callback);
    };
  </script>`;

  /** Longer than starting a worker would take: the worker's own file and the page's are fetched, one after the other. */
  async function roundTrips(opened: Page): Promise<void> {
    for (const file of ['./dist/worker.js', './', './dist/worker.js', './']) {
      await (await opened.window.fetch(file, { cache: 'reload' })).text();
    }
  }

  it('is not started before the page has painted', async () => {
    const opened = await openPage(page(unpainted + library + count));
    await until(() => opened.window.customElements.get('rv-app'));
    await until(() => opened.document.querySelector('rv-slider')?.shadowRoot);
    await roundTrips(opened);
    expect(opened.workers).to.equal(0);
    (opened.window as unknown as { paint(): void }).paint();
    await until(() => opened.workers === 1);
    await expectCount(opened);
  });

  it('is started before that for whoever can’t wait', async () => {
    const opened = await openPage(page(unpainted + library + count));
    await until(() => opened.window.customElements.get('rv-app'));
    opened.app().submit();
    await until(() => opened.workers === 1);
    (opened.window as unknown as { paint(): void }).paint();
    await until(() => opened.events('rv-complete').length === 1);
    expect(opened.shown('rv-number')).to.equal('2');
    expect(opened.workers).to.equal(1);
  });

  it('being ready takes no message away that a run has left', async () => {
    const failing = `<rv-app><rv-number output></rv-number><script type="rivulet">
      export default () => { throw new Error('to be read'); };</script></rv-app>`;
    const opened = await openPage(page(unpainted + library + failing));
    await until(() => opened.window.customElements.get('rv-app'));
    const run = opened.app().submit();
    expect((await run.finished).how).to.equal('error');
    (opened.window as unknown as { paint(): void }).paint();
    expect(await opened.complains()).to.contain('to be read');
    for (let frames = 0; frames < 2; frames++)
      await new Promise((resolve) => opened.window.requestAnimationFrame(resolve));
    await roundTrips(opened);
    expect(opened.error()).to.contain('to be read');
  });
});
