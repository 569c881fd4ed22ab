import { assignFibres, type CableRun, type Hop } from '../../fiber/fibre-assignment.ts';
import { cutReels, type Reel } from '../../fiber/reels.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Cabinet, Drop, FiberNetwork, NetworkFacility, Stretch, Terminal } from '../../plan/network.ts';
import type { Settings } from '../../plan/settings.ts';
import { servingCabinets } from './serving-cabinets.ts';

/** One cable between two splicing places: a reel gives it in one piece. Lengths are of the cable, slack included, metres. */
export interface Cable {
  readonly id: string;
  readonly fibres: number;
  readonly fibresUsed: number;
  /** Names of the places where it begins and ends. */
  readonly from: string;
  readonly to: string;
  readonly lengthM: number;
  readonly reelId: string;
  /** The stretches that it lies in, from the top, and its length in each. */
  readonly sections: readonly { readonly stretch: Stretch; readonly lengthM: number }[];
}

/** One end that a splice joins: a fibre of a cable (from 1), or the pigtail of a port. */
export type FibreEnd =
  | { readonly kind: 'cable'; readonly cableId: string; readonly fibre: number }
  | { readonly kind: 'feeder-port' | 'splitter-input' | 'splitter-output' | 'terminal-port'; readonly port: string };

/** A fibre joined to another, or to the pigtail of a port. */
export interface Splice {
  /** Where it is made: a facility, a cabinet, or a closure. */
  readonly closure: string;
  readonly position: LngLat;
  readonly neighbourhoodId: string | null;
  readonly from: FibreEnd;
  readonly to: FibreEnd;
  /** What the fibre serves: the premises, or the splitter. */
  readonly serves: string;
}

/** The fibre of one premises from its splitter to its terminal, and of its splitter to the facility. */
export interface PremisesFibre {
  readonly drop: Drop;
  readonly terminal: Terminal;
  readonly cabinet: Cabinet;
  readonly facility: NetworkFacility;
  /** The splitter, with its number in the cabinet. */
  readonly splitter: string;
  readonly port: number;
  readonly terminalPort: number;
  /** Cable from the facility to the terminal and the drop, metres. */
  readonly fibreM: number;
  readonly splices: number;
}

/** Cables, splices and fibres of a network, derived from it and the settings; nothing of it is stored. */
export interface FibrePlan {
  readonly cables: readonly Cable[];
  readonly splices: readonly Splice[];
  readonly premises: readonly PremisesFibre[];
  readonly reels: readonly Reel[];
  /** Premises whose terminal hangs under no cabinet and facility: ids. A design by Weft has none. */
  readonly unassigned: readonly string[];
}

/** A circuit with what stands at its ends. */
interface Line {
  readonly from: string;
  readonly to: string;
  readonly upper: FibreEnd;
  readonly lower: FibreEnd;
  readonly serves: string;
}

interface DropLine extends Line {
  readonly of: Omit<PremisesFibre, 'fibreM' | 'splices'>;
}

/** Assigns fibres to everything that a network serves. Same network and settings, same plan. */
export function fibrePlanOf(network: FiberNetwork, settings: Settings): FibrePlan {
  const facilityOf = facilityFinder(network);
  const feeders = feederLines(network, facilityOf);
  const { lines, unassigned } = dropLines(network, settings, facilityOf);
  const circuits: readonly Line[] = [...feeders.values(), ...lines];
  const ends = new Set([...network.cabinets, ...network.facilities].map(({ node }) => node));
  const sections = network.stretches.map((stretch) => ({ ...stretch, cableLengthM: ofOneCable(stretch) }));
  const assigned = assignFibres(sections, circuits, ends, settings.reelM);
  const places = new PlaceNames(network, [
    ...assigned.runs.flatMap(({ top, bottom }) => [top, bottom]),
    ...network.terminals.map(({ node }) => node),
  ]);
  const names = cableNames(assigned.runs);
  const splices = circuits.flatMap((line, i) => splicesOf(line, assigned.hops[i] ?? [], assigned.runs, names, places));
  const feederAt = new Map([...feeders.keys()].map((splitter, i) => [splitter, i]));
  const premises = lines.map(({ of }, i) => {
    const feeder = feederAt.get(of.splitter) ?? -1;
    const own = feeders.size + i;
    const cableM = (assigned.lengthsM[feeder] ?? 0) + (assigned.lengthsM[own] ?? 0);
    const joints = feeder < 0 ? 0 : (assigned.hops[feeder]?.length ?? 0) + 1;
    return { ...of, fibreM: cableM + of.drop.lengthM, splices: joints + (assigned.hops[own]?.length ?? 0) + 1 };
  });
  const { cables, reels } = cablesOf(network, assigned.runs, assigned.hops, names, places, settings.reelM);
  return { cables, splices, premises, reels, unassigned };
}

