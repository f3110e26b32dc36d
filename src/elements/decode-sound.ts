import type { DecodedSound, Paint } from '../../worker/protocol.js';

/**
 * Answers a worker that has no `AudioDecoder`: decodes a whole file of sound with Web Audio, at its own rate. What the
 * encoder added before and after is trimmed off by the browser.
 */
export async function answerDecode({ file, sampleRate, reply }: Paint & { kind: 'decode' }): Promise<void> {
  let answer: DecodedSound;
  try {
    answer = await decode(file, sampleRate);
  } catch (error) {
    answer = `this browser can't decode its sound (${(error as Error).message})`;
  }
  reply.postMessage(
    answer,
    typeof answer === 'string' ? [] : answer.channels.map(({ buffer }) => buffer as ArrayBuffer),
  );
}

/**
 * Decodes a whole file of sound.
 *
 * @param sampleRate - What it is resampled to, where it has another.
 */
export async function decode(file: ArrayBuffer, sampleRate: number): Promise<Exclude<DecodedSound, string>> {
  // It never plays: it is there for its decoder. An AudioContext would wait for an audio device.
  const buffer = await new OfflineAudioContext(1, 1, sampleRate).decodeAudioData(file);
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i).slice());
  return { channels, sampleRate: buffer.sampleRate };
}
