type Kind = 'audio' | 'video';

/** What is asked of the recorder for a format, best first. Codecs without parameters are taken by Chromium alone. */
const TYPES: Record<Kind, Record<string, readonly string[]>> = {
  audio: {
    mp4: ['audio/mp4;codecs=mp4a.40.2', 'audio/mp4;codecs=opus', 'audio/mp4'],
    webm: ['audio/webm;codecs=opus', 'audio/webm'],
    ogg: ['audio/ogg;codecs=opus'],
    // Decoded afterwards: what matters is quality.
    wav: ['audio/webm;codecs=pcm', 'audio/webm;codecs=opus', 'audio/mp4'],
  },
  video: {
    mp4: ['video/mp4;codecs=avc1.42E01F,mp4a.40.2', 'video/mp4;codecs=avc1.42E01F,opus', 'video/mp4'],
    webm: ['video/webm;codecs=vp8,opus', 'video/webm'],
  },
};

/** The formats that a recording may be asked for in. */
export const recordingFormats = (kind: Kind): string[] => Object.keys(TYPES[kind]);

/** Options of a MediaRecorder that come nearest to a format; what it can't record is converted afterwards. */
export function recorderType(kind: Kind, format: string): MediaRecorderOptions {
  const mimeType = (TYPES[kind][format] ?? []).find((type) => MediaRecorder.isTypeSupported(type));
  return mimeType ? { mimeType } : {};
}