/** A stretch counts the length of all its cables together. */
function ofOneCable(stretch: Stretch): number {
  return stretch.cables.length === 0 ? 0 : stretch.cableLengthM / stretch.cables.length;
}

/** Finds the first facility at a node or above it. */
function facilityFinder(network: FiberNetwork): (node: string) => NetworkFacility | undefined {
  const above = new Map(network.stretches.map(({ from, to }) => [to, from]));
  const at = new Map(network.facilities.map((facility) => [facility.node, facility]));
  return (start) => {
    let node: string | undefined = start;
    for (let steps = 0; node !== undefined && steps <= above.size; steps++) {
      const facility = at.get(node);
      if (facility !== undefined) return facility;
      node = above.get(node);
    }
    return undefined;
  };
}

/** Fibres from facilities to splitters in cabinets, by the splitter's name. Splitters in a facility are patched there. */
function feederLines(network: FiberNetwork, facilityOf: (node: string) => NetworkFacility | undefined): Map<string, Line> {
  const lines = new Map<string, Line>();
  const ports = new Map<string, number>();
  for (const cabinet of network.cabinets) {
    const facility = cabinet.inFacility ? undefined : facilityOf(cabinet.node);
    if (facility === undefined) continue;
    for (let number = 1; number <= cabinet.splitters; number++) {
      const splitter = `${cabinet.id}/${number}`;
      const port = (ports.get(facility.id) ?? 0) + 1;
      ports.set(facility.id, port);
      lines.set(splitter, {
        from: facility.node,
        to: cabinet.node,
        upper: { kind: 'feeder-port', port: `${facility.name} ${port}` },
        lower: { kind: 'splitter-input', port: splitter },
        serves: `splitter ${splitter}`,
      });
    }
  }
  return lines;
}

/** A fibre from a splitter's port to a terminal's port for each drop, in the order of cabinets, terminals and drops. */
function dropLines(
  network: FiberNetwork,
  settings: Settings,
  facilityOf: (node: string) => NetworkFacility | undefined,
): { lines: DropLine[]; unassigned: string[] } {
  const serving = servingCabinets(network);
  const dropsOf = new Map<string, Drop[]>();
  for (const drop of network.drops) dropsOf.set(drop.terminalId, [...(dropsOf.get(drop.terminalId) ?? []), drop]);
  const used = new Map<string, number>();
  const lines: DropLine[] = [];
  const unassigned: string[] = [];
  for (const terminal of network.terminals) {
    const cabinet = serving.get(terminal.id);
    const facility = cabinet === undefined ? undefined : facilityOf(cabinet.node);
    for (const [i, drop] of (dropsOf.get(terminal.id) ?? []).entries()) {
      if (cabinet === undefined || facility === undefined) {
        unassigned.push(drop.premisesId);
        continue;
      }
      const count = used.get(cabinet.id) ?? 0;
      used.set(cabinet.id, count + 1);
      const splitter = `${cabinet.id}/${Math.floor(count / settings.splitRatio) + 1}`;
      const port = (count % settings.splitRatio) + 1;
      lines.push({
        from: cabinet.node,
        to: terminal.node,
        upper: { kind: 'splitter-output', port: `${splitter} port ${port}` },
        lower: { kind: 'terminal-port', port: `${terminal.id} port ${i + 1}` },
        serves: drop.premisesId,
        of: { drop, terminal, cabinet, facility, splitter, port, terminalPort: i + 1 },
      });
    }
  }
  return { lines, unassigned };
}

