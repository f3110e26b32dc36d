import {
  ADTS,
  BlobSource,
  BufferTarget,
  Conversion,
  canEncodeAudio,
  FLAC,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  Mp4OutputFormat,
  OGG,
  OggOutputFormat,
  Output,
  QTFF,
  WAVE,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import type { Conversion as Wanted } from './convert.js';

/** Sound that goes into a container as it is; in mp4 only where this browser has no AAC to make of it. */
const COPIED: Record<string, readonly string[]> = {
  mp4: ['aac', 'opus', 'flac'],
  ogg: ['opus', 'vorbis', 'flac'],
  webm: ['opus', 'vorbis'],
};

const inputFormats = [MP4, QTFF, WEBM, MATROSKA, OGG, WAVE, MP3, FLAC, ADTS, MPEG_TS];

/**
 * Puts a clip into another container, by mediabunny: this module is loaded when the first clip needs it. What the
 * container can't hold is encoded anew with WebCodecs: pictures in mp4 as H.264, sound as AAC or else Opus. A stretch
 * is cut to the picture.
 *
 * @throws Error that says what this browser can't decode or encode.
 */
export async function remux(
  clip: Blob,
  format: string,
  { kind, trim, signal, progress }: Wanted,
): Promise<ArrayBuffer> {
  const target = new BufferTarget();
  const conversion = await Conversion.init({
    input: new Input({ source: new BlobSource(clip), formats: inputFormats }),
    output: new Output({ format: outputFormat(format), target }),
    tracks: 'primary',
    video: (track) => (kind === 'audio' ? { discard: true } : pictures(track, format)),
    audio: (track) => sound(track, format, trim !== undefined),
    ...(trim && { trim, copy: { boundaryTolerance: 0 } }),
    showWarnings: false,
  });
  const lost = conversion.discardedTracks.find(({ reason }) => reason !== 'discarded_by_user');
  if (lost) {
    const what = lost.track.isVideoTrack() ? 'pictures' : 'sound';
    const codec = (await lost.track.getCodec()) ?? 'unknown';
    throw new Error(`this browser can't ${lost.reason.startsWith('no_') ? 'encode' : 'decode'} its ${what} (${codec})`);
  }
  if (!conversion.utilizedTracks.some((track) => track.type === kind)) throw new Error(`it has no ${kind}`);
  signal.throwIfAborted();
  signal.addEventListener('abort', () => void conversion.cancel());
  conversion.onProgress = progress;
  await conversion.execute();
  return target.buffer!;
}

function outputFormat(format: string): Mp4OutputFormat | WebMOutputFormat | OggOutputFormat {
  if (format === 'mp4') return new Mp4OutputFormat();
  if (format === 'webm') return new WebMOutputFormat();
  if (format === 'ogg') return new OggOutputFormat();
  throw new Error('the formats that can be made are wav, mp4, webm, ogg');
}

async function pictures(track: InputVideoTrack, format: string): Promise<object> {
  if (format !== 'mp4') return {};
  const width = await track.getDisplayWidth();
  const height = await track.getDisplayHeight();
  // H.264 has even sizes alone; given, a size is rounded to one.
  return { codec: 'avc', ...((width | height) & 1 && { width, height, fit: 'fill' }) };
}

async function sound(track: InputAudioTrack, format: string, cut: boolean): Promise<object> {
  const facts = { numberOfChannels: await track.getNumberOfChannels(), sampleRate: await track.getSampleRate() };
  const wanted = format === 'mp4' && (await canEncodeAudio('aac', facts)) ? 'aac' : undefined;
  const codec = (await track.getCodec()) ?? '';
  if (!cut && (wanted ? codec === wanted : COPIED[format]?.includes(codec))) return {};
  // WebKitGTK crashes when it is to encode the floats that its decoder gives.
  return { sampleFormat: 's16', ...(wanted && { codec: wanted }) };
}
