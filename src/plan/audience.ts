import { compareText } from '../base/compare.ts';
import { creditsOf } from './credits.ts';
import { classOf, type FieldClass, type FieldClasses } from './field-classes.ts';
import type { Feature } from './feature-table.ts';
import type { Layer, Source } from './layer.ts';
import type { FeatureLayerName } from './layers.ts';
import type { FiberNetwork, NetworkPole } from './network.ts';
import type { Plan } from './plan.ts';

/** For whom something is written: everybody, the members of the network, or those who plan and build it. */
export const AUDIENCES = ['public', 'members', 'full'] as const;
export type Audience = (typeof AUDIENCES)[number];

const SEEN: Readonly<Record<Audience, readonly FieldClass[]>> = {
  public: ['public'],
  members: ['public', 'member'],
  full: ['public', 'member', 'restricted'],
};

/** Fields of a layer that an audience does not see. */
export interface WithheldFields {
  readonly layer: FeatureLayerName;
  readonly fields: readonly string[];
}

/** A plan as an audience may see it, and which of its fields that leaves out. */
export interface SharedPlan {
  readonly audience: Audience;
  readonly plan: Plan;
  readonly withheld: readonly WithheldFields[];
}

/**
 * The plan for an audience: values of fields that it may not see are in no layer of it, and not in what the designed network has copied
 * from them. Ids, places, and what was computed (lengths, counts, sums of money) stay as they are.
 */
export function planFor(plan: Plan, audience: Audience): SharedPlan {
  if (audience === 'full') return { audience, plan, withheld: [] };
  const hides = (layer: FeatureLayerName, field: string): boolean => isHidden(plan.fieldClasses, audience, layer, field);
  const withheld: WithheldFields[] = [];
  const layers = new Map<FeatureLayerName, Layer>();
  for (const [name, layer] of plan.layers) {
    const fields = fieldNames(layer).filter((field) => hides(name, field));
    if (fields.length > 0) withheld.push({ layer: name, fields });
    layers.set(name, fields.length === 0 ? layer : without(layer, new Set(fields)));
  }
  const fiber = plan.fiber === null ? null : networkWithout(plan.fiber, plan, hides);
  return { audience, plan: { ...plan, layers, fiber }, withheld };
}

/** Whether an audience does not see a field. */
export function isHidden(classes: FieldClasses, audience: Audience, layer: FeatureLayerName, field: string): boolean {
  return !SEEN[audience].includes(classOf(classes, layer, field));
}

/** For whom something is, in a sentence. */
export function audienceSentence({ audience, withheld }: Pick<SharedPlan, 'audience' | 'withheld'>): string {
  if (audience === 'full') return 'For those who plan and build it: holds all fields, private ones too.';
  const whom = audience === 'public' ? 'For the public' : 'For members';
  if (withheld.length === 0) return `${whom}: no field had to be left out.`;
  const left = withheld.map(({ layer, fields }) => `${fields.join(', ')} (${layer})`).join('; ');
  return `${whom}: left out ${left}.`;
}

/** What stands in a file that is handed on: for whom it is, and whose data it holds. */
export function aboutText(shared: Pick<SharedPlan, 'audience' | 'withheld'>, sources: Iterable<Source>): string {
  const credits = creditsOf(sources);
  return `${audienceSentence(shared)}${credits.length === 0 ? '' : ` Data: ${credits.join(' · ')}.`}`;
}

/** The names of all fields of a layer, edits included, sorted. */
export function fieldNames({ table, edits }: Layer): string[] {
  const names = new Set(table.columns.keys());
  for (const edit of edits.values()) for (const name of Object.keys(edit?.fields ?? {})) names.add(name);
  return [...names].sort(compareText);
}

function without(layer: Layer, fields: ReadonlySet<string>): Layer {
  const kept = (feature: Feature): Feature => ({
    ...feature,
    fields: Object.fromEntries(Object.entries(feature.fields).filter(([name]) => !fields.has(name))),
  });
  return {
    ...layer,
    table: { ...layer.table, columns: new Map([...layer.table.columns].filter(([name]) => !fields.has(name))) },
    edits: new Map([...layer.edits].map(([id, edit]) => [id, edit === null ? null : kept(edit)])),
  };
}

type Hides = (layer: FeatureLayerName, field: string) => boolean;

/** What a design has copied from fields that may not be seen is taken out; owners and circuits get stand-ins, so that sums by them stay. */
function networkWithout(network: FiberNetwork, plan: Plan, hides: Hides): FiberNetwork {
  const hidesStreets = hides('rights-of-way', 'name');
  const hidesLines = hides('spans', 'along') || hides('spans', 'name');
  const hidesDucts = hides('existing-network', 'name');
  const hidesReasons = hides('conditions', 'name') || hides('conditions', 'kind');
  const hidesCircuits = hides('poles', 'substation') || hides('poles', 'feeder');
  const own = plan.settings.ownPoleOwners.split(';').map((name) => name.trim().toLowerCase());
  const owners = standIns(
    network.poles.flatMap(({ owner }) => (owner === null || own.includes(owner.toLowerCase()) ? [] : [owner])),
    'owner',
  );
  const circuits = standIns(
    network.poles.flatMap(({ circuit }) => circuit ?? []),
    'circuit',
  );
  const pole = (one: NetworkPole): NetworkPole => ({
    ...one,
    owner: hides('poles', 'owner') && one.owner !== null ? (owners.get(one.owner) ?? one.owner) : one.owner,
    circuit: hidesCircuits && one.circuit !== null ? (circuits.get(one.circuit) ?? null) : one.circuit,
    heightM: hides('poles', 'heightM') ? null : one.heightM,
    poleClass: hides('poles', 'class') ? null : one.poleClass,
    zone: hides('poles', 'zone') ? null : one.zone,
  });
  const facilityNames = new Map(network.facilities.map(({ name, facilityId }) => [name, facilityId]));
  const hidesFacilities = hides('facilities', 'name');
  return {
    ...network,
    poles: network.poles.map(pole),
    stretches: network.stretches.map((one) => {
      const layer = one.source?.layer;
      const isNamed =
        (layer === 'rights-of-way' && hidesStreets) ||
        (layer === 'spans' && (hidesLines || hidesStreets)) ||
        (layer === 'existing-network' && hidesDucts);
      return { ...one, along: isNamed ? (one.source?.id ?? '') : one.along, because: hidesReasons ? [] : one.because };
    }),
    crossings: hides('barriers', 'name') ? network.crossings.map((one) => ({ ...one, name: null })) : network.crossings,
    facilities: hidesFacilities ? network.facilities.map((one) => ({ ...one, name: one.facilityId })) : network.facilities,
    islands: hidesStreets
      ? network.islands.map((one) => ({ ...one, join: one.join === null ? null : { ...one.join, between: ['', ''] as const } }))
      : network.islands,
    assumptions: hidesFacilities
      ? network.assumptions.map((sentence) =>
          [...facilityNames].reduce((text, [name, id]) => text.replaceAll(name, id), sentence),
        )
      : network.assumptions,
  };
}

/** Numbers in the place of names, in the order of the names. */
function standIns(names: readonly string[], word: string): ReadonlyMap<string, string> {
  return new Map([...new Set(names)].sort(compareText).map((name, i) => [name, `${word} ${i + 1}`]));
}
