// The dev server: the gallery and the demos over the library's source. The build is scripts/build.mjs.
import { defineConfig } from 'vite';
import { rewriteCdnScripts } from './scripts/cdn.mjs';

export default defineConfig({
  appType: 'mpa',
  // The gallery alone: the tests have pages of their own that stand for another project.
  optimizeDeps: { entries: ['index.html', 'demos/*/index.html'] },
  plugins: [
    {
      name: 'cdn-scripts',
      transformIndexHtml: {
        order: 'pre',
        handler: (html) => rewriteCdnScripts(html, '/src/index.ts'),
      },
    },
  ],
});
