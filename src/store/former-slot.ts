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

/** The slot of an earlier version, which may still write to it in another tab. */
export interface FormerSlot {
  read(): Promise<FormerWork | null>;
  /** Empties the slot once this work of it has been kept in the present way; work that came in meanwhile stays. */
  clear(kept: FormerWork): Promise<void>;
}

export const browserFormerSlot: FormerSlot = {
  read: async () => {
    const { databases } = indexedDB;
    // Asking for a database makes it, so that its name is looked for first.
    const known = typeof databases === 'function' ? await databases.call(indexedDB) : [{ name: DATABASE }];
    if (!known.some(({ name }) => name === DATABASE)) return null;
    const value = await inSlots('readonly', (slots) => slots.get(SLOT));
    return isFormerWork(value) ? value : null;
  },
  clear: async (kept) =>
    void (await inSlots('readwrite', (slots) => {
      const request: IDBRequest<unknown> = slots.get(SLOT);
      request.onsuccess = () => {
        if (isFormerWork(request.result) && request.result.keptAtMs === kept.keptAtMs) slots.delete(SLOT);
      };
      return request;
    })),
};

async function inSlots(mode: IDBTransactionMode, action: (slots: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SLOTS);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('The browser has no database.', 'UnknownError'));
  });
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const transaction = database.transaction(SLOTS, mode, { durability: 'strict' });
      const request = action(transaction.objectStore(SLOTS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException('The slot cannot be read.', 'UnknownError'));
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
