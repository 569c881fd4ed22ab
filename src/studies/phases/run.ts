import { compareText } from '../../base/compare.ts';
import { sumOf, TakeOff, type BillLine, type Charge } from '../../cost/take-off.ts';
import { emptyLayer, featuresOfLayer } from '../../plan/layer.ts';
import { isBuilt, type Drop, type FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import { chargesOf } from '../build-plan/bill.ts';
import { neighbourhoodNames } from '../build-plan/totals.ts';
import { ITEM } from '../fiber/prices.ts';
import { builtIn, type BuiltIn } from './built-order.ts';
import { greedyOrder } from './greedy-order.ts';

/** How premises are put into phases: by neighbourhood, by the substation and feeder of the nearest pole used, by the field `phase` of neighbourhoods. */
export const PHASE_KINDS = ['neighbourhood', 'circuit', 'hand'] as const;
export type PhaseKind = (typeof PHASE_KINDS)[number];

/** One phase: what it builds beyond what earlier ones have built. Lengths in whole millimetres, money in whole cents. */
export interface Phase {
  readonly name: string;
  readonly premisesPassed: number;
  readonly unitsPassed: number;
  readonly routeLengthM: number;
  readonly polesUsed: number;
  readonly crossings: number;
  readonly costLow: number;
  readonly costLikely: number;
  readonly costHigh: number;
  readonly connectionCostLikely: number;
  /** Of all phases up to this one. */
  readonly premisesSoFar: number;
  readonly costLikelySoFar: number;
}

/** Phases in the order of building; they add up exactly to the whole design. */
export interface PhasePlan {
  readonly by: PhaseKind;
  readonly phases: readonly Phase[];
}

/** The kind that a plan suggests: by hand where neighbourhoods name a phase, else by neighbourhood. */
export function usualPhaseKind(plan: Plan): PhaseKind {
  const areas = featuresOfLayer(plan.layers.get('neighbourhoods') ?? emptyLayer);
  return [...areas].some(({ fields }) => (fields['phase'] ?? '') !== '') ? 'hand' : 'neighbourhood';
}

/**
 * Puts a design into phases. Each part is built in the first phase that needs it, at its full size: nothing is dug twice, and every phase hangs
 * on what is built before it. Phases by hand come in the order of their names; others so that the most premises for the money come first.
 */
export function phasesOf(plan: Plan, network: FiberNetwork, by: PhaseKind): PhasePlan {
  const nameOf = groupNames(plan, network, by);
  const groupOf = new Map(network.drops.map((drop) => [drop.id, nameOf(drop)]));
  const names = [...new Set(groupOf.values())].sort(byNumberThenText);
  const order = by === 'hand' ? names : greedyOrder(network, plan.costBook, groupOf, names);
  const phaseOfDrop = new Map([...groupOf].map(([id, name]) => [id, order.indexOf(name)]));
  const built = builtIn(network, phaseOfDrop);
  return { by, phases: figures(plan, network, order, built) };
}

function groupNames(plan: Plan, network: FiberNetwork, by: PhaseKind): (drop: Drop) => string {
  if (by === 'circuit') return circuitNames(network);
  const areas = new Map(neighbourhoodNames(plan).map(({ id, name }) => [id, name]));
  const phases = new Map(
    [...featuresOfLayer(plan.layers.get('neighbourhoods') ?? emptyLayer)].map(({ id, fields }) => [
      id,
      String(fields['phase'] ?? ''),
    ]),
  );
  return ({ neighbourhoodId }) => {
    const id = neighbourhoodId ?? '';
    return by === 'hand' ? phases.get(id) || 'no phase' : (areas.get(id) ?? id);
  };
}

/** The circuit of the nearest pole with one, on the way from a drop's terminal to the facility. */
function circuitNames(network: FiberNetwork): (drop: Drop) => string {
  const circuitAt = new Map<string, string>(
    network.poles.flatMap(({ poleId, circuit }) => (circuit === null ? [] : [[`pole:${poleId ?? ''}`, circuit] as const])),
  );
  const above = new Map(network.stretches.map(({ from, to }) => [to, from]));
  const nodeOf = new Map(network.terminals.map(({ id, node }) => [id, node]));
  return ({ terminalId }) => {
    for (let node = nodeOf.get(terminalId); node !== undefined; node = above.get(node)) {
      const circuit = circuitAt.get(node);
      if (circuit !== undefined) return circuit;
    }
    return 'no circuit';
  };
}

function byNumberThenText(a: string, b: string): number {
  const [x, y] = [/\d+/.exec(a)?.[0], /\d+/.exec(b)?.[0]];
  return (x !== undefined && y !== undefined ? Number(x) - Number(y) : 0) || compareText(a, b);
}

function figures(plan: Plan, network: FiberNetwork, order: readonly string[], built: BuiltIn): Phase[] {
  const charges = chargesByPhase(network, built, order.length);
  const shared = new SharedByPhase(network, built, order.length);
  const parts = new TakeOff();
  let before = { low: 0, likely: 0, high: 0, connect: 0, premises: 0 };
  return order.map((name, phase) => {
    // Bills are rounded line by line: only the bill of everything so far adds up to that of the whole.
    const lines = parts
      .add(charges[phase] ?? [])
      .with(shared.chargesUpTo(phase))
      .lines(plan.costBook);
    const pass = sumOf(lines.filter(({ part }) => part === 'pass'));
    const drops = network.drops.filter(({ id }) => built.drops.get(id) === phase);
    const now = {
      low: pass.lowCents,
      likely: pass.likelyCents,
      high: pass.highCents,
      connect: connectCents(lines, plan.settings.takeRate),
      premises: before.premises + drops.length,
    };
    const ofPhase = (map: ReadonlyMap<string, number>): number => [...map.values()].filter((one) => one === phase).length;
    const own = network.stretches.filter((stretch) => isBuilt(stretch) && built.stretches.get(stretch.id) === phase);
    const one: Phase = {
      name,
      premisesPassed: drops.length,
      unitsPassed: drops.reduce((sum, { units }) => sum + units, 0),
      routeLengthM: own.reduce((sum, stretch) => sum + millimetresOf(stretch), 0) / 1000,
      polesUsed: ofPhase(built.poles),
      crossings: ofPhase(built.crossings),
      costLow: (now.low - before.low) / 100,
      costLikely: (now.likely - before.likely) / 100,
      costHigh: (now.high - before.high) / 100,
      connectionCostLikely: (now.connect - before.connect) / 100,
      premisesSoFar: now.premises,
      costLikelySoFar: now.likely / 100,
    };
    before = now;
    return one;
  });
}

function millimetresOf({ lengthM }: { readonly lengthM: number }): number {
  return Math.round(lengthM * 1000);
}

/** Connections at the take rate, rounded by neighbourhood as the totals are. */
function connectCents(lines: readonly BillLine[], takeRate: number): number {
  const groups = new Map<string, number>();
  for (const { group, part, likelyCents } of lines)
    if (part === 'connect') groups.set(group, (groups.get(group) ?? 0) + likelyCents);
  return [...groups.values()].reduce((sum, cents) => sum + Math.round(cents * takeRate), 0);
}

/** The charges of all parts but shares, by the phase that each is built in. */
function chargesByPhase(network: FiberNetwork, built: BuiltIn, count: number): Charge[][] {
  const of = (parts: readonly { readonly id: string }[], map: ReadonlyMap<string, number>): number[] =>
    parts.map(({ id }) => map.get(id) ?? 0);
  const { sharedCosts: _, ...parts } = network;
  const phases = [
    ...of(parts.stretches, built.stretches),
    ...of(parts.poles, built.poles),
    ...of(parts.terminals, built.terminals),
    ...of(parts.cabinets, built.cabinets),
    ...of(parts.closures, built.closures),
    ...of(parts.handholes, built.handholes),
    ...of(parts.crossings, built.crossings),
    ...of(parts.risers, built.risers),
    ...parts.facilities.map(() => 0),
    ...of(parts.drops, built.drops),
  ];
  const charges = Array.from({ length: count }, (): Charge[] => []);
  for (const [i, charge] of [...chargesOf({ ...parts, sharedCosts: [] })].entries()) charges[phases[i] ?? 0]?.push(charge);
  return charges;
}

/** Engineering goes with the route that is built, the hut with the first phase, ports and optics with the premises passed. */
class SharedByPhase {
  readonly #sharedCosts: FiberNetwork['sharedCosts'];
  readonly #routes: ShareByPhase;
  readonly #premises: ShareByPhase;

  constructor({ sharedCosts, stretches, drops }: FiberNetwork, built: BuiltIn, count: number) {
    this.#sharedCosts = sharedCosts;
    this.#routes = shareByPhase(stretches.filter(isBuilt), built.stretches, count, millimetresOf);
    this.#premises = shareByPhase(drops, built.drops, count, () => 1);
  }

  chargesUpTo(phase: number): Charge[] {
    return this.#sharedCosts.map(({ neighbourhoodId, items }) => ({
      group: neighbourhoodId ?? '',
      part: 'pass',
      items: items.map((one) => ({
        ...one,
        quantity: Math.round(one.quantity * this.#share(one.item, neighbourhoodId, phase) * 1000) / 1000,
      })),
    }));
  }

  #share(item: string, neighbourhoodId: string | null, phase: number): number {
    if (item === ITEM.hut) return 1;
    return (item === ITEM.engineering ? this.#routes : this.#premises)(neighbourhoodId, phase);
  }
}

