import { expect } from 'chai';
import { coloured } from '../elements/testing.js';
import { fingerprint } from './fingerprint.js';

const file = (text: string, name = 'a.txt', type = 'text/plain') => new File([text], name, { type, lastModified: 0 });

describe('fingerprint', () => {
  it('is the same for equal values', async () => {
    const make = () => [
      ...[null, undefined, true, 1, 1n, 'a', [1, [2]], { b: 1, a: [file('x')] }, new Date(0)],
      ...[new Map([[1, { a: 2 }]]), new Set(['a']), Uint8Array.of(1, 2), new ImageData(2, 1), new ArrayBuffer(3)],
    ];
    expect(await fingerprint(make())).to.match(/^[0-9a-f]{64}$/);
    expect(await fingerprint(make())).to.equal(await fingerprint(make()));
    expect(await fingerprint({ a: 1, b: 2 })).to.equal(await fingerprint({ b: 2, a: 1 }));
  });

  it('is another for each of these', async () => {
    const values = [
      ...[null, undefined, 0, 1, '1', '0', '', true, 1n, NaN, 'ab', ['ab'], ['a', 'b'], [['a'], 'b'], [['a', 'b']]],
      ...[{ a: 1 }, { a: '1' }, { b: 1 }, [], {}, new Set(), new Map(), new Date(0), new Date(1)],
      ...[
        file('x'),
        file('y'),
        file('x', 'b.txt'),
        file('x', 'a.txt', 'image/png'),
        new Blob(['x'], { type: 'text/plain' }),
      ],
      ...[Uint8Array.of(1, 2), Uint16Array.of(513), Uint8Array.of(2, 1), new ImageData(2, 1), new ImageData(1, 2)],
      ...[await createImageBitmap(coloured('red')), await createImageBitmap(coloured('blue'))],
    ];
    const prints = await Promise.all(values.map(fingerprint));
    for (const [index, print] of prints.entries()) expect(prints.indexOf(print), String(values[index])).to.equal(index);
  });

  it('is the same for pictures of the same pixels, whose bitmap stays usable', async () => {
    const bitmaps = await Promise.all([1, 2].map(() => createImageBitmap(coloured('rgb(1, 2, 3)'))));
    const [one, two] = await Promise.all(bitmaps.map(fingerprint));
    expect(one).to.equal(two);
    expect(bitmaps[0]!.width).to.equal(4);
  });

  it('has an end for what is inside itself', async () => {
    const make = () => {
      const list: unknown[] = [1];
      list.push(list);
      return list;
    };
    expect(await fingerprint(make())).to.equal(await fingerprint(make()));
  });

  it('refuses what has no content', async () => {
    const error = await fingerprint([() => {}]).catch((reason: Error) => reason);
    expect(String(error)).to.equal('TypeError: a function has no content to compare');
  });
});
