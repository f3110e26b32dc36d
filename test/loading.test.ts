import { expect } from 'chai';
import { cdnOrigin, closePages, library, openPage, until } from './pages/open-page.js';

const count = `
<rv-app>
  <rv-slider min="1" max="10" value="3" step="1"></rv-slider>
  <rv-number output></rv-number>
  <script type="rivulet">
    export default function* (x) { for (let i = 0; i < x; i++) yield i; }
  </script>
</rv-app>`;

const page = (body: string, head = '') => `<!doctype html>
<meta charset="utf-8" />
<title>Page</title>
${head}
${body}
`;

afterEach(closePages);

let cdn: string;
let version: string;

before(async () => {
  const built = await fetch('/dist/rivulet.js');
  if (!built.ok) throw new Error('These tests load dist/: run `npm run build` first');
  cdn = await cdnOrigin();
  ({ version } = await (await fetch('/package.json')).json());
});

describe('the library from another origin', () => {
  for (const [way, path] of [
    ['the package’s bare URL', () => '/npm/rivulet'],
    ['a URL that pins the version', () => `/npm/rivulet@${version}`],
    ['the file’s URL', () => `/npm/rivulet@${version}/dist/rivulet.js`],
  ] as const) {
    it(`runs the count page to its last value by ${way}`, async () => {
      const opened = await openPage(page(count, `<script type="module" src="${cdn}${path()}"></script>`));
      expect(await opened.submit()).to.include({ type: 'rv-complete' });
      expect(opened.shown('rv-number')).to.equal('2');
      expect(opened.workers).to.equal(1);
      const elements = opened.window.performance.getEntriesByType('resource').map(({ name }) => name);
      expect(elements).to.include(`${cdn}/npm/rivulet@${version}/dist/elements/slider.js`);
      expect(opened.said('error')).to.deep.equal([]);
    });
  }

  it('gives the library’s names to a script that imports it', async () => {
    const opened = await openPage(
      page(
        count,
        `<script type="module">
          import { RvApp, Run } from '${cdn}/npm/rivulet';
          const app = document.querySelector('rv-app');
          window.answers = { isApp: app instanceof RvApp, isRun: app.submit() instanceof Run };
        </script>`,
      ),
    );
    const answers = await until(() => (opened.window as { answers?: object }).answers);
    expect({ ...answers }).to.deep.equal({ isApp: true, isRun: true });
  });

  it('says on the app and in the console that its worker is missing there', async () => {
    // As a bundler leaves it that copies the script alone.
    const opened = await openPage({
      'index.html': page(count, library),
      'dist/worker.js': { status: 404, body: 'Not found' },
    });
    await opened.submit();
    expect(await opened.complains()).to.match(/^NetworkError: The library’s worker can’t be loaded.*dist\/worker\.js/);
    expect(opened.said('error').join('\n')).to.contain('dist/worker.js');
  });
});

describe('a page in a sub-path', () => {
  it('finds its script, what that imports and what that fetches beside itself', async () => {
    const opened = await openPage(
      {
        'some/where/index.html': page(
          `<rv-app>
            <rv-textbox output></rv-textbox>
            <script type="rivulet" src="./gen.js"></script>
          </rv-app>`,
          '<script type="module" src="../../dist/rivulet.js"></script>',
        ),
        'some/where/gen.js': `import { greeting } from './words/greeting.js';
export default async function* () { yield greeting + ' ' + await (await fetch('./words/name.txt')).text(); }`,
        'some/where/words/greeting.js': `export const greeting = 'Hello';`,
        'some/where/words/name.txt': 'World',
      },
      { path: 'some/where/index.html' },
    );
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-textbox')).to.equal('Hello World');
  });

  it('goes by <base> when there is one', async () => {
    const opened = await openPage({
      'index.html': page(
        `<rv-app><rv-textbox output></rv-textbox><script type="rivulet" src="gen.js"></script></rv-app>`,
        '<base href="./other/"><script type="module" src="../dist/rivulet.js"></script>',
      ),
      'other/gen.js': `export default async () => (await fetch('name.txt')).text();`,
      'other/name.txt': 'other',
    });
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-textbox')).to.equal('other');
  });
});

