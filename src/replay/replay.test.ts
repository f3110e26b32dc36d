import { expect } from 'chai';
import type { RvApp } from '../app/app.js';
import type { RvYieldEvent } from '../app/events.js';
import { event, mount, recordConsole, removeApps, script } from '../app/testing.js';
import '../elements/examples.js';
import type { RvComponent } from '../elements/component.js';
import type { RvExamples } from '../elements/examples.js';
import { coloured, inside } from '../elements/testing.js';
import type { RvVideo } from '../elements/video.js';
import type { Run } from '../runtime/run.js';
import { openStore } from '../store/open.js';

/** Each test's function is one that no other test has kept. */
let unique = 0;
const own = (text: string) => script(`// ${Date.now()} ${Math.random()} ${unique++}\n${text}`);
const json = (rows: unknown) => `<script type="application/json">${JSON.stringify(rows)}</script>`;

afterEach(removeApps);

interface Page {
  readonly app: RvApp;
  readonly examples: RvExamples;
}

async function open(markup: string): Promise<Page> {
  const app = mount(markup);
  await app.ready;
  const examples = app.querySelector('rv-examples')!;
  await until(() => examples.shadowRoot?.querySelector('[part=row]'));
  return { app, examples };
}

async function until(look: () => unknown): Promise<void> {
  while (!look()) await new Promise(requestAnimationFrame);
}

/** What the outputs show at each of a run's paints. */
interface Shown {
  readonly time: number;
  readonly name: string;
  readonly value: unknown;
}

/** Presses an example and watches the run to its end. */
async function watch({ app, examples }: Page, index = 0): Promise<{ run: Run; shown: Shown[]; how: string }> {
  const shown: Shown[] = [];
  let began = 0;
  const start = () => {
    began = performance.now();
  };
  const look = ({ outputs }: RvYieldEvent) => {
    for (const { name, value } of outputs) {
      const seen = value instanceof HTMLCanvasElement ? value.toDataURL() : value;
      shown.push({ time: performance.now() - began, name, value: seen });
    }
  };
  app.addEventListener('rv-start', start);
  app.addEventListener('rv-yield', look);
  const run = (await examples.choose(index))!;
  const { how } = await run.finished;
  app.removeEventListener('rv-start', start);
  app.removeEventListener('rv-yield', look);
  return { run, shown, how };
}

const store = openStore('rivulet-runs', 'pieces');

/** How many runs the database has. */
async function countStored(): Promise<number> {
  const keys = await store('readonly', (pieces) => {
    const asked = pieces.getAllKeys();
    return new Promise<IDBValidKey[]>((resolve) => {
      asked.onsuccess = () => resolve(asked.result);
    });
  });
  return keys.filter((key) => (key as IDBValidKey[]).at(-1) === 'end').length;
}

/** Settles when what was done has stored so many runs. */
async function stored<T>(act: () => Promise<T>, count = 1): Promise<T> {
  const before = await countStored();
  const result = await act();
  while ((await countStored()) < before + count) await new Promise(requestAnimationFrame);
  return result;
}

const seen = (shown: readonly Shown[]) => shown.map(({ name, value }) => [name, value]);

/** Tells of each call of the function; a replay makes none. */
function countCalls(): { readonly count: number; readonly name: string; close(): void } {
  const name = `calls ${Math.random()}`;
  const channel = new BroadcastChannel(name);
  const counter = { count: 0, name, close: () => channel.close() };
  channel.onmessage = () => counter.count++;
  return counter;
}

const tell = (name: string) => `new BroadcastChannel(${JSON.stringify(name)}).postMessage(0);`;

const EXAMPLES = (attributes = 'cache="lazy"', rows: unknown = [[3], [5]]) =>
  `<rv-number name="n"></rv-number><rv-examples ${attributes}>${json(rows)}</rv-examples>`;

