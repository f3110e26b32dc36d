import { expect } from 'chai';
import type { Alert } from '../../worker/protocol.js';
import { accessibilityViolations, consoleErrors } from '../elements/testing.js';
import { showToast } from './toasts.js';

let host: HTMLElement;

beforeEach(() => {
  host = document.createElement('div');
  host.innerHTML = '<button type="button">Elsewhere</button>';
  document.body.append(host);
});

afterEach(() => host.remove());

/** Says something, and waits until it is read out and seen. */
async function say(message: string, options: Partial<Alert> = {}): Promise<void> {
  await showToast(host, { level: 'info', message, duration: null, ...options });
  await host.querySelector('rv-toasts')!.updateComplete;
}

function toasts(): HTMLElement[] {
  return [...host.querySelector('rv-toasts')!.shadowRoot!.querySelectorAll<HTMLElement>('.toast')];
}

const texts = () => toasts().map((toast) => toast.querySelector('p')!.textContent);
const region = (role: string) => host.querySelector('rv-toasts')!.shadowRoot!.querySelector(`[role=${role}]`)!;
const closeButton = (index: number) => toasts()[index]!.querySelector('button')!;

/** Looks after every frame, until there are so many. */
async function until(count: number): Promise<void> {
  while (toasts().length !== count) await new Promise(requestAnimationFrame);
}

function press(key: string, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
}

/** The name of the button that has the focus. */
function focused(): string | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element!.ariaLabel ?? element!.textContent;
}

describe('messages over the page', () => {
  for (const [level, role, heading] of [
    ['info', 'status', 'Information'],
    ['warning', 'status', 'Warning'],
    ['success', 'status', 'Success'],
    ['error', 'alert', 'Error'],
  ] as const) {
    it(`of level ${level} are told in a region of role ${role}, with or without a title`, async () => {
      await say('Once', { level });
      await say('Twice', { level, title: 'Title' });
      expect(texts()).to.deep.equal([`${heading}: Once`, 'TitleTwice']);
      expect(region(role).textContent).to.include('Twice');
      expect(closeButton(0).ariaLabel).to.equal('Close: Once');
      expect(closeButton(1).ariaLabel).to.equal('Close: Title');
      expect(await accessibilityViolations(host.querySelector('rv-toasts')!)).to.deep.equal([]);
    });
  }

  it('come into regions that were there before', async () => {
    const told: string[] = [];
    const saying = say('Now', { level: 'error' });
    const { shadowRoot, updateComplete } = host.querySelector('rv-toasts')!;
    await updateComplete;
    const alert = shadowRoot!.querySelector('[role=alert]')!;
    expect(alert.textContent).to.equal('');
    new MutationObserver(() => told.push(alert.textContent)).observe(alert, { childList: true });
    await saying;
    await Promise.resolve();
    expect(told.join()).to.include('Now');
  });

  it('are over a dialog, and in sight', async () => {
    const dialog = document.createElement('dialog');
    host.append(dialog);
    dialog.showModal();
    await say('Over it');
    const toast = toasts()[0]!;
    const { x, y, right, bottom } = toast.getBoundingClientRect();
    expect([x >= 0, y >= 0, right <= innerWidth, bottom <= innerHeight]).to.deep.equal([true, true, true, true]);
    const shown = host.querySelector('rv-toasts')!;
    expect(shown.matches(':popover-open')).to.equal(true);
    dialog.close();
  });

  it('go when their time is up, and not before', async () => {
    const began = performance.now();
    await say('Short', { duration: 0.3 });
    await say('Long');
    await until(1);
    expect(performance.now() - began).to.be.at.least(250);
    expect(texts()).to.deep.equal(['Information: Long']);
  });

  it('stay while one of them has the focus', async () => {
    await say('Read', { duration: 0.2 });
    await say('Short', { duration: 0.2 });
    closeButton(0).focus();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(toasts()).to.have.lengthOf(2);
    closeButton(0).blur();
    await until(0);
  });

  it('are closed by their button; the focus goes on, and back at last', async () => {
    const elsewhere = host.querySelector('button')!;
    elsewhere.focus();
    await say('One');
    await say('Two');
    expect(focused()).to.equal('Elsewhere');
    closeButton(0).focus();
    closeButton(0).click();
    await until(1);
    expect(focused()).to.equal('Close: Two');
    closeButton(0).click();
    await until(0);
    await new Promise(requestAnimationFrame);
    expect(focused()).to.equal('Elsewhere');
    expect(host.querySelector('rv-toasts')!.matches(':popover-open')).to.equal(false);
  });

  it('are closed by Escape: the one with the focus, or the newest', async () => {
    for (const message of ['One', 'Two', 'Three']) await say(message);
    expect(press('Escape').defaultPrevented).to.equal(true);
    await until(2);
    expect(texts().join()).to.equal('Information: One,Information: Two');
    closeButton(0).focus();
    press('Escape', closeButton(0));
    await until(1);
    expect(texts()).to.deep.equal(['Information: Two']);
    press('Escape');
    await until(0);
    expect(press('Escape').defaultPrevented).to.equal(false);
  });

  it('leave Escape to a dialog that is open, and to what has taken it', async () => {
    await say('Stays');
    const dialog = document.createElement('dialog');
    host.append(dialog);
    dialog.showModal();
    expect(press('Escape').defaultPrevented).to.equal(false);
    dialog.close();
    const take = (event: Event) => event.preventDefault();
    host.addEventListener('keydown', take);
    press('Escape', host);
    expect(texts()).to.deep.equal(['Information: Stays']);
  });

  for (const [duration, came] of [
    [0, '0'],
    [-1, '-1'],
    [NaN, 'NaN'],
    ['soon' as unknown as number, '"soon"'],
  ] as const) {
    it(`stay when their duration is ${came}, and say what it takes`, async () => {
      const errors = await consoleErrors(() => say('Here', { level: 'warning', duration }));
      expect(errors).to.deep.equal([
        `rivulet: ctx.warning() was given the duration ${came}, but takes seconds above 0, or null.`,
      ]);
      expect(texts()).to.deep.equal(['Warning: Here']);
    });
  }

  it('keep lines and long words within their width', async () => {
    await say(`One\nTwo ${'x'.repeat(200)}`, { title: 'Long' });
    const toast = toasts()[0]!;
    expect(toast.scrollWidth).to.be.at.most(toast.clientWidth);
    expect(getComputedStyle(toast.querySelector('p')!).whiteSpace).to.match(/pre-line|preserve-breaks/);
  });
});
