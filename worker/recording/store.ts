/** Where the files are, within the origin private file system. */
const FOLDER = 'rivulet-recordings';
/** Bytes that are kept in memory where there is no file system, or no room in it. */
const MEMORY = 512 * 2 ** 20;

interface Part {
  /** Place of its first byte. */
  readonly start: number;
  readonly blob: Blob;
}

interface OpenFile {
  readonly file: FileSystemFileHandle;
  readonly access: FileSystemSyncAccessHandle;
  readonly start: number;
}

/**
 * Bytes that grow at their end: in files of the origin private file system, or in memory where there is none. A file that
 * a blob was made of is never written again, as engines then refuse to read the blob: what comes next has a file of its
 * own.
 */
export class Store {
  readonly #owner: string;
  #folder: Promise<FileSystemDirectoryHandle | undefined>;
  readonly #limit: number;
  readonly #parts: Part[] = [];
  #open: OpenFile | undefined;
  /** Files that no blob outside was made of. */
  readonly #own = new Set<string>();
  #size = 0;
  #inMemory = 0;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param owner - The name of a lock that the page holds for as long as it is there: files whose owner has gone are
   *   removed. Without one all is kept in memory.
   * @param limit - Bytes of memory.
   */
  constructor(owner: string | undefined, limit = MEMORY) {
    this.#owner = owner ?? '';
    this.#limit = limit;
    this.#folder = owner ? openFolder() : Promise.resolve(undefined);
  }

  get size(): number {
    return this.#size;
  }

  /**
   * @returns Where they begin.
   * @throws RangeError when there is no room for them.
   */
  append(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
    return this.#enqueue(async () => {
      if (!(await this.#write(bytes))) this.#remember(bytes);
      this.#size += bytes.length;
      return this.#size - bytes.length;
    });
  }

  /** Bytes that were appended in one go, or some of them. */
  read(start: number, length: number): Promise<ArrayBuffer> {
    return this.#enqueue(async () => {
      const open = this.#open;
      if (open && start >= open.start) {
        const bytes = new Uint8Array(length);
        open.access.read(bytes, { at: start - open.start });
        return bytes.buffer;
      }
      const part = this.#parts.findLast((each) => each.start <= start)!;
      return part.blob.slice(start - part.start, start - part.start + length).arrayBuffer();
    });
  }

  /** All bytes. They can be read for as long as the page is there, after {@link close} too. */
  toBlob(): Promise<Blob> {
    return this.#enqueue(async () => {
      await this.#seal();
      this.#own.clear();
      return new Blob(this.#parts.map(({ blob }) => blob));
    });
  }

  /** Removes what no blob was made of. */
  close(): Promise<void> {
    return this.#enqueue(async () => {
      this.#open?.access.close();
      this.#open = undefined;
      const folder = await this.#folder;
      this.#folder = Promise.resolve(undefined);
      for (const name of this.#own) await folder?.removeEntry(name).catch(() => {});
      this.#parts.length = 0;
    });
  }

  #enqueue<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {});
    return result;
  }

  /** @returns Whether there was room in the file system. */
  async #write(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const folder = await this.#folder;
    if (!folder) return false;
    try {
      this.#open ??= await this.#create(folder);
      const at = this.#size - this.#open.start;
      if (this.#open.access.write(bytes, { at }) === bytes.length) return true;
      this.#open.access.truncate(at);
    } catch {
      // Its quota is used up.
    }
    await this.#seal();
    this.#folder = Promise.resolve(undefined);
    return false;
  }

  async #create(folder: FileSystemDirectoryHandle): Promise<OpenFile> {
    const name = `${this.#owner} ${crypto.randomUUID()}.mp4`;
    const file = await folder.getFileHandle(name, { create: true });
    this.#own.add(name);
    return { file, access: await file.createSyncAccessHandle(), start: this.#size };
  }

  #remember(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#inMemory + bytes.length > this.#limit) throw new RangeError('there is no room for more');
    this.#inMemory += bytes.length;
    this.#parts.push({ start: this.#size, blob: new Blob([bytes]) });
  }

  async #seal(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    open.access.close();
    // Not more of it than was written whole.
    const blob = (await open.file.getFile()).slice(0, this.#size - open.start);
    this.#parts.push({ start: open.start, blob });
  }
}

/** `undefined` where there is no file system: in private windows of Firefox, in WebKitGTK. */
async function openFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    await removeLeftovers(folder);
    return folder;
  } catch {
    return undefined;
  }
}

/** Removes the files of pages that have gone. */
async function removeLeftovers(folder: FileSystemDirectoryHandle): Promise<void> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  // After the files: each has its owner before it is created.
  const { held = [] } = await navigator.locks.query();
  const owners = new Set(held.map(({ name }) => name));
  for (const name of names) if (!owners.has(name.split(' ')[0])) await folder.removeEntry(name).catch(() => {});
}
