// What the figures of long streams share.
import { sleep } from './harness.mjs';

/** How long a chunk is. */
export const SECONDS = 1.5;
export const FRAMES = 45;

/** A chunk of 360p, H.264 and AAC. */
export function makeChunk(media) {
  const inputs = ['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=30', '-f', 'lavfi', '-i', 'sine=r=48000'];
  const codecs = ['-t', String(SECONDS), '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  return media.make('chunk.mp4', inputs, codecs);
}

/** The worker that the generator runs in; there are those that record beside it. */
export async function findAppWorker(page) {
  for (;;) {
    for (const worker of page.workers()) {
      const isIt = await worker.evaluate(() => globalThis.yielded !== undefined).catch(() => false);
      if (isIt) return worker;
    }
    await sleep(20);
  }
}
