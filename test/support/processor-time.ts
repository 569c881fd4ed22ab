import { readdirSync, readFileSync } from 'node:fs';

/** What a process of a browser does, as Chromium names it. */
export type ProcessKind = 'browser' | 'page' | 'graphics' | 'other';

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** User and system time so far, seconds. */
  readonly s: number;
}

/** Processor seconds that a process and all that it started have used so far, by kind (Linux). Unlike a wall clock it does not tell how busy the machine is. */
export function processorByKind(root: number): Record<ProcessKind, number> {
  const spent = { browser: 0, page: 0, graphics: 0, other: 0 };
  for (const { pid, s } of familyOf(root)) spent[kindOf(pid)] += s;
  return spent;
}

/** All of it together, seconds. */
export function processorS(root: number): number {
  return familyOf(root).reduce((sum, { s }) => sum + s, 0);
}

function familyOf(root: number): ProcessStat[] {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat !== null);
  const own = new Set([root]);
  for (let grown = -1; grown !== own.size;) {
    grown = own.size;
    for (const { pid, parent } of stats) if (own.has(parent)) own.add(pid);
  }
  return stats.filter(({ pid }) => own.has(pid));
}

function statOf(pid: string): ProcessStat | null {
  const text = readOrNull(`/proc/${pid}/stat`);
  const [, rest = ''] = /\) (.*)/.exec(text ?? '') ?? [];
  const fields = rest.split(' ');
  return text === null
    ? null
    : { pid: Number(pid), parent: Number(fields[1]), s: (Number(fields[11]) + Number(fields[12])) / 100 };
}

function kindOf(pid: number): ProcessKind {
  const [, type] = /--type=([a-z-]+)/.exec(readOrNull(`/proc/${pid}/cmdline`) ?? '') ?? [];
  if (type === undefined) return 'browser';
  return type === 'renderer' ? 'page' : type === 'gpu-process' ? 'graphics' : 'other';
}

/** Null for a process that ended meanwhile. */
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
