import { quietJob } from '../../src/base/job.ts';
import { withGroup } from '../../src/plan/display.ts';
import type { Feature, FieldValue } from '../../src/plan/feature-table.ts';
import { featuresOfLayer, layerOf, type Source } from '../../src/plan/layer.ts';
import type { FeatureLayerName } from '../../src/plan/layers.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { designFiber } from '../../src/studies/fiber/design.ts';
import { at } from './fiber-town.ts';
import { fractalTerrain } from './fractal-terrain.ts';
import { hamlet } from './hamlet.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const SIZE = 64;
let next = 0;
/** One hostile text after the other. */
const hostile = (): string => HOSTILE_TEXTS[next++ % HOSTILE_TEXTS.length] ?? '';
const sources = (): Source[] => [{ name: hostile(), licence: hostile() }];

/** A feature whose id, name and a field of its own are hostile, in name and value; what rules read stays. */
function spoilt({ id, geometry, fields }: Feature): Feature {
  const texts: Record<string, FieldValue> = { name: hostile(), address: hostile(), owner: hostile(), [hostile()]: hostile() };
  return { id: `${id} ${hostile()}`, geometry, fields: { ...fields, ...texts } };
}

/**
 * A hamlet with a design, radio sites, links and heights, in which every text that data can bring is one of `HOSTILE_TEXTS`: ids, names,
 * fields and their names, sources and their licences, prices, titles, notes.
 */
export async function hostilePlan(): Promise<Plan> {
  next = 0;
  const plan = hamlet(() => hostile());
  const put = (name: FeatureLayerName, features: Iterable<Feature>): unknown =>
    plan.layers.set(name, layerOf([...features].map(spoilt), sources()));
  for (const [name, layer] of plan.layers) put(name, featuresOfLayer(layer));
  const site = (i: number): Feature => ({
    id: `site${i}`,
    geometry: i === 9 ? null : { type: 'Point', coordinates: at(i * 45 - 200, i * 37 - 150) },
    fields: { heightAglM: 6 + i, status: i < 4 ? 'installed' : 'request' },
  });
  put(
    'sites',
    Array.from({ length: 10 }, (_, i) => site(i)),
  );
  const ids = [...featuresOfLayer(plan.layers.get('sites')!)].map(({ id }) => id);
  put(
    'links',
    ids.slice(1, 5).map((to, i): Feature => ({ id: `link${i}`, geometry: null, fields: { from: ids[0]!, to } })),
  );
  const [west, south] = at(-400, -300);
  put('conditions', [
    { id: 'rock', geometry: { type: 'LineString', coordinates: [at(-60, -10), at(60, 10)] }, fields: { costFactor: 2 } },
  ]);
  plan.rasters.set('terrain', {
    grids: [
      {
        ...{ width: SIZE, height: SIZE, values: fractalTerrain(SIZE, 7, 20), crs: 'EPSG:4326', verticalDatum: null, errorM: 1 },
        toModel: [west, 2e-4, 0, south + SIZE * 1e-4, 0, -1e-4],
      },
    ],
    sources: sources(),
  });
  plan.costBook = {
    ...plan.costBook,
    name: hostile(),
    items: plan.costBook.items.map((item) => ({ ...item, description: hostile(), source: hostile(), includes: hostile() })),
  };
  plan.name = HOSTILE_TEXTS.join(' ');
  plan.display = withGroup(plan.display, 'poles', { title: hostile() });
  plan.ignored = [{ code: hostile(), part: hostile(), ids: [hostile()], note: hostile() }];
  plan.fiber = await designFiber(plan, { effort: 1, seed: 1 }, quietJob);
  return plan;
}
