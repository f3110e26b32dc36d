import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import { accessibilityViolations, enter, expectEvent, fixture, inside, nextFrame, rendered } from './testing.js';
import './textbox.js';
import type { RvTextbox } from './textbox.js';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join('');
const append = (text: string) => ({ kind: 'text', text, append: true }) as const;
const replace = (text: string) => ({ kind: 'text', text, append: false }) as const;

describe('rv-textbox as an input', () => {
  it('is a native field of its type, and with more lines a text area', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox type="email" placeholder="you@example.org"></rv-textbox>');
    const input = inside<HTMLInputElement>(textbox, 'input');
    expect([input.type, input.placeholder]).to.deep.equal(['email', 'you@example.org']);
    textbox.lines = 3;
    await rendered(textbox);
    expect(inside<HTMLTextAreaElement>(textbox, 'textarea').rows).to.equal(3);
  });

  it('takes what is typed', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox></rv-textbox>');
    textbox.focus();
    await expectEvent(textbox, 'input', () => sendKeys({ type: 'a' }));
    expect(textbox.value).to.equal('a');
  });

  it('gives a string, and null when empty', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox></rv-textbox>');
    expect([textbox.value, textbox.read()]).to.deep.equal(['', null]);
    await expectEvent(textbox, 'change', () => enter(inside(textbox, 'input'), 'hello'));
    expect(textbox.read()).to.equal('hello');
    textbox.value = null;
    expect([textbox.value, textbox.read()]).to.deep.equal(['', null]);
  });

  it('takes part in a form', async () => {
    const form = await fixture<HTMLFormElement>('<form><rv-textbox name="t" value="one" required></rv-textbox></form>');
    const textbox = form.querySelector('rv-textbox')!;
    expect(new FormData(form).get('t')).to.equal('one');
    textbox.value = '';
    await rendered(textbox);
    expect([textbox.validity.valueMissing, form.checkValidity()]).to.deep.equal([true, false]);
    form.reset();
    await rendered(textbox);
    expect([textbox.value, form.checkValidity()]).to.deep.equal(['one', true]);
  });

  it('knows a wrong address by its type', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox type="email" value="nobody"></rv-textbox>');
    expect(textbox.validity.typeMismatch).to.equal(true);
  });

  it('is accessible', async () => {
    await fixture(`<div><rv-textbox label="Prompt" placeholder="A cat" required info="In English."></rv-textbox>
      <rv-textbox lines="3"></rv-textbox><rv-textbox label="Off" disabled value="x"></rv-textbox></div>`);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

describe('rv-textbox as an output', () => {
  it('replaces its text, or adds the tail it is given', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output></rv-textbox>');
    textbox.paint(replace('one'));
    await rendered(textbox);
    textbox.paint(append(' two'));
    expect(inside(textbox, 'output').textContent).to.equal('one two');
    textbox.paint(replace('three'));
    await rendered(textbox);
    expect([textbox.value, inside(textbox, 'output').textContent]).to.deep.equal(['three', 'three']);
    textbox.paint({ kind: 'value', value: null });
    await rendered(textbox);
    expect([textbox.value, inside(textbox, 'output').textContent]).to.deep.equal(['', '']);
  });

  it('keeps a replacement and a tail that come before it has rendered in order', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output></rv-textbox>');
    textbox.paint(replace('one'));
    textbox.paint(append(' two'));
    await rendered(textbox);
    expect(inside(textbox, 'output').textContent).to.equal('one two');
  });

  it('says how its yields flow', async () => {
    expect((await fixture<RvTextbox>('<rv-textbox output append></rv-textbox>')).flow).to.equal('append');
    expect((await fixture<RvTextbox>('<rv-textbox output></rv-textbox>')).flow).to.equal('latest');
  });

  it('shows HTML as text', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output></rv-textbox>');
    textbox.paint(append('<b>bold</b>'));
    expect(inside(textbox, 'output').textContent).to.equal('<b>bold</b>');
  });

  it('keeps the nodes of what is there when a tail comes', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output append></rv-textbox>');
    textbox.paint(append(lines(2000)));
    const before = [...inside(textbox, 'output > div').children].slice(0, -1);
    expect(before.length).to.be.greaterThan(2);
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => changes.push(...records));
    for (const block of before) observer.observe(block, { subtree: true, childList: true, characterData: true });
    textbox.paint(append(lines(100)));
    expect(observer.takeRecords()).to.deep.equal([]);
    expect(inside(textbox, 'output').textContent).to.equal(lines(2000) + lines(100));
  });

  it('grows with its text up to max-lines, with the end in sight', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output append max-lines="4"></rv-textbox>');
    const output = inside(textbox, 'output');
    const height = output.clientHeight;
    textbox.paint(append(lines(3)));
    await nextFrame();
    expect(output.clientHeight).to.be.greaterThan(height);
    textbox.paint(append(lines(100)));
    await nextFrame();
    expect(output.clientHeight).to.be.lessThan(height * 5);
    expect(output.scrollTop + output.clientHeight).to.be.closeTo(output.scrollHeight, 2);
  });

  it('stays where the user scrolled up to, until they come back to the end', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output append max-lines="4"></rv-textbox>');
    const output = inside(textbox, 'output');
    textbox.paint(append(lines(50)));
    await nextFrame();
    await expectEvent(output, 'scroll', () => output.scrollTo(0, 40));
    textbox.paint(append(lines(50)));
    await nextFrame();
    expect(output.scrollTop).to.equal(40);
    await expectEvent(output, 'scroll', () => output.scrollTo(0, output.scrollHeight));
    textbox.paint(append(lines(50)));
    await nextFrame();
    expect(output.scrollTop + output.clientHeight).to.be.closeTo(output.scrollHeight, 2);
  });

  it('shows a text set by script from its beginning, and any with autoscroll="false"', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output max-lines="4"></rv-textbox>');
    textbox.value = lines(50);
    await nextFrame();
    expect(inside(textbox, 'output').scrollTop).to.equal(0);
    textbox.autoscroll = false;
    textbox.paint(append(lines(50)));
    await nextFrame();
    expect(inside(textbox, 'output').scrollTop).to.equal(0);
  });

  it('is read out politely, when it is no longer busy', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output append label="Answer"></rv-textbox>');
    textbox.busy = true;
    await rendered(textbox);
    const { ariaLive, ariaBusy, ariaAtomic } = inside(textbox, 'output');
    expect([ariaLive, ariaBusy, ariaAtomic]).to.deep.equal(['polite', 'true', 'false']);
  });

  it('is accessible, also when it scrolls', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox output label="Answer" max-lines="3"></rv-textbox>');
    expect(inside(textbox, 'output').hasAttribute('tabindex')).to.equal(false);
    textbox.paint(append(lines(30)));
    await nextFrame();
    expect(inside(textbox, 'output').tabIndex).to.equal(0);
    expect(await accessibilityViolations()).to.deep.equal([]);
  });
});

