import type axeCore from 'axe-core';
import { expect } from 'chai';
import type { RvApp } from '../src/app/app.js';
import type { RvAudio } from '../src/elements/audio.js';
import type { RvComponent } from '../src/elements/component.js';
import type { RvImage } from '../src/elements/image.js';
import { enter, inside, pictureFile } from '../src/elements/testing.js';
import { FakeCamera, FakeMicrophone, restoreDevices, useDevice } from '../src/elements/testing-devices.js';
import type { RvVideo } from '../src/elements/video.js';
import { readRecord } from '../src/store/database.js';

const demos = [
  ...['count', 'fake-diffusion', 'tokens', 'type-to-image', 'cancel', 'chain', 'todo', 'chat', 'thoughts-and-tools'],
  ...['layout', 'examples', 'progress', 'errors'],
  ...[
    'keep-repeating-audio',
    'keep-repeating-video',
    'synth',
    'ts-pieces',
    'frames-and-sound',
    'mp4-chunks',
    'endless',
    'webcam-filter',
    'sound-level',
  ],
];
/** `/` is the test runner's own page. */
const gallery = '/index.html';
const library = 'https://cdn.jsdelivr.net/npm/rivulet';

/** A page of the site in a frame, as its reader has it before them. */
class Page {
  readonly frame = document.createElement('iframe');

  static async open(url: string): Promise<Page> {
    const page = new Page();
    await page.load({ src: url });
    return page;
  }

  static async of(html: string): Promise<Page> {
    const page = new Page();
    await page.load({ srcdoc: html });
    return page;
  }

  private async load(what: { src: string } | { srcdoc: string }): Promise<void> {
    Object.assign(this.frame, what);
    this.frame.style.cssText = 'inline-size: 1000px; block-size: 800px; border: none';
    const loaded = new Promise((resolve) => this.frame.addEventListener('load', resolve, { once: true }));
    document.body.append(this.frame);
    await loaded;
    const { customElements } = this.window;
    for (const element of this.document.querySelectorAll('rv-app, rv-app :not(:defined)')) {
      await customElements.whenDefined(element.localName);
    }
    for (const element of this.document.querySelectorAll<RvComponent>('rv-app, rv-app *')) await element.updateComplete;
  }

  get window(): Window & typeof globalThis {
    return this.frame.contentWindow as Window & typeof globalThis;
  }

  get document(): Document {
    return this.frame.contentDocument!;
  }

  app(index = 0): RvApp {
    return this.document.querySelectorAll('rv-app')[index]!;
  }

  /** The inner node of a component that the reader types into or reads. */
  control<T extends HTMLElement = HTMLInputElement>(selector: string, index = 0): T {
    return inside<T>(this.app(index).querySelector(selector)!, '#control');
  }

  press(button: 'submit' | 'stop' | 'clear', index = 0): void {
    inside(this.app(index), `[part=${button}]`).click();
  }

  /** Presses Submit and waits for the run's last event. */
  async run(index = 0, type: keyof HTMLElementEventMap = 'rv-complete'): Promise<Event> {
    const ended = this.event(type, index);
    this.press('submit', index);
    return ended;
  }

  event(type: keyof HTMLElementEventMap, index = 0): Promise<Event> {
    return new Promise((resolve) => this.app(index).addEventListener(type, resolve, { once: true }));
  }

  /** Looks after every frame, until there is what the reader waits for. */
  async see<T>(look: () => T): Promise<NonNullable<T>> {
    for (;;) {
      const seen = look();
      if (seen) return seen;
      await new Promise(requestAnimationFrame);
    }
  }

  /** The text of an output as it stands on the screen. */
  text(selector: string, index = 0): string {
    const component = this.app(index).querySelector(selector)!;
    return inside(component, '#control, [part=content], [part=top]').innerText.trim();
  }

  error(index = 0): string {
    return inside(this.app(index), '[part=error]').innerText;
  }

  /** The page's own source as it is shown, once it is. */
  source(): Promise<string> {
    return this.see(() => this.document.querySelector<HTMLElement>('aside pre code')?.textContent);
  }
}

let opened: Page[] = [];

async function open(url: string): Promise<Page> {
  const page = await Page.open(url);
  opened.push(page);
  return page;
}

