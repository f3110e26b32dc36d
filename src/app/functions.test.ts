import { expect } from 'chai';
import type { RvApp } from './app.js';
import { event, mount, recordConsole, removeApps, script } from './testing.js';
import type { WireSpec } from './wire.js';
import { exampleOf } from './write-call.js';

afterEach(removeApps);

/** Each function as one line: `draw(prompt: string) → picture: string`. */
async function signatures(app: RvApp): Promise<string[]> {
  const list = (parameters: readonly { name: string; type: string }[]) =>
    parameters.map(({ name, type }) => `${name}: ${type}`).join(', ');
  return Object.values(await app.functions).map(
    ({ name, inputs, outputs }) => `${name}(${list(inputs)}) → ${list(outputs)}`,
  );
}

const GRAPH = `
  <rv-textbox name="prompt" label="Prompt" required></rv-textbox>
  <rv-number name="steps" label="Steps"></rv-number>
  <rv-button name="go">Draw</rv-button>
  <rv-button name="halt">Stop</rv-button>
  <rv-textbox name="picture" output></rv-textbox>
  <rv-textbox name="notes" output></rv-textbox>
  <rv-on name="drawing" event="click" of="go" run="draw" inputs="prompt steps" outputs="picture"></rv-on>
  <rv-on event="submit" of="prompt" run="draw" inputs="prompt steps" outputs="picture"></rv-on>
  <rv-on event="success" of="drawing" run="describe" inputs="picture" outputs="notes"></rv-on>
  <rv-on event="click" of="halt" cancels="drawing"></rv-on>
  ${script(`
    export async function* draw(prompt, steps, { sleep }) {
      for (let step = 1; step <= steps; step++) { yield prompt + ' ' + step; await sleep(1); }
    }
    export const describe = (picture) => 'a picture of ' + picture;`)}`;

const SPEC: WireSpec = {
  run: 'default',
  inputs: '',
  outputs: '',
  triggerMode: '',
  concurrencyLimit: 1,
  nameInMessages: '<rv-talk>',
};

