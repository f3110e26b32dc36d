const KNOWN: Record<string, string> = {
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/wave': 'wav',
  'audio/vnd.wave': 'wav',
  'video/mp2t': 'ts',
  'video/quicktime': 'mov',
  'video/x-matroska': 'mkv',
};

/** The usual file name extension of a media type; what is not known is named after what it is shown by. */
export function extensionOf(type: string, kind: 'audio' | 'video'): string {
  const [mime = ''] = type.split(';');
  const [, subtype] = /^(?:audio|video)\/(?:x-)?([a-z0-9]+)$/.exec(mime) ?? [];
  return KNOWN[mime] ?? subtype ?? (kind === 'audio' ? 'audio' : 'mp4');
}