describe('rv-textbox as both', () => {
  it('streams into a field that stays editable, and leaves the selection alone', async () => {
    const textbox = await fixture<RvTextbox>('<rv-textbox input output lines="2" value="one"></rv-textbox>');
    const area = inside<HTMLTextAreaElement>(textbox, 'textarea');
    area.setSelectionRange(1, 2);
    textbox.paint(append(' two'));
    expect([area.value, textbox.value]).to.deep.equal(['one two', 'one two']);
    expect([area.selectionStart, area.selectionEnd]).to.deep.equal([1, 2]);
    enter(area, 'mine');
    textbox.paint(append('!'));
    expect([area.value, textbox.value]).to.deep.equal(['mine!', 'mine!']);
  });

  for (const type of ['text', 'email']) {
    it(`streams into a field of one line of type ${type}`, async () => {
      const textbox = await fixture<RvTextbox>(`<rv-textbox input output type="${type}" value="a"></rv-textbox>`);
      textbox.paint(append('b'));
      expect(inside<HTMLInputElement>(textbox, 'input').value).to.equal('ab');
    });
  }

  it('is sent with its form once the run is over', async () => {
    const form = await fixture<HTMLFormElement>('<form><rv-textbox input output name="t"></rv-textbox></form>');
    const textbox = form.querySelector('rv-textbox')!;
    textbox.paint(append('streamed'));
    textbox.settle();
    await rendered(textbox);
    expect(new FormData(form).get('t')).to.equal('streamed');
  });
});
