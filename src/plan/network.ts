import type { LngLat } from '../geo/position.ts';

/** So much of an item of the cost book. Quantities of lengths are metres, of everything else pieces (shares may be fractions). */
export interface ItemQuantity {
  readonly item: string;
  readonly quantity: number;
  /** How many times the book's price is paid, for hard ground or steep slope; once where missing. */
  readonly priceFactor?: number;
}

/** What all parts of a network share. `neighbourhoodId` is null outside all neighbourhoods: the part counts as `outside`. */
interface NetworkPart {
  readonly id: string;
  readonly neighbourhoodId: string | null;
  readonly items: readonly ItemQuantity[];
}

/**
 * A piece of strand, trench or cable in service of one make between two nodes, inside one neighbourhood. Ends are node ids: equal ids meet.
 * Positions are quantised to 1e-7°, lengths to whole millimetres.
 */
export interface Stretch extends NetworkPart {
  readonly kind: 'aerial' | 'underground' | 'in-service';
  /** What carries an aerial stretch; null for the others. */
  readonly support: 'own-poles' | 'rented-poles' | 'new-poles' | null;
  /** How an underground stretch is built: plow, bore, trench, or duct for one that lies there already; cable for fibres of a cable in service; null in the air. */
  readonly method: string | null;
  readonly from: string;
  readonly to: string;
  readonly path: readonly LngLat[];
  /** Horizontal geodesic length of `path`. */
  readonly lengthM: number;
  /** The cable in service that lends its fibres: nothing is built, no new cable lies here. */
  readonly inService?: InService;
  /** Terrain, sag and slack included, one cable's length times the number of cables. */
  readonly cableLengthM: number;
  /** Slack loops on it, one in each of its cables; 0 where slack is a share of the length. */
  readonly slackLoops: number;
  /** Fibres needed downstream, spare included, and the sizes of the cables in it: first those of the feeder, then of the distribution. */
  readonly fibres: number;
  readonly cables: readonly number[];
  /** Of these fibres and cables those of the feeder, between facility and cabinets. */
  readonly feederFibres: number;
  readonly feederCables: number;
  /** Premises that depend on this stretch. */
  readonly premisesServed: number;
  /** Street name, span or pole line that it follows, in words. */
  readonly along: string;
  /** The id of the right-of-way, span or duct that it follows, with its layer. */
  readonly source: { readonly layer: 'rights-of-way' | 'spans' | 'poles' | 'existing-network'; readonly id: string } | null;
  /** Why it costs more or less than the book says, or is where it is: names of conditions, slope. */
  readonly because: readonly string[];
}

/** A piece of a cable in service. */
export interface InService {
  /** Tells the cable from all others; its name for people. */
  readonly cable: string;
  readonly name: string;
  /** Fibres free in it; number of the first, null where the data do not say: then free ones are counted from 1. */
  readonly spareFibres: number;
  readonly firstSpare: number | null;
  /** Where the stretch begins and ends on it, metres from where the cable begins. */
  readonly fromM: number;
  readonly toM: number;
  /** Length of fibre in it, terrain and slack included, metres. */
  readonly fibreM: number;
}

/** Whether a stretch is built: strand or trench, and not fibres of a cable in service. */
export function isBuilt({ kind }: Pick<Stretch, 'kind'>): boolean {
  return kind !== 'in-service';
}

/** A premises with more fibre to its facility than the setting `pathLimitM`. */
export interface BeyondLimit {
  readonly id: string;
  readonly fibreM: number;
  /** The shortest way that the map has, in metres of fibre; null where it keeps to the limit and the design does not. */
  readonly shortestM: number | null;
}

/** A pole that carries strand of ours, existing or new. */
export interface NetworkPole extends NetworkPart {
  /** The id in the layer `poles`; null for a new pole. */
  readonly poleId: string | null;
  readonly position: LngLat;
  readonly owner: string | null;
  readonly heightM: number | null;
  readonly poleClass: string | null;
  /** Attachment space, as the data say: supply or communications. */
  readonly zone: string | null;
  /** The condition of the setting `makeReadyGroups` that it met; empty where none. */
  readonly group: string;
  readonly circuit: string | null;
  /** Where the make-ready figure comes from: a survey, the group's assumption, or none needed. */
  readonly makeReady: 'surveyed' | 'assumed' | 'none';
  /** Surveyed cost in cents where there is one; it replaces the book's items. */
  readonly surveyedCostCents: number | null;
}

