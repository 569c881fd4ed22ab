import { geodesicDistanceM } from '../../src/geo/geodesy.ts';
import type { FiberNetwork } from '../../src/plan/network.ts';
import type { PlanTotals } from '../../src/studies/build-plan/totals.ts';

/** Items of a drop that are priced by length: its cable, and what it digs along a street. */
const LENGTHS = /^(drop|underground)-/;

/** Looks at a network as a stranger would who only has its parts; returns what is wrong with it, in words. */
export function faultsOf(network: FiberNetwork, premisesIds: readonly string[]): string[] {
  const faults: string[] = [];
  const neighbours = new Map<string, string[]>();
  let joints = 0;
  for (const { from, to } of network.stretches) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
    joints++;
  }
  const reached = new Set<string>();
  for (const facility of network.facilities) {
    if (reached.has(facility.node)) faults.push(`facility ${facility.id} is joined to another one`);
    const stack = [facility.node];
    reached.add(facility.node);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (const next of neighbours.get(node) ?? []) {
        if (reached.has(next)) continue;
        reached.add(next);
        stack.push(next);
      }
    }
  }
  for (const node of neighbours.keys()) if (!reached.has(node)) faults.push(`${node} hangs on no facility`);
  // A forest has as many joints as nodes less trees: then every node has exactly one path to its facility.
  if (joints !== reached.size - network.facilities.length)
    faults.push(`${joints} stretches for ${reached.size} nodes: not a tree`);

  const terminals = new Map(network.terminals.map((terminal) => [terminal.id, terminal]));
  const used = new Map<string, number>();
  for (const drop of network.drops) {
    const terminal = terminals.get(drop.terminalId);
    if (terminal === undefined) faults.push(`drop ${drop.id} starts at no terminal`);
    else if (!reached.has(terminal.node)) faults.push(`terminal ${terminal.id} hangs on nothing`);
    used.set(drop.terminalId, (used.get(drop.terminalId) ?? 0) + 1);
    const pricedM = drop.items.filter(({ item }) => LENGTHS.test(item)).reduce((sum, { quantity }) => sum + quantity, 0);
    if (Math.abs(pricedM - drop.lengthM) > 0.0015) faults.push(`drop ${drop.id} is ${drop.lengthM} m, ${pricedM} m are priced`);
  }
  for (const terminal of network.terminals) {
    if (used.get(terminal.id) !== terminal.used)
      faults.push(`terminal ${terminal.id} counts ${terminal.used} drops, has ${used.get(terminal.id)}`);
    if (terminal.used > terminal.ports) faults.push(`terminal ${terminal.id} is over full`);
  }
  const told = [...network.drops.map((drop) => drop.premisesId), ...network.notReached.map(({ id }) => id)].sort();
  if (JSON.stringify(told) !== JSON.stringify([...premisesIds].sort())) faults.push('premises are missing, or stand twice');

  for (const { id, cables, fibres, cableLengthM, lengthM: routeM } of network.stretches) {
    if (cableLengthM < routeM || cables.reduce((sum, size) => sum + size, 0) < fibres || fibres < 1)
      faults.push(`stretch ${id} lacks cable`);
  }

  const poles = new Set(network.poles.map((pole) => `pole:${pole.poleId ?? ''}`));
  for (const node of reached) if (node.startsWith('pole:') && !poles.has(node)) faults.push(`${node} is used but not listed`);

  const lengthM = network.stretches.reduce((sum, stretch) => sum + stretch.lengthM, 0);
  const trueM = network.stretches.reduce(
    (sum, { path }) => sum + path.slice(1).reduce((piece, end, i) => piece + geodesicDistanceM(path[i]!, end), 0),
    0,
  );
  if (Math.abs(lengthM - trueM) > 1e-4 * trueM + 0.001) faults.push(`routes measure ${trueM} m, are said to be ${lengthM} m`);
  if (network.routeLowerBoundCents > network.routeCostCents) faults.push('the bound is above the cost');
  return faults;
}

/** Whether neighbourhoods add up to the whole in whole cents, millimetres and pieces; the names of figures that do not. */
export function figuresThatDoNotAddUp({ total, neighbourhoods }: PlanTotals): string[] {
  return Object.entries(total).flatMap(([name, whole]) => {
    if (typeof whole !== 'number') return [];
    const sum = neighbourhoods.reduce((part, one) => part + Math.round(Number(one[name as keyof typeof one]) * 1000), 0);
    return sum === Math.round(whole * 1000) ? [] : [`${name}: ${sum / 1000} against ${whole}`];
  });
}
