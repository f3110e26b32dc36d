import { expect } from 'chai';
import { readRecord, type StoredRecord } from '../store/database.js';
import './browser-state.js';
import type { RvBrowserState } from './browser-state.js';
import { accessibilityViolations, consoleErrors, expectEvent, fixture, inside, isWebKit, rendered } from './testing.js';

let key = '';
let warnings: string[] = [];
const { warn } = console;

beforeEach(() => {
  key = crypto.randomUUID();
  warnings = [];
  console.warn = (...message: unknown[]) => warnings.push(message.join(' '));
});

afterEach(async () => {
  console.warn = warn;
  await fixture('<div></div>');
});

const markup = (attributes = '', value = '[]') =>
  `<rv-browser-state name="todos" storage-key="${key}" value='${value}' ${attributes}></rv-browser-state>`;

/** An element that has what was stored. */
async function mount(attributes = '', value = '[]'): Promise<RvBrowserState> {
  const state = await fixture<RvBrowserState>(markup(attributes, value));
  await state.read();
  return state;
}

/** What the database has under the key, once it is as wanted. */
async function stored(accept: (record: StoredRecord) => boolean = () => true): Promise<StoredRecord> {
  for (;;) {
    const record = await readRecord(key);
    if (record && accept(record)) return record;
    await new Promise(requestAnimationFrame);
  }
}

const storedValue = (value: unknown) => stored(({ plain }) => JSON.stringify(plain?.value) === JSON.stringify(value));
const height = (element: Element) => element.getBoundingClientRect().height;

