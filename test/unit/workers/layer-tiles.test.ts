import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PbfReader } from '../../../src/io/protobuf.ts';
import { layerOf } from '../../../src/plan/layer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import type { LngLat } from '../../../src/geo/position.ts';
import { editLayer, layerTile, openLayer } from '../../../src/workers/layer-tile-jobs.ts';

// Tiles are read by the package that the specification's authors keep, which also says where in the world they are.

const HOME: LngLat = [-91.2, 43.9];
const METRES: LngLat = [1 / (111_320 * Math.cos((HOME[1] * Math.PI) / 180)), 1 / 111_320];
/** A position so many metres east and north of home. */
const at = (east: number, north: number): LngLat => [HOME[0] + east * METRES[0], HOME[1] + north * METRES[1]];

function tileAt(z: number, [lng, lat]: LngLat = HOME): { z: number; x: number; y: number } {
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return { z, x: Math.floor((lng / 360 + 0.5) * 2 ** z), y: Math.floor(y * 2 ** z) };
}

async function open(features: readonly Feature[], more: { isNamed?: boolean; notReached?: string[] } = {}): Promise<void> {
  const { table } = layerOf(features);
  await openLayer({ source: 'poles', layer: { table, edits: [], notReached: [], isNamed: false, ...more } });
}

async function read(z: number, place?: LngLat): Promise<{ features: VectorTileFeature[]; tile: ReturnType<typeof tileAt> }> {
  const tile = tileAt(z, place);
  const bytes = await layerTile({ sources: ['poles'], ...tile });
  const layer = new VectorTile(new PbfReader(bytes)).layers['poles'];
  return { tile, features: Array.from({ length: layer?.length ?? 0 }, (_, i) => layer!.feature(i)) };
}

const ids = (features: readonly VectorTileFeature[]): unknown[] => features.map(({ properties }) => properties['id']);
const pole = (id: string, position: LngLat, fields: Feature['fields'] = {}): Feature => ({
  id,
  geometry: { type: 'Point', coordinates: position },
  fields,
});
const square = (side: number, east = 0, north = 0): LngLat[] => [
  at(east, north), at(east + side, north), at(east + side, north + side), at(east, north + side), at(east, north),
]; // prettier-ignore

const metresApart = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(((a[0] ?? 0) - (b[0] ?? 0)) / METRES[0], ((a[1] ?? 0) - (b[1] ?? 0)) / METRES[1]);

test('a point stands where it is, with what the style reads of it', async () => {
  await open([pole('A', HOME, { kind: 'tower', heightM: 9 }), pole('B', at(40, 10), { name: 'By the mill' })]);
  const { features, tile } = await read(17);
  expect(features.map(({ properties }) => ({ ...properties }))).toEqual([
    { id: 'A', kind: 'tower' },
    { id: 'B', name: 'By the mill' },
  ]);
  const first = features[0]!.toGeoJSON(tile.x, tile.y, tile.z).geometry as { coordinates: number[] };
  expect(metresApart(first.coordinates, HOME)).toBeLessThan(0.08);
});

test('an edit covers what the table has, and taking it back uncovers it', async () => {
  await open([pole('A', HOME), pole('B', at(20, 0)), pole('C', at(40, 0))]);
  await editLayer({ source: 'poles', edits: [['A', null], ['B', pole('B', at(25, 5), { kind: 'tower' })], ['D', pole('D', at(3, 3))]] }); // prettier-ignore
  const { features } = await read(16);
  expect(ids(features)).toEqual(['C', 'B', 'D']);
  expect(features[1]!.properties['kind']).toBe('tower');
  await editLayer({ source: 'poles', edits: [['A', undefined], ['B', undefined], ['D', undefined]] }); // prettier-ignore
  expect(ids((await read(16)).features)).toEqual(['A', 'B', 'C']);
});

test('a hole stays in its area, wound as the specification wants it', async () => {
  const hole = square(20, 10, 10).reverse();
  await open([{ id: 'A', geometry: { type: 'Polygon', coordinates: [square(60), hole] }, fields: {} }]);
  const { features, tile } = await read(16);
  const { type, coordinates } = features[0]!.toGeoJSON(tile.x, tile.y, tile.z).geometry as never as {
    type: string;
    coordinates: LngLat[][];
  };
  // The package tells holes from areas by their direction alone.
  expect(type).toBe('Polygon');
  expect(coordinates).toHaveLength(2);
});

test('an area far larger than the tile fills it, and one beyond it is not in it', async () => {
  await open([
    { id: 'around', geometry: { type: 'Polygon', coordinates: [square(200_000, -100_000, -100_000)] }, fields: {} },
    { id: 'beyond', geometry: { type: 'Polygon', coordinates: [square(500, 4000, 4000)] }, fields: {} },
    { id: 'nowhere', geometry: null, fields: {} },
  ]);
  const { features } = await read(14);
  expect(ids(features)).toEqual(['around']);
  const [x1, y1, x2, y2] = features[0]!.bbox() as [number, number, number, number];
  expect([x1, y1, x2, y2]).toEqual([-256, -256, 4352, 4352]);
});

