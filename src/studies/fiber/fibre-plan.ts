import { assignFibres, type FibreAssignment, type Hop } from '../../fiber/fibre-assignment.ts';
import { cutReels, type Reel } from '../../fiber/reels.ts';
import { compareText } from '../../base/compare.ts';
import { allSteps } from '../../base/steps.ts';
import type { InService, Stretch } from '../../plan/network.ts';
import type { Settings } from '../../plan/settings.ts';
import {
  lightTreeOf,
  type FibreEnd,
  type FibreParts,
  type LightLine,
  type LightTree,
  type LitPremises,
  type Splitter,
  type Tier,
} from './light-lines.ts';
import { PlaceNames, type SplicingPlace } from './place-names.ts';

/** One cable between two splicing places: a reel gives it in one piece. Lengths are of the cable, slack included, metres. */
export interface Cable {
  readonly id: string;
  readonly tier: Tier;
  readonly fibres: number;
  /** The most fibres in use side by side. */
  readonly fibresUsed: number;
  /** Names of the places where it begins and ends. */
  readonly from: string;
  readonly to: string;
  readonly lengthM: number;
  readonly reelId: string;
  /** The stretches that it lies in, from the top, and its length in each. */
  readonly sections: readonly { readonly stretch: Stretch; readonly lengthM: number }[];
}

/** What a network uses of a cable in service. */
export interface LentCable {
  /** As splices name it. */
  readonly name: string;
  readonly spareFibres: number;
  /** The fibres that are used somewhere along it, by number, and whether that counts from the cable's first or from its first free one. */
  readonly fibres: readonly number[];
  readonly numbering: 'numbered' | 'counted';
  /** Names of the places where it is entered and left. */
  readonly openings: readonly string[];
  /** Length of fibre in all that is used of it, metres. */
  readonly lengthM: number;
  readonly sections: readonly { readonly stretch: Stretch; readonly lengthM: number }[];
}

/** The cable that a terminal comes with: its plugs are in the terminal, its other end is spliced in the closure. */
export interface TailCable {
  /** As splices name it. */
  readonly id: string;
  readonly terminalId: string;
  readonly fibres: number;
  readonly fibresUsed: number;
  readonly closure: string;
  readonly neighbourhoodId: string | null;
  readonly lengthM: number;
}

/** A fibre joined to another, or to the pigtail of a port. */
export interface Splice extends SplicingPlace {
  readonly from: FibreEnd;
  readonly to: FibreEnd;
  /** What the fibre serves: the premises, the splitter or the terminal. */
  readonly serves: string;
}

/** A line with its way through the cables: one splice before each cable and one behind the last. */
export interface LaidLine extends LightLine {
  readonly cables: readonly { readonly cableId: string; readonly tier: Tier; readonly lengthM: number }[];
  readonly splices: readonly Splice[];
}

/** A fibre of a premises from the facility to its terminal. */
export interface PremisesFibre extends LitPremises {
  /** Cable from the facility to the terminal, its tail and the drop, metres. */
  readonly fibreM: number;
  readonly tailM: number;
  readonly splices: number;
}

/** Cables, splices and fibres of a network, derived from it and the settings; nothing of it is stored. */
export interface FibrePlan {
  readonly cables: readonly Cable[];
  /** Cables in service that lend fibres. */
  readonly lent: readonly LentCable[];
  /** None where terminals have no tails (`terminalTailM` 0). */
  readonly tails: readonly TailCable[];
  readonly splices: readonly Splice[];
  readonly lines: readonly LaidLine[];
  readonly splitters: readonly (Splitter & SplicingPlace)[];
  readonly premises: readonly PremisesFibre[];
  readonly reels: readonly Reel[];
  /** Premises whose terminal hangs under no cabinet and facility: ids. A design by Weft has none. */
  readonly unassigned: readonly string[];
}

/** A stretch as the fibres of one tier see it: the cables in it, or the cable in service that lends it some. */
interface TierSection {
  readonly stretch: Stretch;
  readonly lent: string | undefined;
  readonly cables: readonly number[];
  readonly fibres: number;
  readonly oneCableM: number;
}

/** The cables of one tier with their fibres given to the pieces of lines that run in it. */
interface TierPlan {
  readonly tier: Tier;
  readonly sections: readonly TierSection[];
  readonly assigned: FibreAssignment;
  /** For each line the hops of its piece in this tier. */
  readonly hopsOf: ReadonlyMap<number, readonly Hop[]>;
}

/** The ends of lines in cables in service, by hop. */
type LentEnds = ReadonlyMap<Hop, FibreEnd & { readonly kind: 'cable' }>;

