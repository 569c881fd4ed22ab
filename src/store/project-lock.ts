/** A project held by this tab; no other tab writes to it. */
export interface ProjectLock {
  release(): void;
}

/** Called when the project is asked for by another tab, before it gets it, or after it was taken without asking. */
export type OnLost = (asked: boolean) => Promise<void>;

/** Which tab writes to a project: one lock for each in the browser, and a word between tabs when another one wants it. */
export interface ProjectLocks {
  /** Holds a project. @returns null when another tab has it */
  acquire(project: string, onLost: OnLost): Promise<ProjectLock | null>;
  /** Takes a project from another tab: asks first, and takes it without where the tab does not answer. */
  takeOver(project: string, onLost: OnLost): Promise<{ readonly lock: ProjectLock; readonly forced: boolean }>;
}

/** A tab that does not answer for so long is passed by. */
const PATIENCE_MS = 3000;
const lockName = (project: string): string => `weft-project-${project}`;

/** The browser's locks. */
export function browserLocks(): ProjectLocks {
  const tabs = new BroadcastChannel('weft-projects');
  const held = new Map<string, { onLost: OnLost; release: () => void }>();
  tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
    const project = typeof data === 'object' && data !== null && 'wanted' in data ? String(data.wanted) : '';
    const own = held.get(project);
    if (own !== undefined) void own.onLost(true).then(own.release, own.release);
  };

  const hold = (project: string, options: LockOptions, onLost: OnLost): Promise<ProjectLock | null> =>
    new Promise((resolve, reject) => {
      const onLock = (lock: Lock | null): Promise<void> | undefined => {
        if (lock === null) {
          resolve(null);
          return undefined;
        }
        return new Promise<void>((end) => {
          const release = (): void => {
            held.delete(project);
            end();
          };
          held.set(project, { onLost, release });
          resolve({ release });
        });
      };
      navigator.locks.request(lockName(project), options, onLock).catch((error: unknown) => {
        // A lock that was held and is gone was stolen; one that was never got is the caller's to deal with.
        if (held.delete(project)) void onLost(false);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });

  return {
    acquire: (project, onLost) => hold(project, { ifAvailable: true }, onLost),
    takeOver: async (project, onLost) => {
      tabs.postMessage({ wanted: project });
      try {
        const lock = await hold(project, { signal: AbortSignal.timeout(PATIENCE_MS) }, onLost);
        if (lock !== null) return { lock, forced: false };
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
      }
      const lock = await hold(project, { steal: true }, onLost);
      if (lock === null) throw new Error('a stolen lock was not given');
      return { lock, forced: true };
    },
  };
}
