import { AppError } from '../../base/app-error.ts';
import { conditionMap, PLAIN_TERMS, type Terms } from '../../fiber/conditions.ts';
import { barrierMap, type BarrierKind, type BarrierLine, type BarrierMap } from '../../fiber/crossings.ts';
import type { DropKind, GraphCable, GraphPole, GraphSpan, GraphWay, Method, RouteInput } from '../../fiber/route-input.ts';
import { spansOnLine } from '../../fiber/poles-on-line.ts';
import { postsAmong } from '../../fiber/posts.ts';
import { inferSpans } from '../../fiber/spans.ts';
import { sidesOfStreets, streetCheck, type StreetPiece } from '../../fiber/street-sides.ts';
import { WayMap } from '../../fiber/way-network.ts';
import { waySurface, wayRule } from '../../fiber/way-rules.ts';
import type { Geometry } from '../../geo/geometry.ts';
import { localFrame, type LocalFrame } from '../../geo/local-frame.ts';
import { boundsOf, representativePoint } from '../../geo/polygon.ts';
import { quantise, type LngLat } from '../../geo/position.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { featureAt, featuresOf, type Feature } from '../../plan/feature-table.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { isLandOfNobody } from '../../plan/land-use.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import type { Settings } from '../../plan/settings.ts';
import { cablesInService, cableNotes, type CableInService } from './cables-in-service.ts';
import { boundariesOf, type Boundaries } from './boundaries.ts';
import { conditionsOf, termsOf } from './conditions.ts';
import { DesignMemory } from './design-memory.ts';
import { dropCheck, lotsWithoutWays, wireCheck, type Land } from './obstacles.ts';
import { makeReadyGroups } from './make-ready.ts';
import { expectedMakeReadyCents, ITEM, likelyCents, routePrices } from './prices.ts';
import { slopeFactor } from './slope.ts';

/** The plan as the route graph wants it, and the features that its indices stand for. */
export interface PreparedRoutes {
  readonly input: RouteInput;
  readonly poles: readonly Feature[];
  readonly ways: readonly PreparedWay[];
  readonly spans: readonly {
    readonly from: number;
    readonly to: number;
    readonly sourceId: string | null;
    readonly along: string;
    readonly terms: Terms;
  }[];
  readonly premises: readonly Feature[];
  readonly facilities: readonly Feature[];
  /** Cables in service with fibres to spare. */
  readonly cables: readonly CableInService[];
  /** Places where cabinets must or may stand. */
  readonly cabinets: readonly Feature[];
  readonly barriers: readonly { readonly id: string; readonly name: string | null; readonly layer: FeatureLayerName }[];
  readonly boundaries: Boundaries;
  /** What was taken for granted on the way, in sentences. */
  readonly notes: readonly string[];
}

/** A path that routes may follow, and the feature that it belongs to. */
export interface PreparedWay {
  readonly feature: Feature;
  readonly layer: 'rights-of-way' | 'existing-network';
  readonly path: readonly LngLat[];
  /** Whether it leads across a wide street. */
  readonly across?: boolean;
}

/** What of a plan neither conditions nor prices nor cabinet sites alter. */
export interface PreparedMap {
  readonly premises: readonly Feature[];
  readonly premisesAt: readonly LngLat[];
  readonly facilities: readonly Feature[];
  readonly frame: LocalFrame;
  readonly poles: readonly Feature[];
  readonly spans: PreparedRoutes['spans'];
  readonly crossesStreet: RouteInput['crossesStreet'];
  readonly dropIsClear: RouteInput['dropIsClear'];
  /** Everything that runs along: streets with the sides of wide ones, and ducts. */
  readonly ways: readonly PreparedWay[];
  readonly graphWays: readonly GraphWay[];
  readonly barrierMap: BarrierMap;
  readonly barriers: PreparedRoutes['barriers'];
  readonly layouts: RouteInput['layouts'];
  readonly boundaries: Boundaries;
}

/**
 * Reads from the plan what routes can be built on.
 * @param opened ids of poles that may carry strand although the plan says that they do not
 * @param memory what an earlier design found out about the map
 * @throws AppError when something indispensable is missing
 */
