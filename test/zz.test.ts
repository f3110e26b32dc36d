import { library, openPage } from './pages/open-page.js';
it('debug', async () => {
  const opened = await openPage(`<!doctype html>${library.replace('<script', '<script async')}<!-- ${' '.repeat(4096)} --><rv-app><rv-slider></rv-slider><!-- wait --><rv-number output></rv-number></rv-app>`, { until: 'begun' });
  for (let i = 0; i < 4; i++) {
    await new Promise((r) => setTimeout(r, 1000));
    console.log(opened.document?.readyState, opened.document?.URL, opened.document?.documentElement?.innerHTML.length, !!opened.window.customElements?.get('rv-app'), JSON.stringify(opened.window.performance.getEntriesByType('resource').map((e) => e.name)), !!opened.document?.querySelector('rv-slider')?.shadowRoot);
  }
  await fetch(opened.url, { method: 'POST' });
    await new Promise((r) => setTimeout(r, 1000));
    console.log(opened.document?.readyState, !!opened.window.customElements?.get('rv-app'), !!opened.document?.querySelector('rv-slider')?.shadowRoot);
});
