import { isJsonObject, type JsonObject } from '../base/json-object.ts';
import type { LngLat } from '../geo/position.ts';
import { geodesicDistanceM } from '../geo/geodesy.ts';
import { OFDS_CODES } from './ofds-terms.ts';
import type { ProblemList, SourceFeature } from './source-layer.ts';

/** A node or span as the file has it, and where. */
export interface OfdsPart {
  readonly where: string;
  readonly value: JsonObject;
  readonly feature: SourceFeature | null;
}

/** Nodes and ends of spans that are farther apart than this, or than the accuracy that the network states, do not agree. */
const AGREEMENT_M = 1;

/**
 * What a network must fulfil beside its schema: ids are there once, spans name nodes that are there and lie where these do, every node is
 * used, phases and organisations that are named are there under that name, codes are those of the closed lists.
 */
export function checkOfdsNetwork(
  network: JsonObject,
  parts: { readonly nodes: readonly OfdsPart[]; readonly spans: readonly OfdsPart[] },
  place: string,
  problems: { readonly nodes: ProblemList; readonly spans: ProblemList },
): void {
  const accuracy = network['accuracy'];
  const context: Context = {
    nodes: new Map(parts.nodes.map((node) => [node.value['id'], node])),
    phases: namesById(network['phases']),
    organisations: namesById(network['organisations']),
    agreementM: typeof accuracy === 'number' ? Math.max(accuracy, AGREEMENT_M) : AGREEMENT_M,
  };
  for (const kind of ['nodes', 'spans'] as const) {
    const seen = new Set<unknown>();
    for (const part of parts[kind]) {
      const say: Say = (message) => {
        problems[kind].add('warning', 'import/ofds-check', part.where, message);
      };
      const id = part.value['id'];
      if (id !== undefined && seen.has(id)) say(`The id "${text(id)}" is there already.`);
      seen.add(id);
      checkCodes(part.value, say);
      checkReferences(part.value, context, say);
      if (kind === 'spans') checkEnds(part, context, say);
    }
  }
  const used = new Set(parts.spans.flatMap(({ value }) => [value['start'], value['end']]));
  const idle = parts.nodes.filter(({ value }) => !used.has(value['id'])).length;
  if (idle > 0 && parts.spans.length > 0)
    problems.nodes.add('warning', 'import/ofds-check', place.replace(/, $/, ''), `${idle} nodes are the end of no span.`);
}

type Say = (message: string) => void;

interface Context {
  readonly nodes: ReadonlyMap<unknown, OfdsPart>;
  readonly phases: ReadonlyMap<unknown, unknown>;
  readonly organisations: ReadonlyMap<unknown, unknown>;
  readonly agreementM: number;
}

function checkEnds(span: OfdsPart, { nodes, agreementM }: Context, say: Say): void {
  for (const [index, end] of (['start', 'end'] as const).entries()) {
    const id = span.value[end];
    if (id === undefined) continue;
    const node = nodes.get(id);
    if (node === undefined) {
      say(`Its ${end} is the node "${text(id)}", which is not there.`);
      continue;
    }
    const [here, there] = [endsOf(span)?.[index], endsOf(node)?.[0]];
    const apartM = here && there ? geodesicDistanceM(here, there) : 0;
    if (apartM > agreementM) say(`Its ${end} lies ${apartM.toFixed(0)} m from the node "${text(id)}".`);
  }
}

function checkCodes(value: JsonObject, say: Say): void {
  for (const [key, codes] of Object.entries<readonly string[]>(OFDS_CODES)) {
    const given = value[key];
    for (const code of Array.isArray(given) ? (given as unknown[]) : given === undefined ? [] : [given])
      if (typeof code !== 'string' || !codes.includes(code)) say(`"${text(code)}" is not a code of "${key}".`);
  }
  if (value['fibreCount'] !== undefined && !Number.isInteger(value['fibreCount'])) say('"fibreCount" is not a whole number.');
}

function checkReferences(value: JsonObject, { phases, organisations }: Context, say: Say): void {
  const check = (reference: unknown, list: ReadonlyMap<unknown, unknown>, key: string): void => {
    if (!isJsonObject(reference)) return;
    if (!list.has(reference['id'])) say(`"${key}" names "${text(reference['id'])}", which the network does not list.`);
    else if (reference['name'] !== undefined && reference['name'] !== list.get(reference['id']))
      say(`"${key}" calls "${text(reference['id'])}" otherwise than the network does.`);
  };
  check(value['phase'], phases, 'phase');
  for (const key of ['physicalInfrastructureProvider', 'supplier']) check(value[key], organisations, key);
  const providers = value['networkProviders'];
  for (const one of Array.isArray(providers) ? (providers as unknown[]) : []) check(one, organisations, 'networkProviders');
}

function namesById(list: unknown): Map<unknown, unknown> {
  return new Map(
    (Array.isArray(list) ? (list as unknown[]) : []).flatMap((one) => (isJsonObject(one) ? [[one['id'], one['name']]] : [])),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** The first and last position of a part's line, or its place twice; null where it has none. */
function endsOf({ feature }: OfdsPart): readonly [LngLat, LngLat] | null {
  const geometry = feature?.geometry;
  if (geometry?.type === 'Point') return [geometry.coordinates, geometry.coordinates];
  if (geometry?.type !== 'LineString') return null;
  const [first, last] = [geometry.coordinates[0], geometry.coordinates.at(-1)];
  return first && last ? [first, last] : null;
}
