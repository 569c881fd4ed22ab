import type { LngLat } from '../../geo/position.ts';
import { type Feature } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { planFeature } from '../../plan/change.ts';
import { emptyLayer, featuresOfLayer } from '../../plan/layer.ts';
import type { Plan } from '../../plan/plan.ts';
import { siteHeight, type AntennaBase, type AntennaHeight } from '../reach/site-height.ts';

/** Height of an antenna where nobody said another, metres above ground: a mast on an ordinary roof. */
export const USUAL_HEIGHT_M = 10;

/** One end of a link of the plan. */
export interface PlanLinkEnd extends AntennaHeight {
  readonly name: string;
  /** The site that it stands on; null at a place without one. */
  readonly siteId: string | null;
  readonly position: LngLat;
  /** Id of its radio in the catalogue; null where none is chosen. */
  readonly equipment: string | null;
}

/** A link of the plan with both ends found. */
export interface PlanLink {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly a: PlanLinkEnd;
  readonly b: PlanLinkEnd;
  readonly frequencyGhz: number;
}

/** The links of the plan in order of id. An end that names a site of the plan is where the site is; else where the line begins or ends. */
export function planLinks(plan: Plan): PlanLink[] {
  return [...featuresOfLayer(plan.layers.get('links') ?? emptyLayer)].flatMap((feature) => {
    const path = feature.geometry === null ? [] : (partsOf(feature.geometry)[0]?.[0] ?? []);
    const [a, b] = [endOf(plan, feature, 'from', path[0]), endOf(plan, feature, 'to', path.at(-1))];
    if (a === null || b === null) return [];
    const { name, status, frequencyGhz } = feature.fields;
    return [
      {
        id: feature.id,
        name: typeof name === 'string' ? name : `${a.name} – ${b.name}`,
        status: typeof status === 'string' ? status : '',
        a,
        b,
        frequencyGhz: typeof frequencyGhz === 'number' ? frequencyGhz : plan.settings.frequencyGhz,
      },
    ];
  });
}

function endOf(plan: Plan, { fields }: Feature, end: 'from' | 'to', drawn: LngLat | undefined): PlanLinkEnd | null {
  const named = fields[end];
  const site = named === undefined ? undefined : planFeature(plan, 'sites', String(named));
  const position = site?.geometry?.type === 'Point' ? site.geometry.coordinates : drawn;
  if (position === undefined) return null;
  const [heightM, above, equipment] = [fields[`${end}HeightM`], fields[`${end}Above`], fields[`${end}Equipment`]];
  const height =
    typeof heightM === 'number' ? { heightM, heightAbove: baseOf(above) } : siteHeight(site?.fields ?? {}, USUAL_HEIGHT_M);
  return {
    name: String(site?.fields['name'] ?? named ?? `${position[1].toFixed(5)}, ${position[0].toFixed(5)}`),
    siteId: site?.id ?? null,
    position,
    equipment: equipment === undefined ? null : String(equipment),
    ...height,
  };
}

function baseOf(word: unknown): AntennaBase {
  return word === 'roof' || word === 'sea' ? word : 'ground';
}
