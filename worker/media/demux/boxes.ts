import { viewOf } from '../bytes.js';

/** The outer shell of a box (ISO 14496-12, 4.2). */
export interface BoxHead {
  readonly type: string;
  /** Of the whole box, in bytes; infinite for one that goes on to the end of the file. */
  readonly size: number;
  readonly headSize: number;
}

/** The box that begins at `offset`; `undefined` when its head is not all there. */
export function readBoxHead(bytes: Uint8Array, offset = 0): BoxHead | undefined {
  if (offset + 8 > bytes.length) return undefined;
  const view = viewOf(bytes);
  const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
  const size = view.getUint32(offset);
  if (size === 0) return { type, size: Number.POSITIVE_INFINITY, headSize: 8 };
  if (size !== 1) return { type, size, headSize: 8 };
  if (offset + 16 > bytes.length) return undefined;
  return { type, size: Number(view.getBigUint64(offset + 8)), headSize: 16 };
}

const CONTAINERS = new Set(['moov', 'trak', 'edts', 'mdia', 'minf', 'stbl', 'mvex', 'moof', 'traf']);
/** Boxes that are lists: where the number of entries stands after the head, and the fewest bytes an entry has. */
const LISTS: Record<string, readonly [at: number, entrySize: number]> = {
  elst: [4, 12],
  stts: [4, 8],
  ctts: [4, 8],
  stsc: [4, 12],
  stss: [4, 4],
  stco: [4, 4],
  co64: [4, 8],
  stsz: [8, 4],
  stsd: [4, 8],
  saiz: [5, 0],
  trun: [4, 0],
};
/** Entries of a list whose length its box does not limit: a day of sound in one fragment. */
const MOST = 5_000_000;

/**
 * Finds out whether the boxes in `bytes` fit into one another, and their lists into them: mp4box goes by what they say.
 *
 * @throws TypeError naming the box that does not.
 */
export function checkBoxes(bytes: Uint8Array): void {
  const view = viewOf(bytes);
  for (let offset = 0; offset < bytes.length; ) {
    const head = readBoxHead(bytes, offset);
    if (!head) return;
    const { type, headSize, size } = head;
    if (size < headSize || offset + size > bytes.length) throw damaged(type);
    const start = offset + headSize;
    const end = offset + size;
    const list = LISTS[type];
    if (CONTAINERS.has(type)) checkBoxes(bytes.subarray(start, end));
    else if (list) {
      const [at, entrySize] = list;
      if (start + at + 4 > end) throw damaged(type);
      const count = view.getUint32(start + at);
      // Samples that are all of one size have no entries of their own.
      const width = type === 'stsz' && view.getUint32(start + 4) !== 0 ? 0 : entrySize;
      if (count > MOST || count * width > end - start) throw damaged(type);
    }
    offset = end;
  }
}

function damaged(type: string): TypeError {
  return new TypeError(`it is damaged: the box ${JSON.stringify(type)} does not hold what it says`);
}