/** Where drops start: at a pole, or in a handhole. */
export interface Terminal extends NetworkPart {
  readonly position: LngLat;
  readonly node: string;
  readonly poleId: string | null;
  readonly ports: number;
  readonly used: number;
  /** The cabinet that its fibres come from. */
  readonly cabinetId: string;
  /** Outputs of the splitter in it; 1 where each port has a fibre of its own from the cabinet. */
  readonly split: number;
  /** Share of the light that a coupler takes out for it, per cent; the rest goes on to the next terminal. Null where it takes all. */
  readonly tapPercent: number | null;
  /** The terminal whose coupler passes the light on to this one; null where it comes from the cabinet. */
  readonly fedBy: string | null;
}

/**
 * How light is divided on its way from the OLT: all in the cabinet; in the cabinet and again in each terminal; or along the road, each
 * terminal taking its share from a fibre that goes on.
 */
export type Splitting = 'central' | 'cascade' | 'taps';

/** A cabinet with splitters, or a place where feeder and distribution are spliced; `inFacility` when all this is in the hut. */
export interface Cabinet extends NetworkPart {
  readonly position: LngLat;
  readonly node: string;
  readonly inFacility: boolean;
  readonly premises: number;
  readonly splitting: Splitting;
  /** Outputs of each splitter that stands here; 1 where none does. */
  readonly splitRatio: number;
  readonly splitters: number;
  /** OLT ports that feed it, and the class of their optics. */
  readonly oltPorts: number;
  readonly opticsClass: string;
  readonly feederFibres: number;
}

/** Whether a cabinet is a box in the street: not the splitters of a hut, nor a mere splicing place. */
export function isStreetCabinet({ inFacility, splitters }: Cabinet): boolean {
  return !inFacility && splitters > 0;
}

/** A box in which fibres of a cable are joined: to another cable, or to what leads to a terminal. */
export interface Closure extends NetworkPart {
  readonly position: LngLat;
  readonly node: string;
  /** The existing pole that it hangs on; null in the ground and on new poles. */
  readonly poleId: string | null;
  /** Cables that begin, end or are opened in it, and fibres spliced. */
  readonly cables: number;
  readonly splices: number;
}

/** A box in the ground where cables are joined, led apart or pulled on; terminals and cabinets come with their own. */
export interface Handhole extends NetworkPart {
  readonly position: LngLat;
  /** The end of a stretch that it stands at; empty on the way along one. */
  readonly node: string;
  /** The stretch that leads to it, or that it stands on. */
  readonly stretchId: string;
  /** The closure in it; null where cable is only led or pulled through. */
  readonly closureId: string | null;
}

/** The cable from a terminal to one premises. Its items belong to the connection, never to the passing. */
export interface Drop extends NetworkPart {
  readonly premisesId: string;
  readonly units: number;
  /** Fibres in it: as many as the premises takes ports. */
  readonly fibres: number;
  readonly terminalId: string;
  readonly kind: 'aerial' | 'underground';
  readonly path: readonly LngLat[];
  readonly lengthM: number;
  /** Longer than the length that funders count as an ordinary drop (500 ft). */
  readonly long: boolean;
}

/** A barrier that a stretch crosses; it may need a permit. */
export interface Crossing extends NetworkPart {
  readonly kind: 'rail' | 'water' | 'stream' | 'highway';
  readonly barrierId: string;
  readonly name: string | null;
  readonly position: LngLat;
  readonly stretchId: string;
  /** How it is crossed. */
  readonly manner: 'aerial' | 'bore' | 'bridge';
  readonly permit: string;
}

/** A place where a cable goes from pole to ground. */
export interface Riser extends NetworkPart {
  readonly position: LngLat;
  readonly node: string;
}

