import { inDatabase } from './database.ts';
import { isQuota, quotaError, type Disk } from './disk.ts';

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
      return pieces.length === 0 ? null : joined(pieces.filter((piece) => piece instanceof Uint8Array));
    },
    append: async (name, at, bytes) => {
      try {
        await inDatabase('files', 'readwrite', (store) => {
          store.delete(piecesOf(name, at));
          return store.put(bytes, [name, at]);
        });
      } catch (error) {
        throw isQuota(error) ? quotaError(error) : error;
      }
    },
    remove: async (name) => void (await inDatabase('files', 'readwrite', (store) => store.delete(piecesOf(name)))),
    close: () => undefined,
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
