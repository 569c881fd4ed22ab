import { inUseError, isQuota, quotaError, type Disk } from './disk.ts';

/** A file that is held open by a worker; only workers have it, so that the page's types do not know it. */
interface SyncHandle {
  getSize(): number;
  read(into: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

const FOLDER = 'weft';
/** A tab that was just closed holds its files a moment longer. */
const PATIENCE_MS = 2000;
const RETRY_MS = 100;

/**
 * Files in the browser's own file system, written through a handle that no other tab can have at the same time. Runs in a
 * worker. @returns null where the browser has no such file system
 */
export async function openFileSystemDisk(): Promise<Disk | null> {
  const folder = await ownFolder();
  if (folder === null) return null;
  // One file is written to for a long time, so that its handle stays open.
  let open: { readonly name: string; readonly handle: SyncHandle } | null = null;
  const close = (): void => {
    open?.handle.close();
    open = null;
  };
  const hold = async (name: string): Promise<SyncHandle> => {
    if (open?.name !== name) {
      close();
      open = { name, handle: await syncHandle(await folder.getFileHandle(name, { create: true }), name) };
    }
    return open.handle;
  };
  const write = async (name: string, action: (handle: SyncHandle) => void): Promise<void> => {
    try {
      action(await hold(name));
    } catch (error) {
      throw isQuota(error) ? quotaError(error) : error;
    }
  };
  return {
    list: async () => {
      const names: string[] = [];
      for await (const [name, { kind }] of folder.entries()) if (kind === 'file') names.push(name);
      return names.sort();
    },
    read: async (name) => {
      if (open?.name === name) return readThrough(open.handle);
      try {
        const file = await (await folder.getFileHandle(name)).getFile();
        return new Uint8Array(await file.arrayBuffer());
      } catch (error) {
        if (error instanceof DOMException && error.name === 'NotFoundError') return null;
        throw error;
      }
    },
    create: (name, bytes) =>
      write(name, (handle) => {
        // Nobody else can have the handle, so that nobody can begin the file between these two lines.
        if (handle.getSize() > 0) throw inUseError(name);
        put(handle, 0, bytes);
      }),
    append: (name, at, bytes) => write(name, (handle) => put(handle, at, bytes)),
    remove: async (name) => {
      if (open?.name === name) close();
      try {
        await folder.removeEntry(name);
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
      }
    },
    close,
  };
}

/** The folder, once it has been shown that a file in it can be held open. */
async function ownFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
    return 'createSyncAccessHandle' in FileSystemFileHandle.prototype ? folder : null;
  } catch {
    // A private window, an old browser or a page without a secure origin: the database takes its place.
    return null;
  }
}

async function syncHandle(file: FileSystemFileHandle, name: string, patienceMs = PATIENCE_MS): Promise<SyncHandle> {
  try {
    // Only the types of workers know this method; `ownFolder` has seen that it is there.
    return await (file as unknown as { createSyncAccessHandle(): Promise<SyncHandle> }).createSyncAccessHandle();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NoModificationAllowedError')) throw error;
    if (patienceMs > 0) {
      await new Promise((resume) => setTimeout(resume, RETRY_MS));
      return syncHandle(file, name, patienceMs - RETRY_MS);
    }
    throw inUseError(name, error);
  }
}

/** Makes the file end with `bytes`, which begin at `at`. */
function put(handle: SyncHandle, at: number, bytes: Uint8Array): void {
  handle.truncate(at);
  if (handle.write(bytes, { at }) !== bytes.length) throw new DOMException('cut short', 'QuotaExceededError');
  handle.flush();
}

function readThrough(handle: SyncHandle): Uint8Array {
  const bytes = new Uint8Array(handle.getSize());
  handle.read(bytes, { at: 0 });
  return bytes;
}
