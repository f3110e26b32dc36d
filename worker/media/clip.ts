import type { OutputSpec, Paint } from '../protocol.js';
import { wavFile } from './audio/wav.js';
import type { Chunk, ChunkReader } from './chunk.js';
import { describeKind, type Kind, sniff } from './sniff.js';

/** What browsers play as a file of its own, and its type. Whether this one does, the element finds out. */
const PLAYABLE: Partial<Record<Kind, string>> = {
  mp4: 'mp4',
  webm: 'webm',
  wav: 'wav',
  mp3: 'mpeg',
  aac: 'aac',
  flac: 'flac',
  ogg: 'ogg',
};

/** Makes of one yield the whole clip that its element shows. */
export async function readClip(
  value: unknown,
  output: OutputSpec,
  reader: ChunkReader,
  join: (chunks: readonly Chunk[]) => Promise<Blob>,
): Promise<Paint> {
  try {
    const chunks: Chunk[] = [];
    for await (const chunk of reader.read(value)) chunks.push(chunk);
    return { kind: 'clip', blob: toFile(chunks, output.kind) ?? (await join(chunks)) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TypeError(`${output.title} can't play this: ${why.replace(/\.$/, '')}.`);
  }
}

/** The file as it came, or PCM as a wav file; nothing when it has to be made an mp4 first. */
function toFile(chunks: readonly Chunk[], medium: string): Blob | undefined {
  const [first] = chunks;
  if (first?.kind === 'sound') return new Blob([wavFile(first.sound) as BlobPart], { type: 'audio/wav' });
  if (first?.kind !== 'bytes') return undefined;
  const kind = sniff(first.bytes);
  if (!kind) throw new TypeError('its bytes are of no kind that is known here');
  const type = PLAYABLE[kind];
  if (type) {
    const parts = chunks.map((chunk) => (chunk as { bytes: Uint8Array }).bytes as BlobPart);
    return new Blob(parts, { type: `${['mp4', 'webm'].includes(kind) ? medium : 'audio'}/${type}` });
  }
  if (kind === 'ts') return undefined;
  throw new TypeError(`${describeKind(kind)} is no sound or video`);
}
