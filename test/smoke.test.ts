import { expect } from 'chai';

describe('the test server', () => {
  it('serves the tests to a browser', async () => {
    expect((await fetch('/package.json')).ok).to.equal(true);
  });

  it('has a second origin that serves the package as the CDN would', async () => {
    const cdn = await (await fetch('/__cdn')).text();
    expect(new URL(cdn).origin).not.to.equal(location.origin);
    const { name } = await (await fetch(`${cdn}/npm/rivulet/package.json`)).json();
    expect(name).to.equal('rivulet');
  });
});
