import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromArrayBuffer } from 'geotiff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { geodesicDistanceM, geodesicPoints } from '../../../src/geo/geodesy.ts';

type Point = [number, number];
interface Feature {
  properties: Record<string, string | number | boolean | null>;
  geometry: { type: string; coordinates: unknown };
}

const SCRIPT = join(import.meta.dirname, '../../../data/sample-project/make-town.mjs');
const SHIPPED = join(import.meta.dirname, '../../../data/sample-project/source');
/** Metres per degree of longitude and latitude at 43.9° N (WGS 84), enough for distances of a few hundred metres. */
const EAST_M = 80358;
const NORTH_M = 111107;

const folder = mkdtempSync(join(tmpdir(), 'weft-town-'));
const flat = ([lng, lat]: Point): Point => [(lng + 91.2) * EAST_M, (lat - 43.9) * NORTH_M];
const gap = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const make = (name: string, ...options: string[]): string => {
  const out = join(folder, name);
  execFileSync(process.execPath, [SCRIPT, '--out', out, ...options]);
  return out;
};
const read = (at: string, layer: string): Feature[] =>
  (JSON.parse(readFileSync(join(at, `${layer}.geojson`), 'utf8')) as { features: Feature[] }).features;
const pointOf = (feature: Feature): Point => flat(feature.geometry.coordinates as Point);
const lineOf = (feature: Feature): Point[] => (feature.geometry.coordinates as Point[]).map(flat);
const ringsOf = (feature: Feature): Point[][] => (feature.geometry.coordinates as Point[][]).map((ring) => ring.map(flat));

/** Winding by angles: a second method beside the crossings that the script counts. */
function isInRing(ring: Point[], [x, y]: Point): boolean {
  let turn = 0;
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!];
    const cross = (a[0] - x) * (b[1] - y) - (a[1] - y) * (b[0] - x);
    const dot = (a[0] - x) * (b[0] - x) + (a[1] - y) * (b[1] - y);
    turn += Math.atan2(cross, dot);
  }
  return Math.abs(turn) > Math.PI;
}
const isIn = (feature: Feature, point: Point): boolean =>
  ringsOf(feature).filter((ring) => isInRing(ring, point)).length % 2 === 1;

/** Where a point falls on a line: metres along it and metres away. */
function project(line: Point[], p: Point): { along: number; away: number } {
  let best = { along: 0, away: Infinity };
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const length = gap(a, b);
    const u = Math.min(1, Math.max(0, ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length ** 2));
    const away = gap(p, [a[0] + (b[0] - a[0]) * u, a[1] + (b[1] - a[1]) * u]);
    if (away < best.away) best = { along: sum + u * length, away };
    sum += length;
  }
  return best;
}