export async function prepareRoutes(
  plan: Plan,
  opened: ReadonlySet<string> = new Set(),
  memory: DesignMemory = new DesignMemory(),
): Promise<PreparedRoutes> {
  const { settings, costBook } = plan;
  const map = memory.mapOf(plan, opened, (seen) => prepareMap(seen, opened));
  const { premises, facilities, frame, poles, spans, ways } = map;
  const cabinets = [...featuresOf(layerTable(plan, 'cabinet-sites'))].filter((feature) => feature.geometry !== null);
  const cables = cablesInService(plan);
  const sharesOf = makeReadyGroups(settings);
  const input: RouteInput = {
    frame,
    ways: map.graphWays,
    poles: poles.map((pole) => graphPole(pole, settings, expectedMakeReadyCents(costBook, sharesOf(pole)))),
    spans: spans.map(({ from, to, terms }): GraphSpan => ({
      from,
      to,
      terms: settings.aerialPreferred && terms.routing === null ? { ...terms, routing: 'preferred' } : terms,
      path: [poleAt(poles, from), poleAt(poles, to)],
    })),
    cables: cables.map(({ path, closures }): GraphCable => ({ path, closures })),
    barriers: map.barrierMap,
    conditions: conditionMap(conditionsOf(plan), frame),
    slopeFactor: await slopeFactor(plan),
    premises: map.premisesAt,
    fibres: premises.map((one) => fibresTo(one, settings)),
    dropKinds: premises.map(dropKindTo),
    facilities: facilities.map(pointOf),
    facilityCents: facilities.map((facility) =>
      isOffered(facility) && isToBeBuilt(facility) ? Math.round(likelyCents(costBook, ITEM.hut)) : 0,
    ),
    cabinets: cabinets.map(pointOf),
    prices: routePrices(costBook, settings),
    pathMetreCents: 100 * settings.pathMetrePrice,
    rules: {
      ...settings,
      pavedMethod: methodOf(settings.pavedMethod),
      unpavedMethod: methodOf(settings.unpavedMethod),
    },
    crossesStreet: map.crossesStreet,
    dropIsClear: map.dropIsClear,
    layouts: map.layouts,
  };
  return {
    input,
    poles,
    ways,
    spans,
    premises,
    facilities,
    cables,
    cabinets,
    barriers: map.barriers,
    boundaries: map.boundaries,
    notes: notesOf(plan, poles),
  };
}

/** @throws AppError when something indispensable is missing */
function prepareMap(plan: Plan, opened: ReadonlySet<string>): PreparedMap {
  const premises = [...featuresOf(layerTable(plan, 'premises'))].filter((feature) => feature.geometry !== null);
  const facilities = [...featuresOf(layerTable(plan, 'facilities'))].filter((feature) => feature.geometry !== null);
  requireLayers(plan, premises.length, facilities.length);
  const premisesAt = premises.map(pointOf);
  const frame = localFrame(centreOf([...premisesAt, ...facilities.map(pointOf)]));
  const poles = usablePoles(plan, opened);
  const streets = waysOf(plan);
  const pieces = sidesOfStreets(
    streets.map(({ path }) => path),
    streets.map(({ feature }) => widthToTell(feature, plan.settings)),
    frame,
  );
  const land = landOf(plan, streets, frame);
  const ways = [...pieces.map((piece) => pieceOf(piece, streets)), ...ductsOf(plan)];
  const { lines, barriers } = barrierLines(plan);
  const areas = [...featuresOf(layerTable(plan, 'neighbourhoods'))].flatMap(({ id, geometry }) =>
    geometry === null ? [] : [{ id, geometry }],
  );
  return {
    premises,
    premisesAt,
    facilities,
    frame,
    poles,
    spans: spansOf(plan, poles, streets, land, frame),
    crossesStreet: streetCheck(pieces, frame),
    dropIsClear: dropCheck(land.lots.length > 0 ? land.lots : land.buildings, premisesAt, frame),
    ways,
    graphWays: ways.map(graphWay),
    barrierMap: barrierMap(lines, frame),
    barriers,
    layouts: new Map(),
    boundaries: boundariesOf(areas, frame),
  };
}

/** How many fibres a premises takes: as it says, else one, or one for each unit. */
export function fibresTo({ fields }: Feature, { fibresPer }: Settings): number {
  const told = typeof fields['fibres'] === 'number' ? fields['fibres'] : fibresPer === 'unit' ? fields['units'] : 1;
  return typeof told === 'number' && told > 1 ? Math.floor(told) : 1;
}

