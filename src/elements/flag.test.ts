import { expect } from 'chai';
import type { RvApp } from '../app/app.js';
import { event, mount, recordConsole, removeApps, script } from '../app/testing.js';
import type { RvFlag } from './flag.js';
import { accessibilityViolations, enter, expectEvent, inside, pictureFile, rendered } from './testing.js';

const KEY = 'test';
let warnings: ReturnType<typeof recordConsole>;
let errors: ReturnType<typeof recordConsole>;

beforeEach(() => {
  warnings = recordConsole('warn');
  errors = recordConsole('error');
});

afterEach(async () => {
  warnings.restore();
  errors.restore();
  removeApps();
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('rivulet-flags').onsuccess = resolve;
  });
});

const FIELDS = `
  <rv-textbox name="prompt" label="Prompt" value="a cat"></rv-textbox>
  <rv-number name="steps" value="-5"></rv-number>
  <rv-json name="found" label="Found"></rv-json>
  ${script('export default (prompt, steps) => ({ prompt, steps });')}`;

/** An app with this flag, once both are there. */
async function flagIn(attributes: string, fields = FIELDS): Promise<{ app: RvApp; flag: RvFlag }> {
  const app = mount(`${fields}<rv-flag storage-key="${KEY}" ${attributes}></rv-flag>`);
  await app.ready;
  for (const element of app.children) await rendered(element);
  return { app, flag: app.querySelector('rv-flag')! };
}

const buttons = (flag: RvFlag) =>
  [...flag.shadowRoot!.querySelectorAll('button')]
    .filter((button) => button.checkVisibility())
    .map((button) => button.ariaLabel ?? button.innerText);

/** Presses the button of an option, and waits until that is kept. */
async function press(flag: RvFlag, index = 0): Promise<void> {
  const option = flag.shadowRoot!.querySelectorAll<HTMLElement>('[part=option]')[index]!;
  await expectEvent(flag, 'change', () => option.click());
  await flag.updateComplete;
}

const said = (flag: RvFlag, part: string) => inside(flag, `[part=${part}]`).innerText.trim();

async function rows(flag: RvFlag): Promise<Record<string, Record<string, unknown>>[]> {
  return JSON.parse(await (await flag.toBlob('json')).text());
}

/** The names in a zip archive and, stored as they are, what is in them. */
async function unzip(blob: Blob): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  // The directory at the end names each file and where it begins.
  for (let at = 0; at < bytes.length - 46; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const [size, nameLength, offset] = [
      view.getUint32(at + 20, true),
      view.getUint16(at + 28, true),
      view.getUint32(at + 42, true),
    ];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const begin = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
    files.set(name, bytes.slice(begin, begin + size));
  }
  return files;
}

