/**
 * How pole lines run that a project holds as spans: how often they cross the street that they follow, and how many poles
 * stand in one. `node --import tsx test/bench/pole-lines.ts PROJECT.weft …`, after `weft derive PROJECT.weft spans`.
 */
import { openProject } from '../../src/cli/project.ts';
import { lengthM } from '../../src/geo/polyline.ts';
import { localFrame } from '../../src/geo/local-frame.ts';
import type { LngLat, LocalXY } from '../../src/geo/position.ts';
import { crossingOf, nearestOnSegment } from '../../src/geo/segment.ts';
import { boxIndex } from '../../src/geo/spatial-index.ts';
import { featuresOf } from '../../src/plan/feature-table.ts';
import { partsOf } from '../../src/plan/geometry-columns.ts';
import { layerTable, type Plan } from '../../src/plan/plan.ts';

const REACH_M = 120;

for (const file of process.argv.slice(2)) console.log(`${file}: ${describe(await openProject(file))}`);

function describe(plan: Plan): string {
  const lines = [...featuresOf(layerTable(plan, 'spans'))].flatMap(({ geometry, fields }) =>
    geometry === null
      ? []
      : partsOf(geometry)
          .flat()
          .map((path) => ({ path, fields })),
  );
  const frame = localFrame(lines[0]?.path[0] ?? [0, 0]);
  const streets = [...featuresOf(layerTable(plan, 'rights-of-way'))].flatMap(({ id, geometry, fields }) =>
    (geometry === null ? [] : partsOf(geometry).flat()).flatMap((path) =>
      path
        .slice(1)
        .map((end, i) => ({ a: frame.toLocal(path[i] as LngLat), b: frame.toLocal(end), name: String(fields['name'] ?? id) })),
    ),
  );
  const index = boxIndex(
    streets.map(({ a, b }) => [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)]),
  );
  const near = ({ x, y }: LocalXY) =>
    index.search(x - REACH_M, y - REACH_M, x + REACH_M, y + REACH_M).flatMap((i) => streets[i] ?? []);
  const streetOf = (pole: LocalXY) =>
    near(pole).reduce<{ name: string; distance: number }>(
      (least, { a, b, name }) => {
        const { distance } = nearestOnSegment(pole, a, b);
        return distance < least.distance ? { name, distance } : least;
      },
      { name: '', distance: Infinity },
    );
  let [km, crossings] = [0, 0];
  const inLine = new Set<string>();
  for (const { path, fields } of lines) {
    km += lengthM(path) / 1000;
    for (const end of ['from', 'to']) inLine.add(String(fields[end]));
    const from = frame.toLocal(path[0] as LngLat); // a line has ends
    const to = frame.toLocal(path.at(-1) as LngLat);
    const [one, other] = [streetOf(from), streetOf(to)];
    const offStreet = one.distance > 1 && other.distance > 1;
    if (
      offStreet &&
      one.name === other.name &&
      near(from).some(({ a, b, name }) => name === one.name && crossingOf(from, to, a, b) !== null)
    )
      crossings++;
  }
  const poles = layerTable(plan, 'poles').count;
  return `${lines.length} spans, ${km.toFixed(1)} km, ${(crossings / km).toFixed(1)} crossings of the street followed a km, ${inLine.size} of ${poles} poles (${((100 * inLine.size) / poles).toFixed(1)} %)`;
}
