/** The storage worker's entry: one request after another, so that no two writes are ever under way. */
import { openFileSystemDisk } from '../store/journal/opfs-disk.ts';
import { databaseDisk } from '../store/journal/indexeddb-disk.ts';
import { databaseSentinels } from '../store/journal/indexeddb-sentinels.ts';
import { failureOf } from './failure.ts';
import type { StorageAnswer, StorageRequest } from './storage-protocol.ts';
import { sharedChange, sharedPlan } from './shared-tables.ts';
import { StorageService, type OpenedProject } from './storage-service.ts';

const scope = self as DedicatedWorkerGlobalScope;
/** A new generation is written when nothing was asked for so long. */
const QUIET_MS = 2000;

const service = openFileSystemDisk().then(
  (disk) => new StorageService(disk ?? databaseDisk(), databaseSentinels(), crypto.randomUUID()),
);
let queue: Promise<unknown> = service;
let quiet: ReturnType<typeof setTimeout> | undefined;

scope.onmessage = ({ data }: MessageEvent<StorageRequest>) => {
  clearTimeout(quiet);
  queue = queue.then(() => serve(data));
  if (data.method === 'append') quiet = setTimeout(() => (queue = queue.then(tidy)), QUIET_MS);
};

async function serve({ run, method, args }: StorageRequest): Promise<void> {
  try {
    // The method's name ties its arguments to it.
    const call = (await service)[method] as (...args: unknown[]) => Promise<never>;
    answer({ run, answer: withSharedTables(await call.apply(await service, [...args])) });
  } catch (error) {
    answer({ run, failure: failureOf(error) });
  }
}

/** A project's large layers are shared with the page where that can be. */
function withSharedTables<T>(given: T): T {
  const opened: Partial<OpenedProject> = typeof given === 'object' ? (given ?? {}) : {};
  const { plan, changes } = opened;
  if (changes === undefined) return given;
  return { ...given, plan: plan ? sharedPlan(plan) : plan, changes: changes.map(sharedChange) };
}

async function tidy(): Promise<void> {
  try {
    await (await service).tidy(Date.now());
  } catch {
    // No room for a second generation, or another tab has the plan: the present one goes on, and its next write says so.
    return;
  }
}

function answer(message: StorageAnswer): void {
  scope.postMessage(message);
}
