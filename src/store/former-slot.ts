/** Unsaved work as version 0.1.0 kept it: one slot in a database of its own, with the plan as a project file. */
export interface FormerWork {
  readonly bytes: Uint8Array;
  readonly planName: string;
  readonly fileName: string | null;
  readonly keptAtMs: number;
}

const DATABASE = 'weft-work';
const SLOTS = 'slots';
const SLOT = 'unsaved';

/** The slot of an earlier version. It is emptied only after its work has been kept in the present way. */
export interface FormerSlot {
  read(): Promise<FormerWork | null>;
  clear(): Promise<void>;
}

export const browserFormerSlot: FormerSlot = {
  read: async () => {
    const { databases } = indexedDB;
    // Asking for a database makes it, so that its name is looked for first.
    const known = typeof databases === 'function' ? await databases.call(indexedDB) : [{ name: DATABASE }];
    if (!known.some(({ name }) => name === DATABASE)) return null;
    const value = await inSlots((slots) => slots.get(SLOT));
    return isFormerWork(value) ? value : null;
  },
  clear: () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(DATABASE);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error ?? new DOMException('The slot stays.', 'UnknownError'));
      // Another tab of the earlier version holds it open; it is asked again at the next start.
      request.onblocked = () => resolve();
    }),
};

async function inSlots(action: (slots: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SLOTS);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('The browser has no database.', 'UnknownError'));
  });
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const request = action(database.transaction(SLOTS, 'readonly').objectStore(SLOTS));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new DOMException('The slot cannot be read.', 'UnknownError'));
    });
  } finally {
    database.close();
  }
}

function isFormerWork(value: unknown): value is FormerWork {
  if (typeof value !== 'object' || value === null) return false;
  const { bytes, planName, fileName, keptAtMs } = value as Record<string, unknown>; // an object, each value checked here
  return (
    bytes instanceof Uint8Array &&
    typeof planName === 'string' &&
    (fileName === null || typeof fileName === 'string') &&
    typeof keptAtMs === 'number'
  );
}
