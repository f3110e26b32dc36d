import { brotliCompressSync } from 'node:zlib';
import { brotli, bundle, format } from './harness.mjs';

export async function measure() {
  const row = (figure, path, budget) => {
    const size = brotli(path);
    return {
      figure: `${figure}, brotli`,
      ours: `${format(size)} bytes`,
      toReach: `${format(budget)} bytes (${budget / 1024} KB)`,
      reached: size <= budget,
      how: `\`${path}\`, which imports nothing before it runs, compressed by brotli at its best.`,
    };
  };
  return [row('first script', 'dist/rivulet.js', 20 * 1024), row('worker', 'dist/worker.js', 8 * 1024), await media()];
}

/** What streams media in the worker, of which most is mp4box. */
async function media() {
  const size = brotli('dist/worker-media.js');
  const alone = brotliCompressSync(await bundle('bench/media-mp4box.js')).length;
  return {
    figure: 'what streams media in the worker, brotli',
    ours: `${format(size)} bytes`,
    against: `${format(alone)} bytes: mp4box alone`,
    ratio: `${format(size / alone, 2)}×`,
    toReach: '1.25× or less',
    reached: size / alone <= 1.25,
    how: '`dist/worker-media.js`, loaded by the first app with sound or video, compressed by brotli at its best; against `bench/media-mp4box.js`, which exports its `createFile` and nothing else, bundled by Vite and minified as ours is.',
  };
}