describe('the single-file build', () => {
  const single = '<script src="./dist/rivulet.global.js"></script>';

  it('runs the count page, and nothing else of the library is loaded', async () => {
    const opened = await openPage(page(count, single));
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-number')).to.equal('2');
    expect(opened.loaded()).to.deep.equal(['rivulet.global.js']);
  });

  it('shows pictures, Markdown and messages', async () => {
    const opened = await openPage(
      page(
        `<rv-app>
          <rv-image name="picture"></rv-image>
          <rv-markdown name="text"></rv-markdown>
          <script type="rivulet">
            export default function* (ctx) {
              ctx.info('Working');
              yield { picture: { data: new Uint8Array([255, 124, 0]), shape: [1, 1, 3] }, text: '**bold**' };
            }
          </script>
        </rv-app>`,
        single,
      ),
    );
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    const { canvas } = opened.find<HTMLElementTagNameMap['rv-image']>('rv-image');
    expect([...canvas!.getContext('2d')!.getImageData(0, 0, 1, 1).data]).to.deep.equal([255, 124, 0, 255]);
    expect(opened.find('rv-markdown').shadowRoot!.querySelector('strong')!.textContent).to.equal('bold');
    const toasts = await until(() => opened.app().shadowRoot!.querySelector('rv-toasts')?.shadowRoot);
    expect(toasts.textContent).to.contain('Working');
    expect(opened.loaded()).to.deep.equal(['rivulet.global.js']);
  });

  it('runs a src module, and names its line in an error', async () => {
    const opened = await openPage({
      'index.html': page(
        '<rv-app><rv-number output></rv-number><script type="rivulet" src="./gen.js"></script></rv-app>',
        single,
      ),
      'gen.js': `export default function* () {\n  yield 1;\n  throw new Error('third');\n}`,
    });
    expect((await opened.submit()).error).to.deep.include({ message: 'third', script: 'gen.js', line: 3 });
    expect(opened.shown('rv-number')).to.equal('1');
    expect(await opened.complains()).to.equal('third (gen.js, line 3)');
  });
});

describe('a page with a Content-Security-Policy', () => {
  const policy = (...directives: string[]) =>
    `<meta http-equiv="Content-Security-Policy" content="${directives.join('; ')}">`;

  it('runs under one that allows no eval, with the library on the page’s origin', async () => {
    const opened = await openPage(
      page(
        count,
        policy("default-src 'self'", "script-src 'self'", 'worker-src blob:', "style-src 'self' 'unsafe-inline'") +
          library,
      ),
    );
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-number')).to.equal('2');
    expect(opened.said('error')).to.deep.equal([]);
  });

  it('runs under one that allows no eval, with the library on the CDN', async () => {
    const opened = await openPage(
      page(
        count,
        `${policy(
          "default-src 'self'",
          `script-src 'self' ${cdn}`,
          'worker-src blob:',
          "style-src 'self' 'unsafe-inline'",
          "connect-src 'self'",
        )}<script type="module" src="${cdn}/npm/rivulet"></script>`,
      ),
    );
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-number')).to.equal('2');
    expect(opened.said('error')).to.deep.equal([]);
  });

  it('needs no inline styles either', async () => {
    const opened = await openPage(
      page(count, policy("default-src 'none'", "script-src 'self'", 'worker-src blob:') + library),
    );
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-number')).to.equal('2');
    const { display } = opened.window.getComputedStyle(opened.app());
    expect(display).to.equal('block');
  });

  it('runs the single-file build under it', async () => {
    const opened = await openPage(
      page(
        count,
        policy("default-src 'self'", "script-src 'self'", 'worker-src blob:') +
          '<script src="./dist/rivulet.global.js"></script>',
      ),
    );
    expect(await opened.submit()).to.include({ type: 'rv-complete' });
    expect(opened.shown('rv-number')).to.equal('2');
  });

  const remedy = 'Add "worker-src blob:" to the policy';
  for (const [directive, directives, remedyFor] of [
    [
      'worker-src',
      ["default-src 'self'", "script-src 'self'", "worker-src 'self'"],
      'Make it "worker-src \'self\' blob:"',
    ],
    ['worker-src', ["worker-src 'none'"], 'Make it "worker-src blob:"'],
    ['child-src', ["script-src 'self'", "child-src 'self'"], remedy],
    ['script-src', ["default-src 'self'", "script-src 'self'"], remedy],
    ['default-src', ["default-src 'self'"], remedy],
  ] as const) {
    it(`names ${directive} and what to write when ${directives.join('; ')} keeps the worker from starting`, async () => {
      const opened = await openPage(page(count, policy(...directives) + library));
      // Said once the page is idle, before anybody asks for a run.
      const said = await opened.complains();
      expect(said).to.match(/^SecurityError: /);
      expect(said).to.contain(`its directive ${directive} `);
      expect(said).to.contain(remedyFor);
      const [event] = opened.events('rv-error');
      expect(event!.error!.message).to.contain(`its directive ${directive} `);
      expect(opened.said('error').join()).to.contain(`its directive ${directive} `);
      // And again for whoever asks.
      expect((await opened.submit()).error!.message).to.contain(`its directive ${directive} `);
    });
  }

  it('says that a script can’t be parsed, though it may not try it as a module', async () => {
    const opened = await openPage(
      page(
        '<rv-app><rv-number output></rv-number><script type="rivulet">export default () => {{;</script></rv-app>',
        `${policy("script-src 'self'", 'worker-src blob:')}${library}`,
      ),
    );
    expect(await opened.complains()).to.match(/^SyntaxError: ./);
  });

  it('says what to allow when it forbids the library’s worker', async () => {
    // The page's own policy allows the library's files one by one, and not the worker's.
    const opened = await openPage(
      page(
        count,
        `${policy(
          "default-src 'self'",
          `script-src 'self' ${cdn}/npm/rivulet ${cdn}/npm/rivulet@${version}/dist/rivulet.js ${cdn}/npm/rivulet@${version}/dist/elements/ ${cdn}/npm/rivulet@${version}/dist/chunks/`,
          'worker-src blob:',
        )}<script type="module" src="${cdn}/npm/rivulet"></script>`,
      ),
    );
    const said = await opened.complains();
    expect(said).to.contain('The library’s worker can’t be loaded');
    expect(said).to.contain('/dist/worker.js');
  });
});

