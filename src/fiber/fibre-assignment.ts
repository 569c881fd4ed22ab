/** A piece of route with the cables of one tier, from the end nearer to the facility to the other. Nodes of one name meet. */
export interface CableSection {
  readonly from: string;
  readonly to: string;
  /** Fibre counts of the cables that lie in it. */
  readonly cables: readonly number[];
  /** Fibres in use or kept free: which branch goes straight on. */
  readonly fibres: number;
  /** Length of one cable, slack included, metres. */
  readonly cableLengthM: number;
  /** The cable in service that it is a piece of: runs do not go on from one into another, and no reel ends them. */
  readonly inService?: string | undefined;
}

/** A fibre that must run unbroken from one node down to another. */
export interface Circuit {
  readonly from: string;
  readonly to: string;
}

/** Cables that run together from one splicing place to another without a cut. */
export interface CableRun {
  readonly top: string;
  readonly bottom: string;
  readonly sizes: readonly number[];
  /** The cable in service that it lies in. */
  readonly inService: string | undefined;
  /** Indices of the sections that it runs through, from the top. */
  readonly sections: readonly number[];
  readonly lengthM: number;
}

/** Where a circuit lies in one run: fibre numbers count from 0 through all cables of the run. */
export interface Hop {
  readonly run: number;
  readonly fibre: number;
  /** The node where the circuit enters the run. */
  readonly from: string;
  readonly lengthM: number;
  /** The sections of the run that it passes, from the top. */
  readonly sections: readonly number[];
}

export interface FibreAssignment {
  readonly runs: readonly CableRun[];
  /** For each circuit its hops from the top; null where no way leads from its one node to the other. */
  readonly hops: readonly (readonly Hop[] | null)[];
}

interface GrowingRun {
  readonly top: string;
  bottom: string;
  readonly sizes: readonly number[];
  readonly inService: string | undefined;
  readonly sections: number[];
  lengthM: number;
  /** The run that it goes on from with all fibres in their places: a cable that one reel could not hold. */
  readonly goesOn: number;
}

/**
 * Lays cables along a tree of sections and gives every circuit a fibre in each. A cable goes straight on through a node as long as its size
 * stays, no equipment stands there that ends cables (`ends`) and its reel holds it; of several branches the one with most fibres goes
 * on. A circuit keeps its fibre along a run, so that nothing is cut that passes through; a fibre that ended further up is used again.
 * No section needs more fibres than the most circuits that lie side by side in its run.
 * @param reelM longest cable without a splice; a single section may be longer
 */
export function assignFibres(
  sections: readonly CableSection[],
  circuits: readonly Circuit[],
  ends: ReadonlySet<string>,
  reelM: number,
): FibreAssignment {
  const above = new Map(sections.map((section, i) => [section.to, i]));
  const { runs, runOf } = layCables(sections, above, ends, reelM);
  const ways = circuits.map((circuit) => sectionsBetween(circuit, sections, above));
  const fibreOf = numberFibres(ways, runs, runOf);
  return { runs, hops: ways.map((way, circuit) => way && hopsOf(way, sections, runOf, fibreOf[circuit])) };
}

interface LaidCables {
  readonly runs: readonly GrowingRun[];
  /** The run in each section. */
  readonly runOf: Int32Array;
}

function layCables(
  sections: readonly CableSection[],
  above: ReadonlyMap<string, number>,
  ends: ReadonlySet<string>,
  reelM: number,
): LaidCables {
  const below = new Map<string, number[]>();
  sections.forEach(({ from }, i) => below.set(from, [...(below.get(from) ?? []), i]));
  const runs: GrowingRun[] = [];
  const runOf = new Int32Array(sections.length).fill(-1);
  const stack = [...below.keys()].filter((node) => !above.has(node)).reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const incoming = above.get(node);
    const arriving = incoming === undefined || ends.has(node) ? -1 : (runOf[incoming] ?? -1);
    const branches = below.get(node) ?? [];
    const straightOn = arriving < 0 ? -1 : straightest(sections, branches, runs[arriving]);
    for (const index of branches) {
      const section = sections[index] as CableSection; // indices come from the list
      const run = runs[arriving];
      if (
        index === straightOn &&
        run !== undefined &&
        (run.inService !== undefined || run.lengthM + section.cableLengthM <= reelM)
      ) {
        run.sections.push(index);
        run.bottom = section.to;
        run.lengthM += section.cableLengthM;
        runOf[index] = arriving;
      } else {
        runOf[index] = runs.length;
        runs.push({
          top: node,
          bottom: section.to,
          sizes: section.cables,
          inService: section.inService,
          sections: [index],
          lengthM: section.cableLengthM,
          goesOn: index === straightOn ? arriving : -1,
        });
      }
    }
    for (const index of [...branches].reverse()) stack.push(sections[index]?.to ?? '');
  }
  return { runs, runOf };
}