describe('<rv-flag>', () => {
  it('keeps inputs, outputs, option and time, and says so', async () => {
    const { app, flag } = await flagIn('label="Is it right?" options="Good Bad"');
    await app.submit().finished;
    expect(buttons(flag)).to.deep.equal(['Good', 'Bad']);
    const before = Date.now();
    await press(flag, 1);
    expect(said(flag, 'status')).to.equal('Flagged as Bad.');
    expect(flag.value).to.equal('Bad');
    expect(inside(flag, '[part=kept] span').innerText).to.equal('1 flag kept in this browser');
    const [row] = await rows(flag);
    const { time, ...rest } = row!;
    expect(rest).to.deep.equal({
      option: 'Bad',
      inputs: { prompt: 'a cat', steps: -5 },
      outputs: { found: { prompt: 'a cat', steps: -5 } },
    });
    expect(Date.parse(String(time))).to.be.within(before, Date.now());
    expect(buttons(flag)).to.deep.equal(['Good', 'Bad', 'Download as CSV', 'Download as JSON', 'Delete all']);
    const group = inside(flag, '[role=group]');
    expect(group.getAttribute('aria-labelledby')).to.equal('label');
    expect(await accessibilityViolations(flag)).to.deep.equal([]);
  });

  it('has one button when no options are given', async () => {
    const { flag } = await flagIn('');
    expect(buttons(flag)).to.deep.equal(['Flag']);
    await press(flag);
    expect(said(flag, 'status')).to.equal('Flagged.');
  });

  it('takes options with spaces as JSON', async () => {
    const { flag } = await flagIn(`options='["Not quite", "Wrong"]'`);
    expect(buttons(flag)).to.deep.equal(['Not quite', 'Wrong']);
  });

  it('keeps flags across visits, by their key', async () => {
    const { flag } = await flagIn('');
    await press(flag);
    await press(flag);
    removeApps();
    const { flag: again } = await flagIn('');
    await press(again);
    expect(await rows(again)).to.have.lengthOf(3);
    again.storageKey = 'another';
    await again.updateComplete;
    expect(await rows(again)).to.deep.equal([]);
  });

  it('keeps the components it names', async () => {
    const { flag } = await flagIn('inputs="steps" outputs="found prompt"');
    await press(flag);
    const [row] = await rows(flag);
    expect(Object.keys(row!.inputs!)).to.deep.equal(['steps']);
    expect(row!.outputs).to.deep.equal({ found: null, prompt: 'a cat' });
  });

  it('tells components without a name apart', async () => {
    const { flag } = await flagIn('', `<rv-number value="1"></rv-number><rv-number value="2"></rv-number>`);
    await press(flag);
    expect((await rows(flag))[0]!.inputs).to.deep.equal({ number: 1, 'number 2': 2 });
  });

  it('writes CSV as RFC 4180 has it, without formulas', async () => {
    const { app, flag } = await flagIn('');
    const prompt = app.querySelector('rv-textbox')!;
    for (const text of ['plain', 'a, "b"\r\nc', '=1+1', '+1', '-1', '@SUM(1)', '\t=1', 'a;=1', 'ä ü', '']) {
      prompt.value = text;
      await prompt.updateComplete;
      await press(flag);
    }
    const csv = await flag.toBlob('csv');
    expect(csv.type).to.equal('text/csv');
    expect([...new Uint8Array(await csv.slice(0, 3).arrayBuffer())]).to.deep.equal([0xef, 0xbb, 0xbf]);
    const text = await csv.text();
    const lines = text.split(/\r\n(?!c)/);
    expect(lines[0]!.replace('\uFEFF', '')).to.equal('inputs.prompt,inputs.steps,outputs.found,option,time');
    expect(lines.at(-1)).to.equal('');
    const first = lines.slice(1, -1).map((line) => line.replace(/,-5,,Flag,\d{4}-\d\d-\d\dT[\d:.]+Z$/, ''));
    expect(first).to.deep.equal([
      'plain',
      '"a, ""b""\r\nc"',
      "'=1+1",
      "'+1",
      "'-1",
      "'@SUM(1)",
      "'\t=1",
      "a;'=1",
      'ä ü',
      '',
    ]);
  });

  it('exports pictures beside the table, in a zip archive', async () => {
    const { app, flag } = await flagIn(
      '',
      `<rv-image name="photo" label="Photo" input></rv-image><rv-image name="empty"></rv-image>`,
    );
    const photo = app.querySelector('rv-image')!;
    photo.value = await pictureFile();
    await photo.updateComplete;
    await press(flag);
    await press(flag);
    const blob = await flag.toBlob('json');
    expect(blob.type).to.match(/zip/);
    const files = await unzip(blob);
    expect([...files.keys()]).to.deep.equal(['flags.json', 'media/1-photo.png', 'media/2-photo.png']);
    const table = JSON.parse(new TextDecoder().decode(files.get('flags.json')));
    expect(table[1]).to.deep.include({ inputs: { photo: 'media/2-photo.png' }, outputs: { empty: null } });
    const bitmap = await createImageBitmap(new Blob([files.get('media/1-photo.png')!], { type: 'image/png' }));
    expect([bitmap.width, bitmap.height]).to.deep.equal([4, 2]);
    expect((await unzip(await flag.toBlob('csv'))).has('flags.csv')).to.equal(true);
  });

  it('downloads what the button says', async () => {
    const { flag } = await flagIn('name="rating"');
    await press(flag);
    const { click } = HTMLAnchorElement.prototype;
    const names: string[] = [];
    for (const part of ['csv', 'json']) {
      await new Promise<void>((resolve) => {
        HTMLAnchorElement.prototype.click = function () {
          names.push(this.download);
          resolve();
        };
        inside(flag, `[part=${part}]`).click();
      });
    }
    HTMLAnchorElement.prototype.click = click;
    expect(names).to.deep.equal(['rating.csv', 'rating.json']);
  });

  it('deletes all at the second press, unless Escape or leaving takes the first back', async () => {
    const { flag } = await flagIn('');
    await press(flag);
    const remove = inside<HTMLButtonElement>(flag, '[part=delete]');
    remove.focus();
    remove.click();
    await flag.updateComplete;
    expect([remove.innerText, said(flag, 'status')]).to.deep.equal([
      'Delete 1 flag for ever',
      'Press again to delete 1 flag.',
    ]);
    expect(await accessibilityViolations(flag)).to.deep.equal([]);
    remove.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await flag.updateComplete;
    expect([remove.innerText, said(flag, 'status')]).to.deep.equal(['Delete all', '']);
    remove.click();
    remove.dispatchEvent(new FocusEvent('blur'));
    await flag.updateComplete;
    expect(await rows(flag)).to.have.lengthOf(1);
    remove.click();
    await flag.updateComplete;
    remove.click();
    while (said(flag, 'status') !== 'All flags are deleted.') await new Promise(requestAnimationFrame);
    expect(buttons(flag)).to.deep.equal(['Flag']);
    expect(await rows(flag)).to.deep.equal([]);
  });

  it('auto: keeps each run that has painted, with the inputs as they were when it began', async () => {
    const { app, flag } = await flagIn('mode="auto"');
    expect(buttons(flag)).to.deep.equal([]);
    const kept = expectEvent(flag, 'change', () => app.submit());
    await event(app, 'rv-start');
    enter(inside<HTMLInputElement>(app.querySelector('rv-textbox')!, 'input'), 'a dog');
    await kept;
    await expectEvent(flag, 'change', () => app.submit());
    const found = (await rows(flag)).map(({ option, inputs, outputs }) => [option, inputs!.prompt, outputs!.found]);
    expect(found).to.deep.equal([
      ['', 'a cat', { prompt: 'a cat', steps: -5 }],
      ['', 'a dog', { prompt: 'a dog', steps: -5 }],
    ]);
  });

  it('never: keeps nothing, and shows what was kept', async () => {
    const { flag } = await flagIn('');
    await press(flag);
    removeApps();
    const { app, flag: again } = await flagIn('mode="never"');
    await app.submit().finished;
    while (buttons(again).length === 0) await new Promise(requestAnimationFrame);
    expect(buttons(again)).to.deep.equal(['Download as CSV', 'Download as JSON', 'Delete all']);
    expect(await rows(again)).to.have.lengthOf(1);
  });

  for (const [attributes, message] of [
    ['mode="often"', 'mode has "often", but takes manual, auto, never.'],
    ['options=""', 'options is "", but takes words separated by spaces, or a JSON array of texts.'],
    [
      `options='["Good", 7]'`,
      'options is "["Good", 7]", but takes words separated by spaces, or a JSON array of texts.',
    ],
    [`options='[Good'`, 'options is "[Good", but takes words separated by spaces, or a JSON array of texts.'],
    [
      'name="rating" outputs="picture"',
      '<rv-flag name="rating"> has outputs="picture", but no component has the name "picture" (there are: prompt, steps, found, rating).',
    ],
  ] as const) {
    it(`says that ${message}`, async () => {
      const { flag } = await flagIn(attributes);
      while (!flag.error) await new Promise(requestAnimationFrame);
      await flag.updateComplete;
      expect(inside(flag, '[part=error]').innerText).to.equal(message);
      expect(errors.messages.join()).to.include(message);
    });
  }

  it('says what can’t be kept', async () => {
    const { app, flag } = await flagIn('', '<rv-state name="held" output></rv-state>');
    Object.defineProperty(app.querySelector('rv-state')!, 'value', { value: { draw() {} } });
    inside(flag, '[part=option]').click();
    while (!flag.error) await new Promise(requestAnimationFrame);
    expect(flag.error).to.match(/^it can’t be flagged: /);
    expect(await rows(flag)).to.deep.equal([]);
  });

  it('keeps flags as long as the page where there is no database, and says so once', async () => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = () => {
      throw new DOMException('It is insecure.', 'SecurityError');
    };
    try {
      const { flag } = await flagIn('');
      await press(flag);
      await press(flag);
      const note = 'Flags are lost when the page is closed: It is insecure.';
      expect(said(flag, 'note')).to.equal(note);
      expect(warnings.messages).to.deep.equal([`<rv-flag>: ${note}`]);
      expect(await rows(flag)).to.have.lengthOf(2);
      expect(await accessibilityViolations(flag)).to.deep.equal([]);
    } finally {
      IDBFactory.prototype.open = open;
    }
  });

  it('says that the storage is full, keeps the flag as long as the page, and goes on with what there is', async () => {
    const { flag } = await flagIn('');
    await press(flag);
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('Too much.', 'QuotaExceededError');
    };
    try {
      await press(flag);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(said(flag, 'note')).to.equal('Flags are lost when the page is closed: the storage for this site is full.');
    await press(flag);
    expect(await rows(flag)).to.have.lengthOf(3);
    expect(warnings.messages).to.have.lengthOf(1);
  });
});
