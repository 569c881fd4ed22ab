import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../../src/base/job.ts';
import { metresPerDegree } from '../../../../src/geo/geodesy.ts';
import type { Grid } from '../../../../src/geo/grid.ts';
import { makeTerrain } from '../../../../src/geo/terrain.ts';
import { mountsOf, type Mount, type ReachScene } from '../../../../src/studies/reach/mounts.ts';
import { rankHubs } from '../../../../src/studies/reach/rank-hubs.ts';
import { rankNodes, shortestMast } from '../../../../src/studies/reach/rank-nodes.ts';
import { addressBook } from '../../../../src/studies/worklist/join-addresses.ts';
import { explainRequest, requestOutcome } from '../../../../src/studies/worklist/explain.ts';
import { judgeRequests, placeRequests } from '../../../../src/studies/worklist/judge-requests.ts';
import { knownAddresses } from '../../../../src/studies/worklist/known-addresses.ts';
import { studyWorklist } from '../../../../src/studies/worklist/run.ts';

/** 101 × 101 cells of 10 m at the equator, flat at 100 m but for a wall of 150 m along the 50th column. */
async function walledScene(): Promise<ReachScene> {
  const [width, height] = [101, 101];
  const values = new Float32Array(width * height).fill(100);
  for (let row = 0; row < height; row++) if (row > 30) values[row * width + 50] = 150;
  const { east, north } = metresPerDegree(0);
  const grid: Grid = {
    width,
    height,
    values,
    toModel: [0, 10 / east, 0, 0, 0, -10 / north],
    crs: 'EPSG:4326',
    verticalDatum: null,
    errorM: 0.1,
  };
  const ground = { grids: [grid], terrain: await makeTerrain([grid]) };
  return { ground, surface: null, maxDistanceM: 5000, frequencyGhz: 5.5, kFactor: 4 / 3 };
}

/** A mount so many metres east and south of the first cell. */
function mount(id: string, eastM: number, southM: number, more: Partial<Mount> = {}): Mount {
  const { east, north } = metresPerDegree(0);
  return {
    id,
    name: id,
    roof: id,
    position: [eastM / east, -southM / north],
    heightM: 10,
    status: 'installed',
    consent: 'yes',
    ...more,
  };
}