/** The branch that a cable goes on in: of its own size, with most fibres; −1 where there is none. */
function straightest(sections: readonly CableSection[], branches: readonly number[], run: GrowingRun | undefined): number {
  let best = -1;
  for (const index of branches) {
    const section = sections[index];
    if (section?.cables.join() !== (run?.sizes ?? []).join() || section?.inService !== run?.inService) continue;
    if (best < 0 || section.fibres > (sections[best]?.fibres ?? 0)) best = index;
  }
  return best;
}

/** The sections that a circuit passes, from the top; null where its upper node is not above its lower one. */
function sectionsBetween(
  { from, to }: Circuit,
  sections: readonly CableSection[],
  above: ReadonlyMap<string, number>,
): number[] | null {
  const way: number[] = [];
  let node = to;
  while (node !== from) {
    const section = above.get(node);
    if (section === undefined || way.length > sections.length) return null;
    way.push(section);
    node = sections[section]?.from ?? '';
  }
  return way.reverse();
}

/** The number of each circuit in each run that it passes. */
function numberFibres(
  ways: readonly (readonly number[] | null)[],
  runs: readonly GrowingRun[],
  runOf: Int32Array,
): ReadonlyMap<number, number>[] {
  // Runs that go on from each other count as one line; places are counted along it.
  const lineOf: number[] = [];
  const place = new Int32Array(runOf.length);
  const lengths: number[] = [];
  runs.forEach(({ goesOn, sections }, run) => {
    const line = goesOn < 0 ? run : (lineOf[goesOn] ?? run);
    lineOf.push(line);
    for (const section of sections) {
      place[section] = lengths[line] ?? 0;
      lengths[line] = (lengths[line] ?? 0) + 1;
    }
  });
  const uses = new Map<number, { circuit: number; first: number; last: number }[]>();
  ways.forEach((way, circuit) => {
    const spans = new Map<number, { circuit: number; first: number; last: number }>();
    for (const section of way ?? []) {
      const line = lineOf[runOf[section] ?? -1] ?? -1;
      const at = place[section] ?? 0;
      const span = spans.get(line);
      if (span === undefined) spans.set(line, { circuit, first: at, last: at });
      else span.last = at;
    }
    for (const [line, span] of spans) {
      const list = uses.get(line);
      if (list === undefined) uses.set(line, [span]);
      else list.push(span);
    }
  });
  const numbers = ways.map(() => new Map<number, number>());
  for (const [line, spans] of uses) {
    const busyTo: number[] = [];
    for (const { circuit, first, last } of [...spans].sort((a, b) => a.first - b.first || a.circuit - b.circuit)) {
      const free = busyTo.findIndex((end) => end < first);
      const fibre = free < 0 ? busyTo.length : free;
      busyTo[fibre] = last;
      numbers[circuit]?.set(line, fibre);
    }
  }
  return numbers.map((own, circuit) => {
    const byRun = new Map<number, number>();
    for (const section of ways[circuit] ?? []) {
      const run = runOf[section] ?? -1;
      byRun.set(run, own.get(lineOf[run] ?? -1) ?? -1);
    }
    return byRun;
  });
}

function hopsOf(
  way: readonly number[],
  sections: readonly CableSection[],
  runOf: Int32Array,
  fibreOf: ReadonlyMap<number, number> | undefined,
): Hop[] {
  const hops: { run: number; fibre: number; from: string; lengthM: number; sections: number[] }[] = [];
  for (const index of way) {
    const section = sections[index] as CableSection; // indices come from the list
    const run = runOf[index] ?? -1;
    const last = hops.at(-1);
    if (last?.run === run) {
      last.lengthM += section.cableLengthM;
      last.sections.push(index);
    } else {
      const fibre = fibreOf?.get(run) ?? -1;
      hops.push({ run, fibre, from: section.from, lengthM: section.cableLengthM, sections: [index] });
    }
  }
  return hops;
}