test('of things within two pixels of each other one is drawn from afar, and all of them near by', async () => {
  await open(
    Array.from({ length: 100 }, (_, i) => pole(String(i), at(i / 10, 0))),
    { notReached: ['42'] },
  );
  const far = await read(10);
  expect(far.features.length).toBeLessThanOrEqual(4);
  // One that the design does not reach is never hidden by one that it does.
  expect(ids(far.features)).toContain('42');
  expect((await read(17)).features).toHaveLength(100);
});

test('an area has its name in its middle once', async () => {
  const area: Feature = { id: 'N', geometry: { type: 'Polygon', coordinates: [square(50)] }, fields: { name: 'North' } };
  await open([area], { isNamed: true });
  const { features } = await read(16);
  expect(features.map(({ type, properties }) => [type, { ...properties }])).toEqual([
    [3, { id: 'N', name: 'North' }],
    [1, { id: 'N', label: true, name: 'North' }],
  ]);
});

test('a line that is drawn is never half a pixel from the one that was given', async () => {
  const metres = fc.integer({ min: -3000, max: 3000 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(metres, metres), { minLength: 2, maxLength: 40 }), async (corners) => {
      const given = corners.map(([east, north]) => at(east, north));
      await open([{ id: 'L', geometry: { type: 'LineString', coordinates: given }, fields: {} }]);
      const { features, tile } = await read(13);
      const shape = features[0]?.toGeoJSON(tile.x, tile.y, tile.z).geometry as { type: string; coordinates: never } | undefined;
      const paths: LngLat[][] = shape === undefined ? [] : shape.type === 'LineString' ? [shape.coordinates] : shape.coordinates;
      const pixelM = (40_075_016 * Math.cos((HOME[1] * Math.PI) / 180)) / 2 ** 13 / 512;
      for (const corner of given) {
        const here = tileAt(13, corner);
        if (here.x !== tile.x || here.y !== tile.y || given.every((p) => p[0] === given[0]![0] && p[1] === given[0]![1]))
          continue;
        const near = Math.min(...paths.flatMap((path) => path.slice(1).map((p, i) => metresFrom(corner, path[i]!, p))));
        expect(near).toBeLessThan(0.5 * pixelM + 1);
      }
    }),
    { numRuns: 60 },
  );
});

/** Metres of a position from the stretch between two others. */
function metresFrom(p: LngLat, a: LngLat, b: LngLat): number {
  const flat = ([lng, lat]: LngLat): [number, number] => [lng / METRES[0], lat / METRES[1]];
  const [[px, py], [ax, ay], [bx, by]] = [flat(p), flat(a), flat(b)];
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}

test('a tile of several layers holds each by its name, as it was cut alone, also after one of them has changed', async () => {
  await open([pole('A', HOME)]);
  const { table } = layerOf([{ id: 'W', geometry: { type: 'LineString', coordinates: [at(-20, 0), at(30, 5)] }, fields: {} }]);
  await openLayer({ source: 'rights-of-way', layer: { table, edits: [], notReached: [], isNamed: false } });
  const held = async (): Promise<unknown[]> => {
    const bytes = await layerTile({ sources: ['rights-of-way', 'nothing', 'poles'], ...tileAt(16) });
    const { layers } = new VectorTile(new PbfReader(bytes));
    return Object.values(layers).map((layer) => [layer.name, layer.length, layer.feature(0).properties['id']]);
  };
  expect(await held()).toEqual([['rights-of-way', 1, 'W'], ['poles', 1, 'A']]); // prettier-ignore
  await editLayer({ source: 'poles', edits: [['A', pole('A', HOME)], ['B', pole('B', at(3, 3))]] }); // prettier-ignore
  expect(await held()).toEqual([['rights-of-way', 1, 'W'], ['poles', 2, 'A']]); // prettier-ignore
});

test('lots of less than four pixels are one shade, of few boxes, and larger ones keep their outline', async () => {
  // At zoom 12 a pixel is 13.8 m here. Ten lots of 27.6 m side by side are two pixels each, the field has 20.
  const lots = Array.from({ length: 10 }, (_, i) => ({ id: `L${i}`, geometry: { type: 'Polygon' as const, coordinates: [square(27.6, 27.6 * i)] }, fields: {} })); // prettier-ignore
  const field = { id: 'F', geometry: { type: 'Polygon' as const, coordinates: [square(276, 0, 500)] }, fields: {} };
  const { table } = layerOf([...lots, field]);
  await openLayer({ source: 'parcels', layer: { table, edits: [], notReached: [], isNamed: false } });
  const tile = tileAt(12);
  const layer = new VectorTile(new PbfReader(await layerTile({ sources: ['parcels'], ...tile }))).layers['parcels']!;
  const features = Array.from({ length: layer.length }, (_, i) => layer.feature(i));
  expect(features.map(({ properties }) => ({ ...properties }))).toEqual([{ id: 'F' }, { shade: true }]);
  const rings = features[1]!.loadGeometry();
  expect(rings).toHaveLength(1);
  const [xs, ys] = [rings[0]!.map(({ x }) => x), rings[0]!.map(({ y }) => y)];
  // Cells of two pixels, each 8 of 4,096 units: ten lots are twenty pixels wide and two high, on a grid that may lie half a cell off.
  expect(Math.abs(Math.max(...xs) - Math.min(...xs) - 160)).toBeLessThanOrEqual(16);
  expect(Math.max(...ys) - Math.min(...ys)).toBe(16);
});
