import { writeFileSync } from 'node:fs';
import type { Workbench } from './command-line.ts';

type Position = readonly [number, number];
type Place = { readonly type: string; readonly coordinates: unknown };

/** Metres east and north of a place in Franconia, as degrees; good to a centimetre over a kilometre. */
export function at(eastM: number, northM: number): Position {
  return [Number((11.5 + eastM / 71_500).toFixed(7)), Number((50 + northM / 111_200).toFixed(7))];
}

export const point = (eastM: number, northM: number): Place => ({ type: 'Point', coordinates: at(eastM, northM) });
export const line = (...places: Position[]): Place => ({
  type: 'LineString',
  coordinates: places.map(([eastM, northM]) => at(eastM, northM)),
});

/** A rectangle from its south-west to its north-east corner, metres. */
export function box(west: number, south: number, east: number, north: number): Place {
  const ring = [at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)];
  return { type: 'Polygon', coordinates: [ring] };
}

/** Writes features as GeoJSON: id, place, properties. */
export function writeFeatures(
  bench: Workbench,
  file: string,
  features: readonly (readonly [string, Place, Record<string, unknown>?])[],
): void {
  const list = features.map(([id, geometry, properties = {}]) => ({ type: 'Feature', id, geometry, properties }));
  writeFileSync(bench.path(file), JSON.stringify({ type: 'FeatureCollection', features: list }));
}

/** Names that are text to people and something else to a spreadsheet, a page, a terminal or a file system. */
export const HOSTILE = {
  street: "=cmd|' /C calc'!A0",
  hut: 'Hut <b>1</b> & Co\u001b[31m',
  west: '../../etc/passwd',
  east: 'Käsdorf / West\\..\u202e<script>',
  rail: '=HYPERLINK("http://example.invalid","x")',
};

/**
 * Files of a small town: two streets that cross, 60 premises beside them and one far away, poles along one street, a railway, and
 * six neighbourhoods that meet on the other street: two share a name, three hold nothing.
 */
export function writeSmallTown(bench: Workbench): void {
  writeFeatures(bench, 'streets.geojson', [
    ['s1', line([-300, 0], [0, 0], [300, 0]), { name: 'Main Street', highway: 'residential' }],
    ['s2', line([0, -300], [0, 0], [0, 300]), { name: HOSTILE.street, highway: 'residential' }],
  ]);
  const homes = Array.from({ length: 30 }, (_, i) => -290 + 20 * i).flatMap((east) => [
    [`h${east}n`, point(east, 15), { name: '+1', units: 2 }] as const,
    [`h${east}s`, point(east, -15)] as const,
  ]);
  writeFeatures(bench, 'premises.geojson', [...homes, ['border', point(0, -100)], ['far', point(3000, 3000)]]);
  writeFeatures(bench, 'hut.geojson', [['hut', point(5, 5), { name: HOSTILE.hut, kind: 'hut' }]]);
  writeFeatures(bench, 'two-huts.geojson', [
    ['a', point(-295, 5), { name: 'A' }],
    ['b', point(295, 5), { name: 'B' }],
  ]);
  const poles = Array.from(
    { length: 15 },
    (_, i) => [`p${i}`, point(-290 + 40 * i, 5), { owner: '@Co-op', height: 12 }] as const,
  );
  writeFeatures(bench, 'poles.geojson', poles);
  // The siding lies on the only way to the border's premises; the railway can be left uncrossed, with a hut on either side.
  writeFeatures(bench, 'rail.geojson', [
    ['r', line([150, -300], [150, 300]), { railway: 'rail', name: HOSTILE.rail }],
    ['siding', line([-80, -50], [80, -50]), { railway: 'rail', name: HOSTILE.rail }],
  ]);
  writeFeatures(bench, 'neighbourhoods.geojson', [
    ['n1', box(-400, -400, 0, 400), { name: HOSTILE.west }],
    ['n2', box(0, -400, 400, 400), { name: HOSTILE.east }],
    ['n3', box(1000, 1000, 1100, 1100), { name: 'Empty 東京' }],
    ['n4', box(1200, 1000, 1300, 1100), { name: HOSTILE.east }],
    ['n5', box(1400, 1000, 1500, 1100), { name: 'outside' }],
    ['n6', box(1600, 1000, 1700, 1100), { name: '日本' }],
  ]);
}

/** Makes a project of files written before, each `file=layer`. */
export async function makeProject(bench: Workbench, project: string, ...files: readonly string[]): Promise<void> {
  await bench.json('new', project, '--name', 'Small <b>&town</b>');
  for (const pair of files) {
    const [file = '', layer = ''] = pair.split('=');
    await bench.json('import', project, file, '--as', layer);
  }
}
