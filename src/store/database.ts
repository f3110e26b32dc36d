import { get, type UseStore, update } from 'idb-keyval';

const DATABASE = 'rivulet-state';
const STORE = 'values';
/** Milliseconds. There have been browsers that neither open a database nor refuse it. */
const LIMIT = 5000;

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

let database: Promise<IDBDatabase> | undefined;

const store: UseStore = async (mode, use) => {
  database ??= open();
  const opened = await database;
  const transaction = opened.transaction(STORE, mode);
  let refusal: DOMException | null = null;
  transaction.addEventListener('error', ({ target }) => {
    refusal = (target as IDBRequest).error;
  });
  try {
    return await use(transaction.objectStore(STORE));
  } catch (error) {
    // WebKit's transaction does not have the error of the request that has ended it.
    throw error ?? refusal;
  }
};

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

function open(): Promise<IDBDatabase> {
  const opening = new Promise<IDBDatabase>((resolve, reject) => {
    if (!globalThis.indexedDB) throw new Error('there is no IndexedDB here');
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onblocked = () => reject(new Error('another tab blocks the database'));
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const { result } = request;
      result.onclose = forget;
      // A user who clears the site's data would be kept waiting.
      result.onversionchange = () => {
        result.close();
        forget();
      };
      resolve(result);
    };
  });
  opening.catch(forget);
  return opening;
}

function forget(): void {
  database = undefined;
}

function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(LIMIT);
    limit.addEventListener('abort', () => reject(new Error('the database does not answer')));
    work.then(resolve, (error: Error | null) => reject(explained(error)));
  });
}

function explained(error: Error | null): Error {
  if (error?.name === 'DataCloneError') return error;
  if (error?.name === 'QuotaExceededError') return new Error('the storage for this site is full', { cause: error });
  const reason = error?.message || error?.name || 'the database has stopped';
  return new Error(reason.replace(/\.$/, ''), { cause: error });
}
