/** What a person is told about a project that is kept in the browser. */
export interface ProjectNote {
  readonly name: string;
  /** The file that it was opened from or saved to; null for none. */
  readonly fileName: string | null;
  /** The file itself, where the browser lets it be written again. */
  readonly fileHandle: FileSystemFileHandle | null;
  /** When it was last saved to a file outside this browser, milliseconds since 1970. */
  readonly savedAtMs: number | null;
  /** Number of the state that is in that file; null when none of the kept states is. */
  readonly savedSequence: number | null;
  readonly keptAtMs: number;
}

/**
 * What is known about a project in another place than its files: how far it must reach. Whoever opens the files compares, so that
 * a loss is seen and said, never taken for an empty project.
 */
export interface Sentinel {
  readonly project: string;
  /** Version of the files' layout; a program does not touch what a newer one wrote. */
  readonly format: number;
  /** Who may write: another one's writes are refused, whatever the locks say. */
  readonly writer: string;
  /** The last state that was confirmed as saved, and the checksum of the frame that made it. */
  readonly sequence: number;
  readonly checksum: number;
  readonly note: ProjectNote;
}

export interface SentinelStore {
  list(): Promise<readonly Sentinel[]>;
  read(project: string): Promise<Sentinel | null>;
  /** Puts a sentinel in place; with `takeOver` also over another writer's. @returns false where another writer has the project */
  write(sentinel: Sentinel, takeOver: boolean): Promise<boolean>;
  remove(project: string): Promise<void>;
}
