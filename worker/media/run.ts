import { findBox } from './boxes.js';
import { viewOf } from './bytes.js';

/** Of a sample's flags: decoding can't begin with it. */
const NOT_SYNC = 0x10000;
/** What a `trun` has: of its own before its samples, and of each sample, in this order. */
const FIRST_FLAGS = 0x4;
const [DURATION, SIZE, FLAGS, OFFSET] = [0x100, 0x200, 0x400, 0x800];
/** What a `tfhd` has that comes before the defaults for the samples, in 64 and 32 bits, and those defaults. */
const [BASE, DESCRIPTION] = [0x1, 0x2];
const DEFAULTS = [0x8, 0x10, 0x20];

/** A sample of a fragment. Times are in its track's timescale. */
export interface RunSample {
  readonly dts: number;
  readonly cts: number;
  readonly duration: number;
  readonly size: number;
  readonly sync: boolean;
}

/**
 * The samples of a fragment that has one run of them (ISO 14496-12, 8.8).
 *
 * @param moof - From its first byte.
 * @returns `place`: where their bytes begin, counted from there. They have no gaps.
 */
export function readRun(moof: Uint8Array): { place: number; samples: RunSample[] } {
  const traf = findBox(moof, 'moof', 'traf');
  const [duration, size, flags] = readDefaults(viewOf(findBox(traf, 'tfhd')));
  const tfdt = viewOf(findBox(traf, 'tfdt'));
  let dts = tfdt.getUint8(0) === 1 ? Number(tfdt.getBigUint64(4)) : tfdt.getUint32(4);
  const trun = viewOf(findBox(traf, 'trun'));
  const has = trun.getUint32(0);
  const count = trun.getUint32(4);
  const next = fieldsOf(trun, has, 12);
  const first = next(FIRST_FLAGS, flags);
  const samples = Array.from({ length: count }, (_, i): RunSample => {
    const own = { dts, duration: next(DURATION, duration), size: next(SIZE, size) };
    const sync = !(next(FLAGS, i === 0 ? first : flags) & NOT_SYNC);
    dts += own.duration;
    // Written as unsigned where it is negative, too.
    return { ...own, sync, cts: own.dts + (next(OFFSET, 0) | 0) };
  });
  return { place: trun.getInt32(8), samples };
}

/** Duration, size and flags of samples for which the run tells none. */
function readDefaults(tfhd: DataView): [number, number, number] {
  const has = tfhd.getUint32(0);
  const next = fieldsOf(tfhd, has, 8 + (has & BASE ? 8 : 0) + (has & DESCRIPTION ? 4 : 0));
  return DEFAULTS.map((field) => next(field, 0)) as [number, number, number];
}

/** Reads one field after the other; what is missing takes no room. */
function fieldsOf(view: DataView, has: number, start: number): (field: number, missing: number) => number {
  let at = start;
  return (field, missing) => {
    if (!(has & field)) return missing;
    at += 4;
    return view.getUint32(at - 4);
  };
}
