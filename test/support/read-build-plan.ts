import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Geodesic } from 'geographiclib-geodesic';

/** The figures of `summary.json` that must add up. */
export const SUMMED = [
  'premisesPassed',
  'unitsPassed',
  'routeLengthM',
  'aerialLengthM',
  'undergroundLengthM',
  'cableLengthM',
  'dropLengthM',
  'polesUsed',
  'polesNew',
  'costLow',
  'costLikely',
  'costHigh',
  'connectionCostLikely',
] as const;

export type Figures = Readonly<Record<(typeof SUMMED)[number], number>> & { readonly name: string; readonly currency: string };

/** `summary.json` as the contract has it. */
export interface Summary {
  readonly total: Figures;
  readonly neighbourhoods: readonly (Figures & { readonly folder: string })[];
  readonly lowerBound: number;
  readonly gap: number;
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  readonly programVersion: string;
  readonly seed: number;
  readonly effort: number;
  readonly assumptions: readonly string[];
  readonly notIncluded: readonly string[];
  readonly premisesNotReached: readonly { readonly id: string; readonly reason: string }[];
}

interface Part {
  readonly geometry: { readonly type: string; readonly coordinates: readonly (readonly [number, number])[] };
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** All parts of the network, from the `network.geojson` of every folder. */
export function readNetwork(folder: string): Part[] {
  return readSummary(folder).neighbourhoods.flatMap(({ folder: name }) => {
    const text = readFileSync(join(folder, name, 'network.geojson'), 'utf8');
    return (JSON.parse(text) as { features: Part[] }).features;
  });
}

export function readSummary(folder: string): Summary {
  return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as Summary;
}

/** Every file below a folder with the hash of its bytes, by path. */
export function treeOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(
    paths.map((path) => [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

/** Length of a line on the ellipsoid, metres, by Karney's method in his own library. */
export function geodesicM(path: readonly (readonly [number, number])[]): number {
  let sum = 0;
  path.forEach(([lng, lat], i) => {
    const before = path[i - 1];
    if (before !== undefined) sum += Geodesic.WGS84.Inverse(before[1], before[0], lat, lng).s12 ?? NaN;
  });
  return sum;
}

/** The figures that do not add up to the whole, in whole cents, millimetres and pieces. */
export function sumFaults({ total, neighbourhoods }: Summary): string[] {
  return SUMMED.flatMap((name) => {
    const sum = neighbourhoods.reduce((part, one) => part + Math.round(one[name] * 1000), 0);
    const exact = sum === Math.round(total[name] * 1000);
    return exact ? [] : [`${name}: ${sum / 1000} in the neighbourhoods, ${total[name]} in total`];
  });
}

/** What is wrong with a network, for one who has nothing but its parts: every premises has exactly one path to one facility. */
export function pathFaults(parts: readonly Part[]): string[] {
  const of = (kind: string) => parts.filter(({ properties }) => properties['kind'] === kind).map(({ properties }) => properties);
  const faults: string[] = [];
  const next = new Map<string, string[]>();
  const stretches = of('stretch');
  for (const { from, to } of stretches) {
    for (const [a, b] of [
      [String(from), String(to)],
      [String(to), String(from)],
    ] as const)
      next.set(a, [...(next.get(a) ?? []), b]);
  }
  const facilityOf = new Map<string, string>();
  const facilities = of('facility');
  for (const { node } of facilities) {
    const stack = [String(node)];
    if (facilityOf.has(String(node))) faults.push(`${String(node)} is joined to another facility`);
    facilityOf.set(String(node), String(node));
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const one of next.get(at) ?? []) {
        if (facilityOf.has(one)) continue;
        facilityOf.set(one, String(node));
        stack.push(one);
      }
    }
  }
  for (const node of next.keys()) if (!facilityOf.has(node)) faults.push(`${node} is joined to no facility`);
  // Connected and with one stretch less than nodes: no loops, hence one path only.
  if (stretches.length !== facilityOf.size - facilities.length)
    faults.push(`${stretches.length} stretches join ${facilityOf.size} nodes: there are loops`);
  const terminals = new Map(of('terminal').map((terminal) => [terminal['id'], terminal['node']]));
  const premises = new Set<unknown>();
  for (const drop of of('drop')) {
    if (premises.has(drop['premisesId'])) faults.push(`premises ${String(drop['premisesId'])} has two drops`);
    premises.add(drop['premisesId']);
    if (drop['node'] !== terminals.get(drop['terminalId']))
      faults.push(`drop ${String(drop['id'])} is not where its terminal is`);
    if (!facilityOf.has(String(drop['node']))) faults.push(`drop ${String(drop['id'])} hangs on nothing`);
  }
  return faults;
}
