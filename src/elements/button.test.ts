import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import './button.js';
import type { RvButton } from './button.js';
import { accessibilityViolations, consoleErrors, expectEvent, fixture, inside, rendered } from './testing.js';

describe('rv-button', () => {
  for (const [type, method] of [
    ['submit', 'submit'],
    ['stop', 'cancel'],
    ['clear', 'clear'],
  ]) {
    it(`of type ${type} calls ${method}() of the app around it`, async () => {
      const app = await fixture<HTMLElement>(`<rv-app><p><rv-button type="${type}">Go</rv-button></p></rv-app>`);
      const called: string[] = [];
      for (const name of ['submit', 'cancel', 'clear']) Object.assign(app, { [name]: () => called.push(name) });
      inside(app.querySelector('rv-button')!, 'button').click();
      expect(called).to.deep.equal([method]);
    });
  }

  it('without a type is for the page’s own script', async () => {
    const app = await fixture<HTMLElement>('<rv-app><rv-button>Go</rv-button></rv-app>');
    let submitted = false;
    Object.assign(app, { submit: () => (submitted = true) });
    const button = app.querySelector('rv-button')!;
    button.focus();
    await expectEvent(button, 'click', () => sendKeys({ press: 'Enter' }));
    expect(submitted).to.equal(false);
  });

  it('outside an app says that there is nothing to submit', async () => {
    const button = await fixture<RvButton>('<rv-button type="submit" name="go">Go</rv-button>');
    const { warn } = console;
    const warnings: string[] = [];
    console.warn = (message: string) => warnings.push(message);
    inside(button, 'button').click();
    console.warn = warn;
    expect(warnings).to.deep.equal([
      '<rv-button name="go"> of type "submit" is in no <rv-app>, so there is nothing to submit.',
    ]);
  });

  it('tells a type there is none of', async () => {
    const errors = await consoleErrors(() => fixture('<rv-button type="reset">Go</rv-button>'));
    expect(errors).to.deep.equal(['<rv-button>: type has "reset", but takes button, submit, stop, clear.']);
  });

  it('does nothing while disabled', async () => {
    const button = await fixture<RvButton>('<rv-button disabled>Go</rv-button>');
    let clicked = false;
    button.addEventListener('click', () => (clicked = true));
    inside(button, 'button').click();
    expect(clicked).to.equal(false);
  });

  it('is labelled by its content, or by its label', async () => {
    const button = await fixture<RvButton>('<rv-button>Go</rv-button>');
    expect(button.value).to.equal('Go');
    button.setProperties({ label: 'Again' });
    await rendered(button);
    expect([button.value, inside(button, 'button').textContent!.trim()]).to.deep.equal(['Again', 'Again']);
    button.clear();
    expect(button.value).to.equal('Go');
  });

  it('is neither input nor output', async () => {
    const { isInput, isOutput } = await fixture<RvButton>('<rv-button>Go</rv-button>');
    expect([isInput, isOutput]).to.deep.equal([false, false]);
  });

  it('is accessible in every variant', async () => {
    await fixture(`<div><rv-button variant="primary">One</rv-button><rv-button>Two</rv-button>
      <rv-button variant="stop">Three</rv-button><rv-button disabled>Four</rv-button><rv-button name="five"></rv-button></div>`);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});