describe('<rv-app>.functions', () => {
  it('describes what Submit calls', async () => {
    const app = mount(
      `<rv-slider name="steps" label="Steps"></rv-slider><rv-image label="Picture"></rv-image>
       ${script('export default (steps) => null; export const other = () => null;')}`,
    );
    const functions = await app.functions;
    expect(JSON.parse(JSON.stringify(functions))).to.deep.equal({
      default: {
        name: 'default',
        own: true,
        inputs: [{ name: 'steps', label: 'Steps', tag: 'rv-slider', type: 'number' }],
        outputs: [{ name: '', label: 'Picture', tag: 'rv-image', type: 'ImageData | ImageBitmap | Blob' }],
      },
    });
  });

  it('describes what each wire calls, once', async () => {
    const app = mount(GRAPH);
    expect(await signatures(app)).to.deep.equal([
      'draw(prompt: string, steps: number | null) → picture: string',
      'describe(picture: string | null) → notes: string',
    ]);
  });

  it('names one that is called with other components after its wire, or by number', async () => {
    const app = mount(
      `<rv-textbox name="a"></rv-textbox><rv-textbox name="b"></rv-textbox>
       <rv-on event="change" of="a" run="check" inputs="a"></rv-on>
       <rv-on name="second" event="change" of="b" run="check" inputs="b"></rv-on>
       <rv-on event="change" of="a b" run="check" inputs="a b"></rv-on>
       ${script('export const check = () => {};')}`,
    );
    expect(Object.keys(await app.functions)).to.deep.equal(['check', 'second', 'check_1']);
  });

  it('leaves out what can’t be called, and has what comes later', async () => {
    const { restore } = recordConsole('error');
    const app = mount(
      `<rv-textbox name="a"></rv-textbox>
       <rv-on event="change" of="a" run="missing" inputs="a"></rv-on>
       <rv-on event="change" of="a" run="check" inputs="gone"></rv-on>
       ${script('export const check = () => {};')}`,
    );
    expect(Object.keys(await app.functions)).to.deep.equal([]);
    app.on({ event: 'change', of: 'a', run: 'check', inputs: 'a' });
    expect(Object.keys(await app.functions)).to.deep.equal(['check']);
    restore();
  });

  it('has none without a script, and does not hide one that can’t be read', async () => {
    const { restore } = recordConsole('error');
    const [none, broken, missing] = [
      mount('<rv-number output></rv-number>'),
      mount(`<rv-number output></rv-number>${script('export default (')}`),
      mount('<rv-number output></rv-number><script type="rivulet" src="https://nowhere.invalid/x.js"></script>'),
    ];
    const told = Promise.all([none, broken].map((app) => event(app, 'rv-error')));
    expect(await signatures(none)).to.deep.equal([]);
    for (const app of [broken, missing]) expect(await signatures(app)).to.deep.equal(['default() → : number']);
    await told;
    restore();
  });

  it('calls them by name: every yield comes, and the outputs show it', async () => {
    const app = mount(GRAPH);
    const { draw, describe: describing } = await app.functions;
    const pictures: unknown[] = [];
    for await (const [picture] of draw!.submit('a cat', 3)) pictures.push(picture);
    expect(pictures).to.deep.equal(['a cat 1', 'a cat 2', 'a cat 3']);
    const run = describing!.submit();
    expect(await run.finished).to.deep.equal({ how: 'complete' });
    expect(run.inputs).to.deep.equal(['a cat 3']);
    expect(app.querySelector<HTMLElement & { value: string }>('[name=notes]')!.value).to.equal('a picture of a cat 3');
  });

  it('has calls wait for one another, and cancels them', async () => {
    const app = mount(GRAPH);
    const { draw } = await app.functions;
    const first = draw!.submit('a', 1e6);
    const second = draw!.submit('b', 1);
    const third = draw!.submit('c', 1);
    second.cancel();
    first.cancel();
    const endings = await Promise.all([first, second, third].map(({ finished }) => finished));
    expect(endings.map(({ how }) => how)).to.deep.equal(['cancel', 'cancel', 'complete']);
  });

  it('says that there are too many values', async () => {
    const { draw } = await mount(GRAPH).functions;
    expect(() => draw!.submit(1, 2, 3)).to.throw(
      TypeError,
      'draw.submit() was given 3 values, but the function has 2.',
    );
  });

  it('describes what a wire is always given, as it calls it', async () => {
    const app = mount(`<rv-markdown name="talk"></rv-markdown>${script('export default (message, ctx) => message;')}`);
    await app.ready;
    const talk = app.querySelector('rv-markdown')!;
    const given = [{ name: 'message', type: 'string', example: 'Hello' }];
    const wire = app.connect(SPEC);
    wire.roles = async () => ({ inputs: [talk], outputs: [talk], given });
    expect(await signatures(app)).to.deep.equal(['default(message: string) → talk: string']);
    const { default: reply } = await app.functions;
    expect(exampleOf(app, reply!)).to.contain('of functions.default.submit("Hello")) {');
    const said: unknown[] = [];
    for await (const [message] of reply!.submit('Hi')) said.push(message);
    expect(said).to.deep.equal(['Hi']);
  });

  it('describes Submit beside other wires where it has components of its own', async () => {
    const app = mount(`${GRAPH}`, 'run="draw" inputs="prompt" outputs="notes"');
    expect(await signatures(app)).to.deep.equal([
      'draw(prompt: string) → notes: string',
      'drawing(prompt: string, steps: number | null) → picture: string',
      'describe(picture: string | null) → notes: string',
    ]);
  });

  it('gives the function that is set by script', async () => {
    const app = mount('<rv-checkbox name="on"></rv-checkbox><rv-json name="shown"></rv-json>');
    app.fn = (on: boolean) => ({ on });
    expect(await signatures(app)).to.deep.equal(['default(on: boolean) → shown: unknown']);
  });

  const inputs: [string, string][] = [
    ['<rv-slider></rv-slider>', 'number'],
    ['<rv-number></rv-number>', 'number | null'],
    ['<rv-number required></rv-number>', 'number'],
    ['<rv-textbox></rv-textbox>', 'string | null'],
    ['<rv-checkbox></rv-checkbox>', 'boolean'],
    [`<rv-radio choices='["S", ["Large", 2]]'></rv-radio>`, '"S" | 2 | null'],
    [`<rv-dropdown choices='["a", "b"]'></rv-dropdown>`, '"a" | "b"'],
    [`<rv-dropdown choices='["a", "b"]' placeholder="Choose"></rv-dropdown>`, '"a" | "b" | null'],
    [`<rv-dropdown choices='[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, "more"]'></rv-dropdown>`, 'number | string'],
    [`<rv-dropdown multiple required><option>a</option><option>b</option></rv-dropdown>`, '("a" | "b")[]'],
    ['<rv-image input></rv-image>', 'ImageBitmap | null'],
    ['<rv-image input type="data" required></rv-image>', 'ImageData'],
    ['<rv-image input streaming sources="webcam"></rv-image>', 'VideoFrame | null'],
    ['<rv-audio input></rv-audio>', 'File | null'],
    [
      '<rv-audio input streaming sources="microphone"></rv-audio>',
      '{ data: Float32Array[]; sampleRate: number } | null',
    ],
    ['<rv-audio input type="pcm"></rv-audio>', '{ data: Float32Array[]; sampleRate: number } | null'],
    ['<rv-video input></rv-video>', 'File | null'],
    ['<rv-state input></rv-state>', 'unknown'],
  ];
  for (const [markup, type] of inputs) {
    it(`${markup} gives ${type}`, async () => {
      const app = mount(`${markup}${script('export default (x) => {}')}`);
      expect((await app.functions).default!.inputs.map((input) => input.type)).to.deep.equal([type]);
    });
  }
});
