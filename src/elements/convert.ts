import { extensionOf } from './extension.js';
import { describe } from './player.js';
import { decodeSound, type Pcm, writeWav } from './sound.js';

/** A stretch of a clip, in seconds from its start. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Conversion {
  readonly kind: 'audio' | 'video';
  /** The format to make: `wav`, `mp4`, `webm`, `ogg`; the clip's own when empty. */
  readonly format: string;
  /** What of the clip is kept; all of it when left out. */
  readonly trim?: Stretch | undefined;
  readonly signal: AbortSignal;
  /** Told how much is done, 0 to 1, where that is known. */
  progress(fraction: number): void;
}

/**
 * Makes of a clip a file in the format that is asked for, named after it. A clip that is in that format already stays
 * as it is; a trimmed one without a format becomes WAV or mp4.
 *
 * @throws TypeError when this browser can't.
 */
export async function convert(clip: File, conversion: Conversion): Promise<File> {
  const { kind, trim } = conversion;
  const has = formatOf(clip, kind);
  const format = conversion.format || (trim ? (kind === 'audio' ? 'wav' : 'mp4') : has);
  if (!trim && format === has) {
    const name = conversion.format ? rename(clip, format) : clip.name;
    return name === clip.name ? clip : new File([clip], name, { type: clip.type });
  }
  if (format === 'wav') {
    const pcm = await decodeSound(clip);
    conversion.signal.throwIfAborted();
    return new File([writeWav(trim ? cut(pcm, trim) : pcm)], rename(clip, format), { type: 'audio/wav' });
  }
  const { remux } = await import('./remux.js');
  const bytes = await remux(clip, format, conversion).catch((error: Error) => {
    if (conversion.signal.aborted) throw error;
    throw new TypeError(`can't make ${format} of ${describe(clip)}: ${error.message}.`, { cause: error });
  });
  return new File([bytes], rename(clip, format), { type: `${kind}/${format}` });
}

/** The format a file is in by its type, unless it is a video of which the sound is wanted. */
function formatOf({ type }: File, kind: 'audio' | 'video'): string {
  if (!type.startsWith(kind)) return '';
  const extension = extensionOf(type, kind);
  return extension === 'm4a' ? 'mp4' : extension;
}

function rename({ name }: File, extension: string): string {
  return `${name.replace(/\.\w+$/, '')}.${extension}`;
}

function cut({ data, sampleRate }: Pcm, { start, end }: Stretch): Pcm {
  const [from, to] = [start, end].map((seconds) => Math.round(seconds * sampleRate));
  return { data: data.map((channel) => channel.subarray(from, to)), sampleRate };
}