describe('the first script', () => {
  it('loads the elements that the page has, and one more when it gets that', async () => {
    const opened = await openPage(page(count, library));
    await opened.drawn();
    const elements = () => opened.loaded().filter((name) => name.startsWith('elements/'));
    expect(elements()).to.have.members(['elements/slider.js', 'elements/number.js']);
    opened.app().insertAdjacentHTML('beforeend', '<div><rv-image></rv-image></div>');
    await opened.drawn();
    expect(elements()).to.have.members(['elements/slider.js', 'elements/number.js', 'elements/image.js']);
    expect(opened.find('rv-image').shadowRoot!.querySelector('[part=picture]')).to.be.ok;
  });

  it('loads nothing but itself on a page without an element, and starts no worker', async () => {
    const opened = await openPage(page('<p>Nothing yet</p>', library));
    await until(() => opened.window.customElements.get('rv-app'));
    await opened.window.document.fonts.ready;
    await new Promise((resolve) => opened.window.requestAnimationFrame(resolve));
    await fetch('./dist/rivulet.js');
    expect(opened.loaded()).to.deep.equal(['rivulet.js']);
    expect(opened.workers).to.equal(0);
    // The same page starts one as soon as it has an app.
    opened.document.body.insertAdjacentHTML('beforeend', count);
    await until(() => opened.workers === 1);
  });

  it('names a tag there is none of, and those there are', async () => {
    const opened = await openPage(
      page(
        `<rv-app><rv-foo></rv-foo><rv-number output></rv-number><script type="rivulet">export default () => 1;</script></rv-app>`,
        library,
      ),
    );
    await until(() => opened.window.customElements.get('rv-app'));
    const said = await until(() => opened.said('error').find((text) => text.includes('rv-foo')));
    expect(said).to.contain('There is no <rv-foo>.');
    expect(said).to.contain('<rv-slider>');
    expect(await until(() => opened.error())).to.contain('There is no <rv-foo>.');
  });

  it('names the tag whose file can’t be loaded', async () => {
    const opened = await openPage({
      'index.html': page(
        '<rv-app><rv-image></rv-image><script type="rivulet">export default () => 1;</script></rv-app>',
        library,
      ),
      'dist/elements/image.js': { status: 404, body: 'Not found' },
    });
    await until(() => opened.window.customElements.get('rv-app'));
    expect(await until(() => opened.said('error')[0])).to.contain('<rv-image> can’t be loaded');
    expect(await until(() => opened.error())).to.contain('<rv-image> can’t be loaded');
  });

  it('says of a component outside an app that nothing fills it', async () => {
    const opened = await openPage(page('<rv-number output></rv-number>', library));
    expect(await opened.complains('rv-number')).to.contain('is outside an <rv-app>');
    expect(opened.said('warn').join()).to.contain('is outside an <rv-app>');
  });
});
