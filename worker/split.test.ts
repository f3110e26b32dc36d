import { expect } from 'chai';
import { SKIP, Update } from './context.js';
import type { OutputSpec } from './protocol.js';
import { splitter } from './split.js';

const output = (name: string, tag: string): OutputSpec => ({
  kind: 'value',
  name,
  title: name ? `<${tag} name="${name}">` : `<${tag}>`,
  flow: 'latest',
});
const PICTURE = output('picture', 'rv-image');
const CAPTION = output('caption', 'rv-textbox');
const UNNAMED = output('', 'rv-json');

describe('splitter', () => {
  const update = new Update({});
  for (const { what, outputs, yielded, values } of [
    { what: 'one output takes the value as it is', outputs: [PICTURE], yielded: [1, 2], values: [[1, 2]] },
    { what: 'one output takes an object as it is', outputs: [PICTURE], yielded: { a: 1 }, values: [{ a: 1 }] },
    { what: 'an array in order', outputs: [PICTURE, CAPTION], yielded: [1, 2], values: [1, 2] },
    { what: 'an array with gaps', outputs: [PICTURE, CAPTION], yielded: [undefined, SKIP], values: [undefined, SKIP] },
    {
      what: 'an object by name',
      outputs: [PICTURE, CAPTION],
      yielded: { caption: 2, picture: 1 },
      values: [1, 2],
    },
    { what: 'some of the names', outputs: [PICTURE, CAPTION], yielded: { picture: update }, values: [update] },
    { what: 'an object of no class', outputs: [PICTURE, CAPTION], yielded: Object.create(null), values: [] },
    { what: 'undefined', outputs: [PICTURE, CAPTION], yielded: undefined, values: [] },
    { what: 'skip', outputs: [PICTURE, CAPTION], yielded: SKIP, values: [] },
    { what: 'anything, of no output', outputs: [], yielded: 7, values: [] },
  ]) {
    it(`takes ${what}`, () => {
      expect(splitter(outputs)(yielded)).to.deep.equal(values);
    });
  }

  const takesTwo =
    /The app has 2 outputs \(<rv-image name="picture">, <rv-textbox name="caption">\): yield an array of 2 or an object keyed by name \({picture, caption}\)\.$/;
  for (const { yielded, came } of [
    { yielded: [1], came: /^Yielded an array of 1\. / },
    { yielded: [1, 2, 3], came: /^Yielded an array of 3\. / },
    { yielded: 7, came: /^Yielded number 7\. / },
    { yielded: 'text', came: /^Yielded the string "text"\. / },
    { yielded: null, came: /^Yielded null\. / },
    { yielded: new Uint8Array(2), came: /^Yielded a Uint8Array of 2 elements\. / },
    { yielded: Promise.resolve(), came: /^Yielded a Promise \(await it before the yield\)\. / },
    { yielded: new Update({}), came: /^Yielded ctx\.update\(\) alone\. / },
    {
      yielded: { picture: 1, title: 2 },
      came: /^Yielded an object with picture, title, but no output is named "title"\. /,
    },
  ]) {
    it(`refuses what fits no output: ${came.source}`, () => {
      expect(() => splitter([PICTURE, CAPTION])(yielded))
        .to.throw(TypeError, came)
        .with.property('message')
        .that.matches(takesTwo);
    });
  }

  it('offers only the names there are', () => {
    expect(() => splitter([UNNAMED, UNNAMED])(1)).to.throw(/\(<rv-json>, <rv-json>\): yield an array of 2\.$/);
    expect(() => splitter([UNNAMED, CAPTION])(1)).to.throw(
      /yield an array of 2 or an object keyed by name \({caption}\)/,
    );
  });
});