function dropKindTo({ fields: { drop } }: Feature): DropKind | null {
  return drop === 'aerial' || drop === 'underground' ? drop : null;
}

/** Kinds of facility that exist before the network does. */
const STANDING = ['central-office', 'cabinet', 'cable-end', 'gateway'];

/** Whether a facility is a hut to be built and paid for. */
export function isToBeBuilt({ fields }: Feature): boolean {
  return !STANDING.includes(String(fields['kind']));
}

/** Whether a facility is one that the design may use or leave. */
export function isOffered({ fields }: Feature): boolean {
  return fields['offered'] === true;
}

function requireLayers(plan: Plan, premises: number, facilities: number): void {
  const missing = (what: string, where: string, remedy: string): AppError =>
    new AppError('study/missing-layer', { what, where, remedy });
  if (premises === 0)
    throw missing('There are no premises to serve.', 'premises', 'Import premises, or derive them from parcels or buildings.');
  if (facilities === 0)
    throw missing(
      'There is no facility that the network could start from.',
      'facilities',
      'Import or place a hut, a central office or the end of an existing cable.',
    );
  if (layerTable(plan, 'rights-of-way').count === 0 && layerTable(plan, 'poles').count === 0) {
    throw missing('There is nothing to build along.', 'rights-of-way', 'Import streets or other rights-of-way, or poles.');
  }
}

function methodOf(setting: string): Method {
  return setting === 'plow' || setting === 'trench' ? setting : 'bore';
}

/** The position that a feature of a point layer stands at. */
export function pointOf(feature: Feature): LngLat {
  return quantise(feature.geometry === null ? [NaN, NaN] : representativePoint(feature.geometry));
}

function centreOf(positions: readonly LngLat[]): LngLat {
  const [west, south, east, north] = boundsOf(positions);
  return [(west + east) / 2, (south + north) / 2];
}

/** Poles that may carry strand: not towers, unless the settings say so, not those marked as closed to us, and no posts in a tight row. */
export function usablePoles(plan: Plan, opened: ReadonlySet<string> = new Set()): Feature[] {
  const standing = [...featuresOf(layerTable(plan, 'poles'))].filter((pole) => pole.geometry !== null);
  const frame = localFrame(standing[0] === undefined ? [0, 0] : pointOf(standing[0]));
  const posts = postsAmong(standing.map((pole) => frame.toLocal(pointOf(pole))));
  return standing.filter(
    (pole, i) =>
      !posts.has(i) &&
      (plan.settings.towersCarryStrand || pole.fields['kind'] !== 'tower') &&
      (opened.has(pole.id) || !isClosedPole(pole)),
  );
}

/** Whether a pole is marked as one that may carry no strand of ours. */
export function isClosedPole({ fields }: Feature): boolean {
  return fields['attachable'] === false || fields['zone'] === 'none';
}

/** Ways as single paths with the feature that each belongs to. */
export function waysOf(plan: Plan): PreparedWay[] {
  return [...featuresOf(layerTable(plan, 'rights-of-way'))].flatMap((feature) => preparedWays(feature, 'rights-of-way'));
}

/** Ducts in service that are not said to be full. */
function ductsOf(plan: Plan): PreparedWay[] {
  return [...featuresOf(layerTable(plan, 'existing-network'))]
    .filter(({ fields }) => fields['kind'] === 'duct' && fields['spareFibres'] !== 0)
    .flatMap((feature) => preparedWays(feature, 'existing-network'));
}

function preparedWays(feature: Feature, layer: PreparedWay['layer']): PreparedWay[] {
  return pathsOf(feature.geometry)
    .filter((path) => path.length > 1)
    .map((path) => ({ feature, layer, path }));
}

function pathsOf(geometry: Geometry | null): readonly (readonly LngLat[])[] {
  return geometry === null ? [] : partsOf(geometry).flat();
}

/** The width of a street whose sides are told apart, else 0: on bridges and in tunnels there is one way. */
function widthToTell({ fields }: Feature, { wideStreetM }: Settings): number {
  const { widthM } = fields;
  const isStreet = wayRule(text(fields['kind'])).buried && fields['bridge'] !== true && fields['tunnel'] !== true;
  return isStreet && typeof widthM === 'number' && widthM >= wideStreetM ? widthM : 0;
}

function pieceOf({ way, part, path }: StreetPiece, streets: readonly PreparedWay[]): PreparedWay {
  const street = streets[way] as PreparedWay; // pieces are of these
  return part === 'whole' ? { ...street, path } : { ...street, path, across: part === 'across' };
}