describe('a kept run', () => {
  it('is replayed with every yield in its order, and the function is not called', async () => {
    const calls = countCalls();
    const page = await open(
      `${EXAMPLES()}<rv-number name="count" output></rv-number><rv-textbox name="text" output></rv-textbox>
      <rv-textbox name="tokens" output append></rv-textbox><rv-json name="data"></rv-json><rv-label name="class"></rv-label>
      <rv-checkbox name="even" output></rv-checkbox>
      ${own(`export default function* (n) {
        ${tell(calls.name)}
        for (let i = 0; i < 100 * n; i++) {
          yield { count: i, text: 'so far ' + i, tokens: i + ' ', data: { i }, class: { a: 1 / (i + 1), b: 0 }, even: i % 2 === 0 };
        }
        return { text: null };
      }`)}`,
    );
    const live = await watch(page);
    const replayed = await watch(page);
    expect([live.how, replayed.how]).to.deep.equal(['complete', 'complete']);
    expect(live.shown).to.have.lengthOf(1801);
    expect(seen(replayed.shown)).to.deep.equal(seen(live.shown));
    expect(calls.count).to.equal(1);
    calls.close();
  });

  it('comes in the intervals that it came in', async () => {
    const page = await open(
      `${EXAMPLES()}<rv-number name="count" output></rv-number>
      ${own('export default async function* (n, { sleep }) { for (let i = 0; i < n; i++) { yield i; await sleep(150); } }')}`,
    );
    const live = await watch(page);
    const replayed = await watch(page);
    expect(seen(replayed.shown)).to.deep.equal(seen(live.shown));
    for (const [index, { time }] of replayed.shown.entries())
      expect(time - live.shown[index]!.time).to.be.within(-25, 500);
  });

  it('comes at once where that is wanted', async () => {
    const page = await open(
      `${EXAMPLES('cache="lazy" replay="instant"')}<rv-number name="count" output></rv-number>
      ${own('export default async function* (n, { sleep, progress }) { for (let i = 0; i < n; i++) { yield i; progress(i / n); await sleep(300); } }')}`,
    );
    const live = await watch(page);
    const replayed = await watch(page);
    expect(seen(replayed.shown)).to.deep.equal(seen(live.shown));
    expect(live.shown.at(-1)!.time).to.be.above(590);
    expect(replayed.shown.at(-1)!.time).to.be.below(200);
  });

  it('is kept for the next visit', async () => {
    const calls = countCalls();
    const text = own(`export default (n) => { ${tell(calls.name)} return 2 * n; }`);
    const markup = `${EXAMPLES()}<rv-number name="twice" output></rv-number>${text}`;
    await stored(async () => watch(await open(markup)));
    removeApps();
    const { shown } = await watch(await open(markup));
    expect(seen(shown)).to.deep.equal([['twice', 6]]);
    expect(calls.count).to.equal(1);
    calls.close();
  });

  it('is not that of another script, of other inputs, or of another export', async () => {
    const page = await open(
      `${EXAMPLES()}<rv-number name="result" output></rv-number>
      ${own('export default (n) => n; export const twice = (n) => 2 * n;')}`,
    );
    const last = async (index = 0) => (await watch(page, index)).shown.at(-1)!.value;
    expect([await last(), await last(1), await last()]).to.deep.equal([3, 5, 3]);
    page.app.run = 'twice';
    expect(await last()).to.equal(6);
    page.app.run = 'default';
    const element = page.app.querySelector<HTMLScriptElement>('script[type=rivulet]')!;
    element.text = element.text.replace('=> n;', '=> n + 1;');
    expect(await last()).to.equal(4);
  });

  it('is not that of a module which has changed', async () => {
    const { fetch } = window;
    const calls = countCalls();
    let version = 1;
    window.fetch = async (...request) =>
      String(request[0]).includes('bench/page.js') ? new Response(`// version ${version}`) : fetch(...request);
    const markup = `${EXAMPLES()}<rv-number name="result" output></rv-number>
      ${own(`import '/bench/page.js'; export default (n) => { ${tell(calls.name)} return n; }`)}`;
    for (const [number, count] of [
      [1, 1],
      [1, 0],
      [2, 1],
    ] as const) {
      version = number;
      await stored(async () => watch(await open(markup)), count);
      removeApps();
    }
    window.fetch = fetch;
    expect(calls.count).to.equal(2);
    calls.close();
  });

  it('has all pictures, pixel by pixel', async () => {
    const page = await open(
      `${EXAMPLES()}<rv-image name="drawn"></rv-image><rv-image name="numbers"></rv-image>
      ${own(`export default function* (n) {
        const canvas = new OffscreenCanvas(32, 16);
        const context = canvas.getContext('2d');
        for (let i = 0; i < 10 * n; i++) {
          context.fillStyle = \`hsl(\${12 * i} 80% 50% / 0.5)\`;
          context.fillRect(i, 0, 4, 16);
          yield [canvas, { data: Uint8Array.from({ length: 300 }, (_, at) => at * i), shape: [10, 10, 3] }];
        }
      }`)}`,
    );
    const live = await watch(page);
    const replayed = await watch(page);
    expect(live.shown).to.have.lengthOf(60);
    expect(new Set(live.shown.map(({ value }) => value)).size).to.be.above(50);
    expect(seen(replayed.shown)).to.deep.equal(seen(live.shown));
  });

  it('has pictures that were decoded, and those the page decodes', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="lime"/></svg>';
    const page = await open(
      `${EXAMPLES()}<rv-image name="picture"></rv-image>
      ${own(`export default function* () {
        yield ${JSON.stringify(coloured('red').toDataURL())};
        yield new Blob([${JSON.stringify(svg)}], { type: 'image/svg+xml' });
      }`)}`,
    );
    const { canvas } = page.app.querySelector('rv-image')!;
    await watch(page);
    const { run } = await watch(page);
    expect((await run.finished).how).to.equal('complete');
    await until(() => canvas.width === 8);
    expect([...canvas.getContext('2d')!.getImageData(4, 4, 1, 1).data]).to.deep.equal([0, 255, 0, 255]);
  });

  it('has a stream of sound and pictures, which can be downloaded like the run’s own', async () => {
    const page = await open(
      `${EXAMPLES()}<rv-video name="film" streaming muted></rv-video>
      ${own(`export default async function* () {
        for (const n of [0, 1, 2]) yield await (await fetch('/test/media/clip-' + n + '.mp4')).blob();
      }`)}`,
    );
    const film = page.app.querySelector<RvVideo>('rv-video')!;
    const sizes: number[] = [];
    for (const _ of ['live', 'replayed']) {
      const { how } = await watch(page);
      expect(how).to.equal('complete');
      await until(() => Math.abs(film.media.duration - 4.5) < 0.2);
      sizes.push((await film.toBlob()).size);
    }
    expect(film.error).to.equal('');
    expect(sizes[1]).to.equal(sizes[0]).and.to.be.above(10_000);
  });

  it('has clips', async () => {
    const page = await open(
      `${EXAMPLES()}<rv-audio name="sound"></rv-audio>
      ${own(`export default async function* () {
        yield { data: new Float32Array(4800), sampleRate: 48_000 };
        yield await (await fetch('/test/media/chirp-0.wav')).blob();
      }`)}`,
    );
    const sound = page.app.querySelector('rv-audio')!;
    const sizes: number[] = [];
    for (const _ of ['live', 'replayed']) {
      await watch(page);
      sizes.push((await sound.toBlob()).size);
    }
    const { size } = await (await fetch('/test/media/chirp-0.wav')).blob();
    expect(sizes).to.deep.equal([size, size]);
  });

  it('says what the function said, and sets what it set', async () => {
    const page = await open(
      `${EXAMPLES()}<rv-number name="count" output></rv-number>
      ${own(`export default async function* (n, { info, update, progress }) {
        info('Hello');
        yield update({ value: 1, label: 'One' });
        progress(0.5);
        yield NaN;
        yield 2;
      }`)}`,
    );
    const { app } = page;
    const number = app.querySelector<RvComponent>('[name=count]')!;
    const errors = recordConsole('error');
    for (const _ of ['live', 'replayed']) {
      const heard: string[] = [];
      number.label = '';
      const hear = (event: Event) => {
        heard.push(event.type);
        if (event.type === 'rv-alert') event.preventDefault();
      };
      const types = ['rv-start', 'rv-alert', 'rv-error', 'rv-yield', 'rv-complete'] as const;
      for (const type of types) app.addEventListener(type, hear);
      await watch(page);
      for (const type of types) app.removeEventListener(type, hear);
      expect(heard.filter((type) => type !== 'rv-yield')).to.deep.equal([
        'rv-start',
        'rv-alert',
        'rv-error',
        'rv-complete',
      ]);
      expect([number.label, number.value, number.error]).to.deep.equal(['One', 2, '']);
    }
    errors.restore();
  });

  it('is stopped like a run', async () => {
    const page = await open(
      `${EXAMPLES()}<rv-number name="count" output></rv-number>
      ${own('export default async function* (n, { sleep }) { for (let i = 0; i < n; i++) { yield i; await sleep(200); } }')}`,
    );
    const { app, examples } = page;
    await watch(page);
    const number = app.querySelector<RvComponent>('[name=count]')!;
    const painted = event(app, 'rv-yield');
    const run = (await examples.choose(0))!;
    await painted;
    expect([app.running, number.busy, number.waiting]).to.deep.equal([true, true, false]);
    inside(app, '[part=stop]').click();
    expect((await run.finished).how).to.equal('cancel');
    expect([app.running, number.busy, number.value]).to.deep.equal([false, false, 0]);
    const { shown } = await watch(page);
    expect(seen(shown)).to.deep.equal([0, 1, 2].map((value) => ['count', value]));
  });

  it('gives a script its values, and waits for it', async () => {
    const page = await open(
      `${EXAMPLES()}<rv-textbox name="text" output></rv-textbox>
      ${own('export default function* (n) { for (let i = 0; i < n; i++) yield "so far " + i; }')}`,
    );
    for (const _ of ['live', 'replayed']) {
      const given: unknown[] = [];
      for await (const [value] of (await page.examples.choose(0))!) {
        given.push(value);
        await new Promise(requestAnimationFrame);
      }
      expect(given).to.deep.equal(['so far 0', 'so far 1', 'so far 2']);
    }
  });

  it('is not one that was stopped or has failed', async () => {
    const errors = recordConsole('error');
    const calls = countCalls();
    const page = await open(
      `${EXAMPLES()}<rv-number name="count" output></rv-number>
      ${own(`export default async function* (n, { sleep }) {
        ${tell(calls.name)}
        yield 1;
        if (n === 3) throw new Error('no');
        await sleep(1e9);
      }`)}`,
    );
    for (const how of ['error', 'error']) expect((await watch(page)).how).to.equal(how);
    for (const how of ['cancel', 'cancel']) {
      const painted = event(page.app, 'rv-yield');
      const run = (await page.examples.choose(1))!;
      await painted;
      run.cancel();
      expect((await run.finished).how).to.equal(how);
    }
    await until(() => calls.count === 4);
    calls.close();
    errors.restore();
  });

  it('is that of the bytes of a file', async () => {
    const calls = countCalls();
    const page = await open(
      `<rv-image name="picture" input></rv-image><rv-examples cache="lazy">
      ${json([coloured('red').toDataURL(), coloured('blue').toDataURL(), coloured('red').toDataURL()])}</rv-examples>
      <rv-textbox name="colour" output></rv-textbox>
      ${own(`export default (picture) => {
        ${tell(calls.name)}
        const context = new OffscreenCanvas(4, 2).getContext('2d');
        context.drawImage(picture, 0, 0);
        return context.getImageData(0, 0, 1, 1).data.join();
      }`)}`,
    );
    const colours: unknown[] = [];
    for (const index of [0, 1, 2, 0, 1]) colours.push((await watch(page, index)).shown.at(-1)!.value);
    const [red, blue] = ['255,0,0,255', '0,0,255,255'];
    expect(colours).to.deep.equal([red, blue, red, red, blue]);
    await until(() => calls.count >= 2);
    expect(calls.count).to.equal(2);
    calls.close();
  });

  it('is made ahead of all examples with eager, and nothing of it is seen', async () => {
    const calls = countCalls();
    let events = 0;
    const count = () => events++;
    const types = ['rv-start', 'rv-yield', 'rv-complete'] as const;
    for (const type of types) document.addEventListener(type, count);
    const markup = `${EXAMPLES('cache="eager"')}<rv-number name="twice" output></rv-number>
      ${own(`export default (n) => { ${tell(calls.name)} return 2 * n; }`)}`;
    const page = await stored(() => open(markup), 2);
    for (const type of types) document.removeEventListener(type, count);
    const [n, twice] = page.app.querySelectorAll('rv-number');
    expect([events, n!.value, twice!.value]).to.deep.equal([0, null, null]);
    expect(seen((await watch(page, 1)).shown)).to.deep.equal([['twice', 10]]);
    expect(seen((await watch(page, 0)).shown)).to.deep.equal([['twice', 6]]);
    expect(calls.count).to.equal(2);
    calls.close();
  });

  it('is made ahead of a stream, also where the page has to decode its sound', async () => {
    const calls = countCalls();
    const markup = `${EXAMPLES('cache="eager"', [[1]])}<rv-audio name="sound" streaming></rv-audio>
      ${own(`export default async function* () {
        ${tell(calls.name)}
        for (const n of [0, 1]) yield await (await fetch('/test/media/chirp-' + n + '.mp3')).blob();
      }`)}`;
    const page = await stored(() => open(markup));
    const sound = page.app.querySelector('rv-audio')!;
    expect(sound.media.readyState).to.equal(0);
    expect((await watch(page)).how).to.equal('complete');
    await until(() => Math.abs(sound.media.duration - 2) < 0.1);
    expect([sound.error, calls.count]).to.deep.equal(['', 1]);
    calls.close();
  });

  it('is made ahead with what the inputs would give', async () => {
    const calls = countCalls();
    const markup = `<rv-slider name="n" max="10" step="5"></rv-slider><rv-dropdown name="d" choices="[256, 512]"></rv-dropdown>
      <rv-checkbox name="c"></rv-checkbox><rv-image name="i" input type="data"></rv-image>
      <rv-audio name="a" input></rv-audio><rv-number name="rest" value="7"></rv-number>
      <rv-examples cache="eager" inputs="n d c i a">${json([[4, '512', true, coloured('red').toDataURL(), '/test/media/chirp-0.wav']])}</rv-examples>
      <rv-json name="got"></rv-json>
      ${own(`export default (n, d, c, i, a, rest) => {
        ${tell(calls.name)}
        return [n, d, c, i.width, [...i.data.slice(0, 4)], a.name, a.size, rest];
      }`)}`;
    const page = await stored(() => open(markup));
    const { shown } = await watch(page);
    const { size } = await (await fetch('/test/media/chirp-0.wav')).blob();
    expect(shown.at(-1)!.value).to.deep.equal([5, 512, true, 4, [255, 0, 0, 255], 'chirp-0.wav', size, 7]);
    expect(calls.count).to.equal(1);
    calls.close();
  });
});

describe('a database that', () => {
  const { put } = IDBObjectStore.prototype;
  const { transaction } = IDBDatabase.prototype;
  let warnings: { messages: string[]; restore(): void };
  beforeEach(() => {
    warnings = recordConsole('warn');
  });
  afterEach(() => {
    IDBObjectStore.prototype.put = put;
    IDBDatabase.prototype.transaction = transaction;
    warnings.restore();
  });

  /** Fails as a browser does that has no room: the request and then its transaction. */
  const refuse = (store: IDBObjectStore): never => {
    store.transaction.abort();
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  const markup = () => `${EXAMPLES()}<rv-number name="twice" output></rv-number>${own('export default (n) => 2 * n;')}`;

  it('has no room loses the oldest run for the newest', async () => {
    const page = await open(markup());
    await stored(() => watch(page, 0));
    let refused = 0;
    IDBObjectStore.prototype.put = function (...given) {
      return ++refused === 1 ? refuse(this) : put.apply(this, given);
    };
    await watch(page, 1);
    await until(() => refused >= 3);
    expect(warnings.messages).to.deep.equal([]);
  });

  it('can’t be used lets the function run each time, and says so once', async () => {
    const page = await open(markup());
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException('The database is damaged.', 'InvalidStateError');
    };
    for (let run = 0; run < 3; run++) expect(seen((await watch(page)).shown)).to.deep.equal([['twice', 6]]);
    await page.examples.updateComplete;
    const note = inside(page.examples, '[part=note]');
    expect(note.innerText).to.equal('Runs are not kept, and run anew each time: The database is damaged.');
    expect(warnings.messages).to.have.lengthOf(1);
  });

  it('has no room at all lets the function run each time, and says so once', async () => {
    const page = await open(markup());
    IDBObjectStore.prototype.put = function () {
      return refuse(this);
    };
    for (const index of [0, 1, 0]) {
      expect(seen((await watch(page, index)).shown)).to.deep.equal([['twice', index === 0 ? 6 : 10]]);
    }
    const note = inside(page.examples, '[part=note]');
    await until(() => !note.hidden);
    expect(note.innerText).to.equal('Runs are not kept, and run anew each time: the storage for this site is full.');
    expect(warnings.messages).to.have.lengthOf(1);
  });
});
