/** A piece of route with its cables, from the end nearer to the facility to the other. Nodes of one name meet. */
export interface CableSection {
  readonly from: string;
  readonly to: string;
  /** Fibre counts of the cables that lie in it. */
  readonly cables: readonly number[];
  /** Fibres in use or kept free: which branch goes straight on. */
  readonly fibres: number;
  /** Length of one cable, slack included, metres. */
  readonly cableLengthM: number;
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
  /** Indices of the sections that it runs through, from the top. */
  readonly sections: readonly number[];
  readonly lengthM: number;
}

/** Where a circuit lies in one run: fibre numbers count from 0 through all cables of the run. */
export interface Hop {
  readonly run: number;
  readonly fibre: number;
}

export interface FibreAssignment {
  readonly runs: readonly CableRun[];
  /** For each circuit its hops from the top; null where no way leads from its one node to the other. */
  readonly hops: readonly (readonly Hop[] | null)[];
  /** Metres of cable between a circuit's nodes; 0 where there is no way. */
  readonly lengthsM: readonly number[];
}

interface GrowingRun {
  readonly top: string;
  bottom: string;
  readonly sizes: readonly number[];
  readonly sections: number[];
  lengthM: number;
  /** The run that it goes on from with all fibres in their places: a cable that one reel could not hold. */
  readonly goesOn: number;
}

/**
 * Lays cables along a tree of sections and gives every circuit a fibre in each. A cable goes straight on through a node as long as its size
 * stays, no equipment stands there that ends cables (`ends`) and its reel holds it; of several branches the one with most fibres goes
 * on. Fibres are given in the order of the circuits and stay the same along a run, so that nothing is cut that passes through.
 * @param reelM longest cable without a splice; a single section may be longer
 */
export function assignFibres(
  sections: readonly CableSection[],
  circuits: readonly Circuit[],
  ends: ReadonlySet<string>,
  reelM: number,
): FibreAssignment {
  const above = new Map(sections.map((section, i) => [section.to, i]));
  const { runs, runOf, depthM } = layCables(sections, above, ends, reelM);
  const onRun: Map<number, number>[] = runs.map(() => new Map());
  const ways = circuits.map((circuit) => runsBetween(circuit, sections, above, runs, runOf));
  ways.forEach((way, circuit) => way?.forEach((run) => onRun[run]?.set(circuit, onRun[run].size)));
  runs.forEach(({ goesOn }, run) => {
    if (goesOn >= 0) for (const circuit of onRun[run]?.keys() ?? []) onRun[run]?.set(circuit, onRun[goesOn]?.get(circuit) ?? -1);
  });
  return {
    runs,
    hops: ways.map((way, circuit) => way?.map((run) => ({ run, fibre: onRun[run]?.get(circuit) ?? -1 })) ?? null),
    lengthsM: circuits.map(({ from, to }, i) => (ways[i] === null ? 0 : (depthM.get(to) ?? 0) - (depthM.get(from) ?? 0))),
  };
}

interface LaidCables {
  readonly runs: readonly GrowingRun[];
  /** The run in each section. */
  readonly runOf: Int32Array;
  /** Cable between each node and the top of its tree. */
  readonly depthM: ReadonlyMap<string, number>;
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
  const depthM = new Map<string, number>();
  const stack = [...below.keys()].filter((node) => !above.has(node)).reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const incoming = above.get(node);
    const arriving = incoming === undefined || ends.has(node) ? -1 : (runOf[incoming] ?? -1);
    const branches = below.get(node) ?? [];
    const straightOn = arriving < 0 ? -1 : straightest(sections, branches, runs[arriving]?.sizes ?? []);
    for (const index of branches) {
      const section = sections[index] as CableSection; // indices come from the list
      const run = runs[arriving];
      if (index === straightOn && run !== undefined && run.lengthM + section.cableLengthM <= reelM) {
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
          sections: [index],
          lengthM: section.cableLengthM,
          goesOn: index === straightOn ? arriving : -1,
        });
      }
      depthM.set(section.to, (depthM.get(node) ?? 0) + section.cableLengthM);
    }
    for (const index of [...branches].reverse()) stack.push(sections[index]?.to ?? '');
  }
  return { runs, runOf, depthM };
}

/** The branch that a cable goes on in: of its own size, with most fibres; −1 where there is none. */
function straightest(sections: readonly CableSection[], branches: readonly number[], sizes: readonly number[]): number {
  let best = -1;
  for (const index of branches) {
    const section = sections[index];
    if (section?.cables.join() !== sizes.join()) continue;
    if (best < 0 || section.fibres > (sections[best]?.fibres ?? 0)) best = index;
  }
  return best;
}

/** The runs that a circuit passes, from the top; null where its upper node is not above its lower one. */
function runsBetween(
  { from, to }: Circuit,
  sections: readonly CableSection[],
  above: ReadonlyMap<string, number>,
  runs: readonly GrowingRun[],
  runOf: Int32Array,
): number[] | null {
  const way: number[] = [];
  let node = to;
  while (node !== from) {
    const section = above.get(node);
    const run = section === undefined ? -1 : (runOf[section] ?? -1);
    if (run < 0 || way.length > sections.length) return null;
    way.push(run);
    node = runs[run]?.top ?? '';
  }
  return way.reverse();
}