describe('rv-browser-state', () => {
  it('has what the markup gives on the first visit, and is not seen', async () => {
    const state = await mount('label="To do"', '["one"]');
    expect(state.value).to.deep.equal(['one']);
    expect(height(state)).to.equal(0);
    expect([state.isInput, state.isOutput, warnings.length]).to.deep.equal([false, false, 0]);
  });

  it('has what was set on the visit before, told by a change', async () => {
    (await mount()).value = ['one'];
    await storedValue(['one']);
    const state = await fixture<RvBrowserState>(markup());
    expect(state.value).to.deep.equal([]);
    const changed = expectEvent(state, 'change', () => {});
    expect(await state.read()).to.deep.equal(['one']);
    await changed;
    expect(state.value).to.deep.equal(['one']);
  });

  it('keeps bytes and dates', async () => {
    (await mount()).value = { bytes: Uint8Array.of(1, 2), at: new Date(0) };
    await stored();
    expect((await mount()).value).to.deep.equal({ bytes: Uint8Array.of(1, 2), at: new Date(0) });
  });

  it('keeps files', async function () {
    // Sessions under WebDriver are private ones, which store no files in WebKit.
    if (isWebKit) this.skip();
    (await mount()).value = new File(['abc'], 'a.txt');
    await stored();
    const file = (await mount()).value as File;
    expect([file.name, await file.text()]).to.deep.equal(['a.txt', 'abc']);
  });

  it('says why the browser does not keep a file, and keeps what comes after it', async function () {
    if (!isWebKit) this.skip();
    const state = await mount();
    state.value = new File(['abc'], 'a.txt');
    while (!height(state)) await new Promise(requestAnimationFrame);
    expect(inside(state, '[part=note]').innerText).to.match(/Blob\/File/);
    state.value = 1;
    await storedValue(1);
  });

  it('has a value that was set before the stored one had come', async () => {
    (await mount()).value = 'stored';
    await storedValue('stored');
    const state = await fixture<RvBrowserState>(markup());
    state.value = 'set';
    expect(await state.read()).to.equal('set');
    await storedValue('set');
    const early = document.createElement('rv-browser-state');
    Object.assign(early, { storageKey: key, value: 'early' });
    document.body.append(early);
    expect(await early.read()).to.equal('early');
    await storedValue('early');
    early.remove();
  });

  it('writes the last of many values, one at a time', async () => {
    const state = await mount();
    const { put } = IDBObjectStore.prototype;
    let under = 0;
    let most = 0;
    let writes = 0;
    IDBObjectStore.prototype.put = function (...values) {
      writes++;
      most = Math.max(most, ++under);
      this.transaction.addEventListener('complete', () => under--);
      return put.apply(this, values);
    };
    for (let i = 0; i <= 1000; i++) state.value = i;
    await storedValue(1000);
    IDBObjectStore.prototype.put = put;
    expect(most).to.equal(1);
    expect(writes).to.be.at.most(2);
  });

  it('forgets what is stored when it is told to, also for a visit with other markup', async () => {
    const state = await mount('', '["one"]');
    state.value = ['two'];
    await storedValue(['two']);
    await expectEvent(state, 'change', () => state.forget());
    expect(state.value).to.deep.equal(['one']);
    await stored(({ plain }) => !plain);
    expect((await mount('', '["other"]')).value).to.deep.equal(['other']);
  });

  it('writes what was set even if the element leaves the page at once', async () => {
    const state = await mount();
    state.value = 'last';
    state.remove();
    await storedValue('last');
  });

  it('goes on when it is moved', async () => {
    const page = await fixture<HTMLElement>(`<div>${markup()}<p></p>${markup()}</div>`);
    const [a, b] = page.querySelectorAll('rv-browser-state');
    await Promise.all([a!.read(), b!.read()]);
    page.querySelector('p')!.append(a!);
    await rendered(a!);
    await expectEvent(a!, 'change', () => {
      b!.value = 'to the moved';
    });
    await expectEvent(b!, 'change', () => {
      a!.value = 'from the moved';
    });
  });

  it('has what was stored meanwhile when it comes back to the page', async () => {
    const state = await mount();
    const parent = state.parentElement!;
    state.value = 'one';
    await storedValue('one');
    state.remove();
    (await mount()).value = 'two';
    await storedValue('two');
    parent.replaceChildren(state);
    await expectEvent(state, 'change', () => {});
    expect(state.value).to.equal('two');
  });

  it('goes over to another key with the value of that', async () => {
    const state = await mount();
    state.value = 'of the first';
    await storedValue('of the first');
    const first = key;
    key = crypto.randomUUID();
    state.storageKey = key;
    expect(await state.read()).to.deep.equal([]);
    state.value = 'of the second';
    await storedValue('of the second');
    state.storageKey = first;
    expect(await state.read()).to.equal('of the first');
  });

  it('refuses what can’t be cloned, and keeps what it had', async () => {
    const state = await mount('', '1');
    expect(() => {
      state.value = { rows: [() => 1] };
    }).to.throw(TypeError, '<rv-browser-state name="todos">: value.rows[0] is a function');
    expect(state.value).to.equal(1);
  });

  it('tells a value that this browser does not store', async () => {
    const state = await mount();
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('An ImageBitmap object could not be cloned.', 'DataCloneError');
    };
    const told = Promise.withResolvers<void>();
    const errors = await consoleErrors(async () => {
      const { error } = console;
      console.error = (...message: unknown[]) => {
        error(...message);
        told.resolve();
      };
      state.value = 1;
      await told.promise;
    });
    IDBObjectStore.prototype.put = put;
    await rendered(state);
    expect(errors).to.deep.equal([
      '<rv-browser-state name="todos">: this browser can’t store such a value: An ImageBitmap object could not be cloned.',
    ]);
    expect(inside(state, '[role=alert]').innerText).to.match(/^this browser can’t store such a value/);
    expect([state.value, warnings.length]).to.deep.equal([1, 0]);
    state.value = 2;
    await storedValue(2);
    await rendered(state);
    expect(height(state)).to.equal(0);
  });

  it('without a storage-key says so, and has its value as long as the page', async () => {
    let state!: RvBrowserState;
    const errors = await consoleErrors(async () => {
      state = await fixture<RvBrowserState>('<rv-browser-state name="todos" value="1"></rv-browser-state>');
    });
    expect(errors).to.deep.equal([
      '<rv-browser-state name="todos">: it has no storage-key, so its value lasts as long as the page. Give it one.',
    ]);
    expect(height(state)).to.be.greaterThan(0);
    expect(await accessibilityViolations()).to.deep.equal([]);
    state.value = 2;
    expect(await state.read()).to.equal(2);
    state.storageKey = key;
    await storedValue(2);
    expect(height(state)).to.equal(0);
  });
});

