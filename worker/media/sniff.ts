/** What the first bytes of a file tell of it, and how messages name it. */
const KINDS = {
  mp4: 'an mp4 file',
  ts: 'an MPEG-TS file',
  wav: 'a WAV file',
  mp3: 'an mp3 file',
  aac: 'an AAC file',
  flac: 'a FLAC file',
  ogg: 'an Ogg file',
  webm: 'a WebM or Matroska file',
  avi: 'an AVI file',
  flv: 'an FLV file',
  png: 'a PNG picture',
  jpeg: 'a JPEG picture',
  gif: 'a GIF picture',
  webp: 'a WebP picture',
  pdf: 'a PDF file',
  zip: 'a zip archive',
  html: 'an HTML page',
  json: 'JSON',
  text: 'text',
} as const;

export type Kind = keyof typeof KINDS;

export function describeKind(kind: Kind): string {
  return KINDS[kind];
}

const SIGNATURES: readonly (readonly [Kind, string, number?])[] = [
  ['flac', 'fLaC'],
  ['ogg', 'OggS'],
  ['webm', '\x1a\x45\xdf\xa3'],
  ['flv', 'FLV\x01'],
  ['png', '\x89PNG'],
  ['jpeg', '\xff\xd8\xff'],
  ['gif', 'GIF8'],
  ['pdf', '%PDF'],
  ['zip', 'PK\x03\x04'],
  ['wav', 'WAVE', 8],
  ['avi', 'AVI ', 8],
  ['webp', 'WEBP', 8],
  ['mp3', 'ID3'],
];

const MP4_BOXES = /^(ftyp|styp|moov|moof|mdat|sidx|free|skip|wide|emsg|prft|mfra)$/;
const TS_PACKET = 188;

/** What the bytes are the beginning of; `undefined` when that can't be told, as for a slice from within a file. */
export function sniff(bytes: Uint8Array): Kind | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  for (const [kind, signature, offset = 0] of SIGNATURES) {
    if (head.startsWith(signature, offset)) return kind === 'mp3' ? afterId3(bytes) : kind;
  }
  if (MP4_BOXES.test(head.slice(4, 8))) return 'mp4';
  if (isTs(bytes)) return 'ts';
  const frame = audioFrame(bytes, 0);
  // A second frame header where the first one says is no chance.
  if (frame && (bytes.length <= frame.length || audioFrame(bytes, frame.length)?.kind === frame.kind))
    return frame.kind;
  return sniffText(head);
}

/** Whether a file may begin with these bytes, of which more are needed to tell. */
export function isTooShort(bytes: Uint8Array): boolean {
  const { length } = bytes;
  if (length >= TS_PACKET) return false;
  const head = String.fromCharCode(...bytes.subarray(0, 4));
  return (
    bytes[0] === 0x47 ||
    // The size of a box, and its name.
    (bytes[0] === 0 && length < 8) ||
    (bytes[0] === 0xff && length < 7) ||
    ('RIFF'.startsWith(head) && length < 12) ||
    SIGNATURES.some(([, signature, offset]) => !offset && length < signature.length && signature.startsWith(head))
  );
}

/** Whether they are without doubt the start of a file: samples within one may look like anything else. */
export function beginsFile(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return (
    SIGNATURES.some(([, signature, offset = 0]) => head.startsWith(signature, offset)) || head.startsWith('ftyp', 4)
  );
}

function isTs(bytes: Uint8Array): boolean {
  if (bytes.length < TS_PACKET) return false;
  for (let offset = 0; offset < Math.min(bytes.length, 4 * TS_PACKET); offset += TS_PACKET) {
    if (bytes[offset] !== 0x47) return false;
  }
  return true;
}

/** An ID3 tag stands before mp3 as a rule, before AAC now and then. */
function afterId3(bytes: Uint8Array): Kind {
  const [a, b, c, d] = bytes.subarray(6, 10) as unknown as [number, number, number, number];
  const end = 10 + (((a & 0x7f) << 21) | ((b & 0x7f) << 14) | ((c & 0x7f) << 7) | (d & 0x7f));
  return audioFrame(bytes, end)?.kind ?? 'mp3';
}

const BIT_RATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/** The header of an mp3 (ISO 11172-3 layer III) or ADTS (ISO 13818-7) frame, and the frame's length in bytes. */
export interface AudioFrame {
  readonly kind: 'mp3' | 'aac';
  readonly length: number;
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Samples of each channel. */
  readonly samples: number;
  /** mp3 of MPEG 1, not 2 or 2.5. */
  readonly isMpeg1: boolean;
}

/** The header at `offset`; `undefined` if there is none. */
export function audioFrame(bytes: Uint8Array, offset: number): AudioFrame | undefined {
  if (offset + 7 > bytes.length || bytes[offset] !== 0xff || (bytes[offset + 1]! & 0xe0) !== 0xe0) return undefined;
  const [, second, third, fourth, fifth, sixth] = bytes.subarray(offset, offset + 7) as unknown as number[];
  const layer = (second! >> 1) & 3;
  if (layer === 0) {
    if ((second! & 0xf0) !== 0xf0) return undefined;
    const rate = ADTS_RATES[(third! >> 2) & 15];
    const length = ((fourth! & 3) << 11) | (fifth! << 3) | (sixth! >> 5);
    if (!rate || length < 7) return undefined;
    const channelCount = ((third! & 1) << 2) | (fourth! >> 6);
    return { kind: 'aac', length, sampleRate: rate, channelCount, samples: 1024, isMpeg1: false };
  }
  const version = (second! >> 3) & 3;
  const isMpeg1 = version === 3;
  const bitRate = BIT_RATES[isMpeg1 ? 1 : 2][third! >> 4];
  const baseRate = SAMPLE_RATES[(third! >> 2) & 3];
  if (layer !== 1 || version === 1 || !bitRate || !baseRate) return undefined;
  const sampleRate = baseRate / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const samples = isMpeg1 ? 1152 : 576;
  const length = Math.floor((samples * 125 * bitRate) / sampleRate) + ((third! >> 1) & 1);
  return { kind: 'mp3', length, sampleRate, channelCount: fourth! >> 6 === 3 ? 1 : 2, samples, isMpeg1 };
}

export const ADTS_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

function sniffText(head: string): Kind | undefined {
  const text = head.trimStart();
  if (/^<(!doctype html|html|head|body)/i.test(text)) return 'html';
  if (/^[[{]\s*["{[\]}\d]/.test(text)) return 'json';
  return head.length > 0 && /^[\s\x20-\x7e]+$/.test(head) ? 'text' : undefined;
}
