import { get, update } from 'idb-keyval';
import { inTime, openStore } from './open.js';

/** What is stored under a key. What was cleared has a stamp alone. */
export interface StoredRecord {
  /** A later one is greater. */
  readonly stamp: number;
  readonly plain?: { readonly value: unknown };
  readonly sealed?: Sealed;
}

/** An encrypted value with all but the secret that it takes to decrypt it. */
export interface Sealed {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

const store = openStore('rivulet-state', 'values');

/** @throws Error that says why it can't be had. */
export function readRecord(key: string): Promise<StoredRecord | undefined> {
  return inTime(get<StoredRecord>(key, store));
}

/**
 * Stores a record, unless there is a later one: that of another tab.
 *
 * @throws Error that says why it can't be stored; a `DataCloneError` when it is the value's own fault.
 */
export function writeRecord(key: string, record: StoredRecord): Promise<void> {
  return inTime(
    update<StoredRecord>(key, (stored) => (stored && stored.stamp > record.stamp ? stored : record), store),
  );
}