function graphWay({ feature, layer, path, across = false }: PreparedWay): GraphWay {
  const { fields } = feature;
  const terms = termsOf(feature);
  if (layer === 'existing-network')
    return { path, buried: false, newPoles: false, surface: 'paved', bridge: false, across, duct: true, terms };
  const rule = wayRule(text(fields['kind']));
  const closed = fields['tunnel'] === true || fields['permits'] === 'electric';
  return {
    path,
    buried: rule.buried && !closed,
    newPoles: rule.newPoles && !closed,
    surface: waySurface(rule, text(fields['surface'])),
    bridge: fields['bridge'] === true,
    across,
    duct: false,
    terms,
  };
}

function graphPole(pole: Feature, settings: Settings, makeReadyCents: number): GraphPole {
  const surveyed = pole.fields['makeReadyCents'];
  return {
    position: pointOf(pole),
    owned: isOwn(text(pole.fields['owner']), settings),
    makeReadyCents: Math.round(typeof surveyed === 'number' ? surveyed : makeReadyCents),
  };
}

/** Whether poles of this owner are ours, by the setting `ownPoleOwners`; poles without an owner only where all are. */
export function isOwn(owner: string | undefined, settings: Settings): boolean {
  const owners = settings.ownPoleOwners.split(';').map((name) => name.trim().toLowerCase());
  return owners.includes('*') || (owner !== undefined && owners.includes(owner.toLowerCase()));
}

function poleAt(poles: readonly Feature[], index: number): LngLat {
  const pole = poles[index];
  return pole === undefined ? [NaN, NaN] : pointOf(pole);
}

/** What stands or lies there and belongs to somebody. */
export function landOf(plan: Plan, ways: readonly PreparedWay[], frame: LocalFrame): Land {
  const shapesOf = (layer: 'parcels' | 'buildings'): Geometry[] =>
    [...featuresOf(layerTable(plan, layer))].flatMap((one) => (one.geometry === null || isLandOfNobody(one) ? [] : one.geometry));
  const paths = ways.map(({ path }) => path);
  return {
    buildings: shapesOf('buildings'),
    lots: lotsWithoutWays(shapesOf('parcels'), paths, frame),
    rails: [...featuresOf(layerTable(plan, 'barriers'))]
      .filter(({ fields }) => fields['kind'] === 'rail' && fields['tunnel'] !== true)
      .flatMap(({ geometry }) => pathsOf(geometry)),
  };
}

/** Spans as given, and inferred ones between the poles that have none. */
export function spansOf(
  plan: Plan,
  poles: readonly Feature[],
  ways: readonly PreparedWay[],
  land: Land,
  frame: LocalFrame,
): PreparedRoutes['spans'] {
  const given = givenSpans(plan, poles, frame);
  const served = new Set(given.flatMap(({ from, to }) => [from, to]));
  const free = poles.map((_, i) => i).filter((i) => !served.has(i));
  const wayMap = new WayMap(
    ways.map(({ path }) => path),
    frame,
  );
  const follows = ways.map(({ feature }) => wayRule(text(feature.fields['kind'])).buried);
  const inferred = inferSpans(
    free.map((i) => poleAt(poles, i)),
    {
      ways: wayMap,
      frame,
      usable: (way) => follows[way] ?? false,
      isClear: wireCheck(land, frame),
    },
    plan.settings,
  );
  return [
    ...given,
    ...inferred.map(({ from, to, way }) => ({
      from: free[from] ?? 0,
      to: free[to] ?? 0,
      sourceId: null,
      along: way < 0 ? 'back lots' : nameOf(ways[way]?.feature),
      terms: PLAIN_TERMS,
    })),
  ];
}

/** What people call a thing: its name, else its id. */
export function nameOf(feature: Feature | undefined): string {
  return text(feature?.fields['name']) ?? feature?.id ?? '';
}

