// Opens pages in the browser engines from Node, for what a page of the test runner can't do: file:// URLs, a missing
// network, a real key.
import puppeteer from 'puppeteer';
import { chromiumArgs, finders, firefoxPrefs, startWebKitDriver, webkitCapabilities } from '../../scripts/engines.mjs';

/**
 * The engines found here (of those that the variable ENGINES names). Each starts at its first `open(url)`, which
 * resolves to a page with `goto(url)`, `evaluate(fn, ...args)`, `press(key, { shift })` and `close()`; `close()` of the
 * browser ends it. WebKit opens one page at a time.
 */
export function browsers() {
  const wanted = process.env.ENGINES?.split(',') ?? Object.keys(finders);
  return wanted.filter((name) => finders[name]()).map((name) => (name === 'webkit' ? webkit() : withPuppeteer(name)));
}

function withPuppeteer(name) {
  const options = name === 'firefox' ? { browser: 'firefox', extraPrefsFirefox: firefoxPrefs } : { args: chromiumArgs };
  let browser;
  return {
    name,
    async open(url) {
      browser ??= await puppeteer.launch({ executablePath: finders[name](), ...options });
      const page = await browser.newPage();
      await page.goto(url);
      const press = async (key, { shift = false } = {}) => {
        if (shift) await page.keyboard.down('Shift');
        await page.keyboard.press(key);
        if (shift) await page.keyboard.up('Shift');
      };
      return Object.assign(page, { press });
    },
    async close() {
      await browser?.close();
      browser = undefined;
    },
  };
}

/** Keys that WebDriver has a code point for: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS = {
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  ArrowRight: '\uE014',
};

function webkit() {
  let driver;

  async function send(method, path, body) {
    const response = await fetch(`http://127.0.0.1:${driver.port}${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  return {
    name: 'webkit',
    async open(url) {
      driver ??= await startWebKitDriver();
      const capabilities = { alwaysMatch: { ...webkitCapabilities(), timeouts: { script: 60_000 } } };
      const { sessionId } = await send('POST', '/session', { capabilities });
      const session = `/session/${sessionId}`;
      const close = () => send('DELETE', session);
      try {
        await send('POST', `${session}/url`, { url });
      } catch (error) {
        await close();
        throw error;
      }
      return {
        async evaluate(fn, ...args) {
          const script = `
            const [args, done] = arguments;
            Promise.resolve().then(() => (${fn})(...args)).then(
              (value) => done({ value }),
              (error) => done({ error: String(error) }),
            );`;
          const { value, error } = await send('POST', `${session}/execute/async`, { script, args: [args] });
          if (error) throw new Error(error);
          return value;
        },
        async press(key, { shift = false } = {}) {
          const value = KEYS[key] ?? key;
          const keys = ['keyDown', 'keyUp'].map((type) => ({ type, value }));
          const actions = shift
            ? [{ ...keys[0], value: KEYS.Shift }, ...keys, { ...keys[1], value: KEYS.Shift }]
            : keys;
          await send('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
        },
        goto: (target) => send('POST', `${session}/url`, { url: target }),
        close,
      };
    },
    async close() {
      driver?.stop();
      driver = undefined;
    },
  };
}
