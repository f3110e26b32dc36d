// The dev server: the gallery and the demos over the library's source. The build is scripts/build.mjs.
import { defineConfig } from 'vite';
import { rewriteCdnScripts } from './scripts/cdn.mjs';
import { isMpegTs, readStatic } from './scripts/static-files.mjs';

export default defineConfig({
  appType: 'mpa',
  // The pages name the library by its CDN URL, so Vite can't find from them what it imports: it would reload the first
  // page once it knew.
  optimizeDeps: { entries: ['src/index.ts', 'worker/entry.ts'] },
  plugins: [
    {
      name: 'mpeg-ts',
      configureServer({ config, middlewares }) {
        middlewares.use(async (request, response, next) => {
          const [path] = request.url.split('?');
          const file = isMpegTs(path) && (await readStatic(config.root, path));
          if (!file) return next();
          response.setHeader('content-type', file.type);
          response.end(file.body);
        });
      },
    },
    {
      name: 'cdn-scripts',
      transformIndexHtml: {
        order: 'pre',
        handler: (html) => rewriteCdnScripts(html, '/src/index.ts'),
      },
    },
  ],
});
