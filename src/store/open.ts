import type { UseStore } from 'idb-keyval';

/** Milliseconds. There have been browsers that neither open a database nor refuse it. */
const LIMIT = 5000;

/** The one object store of a database of this name, which is opened when it is first used. */
export function openStore(name: string, store: string): UseStore {
  let database: Promise<IDBDatabase> | undefined;
  const forget = () => {
    database = undefined;
  };

  return async (mode, use) => {
    if (!database) {
      database = open(name, store, forget);
      database.catch(forget);
    }
    const opened = await database;
    const transaction = opened.transaction(store, mode);
    let refusal: DOMException | null = null;
    transaction.addEventListener('error', ({ target }) => {
      refusal = (target as IDBRequest).error;
    });
    try {
      return await use(transaction.objectStore(store));
    } catch (error) {
      // WebKit's transaction does not have the error of the request that has ended it.
      throw error ?? refusal;
    }
  };
}

/**
 * Waits for the database.
 *
 * @throws Error that says why it does not do what it is asked to; a `DataCloneError` when it is the value's own fault.
 */
export function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(LIMIT);
    limit.addEventListener('abort', () => reject(new Error('the database does not answer')));
    work.then(resolve, (error: Error | null) => reject(explained(error)));
  });
}

/** Whether there is no room for more. */
export function isFull(error: unknown): boolean {
  return (error as { cause?: Error }).cause?.name === 'QuotaExceededError';
}

function open(name: string, store: string, forget: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    if (!globalThis.indexedDB) throw new Error('there is no IndexedDB here');
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store);
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
}

function explained(error: Error | null): Error {
  if (error?.name === 'DataCloneError') return error;
  if (error?.name === 'QuotaExceededError') return new Error('the storage for this site is full', { cause: error });
  const reason = error?.message || error?.name || 'the database has stopped';
  return new Error(reason.replace(/\.$/, ''), { cause: error });
}