/** Assigns fibres to everything that a network serves. Same network and settings, same plan. */
export function fibrePlanOf(network: FibreParts, settings: Settings): FibrePlan {
  return allSteps(fibrePlanSteps(network, settings));
}

/** The same in short steps, for where something else must be answered meanwhile. */
export function* fibrePlanSteps(network: FibreParts, settings: Settings): Generator<undefined, FibrePlan> {
  const light = lightTreeOf(network);
  yield;
  const facilities = new Set(network.facilities.map(({ node }) => node));
  const equipped = new Set([...facilities, ...network.cabinets.map(({ node }) => node)]);
  const feeder = tierPlan('feeder', network, light, facilities, settings.reelM);
  yield;
  const tiers = [feeder, tierPlan('distribution', network, light, equipped, settings.reelM)];
  yield;
  const places = new PlaceNames(network, [
    ...tiers.flatMap(({ assigned }) => assigned.runs.flatMap(({ top, bottom }) => [top, bottom])),
    ...network.terminals.map(({ node }) => node),
  ]);
  const names = cableNames(tiers);
  const lentEnds = lendFibres(tiers);
  const lines: LaidLine[] = [];
  for (const [i, line] of light.lines.entries()) {
    lines.push(lay(settings.terminalTailM > 0 ? tailed(line) : line, i, tiers, names, lentEnds, places));
    if (i % LINES_A_STEP === 0) yield;
  }
  const { cables, reels } = cablesOf(tiers, names, places, settings.reelM);
  yield;
  const premises: PremisesFibre[] = [];
  for (const [i, one] of light.premises.entries()) {
    premises.push(premisesFibre(one, lines, settings));
    if (i % LINES_A_STEP === 0) yield;
  }
  return {
    cables,
    lent: lentCables(tiers, lentEnds, places),
    tails: tailsOf(network, light, settings, places),
    reels,
    lines,
    splices: lines.flatMap(({ splices }) => splices),
    splitters: light.splitters.map((one) => ({ ...places.at((one.terminal ?? one.cabinet).node), ...one })),
    premises,
    unassigned: light.unlit,
  };
}

/** So many lines, or premises, take some ten milliseconds. */
const LINES_A_STEP = 500;

function premisesFibre(premises: LitPremises, lines: readonly LaidLine[], { terminalTailM }: Settings): PremisesFibre {
  let [cableM, splices] = [0, 0];
  for (const stage of premises.stages) {
    const line = stage.kind === 'line' ? lines[stage.line] : undefined;
    if (line === undefined) continue;
    cableM += line.cables.reduce((part, { lengthM }) => part + lengthM, 0);
    splices += line.splices.length;
  }
  return { ...premises, tailM: terminalTailM, fibreM: cableM + terminalTailM + premises.drop.lengthM, splices };
}

/** The line with the ends that lie in a terminal led out through its tail: ports in order; a coupler has one fibre in and one out. */
function tailed(line: LightLine): LightLine {
  const led = (end: FibreEnd): FibreEnd => {
    if (end.kind === 'cable') return end;
    const port = / port (\d+)$/.exec(end.port)?.[1];
    if (end.kind === 'terminal-port') return { ...end, tailFibre: Number(port ?? 1) };
    if (!/\/[SK]$/.test(end.port)) return end;
    return { ...end, tailFibre: end.kind === 'coupler-output' ? 2 : 1 };
  };
  return { ...line, upper: led(line.upper), lower: led(line.lower) };
}

/** The tails of all terminals, each to its closure. One that divides its light itself has one fibre in, and one out where it passes light on. */
function tailsOf(network: FibreParts, light: LightTree, { terminalTailM }: Settings, places: PlaceNames): TailCable[] {
  if (terminalTailM === 0) return [];
  const cascaded = new Set(light.splitters.flatMap(({ terminal }) => terminal?.id ?? []));
  return network.terminals.map(({ id, ports, used, node, tapPercent }) => {
    const through = tapPercent === null ? 1 : 2;
    const { closure, neighbourhoodId } = places.at(node);
    return {
      id: `${id} tail`,
      terminalId: id,
      fibres: cascaded.has(id) ? through : ports,
      fibresUsed: cascaded.has(id) ? through : used,
      closure,
      neighbourhoodId,
      lengthM: terminalTailM,
    };
  });
}

