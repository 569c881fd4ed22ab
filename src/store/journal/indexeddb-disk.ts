import { joinedBytes } from '../../base/joined-bytes.ts';
import { inDatabase } from './database.ts';
import { inUseError, isQuota, quotaError, type Disk } from './disk.ts';

/** Files as pieces in the browser's database: for browsers without a file system of their own. The key of a piece is [file, place]. */
export function databaseDisk(): Disk {
  const piecesOf = (name: string, from = 0): IDBKeyRange => IDBKeyRange.bound([name, from], [name, Infinity]);
  return {
    list: async () => {
      const keys = await inDatabase<IDBValidKey[]>('files', 'readonly', (store) => store.getAllKeys());
      return [...new Set(keys.map((key) => (Array.isArray(key) ? String(key[0]) : '')))];
    },
    read: async (name) => {
      const pieces = await inDatabase<unknown[]>('files', 'readonly', (store) => store.getAll(piecesOf(name)));
      return pieces.length === 0 ? null : joinedBytes(pieces.filter((piece) => piece instanceof Uint8Array));
    },
    create: async (name, bytes) => {
      const known = await write((store) => {
        const pieces = store.count(piecesOf(name));
        pieces.onsuccess = () => pieces.result === 0 && store.put(bytes, [name, 0]);
        return pieces;
      });
      if (known > 0) throw inUseError(name);
    },
    append: async (name, at, bytes) =>
      void (await write((store) => {
        store.delete(piecesOf(name, at));
        return store.put(bytes, [name, at]);
      })),
    remove: async (name) => void (await inDatabase('files', 'readwrite', (store) => store.delete(piecesOf(name)))),
    close: () => undefined,
  };
}

async function write<T>(action: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  try {
    return await inDatabase('files', 'readwrite', action);
  } catch (error) {
    throw isQuota(error) ? quotaError(error) : error;
  }
}
