import type { LocalFrame } from '../geo/local-frame.ts';
import type { LngLat } from '../geo/position.ts';
import type { ConditionMap, Terms } from './conditions.ts';
import type { BarrierCrossing, BarrierKind, BarrierMap } from './crossings.ts';
import type { RouteLayout } from './route-layout.ts';

/** How an underground stretch is built. */
export type Method = 'plow' | 'bore' | 'trench';

/** Likely prices in cents that decide between routes; what they contain is the caller's business. */
export interface RoutePrices {
  readonly aerialOwnPerM: number;
  readonly aerialRentedPerM: number;
  /** What of every price per metre is engineering: no condition of the ground alters it. */
  readonly engineeringPerM: number;
  /** A metre of cable pulled into a duct that lies there already; null where the book has no price for it. */
  readonly ductPerM: number | null;
  /** A metre of fibre in a cable in service, and opening one for a closure; null where the book has no price for either. */
  readonly cablePerM: number | null;
  readonly cableAccess: number;
  readonly buriedPerM: Readonly<Record<Method, number>>;
  readonly newPole: number;
  readonly riser: number;
  readonly crossing: Readonly<Record<BarrierKind, number>>;
  readonly dropAerialPerM: number;
  readonly dropBuriedPerM: number;
  /** A terminal on a pole and in a handhole. */
  readonly terminalAerialCents: number;
  readonly terminalBuriedCents: number;
  /** What the search expects of them. */
  readonly terminalAerial: TerminalPrice;
  readonly terminalBuried: TerminalPrice;
}

/** What the terminals of a place are expected to cost before anyone knows how many stand there: so much for the first drop and so much for every fibre. */
export interface TerminalPrice {
  readonly opening: number;
  readonly perFibre: number;
}

export interface GraphPole {
  readonly position: LngLat;
  readonly owned: boolean;
  /** Expected make-ready, cents: paid once when the pole is used. */
  readonly makeReadyCents: number;
}

export interface GraphWay {
  readonly path: readonly LngLat[];
  readonly buried: boolean;
  readonly newPoles: boolean;
  readonly surface: 'paved' | 'unpaved';
  readonly bridge: boolean;
  /** It leads across a wide street, from side to side: the street is bored under, and no drop leaves from there. */
  readonly across: boolean;
  /** A duct in service with room for our cable: it is entered at its vertices. */
  readonly duct: boolean;
  readonly terms: Terms;
}

/** A cable in service with fibres to spare. */
export interface GraphCable {
  readonly path: readonly LngLat[];
  /** Where it can be opened, as far as the data tell; its ends count in any case. None: at the poles, or else the vertices, that it passes. */
  readonly closures: readonly LngLat[];
}

/** The piece of a cable in service that an edge is, in metres from where the cable begins. */
export interface CablePiece {
  readonly cable: number;
  readonly fromM: number;
  readonly toM: number;
}

/** Whether one may dig along a way, and not only across a street. */
export function isAlong(way: GraphWay | undefined): boolean {
  return way !== undefined && way.buried && !way.across;
}

export interface GraphSpan {
  readonly from: number;
  readonly to: number;
  readonly path: readonly LngLat[];
  readonly terms: Terms;
}

/** Everything that a route may use, in flat lists; indices name things between them. */
export interface RouteInput {
  readonly frame: LocalFrame;
  readonly ways: readonly GraphWay[];
  readonly poles: readonly GraphPole[];
  readonly spans: readonly GraphSpan[];
  readonly cables: readonly GraphCable[];
  readonly barriers: BarrierMap;
  readonly conditions: ConditionMap;
  /** How many times the price of digging a path costs for its slope, ≥ 1. */
  readonly slopeFactor: (path: readonly LngLat[]) => number;
  readonly premises: readonly LngLat[];
  /** Fibres that each of the premises takes, ≥ 1. */
  readonly fibres: readonly number[];
  /** How the drop of each of the premises has to be built; null where the cheapest will do. */
  readonly dropKinds: readonly (DropKind | null)[];
  readonly facilities: readonly LngLat[];
  /** What opening each facility costs the search: the price of a hut that is only offered, else 0. */
  readonly facilityCents: readonly number[];
  /** Where cabinets must or may stand: ways have nodes there. */
  readonly cabinets: readonly LngLat[];
  readonly prices: RoutePrices;
  /** What a metre of the way from a facility to the end of each fibre weighs, cents. */
  readonly pathMetreCents: number;
  readonly rules: RouteRules;
  /** Whether a straight line crosses a side of a wide street: drops in the ground may not. */
  readonly crossesStreet: (from: LngLat, to: LngLat) => boolean;
  /** Whether a straight drop to a premises is free of other people's buildings and lots. */
  readonly dropIsClear: (premises: number, from: LngLat) => boolean;
  /** Graphs laid out before over the same map by the same rules; one that is wanted again is found here. */
  readonly layouts: Map<string, RouteLayout>;
}

export type DropKind = 'aerial' | 'underground';

export interface RouteRules {
  readonly aerial: boolean;
  readonly newPoles: boolean;
  readonly newPoleSpacingM: number;
  readonly poleOffsetM: number;
  readonly dropLimitM: number;
  /** Longest drop through the air, metres; from a pole a longer one is buried. */
  readonly aerialDropM: number;
  readonly pavedMethod: Method;
  readonly unpavedMethod: Method;
}

export type RouteEdgeKind =
  | 'span'
  | 'buried'
  | 'duct'
  | 'pole-line'
  | 'lateral'
  | 'tap'
  | 'riser'
  | 'drop-aerial'
  | 'drop-buried'
  | 'source'
  /** Fibres of a cable in service, and the closure where one goes in or comes out. */
  | 'cable'
  | 'cable-access';

/** An edge of the route graph: knows what it is made of and why it costs what it costs. */
export interface RouteEdge {
  readonly kind: RouteEdgeKind;
  readonly from: number;
  readonly to: number;
  readonly path: readonly LngLat[];
  readonly lengthM: number;
  readonly costCents: number;
  /** Index of the way that it follows, −1 for none. */
  readonly way: number;
  /** Index of the span, −1 for none. */
  readonly span: number;
  readonly method: Method | null;
  readonly owned: boolean;
  readonly crossings: readonly BarrierCrossing[];
  readonly terms: Terms;
  /** Of a cable in service. */
  readonly piece?: CablePiece;
}

/** What stands at a node. */
export type RouteNode =
  | { readonly kind: 'pole'; readonly pole: number; readonly position: LngLat }
  | { readonly kind: 'ground'; readonly position: LngLat }
  | { readonly kind: 'new-line'; readonly position: LngLat }
  /** A place where a cable in service can be opened. */
  | { readonly kind: 'cable'; readonly cable: number; readonly position: LngLat }
  | { readonly kind: 'premises'; readonly premises: number; readonly position: LngLat }
  | { readonly kind: 'facility'; readonly facility: number; readonly position: LngLat }
  | { readonly kind: 'source'; readonly position: LngLat };

export interface RouteGraph {
  readonly nodes: readonly RouteNode[];
  readonly edges: readonly RouteEdge[];
  readonly root: number;
  readonly premisesNode: readonly number[];
  /** For premises that nothing can reach: metres to the nearest pole or way, null when none is within 5 km. */
  readonly outOfReachM: ReadonlyMap<number, number | null>;
}