function tierPlan(tier: Tier, network: FibreParts, { lines }: LightTree, ends: ReadonlySet<string>, reelM: number): TierPlan {
  const sections = network.stretches.flatMap((stretch): TierSection[] => {
    const feeder = stretch.cables.slice(0, stretch.feederCables);
    const cables = tier === 'feeder' ? feeder : stretch.cables.slice(stretch.feederCables);
    const fibres = tier === 'feeder' ? stretch.feederFibres : stretch.fibres - stretch.feederFibres;
    if (stretch.inService !== undefined) {
      const { spareFibres, fibreM, cable } = stretch.inService;
      return fibres === 0 ? [] : [{ stretch, lent: cable, cables: [spareFibres], fibres, oneCableM: fibreM }];
    }
    // A stretch counts the length of all its cables together.
    const oneCableM = stretch.cableLengthM / stretch.cables.length;
    return cables.length === 0 ? [] : [{ stretch, lent: undefined, cables, fibres, oneCableM }];
  });
  const pieces = lines.flatMap((line, i) =>
    line.pieces.filter((piece) => piece.tier === tier).map((piece) => ({ ...piece, line: i })),
  );
  const assigned = assignFibres(
    sections.map(({ stretch: { from, to }, lent, cables, fibres, oneCableM }) => ({
      from,
      to,
      cables,
      fibres,
      cableLengthM: oneCableM,
      inService: lent,
    })),
    pieces,
    ends,
    reelM,
  );
  return { tier, sections, assigned, hopsOf: new Map(pieces.map(({ line }, i) => [line, assigned.hops[i] ?? []])) };
}

/** A line's cables and splices from its upper end to its lower one: one splice more than it has cables. */
function lay(
  line: LightLine,
  index: number,
  tiers: readonly TierPlan[],
  names: ReadonlyMap<Tier, readonly (readonly string[])[]>,
  lentEnds: LentEnds,
  places: PlaceNames,
): LaidLine {
  const hops = tiers.flatMap((plan) =>
    (plan.hopsOf.get(index) ?? []).map((hop) => ({
      tier: plan.tier,
      end:
        lentEnds.get(hop) ?? cableEnd(plan.assigned.runs[hop.run]?.sizes ?? [], names.get(plan.tier)?.[hop.run] ?? [], hop.fibre),
      from: hop.from,
      lengthM: hop.lengthM,
    })),
  );
  const joints = [...hops.map(({ from }) => from), line.pieces.at(-1)?.to ?? ''];
  const chain: FibreEnd[] = [line.upper, ...hops.map(({ end }) => end), line.lower];
  return {
    ...line,
    cables: hops.map(({ tier, end, lengthM }) => ({ cableId: end.cableId, tier, lengthM })),
    splices: joints.flatMap((node, i) => {
      const [from, to] = [chain[i], chain[i + 1]];
      return from === undefined || to === undefined ? [] : [{ ...places.at(node), from, to, serves: line.serves }];
    }),
  };
}

function cableEnd(sizes: readonly number[], names: readonly string[], fibre: number): FibreEnd & { readonly kind: 'cable' } {
  let left = fibre;
  for (const [i, size] of sizes.entries()) {
    if (left < size) return { kind: 'cable', cableId: names[i] ?? '', fibre: left + 1 };
    left -= size;
  }
  throw new Error(`fibre ${fibre} lies beyond the cables of its run`);
}

/** Names of the cables of each run of each tier, numbered through. */
function cableNames(tiers: readonly TierPlan[]): Map<Tier, string[][]> {
  let count = 0;
  return new Map(
    tiers.map(({ tier, assigned }) => [
      tier,
      assigned.runs.map(({ sizes, inService }) =>
        (inService === undefined ? sizes : []).map(() => `CB-${String(++count).padStart(4, '0')}`),
      ),
    ]),
  );
}

function cablesOf(
  tiers: readonly TierPlan[],
  names: ReadonlyMap<Tier, readonly (readonly string[])[]>,
  places: PlaceNames,
  reelM: number,
): Pick<FibrePlan, 'cables' | 'reels'> {
  const cut = tiers.flatMap(({ tier, sections, assigned }) => {
    const used = assigned.runs.map(() => new Set<number>());
    for (const way of assigned.hops) for (const { run, fibre } of way ?? []) used[run]?.add(fibre);
    return assigned.runs.flatMap((run, i) => {
      if (run.inService !== undefined) return [];
      const own = names.get(tier)?.[i] ?? [];
      const usedIn = new Map<string, number>();
      for (const fibre of used[i] ?? []) {
        const { cableId } = cableEnd(run.sizes, own, fibre);
        usedIn.set(cableId, (usedIn.get(cableId) ?? 0) + 1);
      }
      return run.sizes.map((fibres, k) => ({
        id: own[k] ?? '',
        tier,
        fibres,
        fibresUsed: usedIn.get(own[k] ?? '') ?? 0,
        from: places.at(run.top).closure,
        to: places.at(run.bottom).closure,
        lengthM: Math.round(run.lengthM * 1000) / 1000,
        sections: run.sections.flatMap((index) => {
          const section = sections[index];
          return section === undefined ? [] : [{ stretch: section.stretch, lengthM: section.oneCableM }];
        }),
      }));
    });
  });
  const reels = cutReels(
    cut.map(({ id, fibres, lengthM }) => ({ id, size: fibres, lengthM })),
    reelM,
  );
  const reelOf = new Map(reels.flatMap(({ id, pieces }) => pieces.map((piece) => [piece.id, id])));
  return { reels, cables: cut.map((cable) => ({ ...cable, reelId: reelOf.get(cable.id) ?? '' })) };
}