/** The splices of one circuit from its upper end to its lower one: one more than it has cables. */
function splicesOf(
  line: Line,
  hops: readonly Hop[],
  runs: readonly CableRun[],
  names: readonly (readonly string[])[],
  places: PlaceNames,
): Splice[] {
  const ends: FibreEnd[] = hops.map(({ run, fibre }) => cableEnd(runs[run]?.sizes ?? [], names[run] ?? [], fibre));
  const joints = [...hops.map(({ run }) => runs[run]?.top ?? ''), line.to];
  const chain = [line.upper, ...ends, line.lower];
  return joints.flatMap((node, i) => {
    const [from, to] = [chain[i], chain[i + 1]];
    return from === undefined || to === undefined ? [] : [{ ...places.at(node), from, to, serves: line.serves }];
  });
}

function cableEnd(sizes: readonly number[], names: readonly string[], fibre: number): FibreEnd {
  let left = fibre;
  for (const [i, size] of sizes.entries()) {
    if (left < size) return { kind: 'cable', cableId: names[i] ?? '', fibre: left + 1 };
    left -= size;
  }
  throw new Error(`fibre ${fibre} lies beyond the cables of its run`);
}

/** Names of the cables of each run, numbered through. */
function cableNames(runs: readonly CableRun[]): string[][] {
  let count = 0;
  return runs.map(({ sizes }) => sizes.map(() => `CB-${String(++count).padStart(4, '0')}`));
}

function cablesOf(
  network: FiberNetwork,
  runs: readonly CableRun[],
  hops: readonly (readonly Hop[] | null)[],
  names: readonly (readonly string[])[],
  places: PlaceNames,
  reelM: number,
): Pick<FibrePlan, 'cables' | 'reels'> {
  const used = new Map<string, number>();
  for (const { run, fibre } of hops.flatMap((way) => way ?? [])) {
    const end = cableEnd(runs[run]?.sizes ?? [], names[run] ?? [], fibre);
    if (end.kind === 'cable') used.set(end.cableId, (used.get(end.cableId) ?? 0) + 1);
  }
  const cut = runs.flatMap((run, i) =>
    run.sizes.map((fibres, k) => ({
      id: names[i]?.[k] ?? '',
      fibres,
      from: places.at(run.top).closure,
      to: places.at(run.bottom).closure,
      lengthM: Math.round(run.lengthM * 1000) / 1000,
      sections: run.sections.flatMap((index) => {
        const stretch = network.stretches[index];
        return stretch === undefined ? [] : [{ stretch, lengthM: ofOneCable(stretch) }];
      }),
    })),
  );
  const reels = cutReels(
    cut.map(({ id, fibres, lengthM }) => ({ id, size: fibres, lengthM })),
    reelM,
  );
  const reelOf = new Map(reels.flatMap(({ id, pieces }) => pieces.map((piece) => [piece.id, id])));
  return {
    reels,
    cables: cut.map((cable) => ({ ...cable, fibresUsed: used.get(cable.id) ?? 0, reelId: reelOf.get(cable.id) ?? '' })),
  };
}

/** Names the places where cables begin and end: the facility, the cabinet, else a closure with a number. */
class PlaceNames {
  readonly #places = new Map<string, Pick<Splice, 'closure' | 'position' | 'neighbourhoodId'>>();

  /** @param used nodes where cables begin or end, or fibres leave them */
  constructor(network: FiberNetwork, used: readonly string[]) {
    const wanted = new Set(used);
    const equipped = [
      ...network.facilities.map((one) => ({ ...one, closure: one.name })),
      ...network.cabinets.filter(({ inFacility }) => !inFacility).map((one) => ({ ...one, closure: one.id })),
    ];
    for (const { node, closure, position, neighbourhoodId } of equipped) {
      if (!this.#places.has(node)) this.#places.set(node, { closure, position, neighbourhoodId });
    }
    let count = 0;
    for (const { to, path, neighbourhoodId } of network.stretches) {
      const position = path.at(-1);
      if (!wanted.has(to) || this.#places.has(to) || position === undefined) continue;
      this.#places.set(to, { closure: `CL-${String(++count).padStart(4, '0')}`, position, neighbourhoodId });
    }
    for (const { node, id, position, neighbourhoodId } of network.terminals)
      if (!this.#places.has(node)) this.#places.set(node, { closure: id, position, neighbourhoodId });
  }

  at(node: string): Pick<Splice, 'closure' | 'position' | 'neighbourhoodId'> {
    return this.#places.get(node) ?? { closure: node, position: [NaN, NaN], neighbourhoodId: null };
  }
}
