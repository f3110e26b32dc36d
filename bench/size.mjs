import { brotli, format } from './harness.mjs';

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
  return [row('first script', 'dist/rivulet.js', 20 * 1024), row('worker', 'dist/worker.js', 8 * 1024)];
}