describe('two <rv-browser-state> with the same key', () => {
  it('have each other’s changes, without an echo', async () => {
    const page = await fixture<HTMLElement>(`<div>${markup()}${markup()}</div>`);
    const [a, b] = page.querySelectorAll('rv-browser-state');
    await Promise.all([a!.read(), b!.read()]);
    const seen: unknown[] = [];
    a!.addEventListener('change', () => seen.push(['a', a!.value]));
    b!.addEventListener('change', () => seen.push(['b', b!.value]));
    await expectEvent(b!, 'change', () => {
      a!.value = 1;
    });
    await expectEvent(a!, 'change', () => {
      b!.value = 2;
    });
    await expectEvent(b!, 'change', () => a!.forget());
    expect(b!.value).to.deep.equal([]);
    await stored(({ plain }) => !plain);
    expect(seen).to.deep.equal([
      ['a', 1],
      ['b', 1],
      ['b', 2],
      ['a', 2],
      ['a', []],
      ['b', []],
    ]);
  });

  it('agree on one when both are set at once', async () => {
    const page = await fixture<HTMLElement>(`<div>${markup()}${markup()}</div>`);
    const [a, b] = page.querySelectorAll('rv-browser-state');
    await Promise.all([a!.read(), b!.read()]);
    a!.value = 'a';
    b!.value = 'b';
    while (a!.value !== b!.value) await new Promise(requestAnimationFrame);
    await storedValue(a!.value);
  });

  it('in two tabs have each other’s changes', async () => {
    const state = await mount();
    const frame = document.createElement('iframe');
    frame.srcdoc = `${markup()}<script type="module" src="${new URL('./browser-state.ts', import.meta.url)}"></script>`;
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const other = frame.contentDocument!.querySelector('rv-browser-state')!;
    await other.read();
    await expectEvent(other, 'change', () => {
      state.value = ['here'];
    });
    expect(other.value).to.deep.equal(['here']);
    await expectEvent(state, 'change', () => {
      other.value = ['there'];
    });
    expect(state.value).to.deep.equal(['there']);
    await storedValue(['there']);
    frame.remove();
  });
});

describe('<rv-browser-state> with a secret', () => {
  const sealed = () => stored((record) => record.sealed !== undefined);

  it('stores nothing that can be read without it, and has it back with it', async () => {
    (await mount('secret="open sesame"')).value = ['treasure'];
    const record = await sealed();
    expect(record.plain).to.equal(undefined);
    const bytes = new TextDecoder().decode(record.sealed!.data);
    expect(bytes).not.to.include('treasure');
    expect((await mount('secret="open sesame"')).value).to.deep.equal(['treasure']);
    expect(warnings).to.deep.equal([]);
  });

  it('has another salt for each key, also on later visits, and another start for each write', async () => {
    (await mount('secret="x"')).value = 1;
    const first = (await sealed()).sealed!;
    (await mount('secret="x"')).value = 1;
    const second = (await stored((record) => record.sealed!.iv.join() !== first.iv.join())).sealed!;
    expect(second.salt).to.deep.equal(first.salt);
    key = crypto.randomUUID();
    (await mount('secret="x"')).value = 1;
    expect((await sealed()).sealed!.salt).not.to.deep.equal(first.salt);
  });

  for (const [why, attributes] of [
    ['with this secret', 'secret="wrong"'],
    ['without its secret', ''],
  ] as const) {
    it(`tells ${why} that it can’t be decrypted, and begins with the markup`, async () => {
      (await mount('secret="right"')).value = ['treasure'];
      await sealed();
      const state = await mount(attributes, '["new"]');
      await rendered(state);
      expect(state.value).to.deep.equal(['new']);
      expect(warnings.length).to.equal(1);
      expect(inside(state, '[part=note]').innerText).to.equal(
        `What is stored can’t be decrypted ${why}. The next change replaces it.`,
      );
      expect(height(state)).to.be.greaterThan(0);
      state.secret = 'right';
      expect(await state.read()).to.deep.equal(['treasure']);
      await rendered(state);
      expect(height(state)).to.equal(0);
    });
  }

  it('that was set just before a value encrypts that value', async () => {
    const state = await mount();
    state.secret = 'late';
    state.value = ['treasure'];
    expect(await state.read()).to.deep.equal(['treasure']);
    expect((await stored()).plain).to.equal(undefined);
  });

  const loop: { self?: unknown } = {};
  loop.self = loop;
  for (const [value, culprit] of [
    [{ at: new Date(0) }, 'value.at is a Date'],
    [[NaN], 'value[0] is NaN'],
    [{ bytes: new Uint8Array(1) }, 'value.bytes is a Uint8Array'],
    [{ n: 1n }, 'value.n is a bigint'],
    [loop, 'value is an Object'],
  ] as const) {
    it(`refuses what JSON can’t hold: ${culprit}`, async () => {
      const state = await mount('secret="x"', '1');
      expect(() => {
        state.value = value;
      }).to.throw(
        TypeError,
        `<rv-browser-state name="todos">: ${culprit}, but with a secret takes what JSON can hold.`,
      );
      expect(state.value).to.equal(1);
    });
  }

  it('stores nothing on pages where browsers have no WebCrypto, and says so', async () => {
    Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true });
    const state = await mount('secret="x"');
    state.value = 'treasure';
    Reflect.deleteProperty(crypto, 'subtle');
    await rendered(state);
    expect(inside(state, '[part=note]').innerText).to.match(/^Changes are lost .* WebCrypto/);
    expect([warnings.length, state.value]).to.deep.equal([1, 'treasure']);
    expect(await readRecord(key)).to.equal(undefined);
  });
});

