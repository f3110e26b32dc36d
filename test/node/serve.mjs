import { createServer } from 'node:http';
import { readStatic } from '../../scripts/static-files.mjs';

/** Serves a folder under /sub/path/ as GitHub Pages does a project's. `counts` has how often each path was asked for. */
export async function serve(folder) {
  const counts = new Map();
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
    const file = pathname.startsWith('/sub/path/') && (await readStatic(folder, pathname.slice('/sub/path/'.length)));
    if (file) response.setHeader('content-type', file.type).setHeader('cache-control', 'max-age=600');
    response.writeHead(file ? 200 : 404).end(file ? file.body : 'Not found');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}/sub/path/`,
    counts,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
