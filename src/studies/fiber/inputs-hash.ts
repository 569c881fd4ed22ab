import { sha256Hex } from '../../base/hash.ts';
import { stableJson } from '../../base/stable-json.ts';
import type { FeatureTable } from '../../plan/feature-table.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import { unpackTexts } from '../../plan/packed-texts.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { defaultSettings, type Settings } from '../../plan/settings.ts';

/** The layers that every design is read from. */
export const READ_LAYERS: readonly FeatureLayerName[] = [
  'premises',
  'parcels',
  'buildings',
  'poles',
  'spans',
  'rights-of-way',
  'barriers',
  'facilities',
  'neighbourhoods',
];
/** Layers that came later: without them a design of an older version is still up to date. */
const READ_WHERE_THERE: readonly FeatureLayerName[] = ['conditions', 'existing-network', 'cabinet-sites'];
/** Settings that alter how a design is read or what is connected to it, never which network is the cheapest. */
const BESIDE_THE_DESIGN: ReadonlySet<string> = new Set<keyof Settings>([
  'units',
  'takeRate',
  'poleApplications',
  'frequencyGhz',
  'kFactor',
]);
const tableHashes = new WeakMap<FeatureTable, string>();

/** Fingerprint of all that a fiber design depends on; a network with another one is out of date. */
export function designInputsHash(plan: Plan): string {
  const layers = namesRead(plan).map((name) => `${name} ${tableHash(layerTable(plan, name))}`);
  const terrain = plan.rasters.get('terrain')?.sources.map(({ name, sha256 }) => `${name} ${sha256 ?? ''}`) ?? [];
  // A setting that came later has its usual value in a design of an older version, which is then still up to date.
  const usual: Readonly<Record<string, Settings[keyof Settings]>> = { ...defaultSettings };
  const settings = Object.fromEntries(designSettings(plan).filter(([name, value]) => value !== usual[name]));
  return sha256Hex([...layers, ...terrain, stableJson(settings), stableJson(plan.costBook)].join('\n'));
}

function namesRead(plan: Plan): FeatureLayerName[] {
  return [...READ_LAYERS, ...READ_WHERE_THERE.filter((name) => layerTable(plan, name).count > 0)];
}

/** The tables that `designInputsHash` would have to look through: those whose hash is not known yet. */
export function tablesToHash(plan: Plan): FeatureTable[] {
  return namesRead(plan)
    .map((name) => layerTable(plan, name))
    .filter((table) => !tableHashes.has(table));
}

/** The hashes that are known of a plan's layers, by their names: for whoever gets a copy of it, so that nothing is looked through twice. */
export function knownTableHashes(plan: Plan): [name: FeatureLayerName, hash: string][] {
  return [...plan.layers.keys()].flatMap((name): [FeatureLayerName, string][] => {
    const hash = tableHashes.get(layerTable(plan, name));
    return hash === undefined ? [] : [[name, hash]];
  });
}

/** Says what the hash of a table is, where it was computed elsewhere. */
export function rememberTableHash(table: FeatureTable, hash: string): void {
  tableHashes.set(table, hash);
}

/** The settings that a fiber design depends on. */
export function designSettings(plan: Plan): [name: string, value: Settings[keyof Settings]][] {
  return Object.entries(plan.settings).filter(([name]) => !BESIDE_THE_DESIGN.has(name));
}

/** Hash of all that is in a table: for a county's parcels this takes seconds. */
export function tableHash(table: FeatureTable): string {
  const known = tableHashes.get(table);
  if (known !== undefined) return known;
  const columns = [...table.columns].map(([name, column]) => [
    name,
    column.kind,
    column.kind === 'text' ? unpackTexts(column.texts).map((text) => text || null) : Array.from(column.values),
  ]);
  const geometry = new Uint8Array(table.coordinates.buffer, table.coordinates.byteOffset, table.coordinates.byteLength);
  const hash = sha256Hex(
    `${sha256Hex(geometry)} ${sha256Hex(JSON.stringify([unpackTexts(table.ids), Array.from(table.types), Array.from(table.pathPoints), columns]))}`,
  );
  tableHashes.set(table, hash);
  return hash;
}
