// The dev server: the gallery and the demos over the library's source. The build is scripts/build.mjs.
import { defineConfig } from 'vite';
import { rewriteCdnScripts } from './scripts/cdn.mjs';

export default defineConfig({
  appType: 'mpa',
  // The pages name the library by its CDN URL, so Vite can't find from them what it imports: it would reload the first
  // page once it knew.
  optimizeDeps: { entries: ['src/index.ts', 'worker/entry.ts'] },
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
