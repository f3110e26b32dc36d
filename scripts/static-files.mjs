import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'video/mp2t',
  '.wav': 'audio/wav',
};

export function contentType(path) {
  return types[extname(path)] ?? 'application/octet-stream';
}

/** Whether a URL path is that of MPEG-TS, which a server of sources has to send before it takes it for TypeScript. */
export function isMpegTs(urlPath) {
  return /^\/(?:demos|test)\/(?:[^?]+\/)?media\/[^?/]+\.ts$/.test(urlPath);
}

/** Reads the file that a static server would send for a URL path, or returns undefined. */
export async function readStatic(folder, urlPath) {
  const root = normalize(folder + sep);
  let path = join(root, decodeURIComponent(urlPath));
  if (urlPath === '' || urlPath.endsWith('/')) path = join(path, 'index.html');
  if (!path.startsWith(root)) return undefined;
  try {
    return { type: contentType(path), body: await readFile(path) };
  } catch {
    return undefined;
  }
}