describe('<rv-browser-state> where the browser does not store', () => {
  /** Closes the database, so that it is opened again. */
  const close = () =>
    new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase('rivulet-state');
      request.onsuccess = () => resolve();
      request.onerror = request.onblocked = () => reject(new Error('The database is still open.'));
    });

  const replaced: (() => void)[] = [];
  function replace(target: object, name: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(target, name);
    replaced.push(() => {
      if (before) Object.defineProperty(target, name, before);
      else Reflect.deleteProperty(target, name);
    });
    Object.defineProperty(target, name, { configurable: true, writable: true, value });
  }

  afterEach(() => {
    for (const undo of replaced.splice(0)) undo();
  });

  interface FakeRequest {
    error: DOMException;
    onerror?: () => void;
    onblocked?: () => void;
  }

  /** What opens no database; `then` tells the request why. */
  function openWith(then: (request: FakeRequest) => void): object {
    const open = () => {
      const request: FakeRequest = { error: new DOMException('It is broken.', 'UnknownError') };
      queueMicrotask(() => then(request));
      return request;
    };
    return { open };
  }

  async function expectMemory(reason: string): Promise<void> {
    const state = await mount('', '1');
    state.value = 2;
    state.value = 3;
    expect(await state.read()).to.equal(3);
    await rendered(state);
    const message = `Changes are lost when the page is closed: ${reason}.`;
    expect(warnings).to.deep.equal([`<rv-browser-state name="todos">: ${message}`]);
    expect(inside(state, '[part=note]').innerText).to.equal(message);
    expect(height(state)).to.be.greaterThan(0);
    expect(await accessibilityViolations()).to.deep.equal([]);
  }

  const cases: [what: string, stub: unknown, reason: string][] = [
    ['has no IndexedDB', undefined, 'there is no IndexedDB here'],
    [
      'refuses to open a database',
      {
        open() {
          throw new DOMException('It is insecure.', 'SecurityError');
        },
      },
      'It is insecure.',
    ],
    ['fails to open it', openWith((request) => request.onerror!()), 'It is broken.'],
    ['has it blocked', openWith((request) => request.onblocked!()), 'another tab blocks the database'],
  ];
  for (const [what, stub, reason] of cases) {
    it(`because it ${what}: has the value as long as the page, and says so once`, async () => {
      await close();
      replace(globalThis, 'indexedDB', stub);
      await expectMemory(reason.replace(/\.$/, ''));
    });
  }

  it('because opening it never settles: gives up in time', async () => {
    await close();
    const limit = new AbortController();
    replace(AbortSignal, 'timeout', () => limit.signal);
    let opening!: FakeRequest;
    replace(
      globalThis,
      'indexedDB',
      openWith((request) => {
        opening = request;
        limit.abort();
      }),
    );
    await expectMemory('the database does not answer');
    opening.onerror!();
  });

  it('because storage is full: says so once, and no longer once there is room', async () => {
    const state = await mount();
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('Too much.', 'QuotaExceededError');
    };
    const note = () => inside(state, '[part=note]');
    const shown = () =>
      new Promise<void>((resolve) => {
        new MutationObserver((_, observer) => {
          observer.disconnect();
          resolve();
        }).observe(note(), { attributes: true });
      });
    const told = shown();
    state.value = 1;
    await told;
    expect(note().innerText).to.equal('Changes are lost when the page is closed: the storage for this site is full.');
    expect(height(state)).to.be.greaterThan(0);
    const retried = Promise.withResolvers<void>();
    IDBObjectStore.prototype.put = () => {
      retried.resolve();
      throw new DOMException('Too much.', 'QuotaExceededError');
    };
    state.value = 2;
    await retried.promise;
    const gone = shown();
    IDBObjectStore.prototype.put = put;
    state.value = 3;
    await gone;
    await storedValue(3);
    expect([warnings.length, height(state)]).to.deep.equal([1, 0]);
  });

  it('does not write over what it could not read', async () => {
    (await mount()).value = 'stored';
    await storedValue('stored');
    const { get } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = () => {
      throw new DOMException('It is broken.', 'UnknownError');
    };
    const state = await mount();
    IDBObjectStore.prototype.get = get;
    state.value = 'set';
    expect(await state.read()).to.equal('set');
    expect((await mount()).value).to.equal('stored');
  });

  it('has no channel to other tabs: keeps the value all the same', async () => {
    replace(
      globalThis,
      'BroadcastChannel',
      class {
        constructor() {
          throw new DOMException('Forbidden.', 'SecurityError');
        }
      },
    );
    (await mount()).value = 1;
    await storedValue(1);
    expect(warnings).to.deep.equal([]);
  });
});
