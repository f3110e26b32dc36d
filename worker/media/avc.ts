/** Types of NAL units (Rec. H.264, table 7-1). */
const SPS = 7;
const PPS = 8;

/**
 * The parameter sets of an AVC decoder configuration record (ISO 14496-15, 5.3.3.1), each with a 4-byte length in front, as
 * they may stand in an access unit.
 */
export function parameterSets(record: Uint8Array): Uint8Array {
  const sets: Uint8Array[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = record[at++]! & mask;
    for (let i = 0; i < count; i++) {
      const length = (record[at]! << 8) | record[at + 1]!;
      sets.push(record.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return joinUnits(sets);
}

/** NAL units as an access unit: each with a 4-byte length in front. */
export function joinUnits(units: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(units.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(joined.buffer);
  let at = 0;
  for (const unit of units) {
    view.setUint32(at, unit.length);
    joined.set(unit, at + 4);
    at += 4 + unit.length;
  }
  return joined;
}

/** The decoder configuration record for one SPS and one PPS. */
export function configRecord(sps: Uint8Array, pps: Uint8Array): Uint8Array {
  const [, profile = 0, compatibility = 0, level = 0] = sps;
  const length = (unit: Uint8Array) => [unit.length >> 8, unit.length & 0xff];
  return new Uint8Array([
    1,
    profile,
    compatibility,
    level,
    0xff,
    0xe1,
    ...length(sps),
    ...sps,
    1,
    ...length(pps),
    ...pps,
  ]);
}

/** `avc1.64001f`, of a decoder configuration record. */
export function codecOf(record: Uint8Array): string {
  return `avc1.${[...record.subarray(1, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * The NAL units of an access unit; `undefined` when the lengths in front of them do not fit.
 *
 * @param lengthSize - Bytes a length has, 1 to 4.
 */
export function splitUnits(unit: Uint8Array, lengthSize: number): Uint8Array[] | undefined {
  const units: Uint8Array[] = [];
  let at = 0;
  while (at < unit.length) {
    if (at + lengthSize > unit.length) return undefined;
    let length = 0;
    for (let i = 0; i < lengthSize; i++) length = length * 256 + unit[at++]!;
    if (at + length > unit.length) return undefined;
    units.push(unit.subarray(at, at + length));
    at += length;
  }
  return units;
}

/** An access unit with 4-byte lengths in front of its NAL units; `undefined` when the lengths do not fit. */
export function withLongLengths(unit: Uint8Array, lengthSize: number): Uint8Array | undefined {
  const units = splitUnits(unit, lengthSize);
  return units && (lengthSize === 4 ? unit : joinUnits(units));
}

/** The decoder configuration record of the parameter sets in an access unit with 4-byte lengths, if it has them. */
export function recordOf(unit: Uint8Array): Uint8Array | undefined {
  const units = splitUnits(unit, 4) ?? [];
  const [sps, pps] = [SPS, PPS].map((type) => units.find(([head = 0]) => (head & 0x1f) === type));
  return sps && pps && configRecord(sps, pps);
}
