import { expect } from 'chai';
import { importMapOf, resolveSpecifier } from './import-map.js';

const base = 'https://page.example/app/index.html';

describe('resolveSpecifier', () => {
  const map = {
    imports: {
      bare: './lib/bare.js',
      'pkg/': '/packages/pkg/',
      'pkg/special.js': './special.js',
      'pkg/deep/': 'https://cdn.example/deep/',
      './moved.js': './new.js',
      'https://old.example/': 'https://new.example/',
    },
    scopes: {
      '/app/': { bare: './scoped/bare.js' },
      '/app/index.html': { exact: './exact.js' },
      '/': { bare: './far.js', wide: './wide.js' },
      '/other/': { other: './other.js' },
      '/app': { noSlash: './no-slash.js' },
    },
  };

  for (const [specifier, url, reason] of [
    ['./x.js', 'https://page.example/app/x.js', 'relative to the page'],
    ['../x.js', 'https://page.example/x.js', 'relative to the page’s parent'],
    ['/x.js', 'https://page.example/x.js', 'from the root'],
    ['https://cdn.example/x.js', 'https://cdn.example/x.js', 'a URL'],
    ['data:text/javascript,1', 'data:text/javascript,1', 'a data: URL'],
    ['wide', 'https://page.example/app/wide.js', 'in a scope'],
    ['bare', 'https://page.example/app/scoped/bare.js', 'in the nearest of two scopes'],
    ['exact', 'https://page.example/app/exact.js', 'in a scope of this page alone'],
    ['pkg/a/b.js', 'https://page.example/packages/pkg/a/b.js', 'by a prefix'],
    ['pkg/special.js', 'https://page.example/app/special.js', 'by a name that a prefix covers too'],
    ['pkg/deep/a.js', 'https://cdn.example/deep/a.js', 'by the longest prefix'],
    ['./moved.js', 'https://page.example/app/new.js', 'a relative name that is mapped'],
    ['../app/moved.js', 'https://page.example/app/new.js', 'another name for the same URL'],
    ['https://old.example/a.js', 'https://new.example/a.js', 'a URL by a prefix'],
  ] as const) {
    it(`finds ${reason}`, () => {
      expect(resolveSpecifier(specifier, map, base)).to.equal(url);
    });
  }

  for (const specifier of ['missing', 'pkg', 'other', 'noSlash', 'Bare']) {
    it(`refuses "${specifier}", which no entry for this page covers`, () => {
      expect(() => resolveSpecifier(specifier, map, base))
        .to.throw(TypeError, `"${specifier}"`)
        .with.property('message')
        .that.contains('import map');
    });
  }

  it('goes by imports where no scope has the name', () => {
    expect(resolveSpecifier('bare', map, 'https://page.example/elsewhere/')).to.equal(
      'https://page.example/elsewhere/far.js',
    );
    expect(resolveSpecifier('bare', { imports: map.imports }, base)).to.equal('https://page.example/app/lib/bare.js');
  });

  it('resolves URLs without any map', () => {
    expect(resolveSpecifier('./x.js', {}, base)).to.equal('https://page.example/app/x.js');
    expect(() => resolveSpecifier('x', {}, base)).to.throw(TypeError);
  });
});

describe('importMapOf', () => {
  const parse = (html: string) => new DOMParser().parseFromString(html, 'text/html');

  it('reads the page’s map', () => {
    const page = parse('<script type="importmap">{"imports":{"a":"./a.js"}}</script>');
    expect(importMapOf(page)).to.deep.equal({ imports: { a: './a.js' } });
  });

  it('is empty where there is none, or none that can be read', () => {
    expect(importMapOf(parse('<p>'))).to.deep.equal({});
    expect(importMapOf(parse('<script type="importmap">{"imports":</script>'))).to.deep.equal({});
  });
});