/** A facility that feeds this network. */
export interface NetworkFacility extends NetworkPart {
  readonly facilityId: string;
  /** A hut to be built is paid for; a central office, a cabinet, the end of a cable or a gateway stands already. */
  readonly isNew: boolean;
  readonly name: string;
  readonly node: string;
  readonly position: LngLat;
  readonly premises: number;
}

/** Costs that belong to no single part, by neighbourhood: engineering, share of the facilities. */
export interface SharedCost extends NetworkPart {
  readonly reason: string;
}

/** A premises without a drop, and why: nothing near enough, nothing at all, drops barred by rail, water or highway, or ways that lead nowhere. */
export interface NotReached {
  readonly id: string;
  readonly cause: 'too-far' | 'nothing-near' | 'barred' | 'not-joined';
  /** The nearest pole or right-of-way, where that is the matter. */
  readonly nearestM: number | null;
  /** The longest drop that the settings allowed. */
  readonly dropLimitM: number;
}

/**
 * Premises whose ways and poles hang together without reaching a facility, and the cheapest straight stretch that would join them. The
 * stretch is on no map and in no total.
 */
export interface Island {
  readonly id: string;
  readonly premises: readonly string[];
  /** Null where the facilities are more than 50 km away. */
  readonly join: IslandJoin | null;
}

export interface IslandJoin {
  /** From the island to what the facilities reach, or to another island; both ends alike where ways cross without meeting. */
  readonly path: readonly [LngLat, LngLat];
  readonly lengthM: number;
  /** plow, bore, trench or new-poles. */
  readonly method: string;
  /** What it crosses: rail, water, stream, highway. */
  readonly crosses: readonly string[];
  readonly costCents: number;
  /** Routes on the map that lead from the designed network to the stretch, cents. */
  readonly approachCents: number;
  /** The island that it leads to, null for the network. */
  readonly to: string | null;
  /** Ways at both ends by name, the island's first; empty where a pole or facility stands there. */
  readonly between: readonly [string, string];
}

/** What a design took from the one before it. */
export interface DesignReuse {
  /** Squares of ground that differ from those of the design before, and all that there are. */
  readonly squaresChanged: number;
  readonly squares: number;
  /** Where routes were searched anew: nowhere, around what changed, or everywhere from the earlier ones on. */
  readonly searched: 'nothing' | 'around' | 'all';
  /** Length of the routes and drops of the search, and of those that lie as before; metres. */
  readonly routeM: number;
  readonly keptM: number;
}

/** A fiber network as designed: plain objects, each list in the order of its ids. */
export interface FiberNetwork {
  /** Fingerprint of the layers, settings and prices that it was computed from. */
  readonly inputsHash: string;
  readonly effort: number;
  readonly seed: number;
  readonly stretches: readonly Stretch[];
  readonly poles: readonly NetworkPole[];
  readonly terminals: readonly Terminal[];
  readonly cabinets: readonly Cabinet[];
  readonly closures: readonly Closure[];
  readonly handholes: readonly Handhole[];
  readonly drops: readonly Drop[];
  readonly crossings: readonly Crossing[];
  readonly risers: readonly Riser[];
  readonly facilities: readonly NetworkFacility[];
  readonly sharedCosts: readonly SharedCost[];
  readonly notReached: readonly NotReached[];
  readonly islands: readonly Island[];
  /** What the design takes for granted, in sentences. */
  readonly assumptions: readonly string[];
  /** Cost of the chosen routes on this map's graph at this book's likely prices, and a bound no route tree can undercut; cents. */
  readonly routeCostCents: number;
  readonly routeLowerBoundCents: number;
  /** What of the routes' cost is paid so that light has shorter ways than on the cheapest routes found. */
  readonly shorterPathsCents?: number;
  /** Premises beyond the longest way that was asked for (`pathLimitM`); missing where none is. */
  readonly beyondLimit?: readonly BeyondLimit[];
  /** What a later design goes on from: by square of the ground its fingerprint and which edges of the search the routes use; null in designs of older versions. */
  readonly ground: Readonly<Record<string, string>> | null;
  /** What was taken from an earlier design; null where all was searched anew. */
  readonly reuse: DesignReuse | null;
}