function givenSpans(plan: Plan, poles: readonly Feature[], frame: LocalFrame): PreparedRoutes['spans'] {
  const byId = new Map(poles.map((pole, i) => [pole.id, i]));
  // Lines are cut at closed supports as well: no span leads past one.
  const local = [...poles, ...closedSupports(plan, byId)].map((pole) => frame.toLocal(pointOf(pole)));
  const index = boxIndex(local.map(({ x, y }) => [x, y, x, y]));
  const spans = new Map<string, PreparedRoutes['spans'][number]>();
  for (const span of featuresOf(layerTable(plan, 'spans'))) {
    if (span.fields['kind'] === 'line' && !plan.settings.towersCarryStrand) continue;
    const start = byId.get(text(span.fields['from']) ?? '');
    const end = byId.get(text(span.fields['to']) ?? '');
    const pairs =
      start !== undefined && end !== undefined
        ? [{ from: start, to: end }]
        : pathsOf(span.geometry).flatMap((path) =>
            spansOnLine(
              path.map((vertex) => frame.toLocal(vertex)),
              local,
              index,
              plan.settings.maxSpanM,
            ),
          );
    for (const { from: a, to: b } of pairs) {
      if (a === b || a >= poles.length || b >= poles.length) continue;
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const key = `${from}-${to}`;
      if (!spans.has(key))
        spans.set(key, {
          from,
          to,
          sourceId: span.id,
          along: text(span.fields['along']) ?? nameOf(span),
          terms: termsOf(span),
        });
    }
  }
  return [...spans.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Towers and closed poles that carry none of our strand. */
function closedSupports(plan: Plan, usable: ReadonlyMap<string, number>): Feature[] {
  return [...featuresOf(layerTable(plan, 'poles'))].filter(
    (pole) => pole.geometry !== null && !usable.has(pole.id) && (isClosedPole(pole) || pole.fields['kind'] === 'tower'),
  );
}

/** Barriers as lines: rail and water from the layer, motorways from the rights-of-way. Culverts and tunnels are free. */
function barrierLines(plan: Plan): { lines: BarrierLine[]; barriers: PreparedRoutes['barriers'] } {
  const lines: BarrierLine[] = [];
  const barriers: { id: string; name: string | null; layer: FeatureLayerName }[] = [];
  const add = (feature: Feature, kind: BarrierKind, layer: FeatureLayerName): void => {
    const barrier = barriers.push({ id: feature.id, name: text(feature.fields['name']) ?? null, layer }) - 1;
    for (const path of pathsOf(feature.geometry)) lines.push({ kind, barrier, area: isClosed(path), path });
  };
  const table = layerTable(plan, 'barriers');
  for (let row = 0; row < table.count; row++) {
    const feature = featureAt(table, row);
    const kind = feature.fields['kind'];
    if (feature.fields['tunnel'] !== true && (kind === 'rail' || kind === 'water' || kind === 'stream' || kind === 'highway'))
      add(feature, kind, 'barriers');
  }
  for (const feature of featuresOf(layerTable(plan, 'rights-of-way'))) {
    if (wayRule(text(feature.fields['kind'])).isHighway && feature.fields['tunnel'] !== true)
      add(feature, 'highway', 'rights-of-way');
  }
  return { lines, barriers };
}

function isClosed(path: readonly LngLat[]): boolean {
  const first = path[0];
  const last = path.at(-1);
  return path.length > 3 && first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1];
}

function notesOf(plan: Plan, poles: readonly Feature[]): string[] {
  const notes: string[] = [];
  const ownerless = poles.filter((pole) => pole.fields['owner'] === undefined).length;
  if (ownerless > 0) {
    const share = plan.settings.ownPoleOwners.includes('*') ? 'taken as ours' : 'taken as rented';
    notes.push(`${ownerless} of ${poles.length} poles do not state an owner; they are ${share}.`);
  }
  const left = layerTable(plan, 'poles').count - poles.length;
  if (left > 0)
    notes.push(`${left} supports carry no strand of ours: towers, poles marked as not attachable, or posts in a tight row.`);
  const ducts = ductsOf(plan).length;
  if (ducts > 0 && !plan.costBook.items.some(({ id }) => id === ITEM.duct))
    notes.push(`${ducts} existing ducts are not used: the cost book has no item "${ITEM.duct}".`);
  notes.push(...cableNotes(plan));
  const unknown = [...featuresOf(layerTable(plan, 'rights-of-way'))].filter(
    ({ fields }) => fields['kind'] === 'easement' && fields['permits'] !== 'communications',
  ).length;
  if (unknown > 0)
    notes.push(
      `${unknown} easements do not say that they cover communications; that is a legal question to settle before building.`,
    );
  return notes;
}

/** A field's value as text, undefined where it is missing. */
export function text(value: string | number | boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
