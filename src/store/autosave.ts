/** Unsaved work as it was last kept in this browser. */
export interface KeptWork {
  /** The plan as a project file. */
  readonly bytes: Uint8Array;
  readonly planName: string;
  /** The file that it was opened from or saved to; null for none. */
  readonly fileName: string | null;
  readonly keptAtMs: number;
}

/** One slot for unsaved work. Every write is one transaction: after a crash the slot holds the old work or the new, whole. */
export interface WorkStore {
  read(): Promise<KeptWork | null>;
  write(work: KeptWork): Promise<void>;
  clear(): Promise<void>;
}

const DATABASE = 'weft-work';
const SLOTS = 'slots';
const SLOT = 'unsaved';

/** The slot in the browser's database. It is a convenience: browsers may empty it, so a file is the real copy. */
export function browserWorkStore(): WorkStore {
  return {
    read: async () => {
      const value = await inSlots('readonly', (slots) => slots.get(SLOT));
      return isKeptWork(value) ? value : null;
    },
    write: async (work) => void (await inSlots('readwrite', (slots) => slots.put(work, SLOT))),
    clear: async () => void (await inSlots('readwrite', (slots) => slots.delete(SLOT))),
  };
}

async function inSlots(mode: IDBTransactionMode, action: (slots: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const database = await openDatabase();
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const transaction = database.transaction(SLOTS, mode, { durability: 'strict' });
      const request = action(transaction.objectStore(SLOTS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException('The browser kept nothing.', 'AbortError'));
    });
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(SLOTS);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('The browser has no database.', 'UnknownError'));
  });
}

function isKeptWork(value: unknown): value is KeptWork {
  if (typeof value !== 'object' || value === null) return false;
  const { bytes, planName, fileName, keptAtMs } = value as Record<string, unknown>; // an object, each value checked here
  return (
    bytes instanceof Uint8Array &&
    typeof planName === 'string' &&
    (fileName === null || typeof fileName === 'string') &&
    typeof keptAtMs === 'number'
  );
}