let town: string;
beforeAll(() => {
  town = make('default');
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('the sample town', () => {
  it('comes out with the same bytes as the files that ship', () => {
    const names = readdirSync(SHIPPED).sort();
    expect(readdirSync(town).sort()).toEqual(names);
    for (const name of names) expect(readFileSync(join(town, name)).equals(readFileSync(join(SHIPPED, name))), name).toBe(true);
    const bytes = names.reduce((sum, name) => sum + readFileSync(join(SHIPPED, name)).length, 0);
    expect(bytes).toBeLessThan(2.5e6);
  });

  it('differs with another seed, has about the wanted number of premises at other sizes, and refuses impossible ones', () => {
    for (const [size, seed] of [
      [50, 7],
      [50, 8],
      [600, 3],
    ] as const) {
      const at = make(`${size}-${seed}`, '--size', `${size}`, '--seed', `${seed}`);
      expect(Math.abs(read(at, 'premises').length / size - 1)).toBeLessThan(0.05);
      expect(read(at, 'poles').length).toBeGreaterThan(80);
    }
    const parcels = (name: string): string => readFileSync(join(folder, name, 'parcels.geojson'), 'utf8');
    expect(parcels('50-8')).not.toBe(parcels('50-7'));
    expect(spawnSync(process.execPath, [SCRIPT, '--size', '7', '--out', folder]).status).toBe(2);
  }, 30_000);

  it('has poles 30–90 m apart along each street, most of them 40–60 m', () => {
    const ways = read(town, 'rights-of-way').filter((way) => way.properties['bridge'] !== true);
    const gaps: number[] = [];
    for (const street of new Set(read(town, 'poles').map((pole) => pole.properties['street']))) {
      const lines = ways.filter((way) => way.properties['name'] === street).map(lineOf);
      const poles = read(town, 'poles').filter((pole) => pole.properties['street'] === street);
      for (const line of lines) {
        const on = poles.map((pole) => project(line, pointOf(pole))).filter((hit) => hit.away < 9.5);
        const along = on.map((hit) => hit.along).sort((a, b) => a - b);
        gaps.push(...along.slice(1).map((at, i) => at - along[i]!));
      }
    }
    gaps.sort((a, b) => a - b);
    expect(gaps.length).toBeGreaterThan(150);
    expect(gaps[0]).toBeGreaterThan(28);
    expect(gaps.filter((m) => m <= 91).length / gaps.length).toBeGreaterThan(0.93);
    const median = gaps[gaps.length >> 1]!;
    expect(median).toBeGreaterThanOrEqual(40);
    expect(median).toBeLessThanOrEqual(60);
  });

  it('keeps poles out of the water, off the rails and off the carriageway', () => {
    const [river, creek, rail] = read(town, 'barriers');
    const streets = read(town, 'rights-of-way').filter((way) => ['primary', 'residential'].includes(`${way.properties['kind']}`));
    const lines = streets.map(lineOf);
    for (const pole of read(town, 'poles')) {
      const at = pointOf(pole);
      expect(isIn(river!, at)).toBe(false);
      expect(project(lineOf(creek!), at).away).toBeGreaterThan(3);
      expect(project(lineOf(rail!), at).away).toBeGreaterThan(6);
      const isOnEasement = pole.properties['street'] === 'Co-op line easement';
      if (!isOnEasement) expect(Math.min(...lines.map((line) => project(line, at).away))).toBeGreaterThan(4);
    }
  });

  it('has one connected network of ways that share exact vertices', () => {
    const ways = read(town, 'rights-of-way');
    const parent = new Map<string, string>();
    const root = (key: string): string => {
      let at = key;
      while (parent.get(at) !== at) at = parent.get(at)!;
      return at;
    };
    for (const way of ways) {
      const keys = (way.geometry.coordinates as Point[]).map((p) => p.join());
      for (const key of keys) if (!parent.has(key)) parent.set(key, key);
      for (const key of keys) parent.set(root(key), root(keys[0]!));
    }
    expect(new Set([...parent.keys()].map(root)).size).toBe(1);
    expect(ways.some((way) => way.properties['bridge'] === true && way.properties['name'] === 'Bridge St')).toBe(true);
  });

  it('has parcels that do not overlap, nor lie in the river, nor hold a street', () => {
    const parcels = read(town, 'parcels').map((parcel) => ringsOf(parcel)[0]!);
    const boxes = parcels.map((ring) =>
      [0, 1].map((k) => [Math.min(...ring.map((p) => p[k]!)), Math.max(...ring.map((p) => p[k]!))]),
    );
    const holders = (p: Point): number =>
      parcels.filter((ring, i) => boxes[i]!.every(([low, high], k) => p[k]! >= low! && p[k]! <= high!) && isInRing(ring, p))
        .length;
    const river = read(town, 'barriers')[0]!;
    for (const ring of parcels) {
      const centre: Point = [0, 1].map((k) => ring.slice(1).reduce((sum, p) => sum + p[k]!, 0) / (ring.length - 1)) as Point;
      for (const corner of ring.slice(1)) {
        const inside: Point = [corner[0] + (centre[0] - corner[0]) * 0.02, corner[1] + (centre[1] - corner[1]) * 0.02];
        expect(holders(inside)).toBe(1);
        expect(isIn(river, corner)).toBe(false);
      }
    }
    for (const way of read(town, 'rights-of-way')) for (const p of lineOf(way)) expect(holders(p)).toBe(0);
  });

  it('has every building inside its parcel and every premises in exactly one neighbourhood', () => {
    const rings = new Map(read(town, 'parcels').map((parcel) => [parcel.properties['id'], ringsOf(parcel)[0]!]));
    for (const building of read(town, 'buildings')) {
      const ring = rings.get(building.properties['parcel']!)!;
      for (const corner of ringsOf(building)[0]!) expect(isInRing(ring, corner)).toBe(true);
    }
    const neighbourhoods = read(town, 'neighbourhoods');
    expect(neighbourhoods.map((one) => one.properties['name'])).toEqual([
      'Old Town',
      'Church Hill',
      'Heron Meadows',
      'Southbank',
    ]);
    const counts = neighbourhoods.map((one) => read(town, 'premises').filter((place) => isIn(one, pointOf(place))).length);
    expect(counts.reduce((a, b) => a + b)).toBe(read(town, 'premises').length);
    for (const count of counts) expect(count).toBeGreaterThan(30);
  });
});

describe('the links between the mesh sites', () => {
  it('are clear but for church–school, which a 3 m mast at the school mends', async () => {
    const bytes = readFileSync(join(town, 'terrain.tif'));
    const tiff = await fromArrayBuffer(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
    const image = await tiff.getImage();
    expect(image.getGeoKeys()).toMatchObject({
      GeographicTypeGeoKey: 4326,
      VerticalCSTypeGeoKey: 5703,
      VerticalUnitsGeoKey: 9001,
    });
    const heights = (await image.readRasters({ interleave: true })) as unknown as Float32Array;
    const [west, north] = image.getOrigin() as [number, number];
    const [dx, dy] = image.getResolution() as [number, number];
    const ground = ([lng, lat]: readonly [number, number]): number => {
      const [x, y] = [(lng - west) / dx - 0.5, (lat - north) / dy - 0.5];
      const [i, j] = [Math.floor(x), Math.floor(y)];
      const at = (k: number, l: number): number =>
        heights[l * image.getWidth() + k]! * (1 - Math.abs(x - k)) * (1 - Math.abs(y - l));
      return at(i, j) + at(i + 1, j) + at(i, j + 1) + at(i + 1, j + 1);
    };
    const sites = new Map(read(town, 'sites').map((site) => [site.properties['structure'], site]));
    const link = (from: string, to: string, mastM: number): { fraction: number; clearanceM: number } => {
      const [a, b] = [sites.get(from)!, sites.get(to)!];
      const [pa, pb] = [a.geometry.coordinates as Point, b.geometry.coordinates as Point];
      const lengthM = geodesicDistanceM(pa, pb);
      const altitudeA = ground(pa) + Number(a.properties['heightAglM']);
      const altitudeB = ground(pb) + Number(b.properties['heightAglM']) + mastM;
      let [fraction, clearanceM] = [Infinity, Infinity];
      geodesicPoints(pa, pb, 1201).forEach((p, i) => {
        if (i === 0 || i === 1200) return;
        const [d1, d2] = [(lengthM * i) / 1200, (lengthM * (1200 - i)) / 1200];
        const ray = (altitudeA * d2 + altitudeB * d1) / lengthM - (d1 * d2) / (2 * (4 / 3) * 6371008.8);
        clearanceM = Math.min(clearanceM, ray - ground(p));
        // First Fresnel radius by the rule of thumb 17.32 · √(d1·d2 / (f·d)), kilometres and GHz.
        fraction = Math.min(fraction, (ray - ground(p)) / (17.32 * Math.sqrt((d1 * d2) / 1e3 / (5.5 * lengthM))));
      });
      return { fraction, clearanceM };
    };
    expect(link('grain elevator', 'church tower', 0).fraction).toBeGreaterThan(0.6);
    expect(link('grain elevator', 'school roof', 0).fraction).toBeGreaterThan(0.6);
    const blocked = link('church tower', 'school roof', 0);
    expect(blocked.fraction).toBeLessThan(0);
    expect(blocked.clearanceM).toBeLessThan(-1.5);
    expect(blocked.clearanceM).toBeGreaterThan(-3);
    expect(link('church tower', 'school roof', 2.7).fraction).toBeLessThan(0.6);
    expect(link('church tower', 'school roof', 3).fraction).toBeGreaterThan(0.6);
  });
});
