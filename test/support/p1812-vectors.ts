import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PathProfile } from '../../src/radio/path-profile.ts';
import type { Zone } from '../../src/radio/p1812/zones.ts';
import { testDataFolder } from './test-data.ts';

const folder = join(testDataFolder, 'radio/p1812');

/** A published profile: heights, between the ends what stands on them, and the zones. */
export interface PublishedProfile {
  readonly profile: PathProfile;
  readonly zones: readonly Zone[];
}

/** Names of all published results. */
export function publishedResults(): string[] {
  return readdirSync(join(folder, 'results')).filter((file) => file.endsWith('_log.csv'));
}

/** The profile that a file of results belongs to. */
export function profileOf(resultFile: string): PublishedProfile {
  const name = resultFile.replace(/_\d_log\.csv$/, '');
  const lines = readFileSync(join(folder, 'profiles', `${name}.csv`), 'latin1').split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith('{Begin of Profile}')) + 2;
  const end = lines.findIndex((line) => line.startsWith('{End of Profile}'));
  const rows = lines.slice(start, end).map((line) => line.split(',').map(Number));
  const zoneNames: Record<number, Zone> = { 1: 'sea', 3: 'coastal', 4: 'inland' };
  return {
    profile: {
      lengthM: rows.at(-1)![0]! * 1000,
      distanceM: Float64Array.from(rows, (row) => row[0]! * 1000),
      groundM: Float64Array.from(rows, (row) => row[1]!),
      surfaceM: Float64Array.from(rows, (row, i) => row[1]! + (i === 0 || i === rows.length - 1 ? 0 : row[3]!)),
    },
    zones: rows.map((row) => zoneNames[row[4]!]!),
  };
}

/** Published values by name; a name that stands twice has its equation behind it, as in "hst Eq (90a)". */
export function readResults(file: string): Map<string, number> {
  const values = new Map<string, number>();
  for (const line of readFileSync(join(folder, 'results', file), 'latin1').split(/\r?\n/)) {
    const [label = '', equation = '', , value = ''] = line.split(',');
    const name = label.split(' ')[0]!;
    values.set(values.has(name) ? `${name} ${equation}` : name, Number(value));
  }
  return values;
}