/** Where a hop lies on a cable in service: between so many metres from where the cable begins. */
interface LentPiece {
  readonly hop: Hop;
  readonly stretch: Stretch;
  readonly startM: number;
  readonly endM: number;
}

/**
 * Gives every line its fibre in each cable in service that it runs in, feeder and distribution together: it keeps its fibre from where it enters to where it
 * leaves, and beyond that the fibre is free again. No piece needs more fibres than run through it side by side.
 */
function lendFibres(tiers: readonly TierPlan[]): Map<Hop, FibreEnd & { readonly kind: 'cable' }> {
  const pieces = new Map<string, LentPiece[]>();
  for (const { sections, assigned } of tiers.filter((tier) => tier.sections.some(({ lent }) => lent !== undefined)))
    for (const hop of assigned.hops.flatMap((way) => way ?? [])) {
      const stretches = hop.sections.flatMap((index) => sections[index]?.stretch ?? []);
      const lent = stretches.flatMap(({ inService }) => inService ?? []);
      const [stretch] = stretches;
      if (stretch?.inService === undefined) continue;
      const ends = lent.flatMap(({ fromM, toM }) => [fromM, toM]);
      const piece = { hop, stretch, startM: Math.min(...ends), endM: Math.max(...ends) };
      pieces.set(stretch.inService.cable, [...(pieces.get(stretch.inService.cable) ?? []), piece]);
    }
  const ends = new Map<Hop, FibreEnd & { readonly kind: 'cable' }>();
  for (const own of pieces.values()) {
    const busyToM: number[] = [];
    for (const { hop, stretch, startM, endM } of own.sort((a, b) => a.startM - b.startM)) {
      const free = busyToM.findIndex((atM) => atM <= startM + 1e-3);
      const index = free < 0 ? busyToM.length : free;
      busyToM[index] = endM;
      const { name, firstSpare } = stretch.inService as InService; // pieces are of these
      const inService = firstSpare === null ? 'counted' : 'numbered';
      ends.set(hop, { kind: 'cable', cableId: name, fibre: index + (firstSpare ?? 1), inService });
    }
  }
  return ends;
}

/** The cables in service with what is used of them, in order of their names. */
function lentCables(tiers: readonly TierPlan[], lentEnds: LentEnds, places: PlaceNames): LentCable[] {
  const cables = new Map<string, { stretches: Map<string, Stretch>; fibres: Set<number>; openings: Set<string> }>();
  for (const { sections, assigned } of tiers) {
    for (const run of assigned.runs) {
      if (run.inService === undefined) continue;
      const own = cables.get(run.inService) ?? { stretches: new Map(), fibres: new Set(), openings: new Set() };
      cables.set(run.inService, own);
      own.openings.add(places.at(run.top).closure).add(places.at(run.bottom).closure);
      for (const index of run.sections) {
        const stretch = sections[index]?.stretch;
        if (stretch !== undefined) own.stretches.set(stretch.id, stretch);
      }
    }
    for (const way of assigned.hops)
      (way ?? []).forEach((hop, i) => {
        const own = cables.get(assigned.runs[hop.run]?.inService ?? '');
        const end = lentEnds.get(hop);
        if (own === undefined || end === undefined) return;
        own.fibres.add(end.fibre);
        // Half-way, too, a fibre is joined to the next cable.
        const after = way?.[i + 1];
        if (after !== undefined) own.openings.add(places.at(after.from).closure);
      });
  }
  return [...cables.values()]
    .flatMap(({ stretches, fibres, openings }) => {
      const [first] = stretches.values();
      if (first?.inService === undefined) return [];
      const sections = [...stretches.values()].map((stretch) => ({ stretch, lengthM: stretch.inService?.fibreM ?? 0 }));
      return {
        name: first.inService.name,
        spareFibres: first.inService.spareFibres,
        fibres: [...fibres].sort((a, b) => a - b),
        numbering: first.inService.firstSpare === null ? ('counted' as const) : ('numbered' as const),
        openings: [...openings],
        lengthM: sections.reduce((sum, { lengthM }) => sum + lengthM, 0),
        sections,
      };
    })
    .sort((a, b) => compareText(a.name, b.name));
}