afterEach(() => {
  for (const { frame } of opened) frame.remove();
  opened = [];
});

/** The colour of a canvas at a fraction of its size. */
function pixel(canvas: HTMLCanvasElement, x = 0.5, y = 0.5): number[] {
  const context = canvas.getContext('2d')!;
  return [...context.getImageData(Math.floor(canvas.width * x), Math.floor(canvas.height * y), 1, 1).data];
}

/** What axe finds wrong with a page, as lines to compare with none. */
async function violations(page: Page, scheme: 'light' | 'dark'): Promise<string[]> {
  const { document, window } = page;
  if (!('axe' in window)) {
    const script = document.createElement('script');
    script.src = '/node_modules/axe-core/axe.min.js';
    const loaded = new Promise((resolve) => script.addEventListener('load', resolve, { once: true }));
    document.head.append(script);
    await loaded;
  }
  document.documentElement.style.colorScheme = scheme;
  const { axe } = window as unknown as { axe: typeof axeCore };
  const found = await axe.run(document);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${scheme}: ${id}: ${target.flat().join(' ')} ${failureSummary}`),
  );
}

/** What the page writes to the console as an error is expected, and kept off the test's log. */
function silence(page: Page): void {
  page.window.console.error = () => {};
  page.window.console.warn = () => {};
}

describe('the demo', () => {
  it('chain grows a tree, and measures it; felled, it says so', async () => {
    const page = await open('/demos/chain/');
    await page.see(() => page.text('[name=report]') === 'Each name grows into a tree of its own.');
    const button = (name: string) => inside(page.app().querySelector(`[name=${name}]`)!, 'button');
    button('plant').click();
    await page.event('rv-yield');
    button('fell').click();
    await page.see(() => page.text('[name=report]') === 'Willow was felled before it was grown.');
    const field = page.control('[name=name]');
    enter(field, 'Oak');
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    await page.see(() => /^Oak is \d+ pixels high/.test(page.text('[name=report]')));
  });

  it('todo has its list in another tab too, undoes, and keeps it for the next visit', async () => {
    const key = 'rivulet-demo-todos';
    const page = await open('/demos/todo/');
    const list = (of: Page, name: string) => [...of.control<HTMLSelectElement>(`[name=${name}]`).options];
    const texts = (of: Page, name: string) => list(of, name).map(({ text }) => text);
    const button = (of: Page, name: string) => inside(of.app().querySelector(`[name=${name}]`)!, 'button');
    await page.see(() => page.text('[name=sum]') === '0 to be done, 0 done');
    const field = page.control('[name=task]');
    for (const [index, text] of ['Water the willow', 'Prune it'].entries()) {
      enter(field, text);
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
      await page.see(() => list(page, 'open').length === index + 1 && field.value === '');
    }

    // One over the other: WebKit holds back the frames of what is scrolled away.
    Object.assign(page.frame.style, { position: 'fixed', inset: '0' });
    const tab = await open('/demos/todo/');
    await tab.see(() => texts(tab, 'open').join() === 'Water the willow,Prune it');
    list(tab, 'open')[0]!.selected = true;
    tab.control('[name=open]').dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    button(tab, 'finish').click();
    await page.see(() => page.text('[name=sum]') === '1 to be done, 1 done');
    expect([texts(page, 'open'), texts(page, 'done')]).to.deep.equal([['Prune it'], ['Water the willow']]);

    button(tab, 'undo').click();
    await page.see(() => page.text('[name=sum]') === '2 to be done, 0 done');
    const stored = async () => (await readRecord(key))?.plain?.value as { readonly done: boolean }[];
    while ((await stored()).some(({ done }) => done)) await new Promise(requestAnimationFrame);
    for (const { frame } of [page, tab]) frame.remove();

    const next = await open('/demos/todo/');
    await next.see(() => texts(next, 'open').join() === 'Water the willow,Prune it');
    next.app().querySelector('rv-browser-state')!.forget();
    await next.see(() => next.text('[name=sum]') === '0 to be done, 0 done');
  });

  it('chat replies word by word, stops, and remembers', async () => {
    const page = await open('/demos/chat/');
    const chat = page.app().querySelector('rv-chat')!;
    chat.storageKey = crypto.randomUUID();
    const contents = () => chat.value.map(({ content }) => content);
    chat.shadowRoot!.querySelectorAll<HTMLElement>('[part=examples] button')[2]!.click();
    await page.see(() => contents()[1]?.toString().startsWith('1 2 3'));
    inside(chat, 'button[part=stop]').click();
    await page.see(() => !chat.running);
    expect(contents()[1]).not.to.include('100');
    enter(inside<HTMLTextAreaElement>(chat, 'textarea'), 'Well?');
    inside(chat, 'button[part=send]').click();
    await page.see(() => chat.value.length === 4 && !chat.running);
    expect(contents()[3]).to.equal('The first thing you said was “Count to a hundred”, and now it is “Well?”.');
    await page.see(() => inside(chat, '[part=conversation]').title === 'Count to a hundred');
  });

  it('chat turns a picture upside down', async () => {
    const page = await open('/demos/chat/');
    const chat = page.app().querySelector('rv-chat')!;
    chat.storageKey = crypto.randomUUID();
    const { File } = page.window;
    await chat.submit({ files: [new File([await pictureFile()], 'red.png', { type: 'image/png' })] })!.finished;
    const [, picture] = chat.value[1]!.content as [string, Blob];
    expect(picture.type).to.equal('image/png');
  });

  it('count ends at the last number, for the slider as it stands', async () => {
    const page = await open('/demos/count/');
    await page.run();
    expect(page.text('rv-number')).to.equal('2');
    enter(page.control('rv-slider'), '10');
    await page.run();
    expect(page.text('rv-number')).to.equal('9');
    page.press('clear');
    await page.app().querySelector('rv-number')!.updateComplete;
    expect(page.text('rv-number')).to.equal('');
    expect(page.control('rv-slider').value).to.equal('3');
  });

  it('fake-diffusion shows noise, and then orange', async () => {
    const page = await open('/demos/fake-diffusion/');
    enter(page.control('rv-slider'), '1');
    const { canvas } = page.app().querySelector('rv-image')!;
    const sizes: number[] = [];
    page.app().addEventListener('rv-yield', () => sizes.push(canvas.width));
    const ended = page.run();
    await page.event('rv-yield');
    expect(pixel(canvas, 0.25)).not.to.deep.equal(pixel(canvas, 0.75));
    await ended;
    expect(sizes).to.deep.equal([600, 1000]);
    expect(pixel(canvas, 0.25)).to.deep.equal([255, 124, 0, 255]);
    expect(canvas.hidden).to.equal(false);
  });

  it('tokens grows both replies word by word', async () => {
    const page = await open('/demos/tokens/');
    const lengths: number[] = [];
    page.app().addEventListener('rv-yield', () => lengths.push(page.text('[name=whole]').length));
    enter(page.control('[name=message]'), 'Why?');
    await page.run();
    expect(lengths.length).to.be.above(10);
    expect(lengths).to.deep.equal(lengths.toSorted((a, b) => a - b));
    expect(page.text('[name=whole]'))
      .to.match(/^You asked: \*Why\?\*/)
      .and.match(/read the first\.$/);
    expect(page.text('[name=added]'))
      .to.match(/^You asked: Why\?/)
      .and.match(/read the first\.$/);
    const added = page.app().querySelector('[name=added]')!;
    expect(inside(added, 'strong').textContent).to.equal('rivulet');
    expect(added.shadowRoot!.querySelectorAll('ol li')).to.have.lengthOf(2);
  });

  it('type-to-image paints anew at each letter, without a Submit', async () => {
    const page = await open('/demos/type-to-image/');
    const field = page.control('rv-textbox');
    const { canvas } = page.app().querySelector('rv-image')!;
    expect(inside(page.app(), '[part=submit]').getClientRects()).to.have.lengthOf(0);
    const type = async (text: string) => {
      const ended = page.event('rv-complete');
      enter(field, text);
      await ended;
      expect(canvas.width).to.equal(512);
      return canvas.toDataURL();
    };
    const pictures = [await type('a'), await type('ab'), await type('abc')];
    expect(new Set(pictures).size).to.equal(3);
    // Typed faster than it paints, the last letter wins.
    for (const text of ['x', 'xy', 'xyz', 'ab']) enter(field, text);
    await page.see(() => !page.app().running && canvas.width === 512 && canvas.toDataURL() === pictures[1]);
    enter(field, '');
    await page.see(() => canvas.hidden);
  });

  it('cancel lets a countdown tidy up', async () => {
    const page = await open('/demos/cancel/');
    const started = page.event('rv-yield');
    page.press('submit');
    await started;
    expect(page.text('[name=left]')).to.equal('60');
    const stopped = page.event('rv-cancel');
    page.press('stop');
    await stopped;
    expect(page.text('[name=left]')).to.equal('60');
    expect(page.text('[name=tidied]')).to.equal('0');
    const again = page.event('rv-yield');
    page.press('submit');
    await again;
    expect(page.text('[name=tidied]')).to.equal('1');
  });

  it('cancel ends a loop without an end, and goes on working', async () => {
    const page = await open('/demos/cancel/');
    silence(page);
    const started = page.event('rv-yield', 1);
    page.press('submit', 1);
    await started;
    expect(page.text('[name=whereabouts]', 1)).to.equal('On the way …');
    const stopped = page.event('rv-cancel', 1);
    page.press('stop', 1);
    await stopped;
    expect(page.text('[name=whereabouts]', 1)).to.equal('On the way …');
    page.control('rv-checkbox', 1).click();
    await page.run(1);
    expect(page.text('[name=whereabouts]', 1)).to.equal('Arrived.');
  });

  it('errors names the line of what was thrown, and marks it in the source', async () => {
    const page = await open('/demos/errors/');
    silence(page);
    await page.source();
    await page.run(0, 'rv-error');
    await page.app().updateComplete;
    const [, line] = /^RangeError: Nobody can divide by 0 \(errors\/, line (\d+)\)$/.exec(page.error()) ?? [];
    const served = (await (await fetch('/demos/errors/', { headers: { accept: 'text/html' } })).text()).split('\n');
    expect(served[Number(line) - 1]).to.include('throw new RangeError');
    expect(page.text('[label=Result]')).to.equal('12');
    const marked = page.document.querySelector<HTMLElement>('.line.error')!;
    expect(marked.textContent).to.include('throw new RangeError');
    expect(marked.dataset.number).to.equal(line);
  });

  it('errors shows what an output can’t take on that output, while the other goes on', async () => {
    const page = await open('/demos/errors/');
    silence(page);
    await page.run(1);
    const number = page.app(1).querySelector('rv-number')!;
    await number.updateComplete;
    expect(inside(number, '[part=error]').innerText).to.match(/many.*finite number/);
    expect(page.text('rv-number', 1)).to.equal('1');
    expect(page.text('rv-textbox', 1)).to.equal('Many');
    expect(page.error(1)).to.equal('');
  });

  it('errors says how many values there should have been', async () => {
    const page = await open('/demos/errors/');
    silence(page);
    await page.run(2, 'rv-error');
    await page.app(2).updateComplete;
    expect(page.error(2)).to.match(/array of 2.*3 outputs/);
    expect(['One', 'Two', 'Three'].map((label) => page.text(`[label=${label}]`, 2))).to.deep.equal(['1', '2', '3']);
  });

  it('examples grows a pattern, and replays it on the next click', async () => {
    const page = await open('/demos/examples/');
    const examples = page.app().querySelector('rv-examples')!;
    const button = await page.see(() => examples.shadowRoot!.querySelector<HTMLElement>('[part=row]'));
    expect(button.innerText.trim()).to.equal('Coral');
    const { canvas } = page.app().querySelector('rv-image')!;
    const grow = async () => {
      let paints = 0;
      page.app().addEventListener('rv-yield', () => paints++);
      const ended = page.event('rv-complete');
      button.click();
      await ended;
      return { paints, notes: page.text('[name=notes]'), picture: canvas.toDataURL() };
    };
    const grown = await grow();
    expect(grown.notes).to.match(/^Grown at .+\.\n1000 steps: .+4000 steps: \d+ % covered\.$/s);
    expect([grown.paints, page.control('[name=kill]').value]).to.deep.equal([45, '0.062']);
    const began = new Date();
    await page.see(() => new Date().getSeconds() !== began.getSeconds());
    expect((await grow()).notes).to.equal(grown.notes);
    expect(canvas.toDataURL()).to.equal(grown.picture);
  });

  it('thoughts-and-tools folds what it has thought, and answers', async () => {
    const page = await open('/demos/thoughts-and-tools/');
    const chatbot = page.app().querySelector('rv-chatbot')!;
    const all = (selector: string) => [...chatbot.shadowRoot!.querySelectorAll(selector)];
    page.press('submit');
    const thought = (await page.see(() => all('details')[0])) as HTMLDetailsElement;
    expect([thought.open, thought.dataset.status]).to.deep.equal([true, 'pending']);
    await page.see(() => !page.app().running);
    await page.see(() => all('.hljs-keyword').length > 0 && all('math').length > 3);
    expect(all('details').map((each) => (each as HTMLDetailsElement).open)).to.deep.equal([false, false, false]);
    expect(all('details details, table, .options button')).to.have.lengthOf(5);
    const picture = (await page.see(() => all('rv-image')[0])) as RvImage;
    await page.see(() => picture.canvas?.width === 240);
    expect(chatbot.error).to.equal('');
  });

  it('layout draws with the values that are out of sight', async () => {
    const page = await open('/demos/layout/');
    enter(page.control('[name=steps]'), '2');
    enter(page.control('[name=colour]'), 'rgb(255, 0, 0)');
    const hidden = ['colour', 'phase'].map((name) => page.control(`[name=${name}]`).checkVisibility());
    expect(hidden).to.deep.equal([false, false]);
    await page.run();
    const { canvas } = page.app().querySelector('rv-image')!;
    expect([canvas.width, page.text('[name=step]')]).to.deep.equal([512, '2']);
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, 512, 512);
    const drawn = data.findIndex((value, index) => index % 4 === 3 && value === 255);
    expect([...data.slice(drawn - 3, drawn)]).to.deep.equal([255, 0, 0]);
  });

  it('layout shows the empty field that keeps it from drawing', async () => {
    const page = await open('/demos/layout/');
    const colour = page.control('[name=colour]');
    enter(colour, '');
    page.press('submit');
    await page.see(() => colour.checkVisibility());
    expect(page.app().querySelector('rv-tabs')!.selected).to.equal('line');
  });
});

describe('the demo of progress', () => {
  const bars = (page: Page, selector: string, index = 0) => {
    const component = page.app(index).querySelector(selector)!;
    return [...component.shadowRoot!.querySelectorAll('[part=progress] progress')].map((bar) => bar.ariaLabel);
  };

  it('shows a bar for each loop, messages, and keeps what is said of the print', async () => {
    const page = await open('/demos/progress/');
    enter(page.control('[name=sheets]'), '2');
    const ended = page.run();
    await page.see(() => bars(page, 'rv-image').join() === 'Sheets,Lines of this sheet');
    expect(await violations(page, 'light')).to.deep.equal([]);
    expect(await violations(page, 'dark')).to.deep.equal([]);
    await ended;
    expect(bars(page, 'rv-image')).to.deep.equal([]);
    const { shadowRoot } = page.app().shadowRoot!.querySelector('rv-toasts')!;
    await page.see(() => /Done\s*2 printed\./.test(shadowRoot!.querySelector('[role=status]')!.textContent));
    const flag = page.app().querySelector('rv-flag')!;
    inside(flag, '[part=option]').click();
    await page.see(() => inside(flag, '[part=status]').innerText === 'Flagged as Sharp.');
    const remove = inside(flag, '[part=delete]');
    remove.click();
    remove.click();
    await page.see(() => inside(flag, '[part=status]').innerText === 'All flags are deleted.');
  });

  it('shows how far the search is where it is told to', async () => {
    const page = await open('/demos/progress/');
    enter(page.control('[name=wanted]', 1), '600');
    const ended = page.run(1);
    await page.see(() => bars(page, '[name=looked]', 1).join() === 'Numbers,Primes');
    expect(bars(page, '[name=last]', 1)).to.deep.equal([]);
    await ended;
    expect(page.text('[name=last]', 1)).to.equal('4409');
  });
});

describe('the demo of a stream', () => {
  const streamOf = (page: Page) => page.app().querySelector<RvAudio | RvVideo>('[streaming]')!;

  /** Waits until the stream is as long as it should be, to a tenth of a second. */
  const lasts = (page: Page, seconds: number) => {
    const { media } = streamOf(page);
    return page.see(() => Math.abs(media.duration - seconds) < 0.1);
  };

  it('keep-repeating-audio makes ten of one', async () => {
    const page = await open('/demos/keep-repeating-audio/');
    const clip = await (await page.window.fetch('/test/media/chirp-0.wav')).blob();
    page.app().querySelector<RvAudio>('[input]')!.value = clip;
    await page.run();
    await lasts(page, 10);
  });

  it('keep-repeating-video makes ten of one', async () => {
    const page = await open('/demos/keep-repeating-video/');
    const clip = await (await page.window.fetch('/test/media/clip-0.mp4')).blob();
    page.app().querySelector<RvVideo>('[input]')!.value = clip;
    await page.run();
    await lasts(page, 15);
  });

  it('synth plays its bars', async () => {
    const page = await open('/demos/synth/');
    enter(page.control('[name=tempo]'), '120');
    enter(page.control('[name=bars]'), '3');
    await page.run();
    await lasts(page, 6);
  });

  it('ts-pieces plays all of its pieces', async () => {
    const page = await open('/demos/ts-pieces/');
    enter(page.control('[name=pause]'), '0');
    await page.run();
    await lasts(page, 8);
  });

  it('mp4-chunks plays all of its chunks in any order', async () => {
    const page = await open('/demos/mp4-chunks/');
    page.app().querySelector('rv-radio')!.value = 'shuffled';
    await page.run();
    await lasts(page, 8);
  });

  it('frames-and-sound is as long as it was asked for, where frames can be encoded', async () => {
    const page = await open('/demos/frames-and-sound/');
    enter(page.control('[name=seconds]'), '2');
    await page.run();
    const stream = streamOf(page);
    const refused = await page.see(() => stream.error || (Math.abs(stream.media.duration - 2) < 0.1 && 'no'));
    if (refused !== 'no') expect(refused).to.match(/this browser can’t encode frames/);
  });

  it('endless goes on until Stop, and tells how far it is', async () => {
    const page = await open('/demos/endless/');
    const { media } = streamOf(page);
    page.press('submit');
    await page.see(() => media.buffered.length > 0 && media.buffered.end(0) > 9);
    expect(media.duration).to.equal(Infinity);
    media.dispatchEvent(new Event('timeupdate'));
    expect(page.document.querySelector('#meter')!.textContent).to.match(/^\d+ s played · \d+ s in memory/);
    const stopped = page.event('rv-cancel');
    page.press('stop');
    await stopped;
    await page.see(() => Number.isFinite(media.duration));
  });
});

describe('the demo of a device', () => {
  const start = (page: Page) => inside(page.app().querySelector('[input]')!, '[part=start]').click();
  const stop = (page: Page) => inside(page.app().querySelector('[input]')!, '[part=stop]').click();

  afterEach(restoreDevices);

  it('webcam-filter changes its filter while it runs', async () => {
    const page = await open('/demos/webcam-filter/');
    const camera = new FakeCamera();
    useDevice(camera, page.window);
    const { canvas } = page.app().querySelector<RvImage>('[label=Filtered]')!;
    start(page);
    // There are no edges in a picture of one colour.
    await page.see(() => canvas.width === 640 && pixel(canvas).join() === '255,255,255,255');
    page.app().querySelector('rv-radio')!.value = 'Blocks';
    await page.see(() => pixel(canvas)[0]! > 200 && pixel(canvas)[1]! < 60);
    stop(page);
    expect(camera.track.readyState).to.equal('ended');
  });

  it('sound-level measures and draws a tone', async () => {
    const page = await open('/demos/sound-level/');
    useDevice(new FakeMicrophone(), page.window);
    start(page);
    await page.see(() => Number(page.text('rv-number')) > -6 && page.text('rv-number'));
    const { canvas } = page.app().querySelector('rv-image')!;
    // 440 Hz, and nothing an octave above and below.
    const row = (pitch: number) => (96 - 16 * Math.log2(pitch / 80)) / 96;
    await page.see(() => pixel(canvas, 0.999, row(440))[0]! > 180 && pixel(canvas, 0.999, row(880))[0]! < 60);
    stop(page);
  });
});

describe('the gallery', () => {
  it('runs its smallest page, which is the one it shows', async () => {
    const page = await open(gallery);
    const snippet = page.document.querySelector('#snippet')!.textContent;
    expect(snippet).to.include(`<script type="module" src="${library}"></script>`);
    const count = page.document.querySelector<RvApp>('#count rv-app')!;
    const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();
    const shown = new DOMParser().parseFromString(snippet, 'text/html').querySelector('rv-app')!;
    const markup = [...shown.children].map(({ localName, textContent }) => [localName, squeeze(textContent)]);
    expect([...count.children].map(({ localName, textContent }) => [localName, squeeze(textContent)])).to.deep.equal(
      markup,
    );
    const index = [...page.document.querySelectorAll('rv-app')].indexOf(count);
    await page.run(index);
    expect(page.text('rv-number', index)).to.equal('2');
  });

  it('flows to the other side by itself', async () => {
    const page = await open(gallery);
    const { canvas } = page.app().querySelector('rv-image')!;
    await page.see(() => {
      if (canvas.hidden) return false;
      const { data } = canvas.getContext('2d')!.getImageData(canvas.width - 1, 0, 1, canvas.height);
      return data.some((alpha, index) => index % 4 === 3 && alpha > 0);
    });
  });

  it('links to every demo, and each link leads somewhere', async () => {
    const page = await open(gallery);
    const links = [...page.document.querySelectorAll<HTMLAnchorElement>('a[href]')];
    expect(links.map((link) => link.getAttribute('href'))).to.include.members(demos.map((name) => `demos/${name}/`));
    for (const { href } of links) expect((await fetch(href)).status, href).to.equal(200);
  });
});

describe('the built site under a sub-path', () => {
  it('has the gallery, whose links all lead somewhere', async () => {
    const page = await open('/sub/path/');
    const links = [...page.document.querySelectorAll<HTMLAnchorElement>('a[href]')];
    expect(links).to.have.length.above(demos.length - 1);
    for (const { href } of links) {
      expect(new URL(href).pathname).to.match(/^\/sub\/path\/demos\//);
      expect((await fetch(href)).status, href).to.equal(200);
    }
  });

  it('runs a demo with the files beside it', async () => {
    const page = await open('/sub/path/demos/count/');
    await page.run();
    expect(page.text('rv-number')).to.equal('2');
    const back = page.document.querySelector<HTMLAnchorElement>('nav a')!;
    expect(new URL(back.href).pathname).to.equal('/sub/path/');
    const files = page.window.performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
    for (const path of files) expect(path).to.match(/^\/(sub\/path\/|__|node_modules\/|$)/);
  });

  // The test server sends the pages of demos/ in words of its own, those of the built site as they are.
  for (const name of demos) {
    it(`${name} shows its source, which works on its own`, async () => {
      const page = await open(`/sub/path/demos/${name}/`);
      const source = await page.source();
      expect(source).to.match(/^<!doctype html>\n/);
      expect(source).to.include(`<script type="module" src="${library}"></script>`);
      expect(source).not.to.match(/demo\.css|source\.js|dist\//);
      // On the clipboard it is what is shown.
      const copied: string[] = [];
      const clipboard = { writeText: async (text: string) => copied.push(text) };
      Object.defineProperty(page.window.navigator, 'clipboard', { value: clipboard });
      page.document.querySelector<HTMLElement>('aside button')!.click();
      await page.see(() => page.document.querySelector('aside [role=status]')!.textContent === 'Copied');
      expect(copied).to.deep.equal([source]);

      const copy = await Page.of(source.replace(library, '/src/index.ts'));
      opened.push(copy);
      expect(copy.document.body.innerText).to.include(page.document.querySelector('h1')!.innerText);
      const apps = copy.document.querySelectorAll('rv-app');
      expect(apps).to.have.lengthOf(page.document.querySelectorAll('rv-app').length);
      for (const app of apps) expect(inside(app, '[part=frame]').getClientRects()).to.have.lengthOf(1);
    });
  }
});

describe('a page of the site', () => {
  for (const path of [gallery, ...demos.map((name) => `/demos/${name}/`)]) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`${path} has nothing for axe to complain of (${scheme})`, async () => {
        const page = await open(path);
        if (path !== gallery) await page.source();
        expect(await violations(page, scheme)).to.deep.equal([]);
      });
    }
  }
});
