// Serves the pages that tests write: as they are, with nothing of the test runner's in them.
import { buffer } from 'node:stream/consumers';
import { contentType, readStatic } from '../../scripts/static-files.mjs';

const base = '/__pages/';

/**
 * Koa middleware for everything below /__pages/<test>/:
 *
 * - `PUT` keeps the body as a file; with `?status=404`, as what is answered with that status.
 * - `GET` sends it. A file that has the line `<!-- wait -->` is sent up to there, the rest after `POST <file>?go`.
 * - `GET <file>?count` tells how often it was asked for.
 * - `dist/` is the built library, wherever the test has put no file of its own.
 */
export function pageServer(root) {
  const files = new Map();

  return async (context, next) => {
    const { path, method, query } = context;
    if (!path.startsWith(base)) return next();
    const file = files.get(path);
    if (method === 'PUT') {
      const { status = 200, type } = query;
      const file = { body: await buffer(context.req), status: Number(status), type, count: 0 };
      file.released = new Promise((resolve) => {
        file.release = resolve;
      });
      files.set(path, file);
      context.status = 201;
    } else if (method === 'POST' && file) {
      file.release();
      context.status = 204;
    } else if ('count' in query) {
      context.body = String(file?.count ?? 0);
    } else if (file) {
      await send(context, file);
    } else {
      const [, rest] = /\/(dist\/.*)$/.exec(path) ?? [];
      const built = rest && (await readStatic(root, rest));
      context.status = built ? 200 : 404;
      context.type = built ? built.type : 'text/plain';
      context.body = built ? built.body : 'Not found';
    }
  };

  async function send(context, file) {
    file.count++;
    context.status = file.status;
    context.type = file.type ?? contentType(context.path);
    const [first, rest] = file.body.toString().split('<!-- wait -->');
    if (rest === undefined) {
      context.body = file.body;
      return;
    }
    context.respond = false;
    context.res.writeHead(200, { 'content-type': context.type });
    context.res.write(first);
    await file.released;
    context.res.end(rest);
  }
}
