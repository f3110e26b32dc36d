import type { DecodedSound, Paint } from '../../worker/protocol.js';

/**
 * Answers a worker that has no `AudioDecoder`: decodes a whole file of sound with Web Audio, at its own rate. What the
 * encoder added before and after is trimmed off by the browser.
 */
export async function answerDecode({ file, sampleRate, reply }: Paint & { kind: 'decode' }): Promise<void> {
  let answer: DecodedSound;
  try {
    // It never plays: it is there for its decoder, which resamples to the rate of its context.
    const buffer = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(file);
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i).slice());
    answer = { channels, sampleRate: buffer.sampleRate };
  } catch (error) {
    answer = `this browser can't decode its sound (${(error as Error).message})`;
  }
  reply.postMessage(
    answer,
    typeof answer === 'string' ? [] : answer.channels.map(({ buffer }) => buffer as ArrayBuffer),
  );
}