/** Which share of a neighbourhood's parts is built by the end of a phase, 0 to 1. */
type ShareByPhase = (neighbourhoodId: string | null, phase: number) => number;

/** @param weight of a part, in whole numbers: their sums are exact in any order */
function shareByPhase<Part extends { readonly id: string; readonly neighbourhoodId: string | null }>(
  parts: readonly Part[],
  builtIn: ReadonlyMap<string, number>,
  count: number,
  weight: (part: Part) => number,
): ShareByPhase {
  const built = new Map<string | null, number[]>();
  for (const part of parts) {
    let weights = built.get(part.neighbourhoodId);
    if (weights === undefined) built.set(part.neighbourhoodId, (weights = new Array<number>(count).fill(0)));
    const phase = builtIn.get(part.id) ?? 0;
    weights[phase] = (weights[phase] ?? 0) + weight(part);
  }
  const sum = (weights: readonly number[]): number => weights.reduce((all, one) => all + one, 0);
  return (neighbourhoodId, phase) => {
    // With the last phase all is built, also where a neighbourhood has none of these parts.
    if (phase === count - 1) return 1;
    const weights = built.get(neighbourhoodId) ?? [];
    const all = sum(weights);
    return all === 0 ? 0 : sum(weights.slice(0, phase + 1)) / all;
  };
}