describe('who sees whom', () => {
  test('free nodes come before walled ones; the raise is the one that the triangle gives', async () => {
    const scene = await walledScene();
    const reaches = await rankNodes(
      scene,
      [mount('me', 250, 800)],
      [mount('behind', 750, 800), mount('near', 250, 600)],
      quietJob,
    );
    expect(reaches.map(({ roof, verdict }) => [roof, verdict])).toEqual([
      ['near', 'clear'],
      ['behind', 'blocked'],
    ]);
    // The wall's top is 40 m above the ray, half way: one end must rise by twice that and more: no mast does.
    expect(reaches[1]!.raiseM).toBeNull();
    expect(shortestMast(reaches.slice(1))).toBeNull();
    expect(reaches[0]!.azimuthDeg).toBeCloseTo(0, 0);
  });

  test('of several mounts the best counts, and the shortest mast names whom it opens', async () => {
    const scene = await walledScene();
    const to = [mount('low', 750, 800, { roof: 'r' }), mount('high', 750, 800, { roof: 'r', heightM: 70 })];
    const [best, ...rest] = await rankNodes(scene, [mount('me', 250, 800, { heightM: 25 })], to, quietJob);
    expect(rest).toEqual([]);
    expect(best!.to.id).toBe('high');
    // (25 + 70) / 2 = 47.5 m at the wall of 50 m: 2.5 m and 60 % of the zone are missing, twice that at the end.
    const zoneM = 0.6 * Math.sqrt(((299_792_458 / 5.5e9) * 250 * 250) / 500);
    expect(best!.raiseM!).toBeGreaterThan(2 * (2.5 + zoneM) - 0.1);
    expect(best!.raiseM!).toBeLessThan(2 * (2.5 + zoneM) + 0.5);
    expect(shortestMast([best!])).toMatchObject({ mastM: 9, to: { roof: 'r' } });
  });

  test('heights above sea are counted from the ground, and one below ground is left out with its reason', async () => {
    const scene = await walledScene();
    const at = { type: 'Point', coordinates: [0.001, -0.001] } as const;
    const { mounts, leftOut } = mountsOf(
      [
        { id: 'a', geometry: at, fields: { heightAslM: 112 } },
        { id: 'b', geometry: at, fields: { heightAslM: 90 } },
        { id: 'c', geometry: { type: 'Point', coordinates: [9, 9] }, fields: {} },
        { id: 'd', geometry: at, fields: { heightRoofM: 3 } },
      ],
      scene,
      10,
    );
    expect(mounts.map(({ id, heightM }) => [id, Math.round(heightM)])).toEqual([
      ['a', 12],
      ['d', 3],
    ]);
    const roofs = { ...scene, surface: { ...scene.ground, terrain: { ...scene.ground.terrain, elevationM: () => 115 } } };
    const onRoof = mountsOf([{ id: 'd', geometry: at, fields: { heightRoofM: 3 } }], roofs, 10);
    expect(onRoof.mounts[0]!.heightM).toBeCloseTo(18, 6);
    expect(leftOut.map(({ id, reason }) => [id, reason.includes('below ground')])).toEqual([
      ['b', true],
      ['c', false],
    ]);
  });

  test('hubs are ranked by what each adds after those before it', () => {
    const mounts = 'a b c d e'.split(' ').map((id) => mount(id, 0, 0, { status: 'request' }));
    const graph = new Map([
      ['a', new Set(['b', 'c', 'd'])],
      ['b', new Set(['a', 'c'])],
      ['c', new Set(['a', 'b'])],
      ['d', new Set(['a', 'e'])],
      ['e', new Set(['d'])],
    ]);
    const hubs = rankHubs(graph, mounts, 3);
    expect(hubs[0]).toMatchObject({ roof: 'a', newlyReached: ['b', 'c', 'd'], isConnected: false });
    expect(hubs[1]).toMatchObject({ roof: 'd', newlyReached: ['e'], isConnected: true });
  });

  test('a roof behind the wall is unlocked by way of the one at its end', async () => {
    const scene = await walledScene();
    // North of the wall (row < 30) everything is open: the corner roof sees both sides.
    const requests = [mount('corner', 500, 100), mount('hidden', 750, 800), mount('far-off', 760, 100)];
    const items = await studyWorklist(scene, [mount('hub', 250, 100)], requests, quietJob);
    const byId = new Map(items.map((item) => [item.mount.id, item]));
    expect(byId.get('corner')).toMatchObject({ outcome: 'viable', goal: { roof: 'hub' }, chain: [] });
    const hidden = byId.get('hidden')!;
    expect(hidden.outcome).toBe('viable');
    expect(hidden.chain.length).toBe(1);
    expect(byId.get(hidden.chain[0]!)!.unlocks).toBe(1);
  });

  test('a roof with two mounts is judged once, by the better one; what cannot be placed is told', async () => {
    const scene = await walledScene();
    const at = (eastM: number, southM: number) => ({ type: 'Point' as const, coordinates: mount('', eastM, southM).position });
    const row = { id: 'h4', geometry: at(260, 700), fields: { street: 'Elm St', housenumber: '4' } };
    const known = await knownAddresses([row], quietJob);
    const requests = placeRequests(
      [
        { id: 'front', geometry: at(750, 800), fields: { roof: 'r', name: 'Front' } },
        { id: 'back', geometry: at(260, 800), fields: { roof: 'r', name: 'Back' } },
        { id: 'by-address', geometry: null, fields: { address: '4 elm street' } },
        { id: 'near', geometry: null, fields: { address: '6 Elm St' } },
        { id: 'typo', geometry: null, fields: { address: '4 Elms St' } },
      ],
      addressBook(known),
    );
    const hub = mount('hub', 250, 100, { name: 'Church' });
    const judged = await judgeRequests(scene, [hub], requests, 10, quietJob);
    expect(judged.map((one) => [one.row.id, requestOutcome(one)])).toEqual([
      ['back', 'viable'],
      ['by-address', 'viable'],
      ['near', 'needs a photo'],
      ['typo', 'not placed'],
    ]);
    expect(explainRequest(judged[1]!, 'metric')).toBe('Clear to Church.');
    expect(judged[3]).toMatchObject({ item: null, joined: { candidates: [{ text: 'Elm St 4' }] } });
  });
});
