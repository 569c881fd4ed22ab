import { inDatabase } from './database.ts';
import { isQuota, quotaError } from './disk.ts';
import type { Sentinel, SentinelStore } from './sentinel.ts';

/** Sentinels in the browser's database: another place than the files that they speak of. */
export function databaseSentinels(): SentinelStore {
  return {
    list: async () => (await inDatabase<unknown[]>('sentinels', 'readonly', (store) => store.getAll())).filter(isSentinel),
    read: async (project) => {
      const value = await inDatabase<unknown>('sentinels', 'readonly', (store) => store.get(project));
      return isSentinel(value) ? value : null;
    },
    write: writeSentinel,
    remove: async (project) => void (await inDatabase('sentinels', 'readwrite', (store) => store.delete(project))),
  };
}

/** Reads and writes in one transaction: whoever lost the project in between writes nothing. */
async function writeSentinel(sentinel: Sentinel, takeOver: boolean): Promise<boolean> {
  let written = true;
  try {
    await inDatabase('sentinels', 'readwrite', (store) => {
      const known: IDBRequest<unknown> = store.get(sentinel.project);
      known.onsuccess = () => {
        const { result } = known;
        written = takeOver || !isSentinel(result) || result.writer === sentinel.writer;
        if (written) store.put(sentinel, sentinel.project);
      };
      return known;
    });
  } catch (error) {
    throw isQuota(error) ? quotaError(error) : error;
  }
  return written;
}

function isSentinel(value: unknown): value is Sentinel {
  if (typeof value !== 'object' || value === null) return false;
  const { project, format, writer, sequence, checksum, note } = value as Record<string, unknown>; // an object, each value checked here
  return (
    typeof project === 'string' &&
    typeof format === 'number' &&
    typeof writer === 'string' &&
    typeof sequence === 'number' &&
    typeof checksum === 'number' &&
    isNote(note)
  );
}

function isNote(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, fileName, savedAtMs, savedSequence, keptAtMs } = value as Record<string, unknown>; // likewise
  const numberOrNull = (part: unknown): boolean => part === null || typeof part === 'number';
  return (
    typeof name === 'string' &&
    (fileName === null || typeof fileName === 'string') &&
    numberOrNull(savedAtMs) &&
    numberOrNull(savedSequence) &&
    typeof keptAtMs === 'number'
  );
}
