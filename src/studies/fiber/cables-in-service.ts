import { countText } from '../../base/quantity-text.ts';
import type { LngLat } from '../../geo/position.ts';
import { representativePoint } from '../../geo/polygon.ts';
import { quantise } from '../../geo/position.ts';
import { featuresOf, type Feature } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { ITEM, pricesCables } from './prices.ts';

/** A cable in service, or one piece of it where it is drawn in several. */
export interface CableInService {
  readonly feature: Feature;
  /** Tells it from all others: the feature's id, numbered where it has several pieces. */
  readonly key: string;
  /** As crews know it: its name, with its id where another cable has the same. */
  readonly label: string;
  readonly path: readonly LngLat[];
  /** Fibres free along all of it. */
  readonly spareFibres: number;
  /** Number of the first free fibre, where the data say how many fibres it has: the free ones are its last. */
  readonly firstSpare: number | null;
  /** Places where it can be opened, as the data have them for all cables. */
  readonly closures: readonly LngLat[];
}

/** Kinds of features of the existing network at which cables can be opened. */
const OPENINGS = ['closure', 'node'];

/** Cables in service that say how many fibres they have to spare, and have some. */
export function cablesInService(plan: Plan): CableInService[] {
  const features = [...featuresOf(layerTable(plan, 'existing-network'))];
  const closures = features.flatMap(({ geometry, fields }) =>
    geometry !== null && OPENINGS.includes(String(fields['kind'])) ? [quantise(representativePoint(geometry))] : [],
  );
  const names = new Map<string, number>();
  const cables = features.filter(({ fields }) => fields['kind'] === 'cable' && spareOf(fields) > 0);
  for (const cable of cables) names.set(nameOf(cable), (names.get(nameOf(cable)) ?? 0) + 1);
  return cables.flatMap((feature) => {
    const { id, geometry, fields } = feature;
    const paths = geometry === null ? [] : partsOf(geometry).flat().map(withoutRepeats).filter((path) => path.length > 1); // prettier-ignore
    const spareFibres = spareOf(fields);
    const fibres = fields['fibres'];
    const label = (names.get(nameOf(feature)) ?? 0) > 1 ? `${nameOf(feature)} (${id})` : nameOf(feature);
    return paths.map((path, i) => ({
      feature,
      key: paths.length === 1 ? id : `${id}/${i + 1}`,
      label: paths.length === 1 ? label : `${label}/${i + 1}`,
      path,
      spareFibres,
      firstSpare: typeof fibres === 'number' && fibres >= spareFibres ? fibres - spareFibres + 1 : null,
      closures,
    }));
  });
}

/** What of the cables in service is not used, in sentences. */
export function cableNotes(plan: Plan): string[] {
  const cables = cablesInService(plan);
  if (cables.length === 0) return [];
  const told = `${countText(cables.length, 'cable in service has', 'cables in service have')} fibres to spare`;
  if (!pricesCables(plan.costBook))
    return [
      `${told}, but none is used: the cost book lacks "${ITEM.cable}" or "${ITEM.cableAccess}". Add what it lacks, and design again.`,
    ];
  const opened = cables.some(({ closures }) => closures.length > 0)
    ? 'They are opened at their ends and at the closures of the data; a cable without any is opened at the poles that it passes, or else at its corners.'
    : 'No closures are known: they are taken to be opened at their ends and at the poles that they pass, or else at their corners.';
  return [`${told}. ${opened} The bound on routes takes their fibres to have no end. Their owner has to agree.`];
}

function spareOf(fields: Feature['fields']): number {
  const { spareFibres } = fields;
  return typeof spareFibres === 'number' && spareFibres > 0 ? Math.floor(spareFibres) : 0;
}

function nameOf({ id, fields }: Feature): string {
  return typeof fields['name'] === 'string' && fields['name'] !== '' ? fields['name'] : id;
}

function withoutRepeats(path: readonly LngLat[]): LngLat[] {
  return path.map(quantise).filter((one, i, all) => i === 0 || one[0] !== all[i - 1]?.[0] || one[1] !== all[i - 1]?.[1]);
}
