import { compareText } from '../../base/compare.ts';
import type { FiberNetwork, NetworkPole } from '../../plan/network.ts';

/** Longer ids are not read from a sheet: such poles get a number of their own, and the pole list says which id it is. */
const LONGEST_LABEL = 7;

/**
 * What is printed beside each pole on sheets and in the pole list, by id of the part: the owner's id where all ids are short, else
 * P1, P2 … from north to south by rows, so that neighbours on the ground are neighbours in the list. New poles are N1, N2 …
 * The map's order is that of the pole list.
 */
export function poleNumbers(network: FiberNetwork): Map<string, string> {
  const short = network.poles.every((pole) => (pole.poleId ?? '').length <= LONGEST_LABEL);
  const ordered = [...network.poles].sort(short ? byId : byPlace);
  const labels = new Map<string, string>();
  let existing = 0;
  let added = 0;
  for (const pole of ordered) {
    if (pole.poleId === null) labels.set(pole.id, `N${++added}`);
    else labels.set(pole.id, short ? pole.poleId : `P${++existing}`);
  }
  return labels;
}

/** New poles last, existing ones as their owner counts them. */
function byId(a: NetworkPole, b: NetworkPole): number {
  const added = (pole: NetworkPole): number => (pole.poleId === null ? 1 : 0);
  const [left, right] = [a.poleId ?? '', b.poleId ?? ''];
  const bothNumbers = /^\d+$/.test(left) && /^\d+$/.test(right);
  return added(a) - added(b) || (bothNumbers ? Number(left) - Number(right) : compareText(left, right)) || byPlace(a, b);
}

/** Rows of 0.002° (about 220 m), from north; within a row from the west. */
function byPlace(a: NetworkPole, b: NetworkPole): number {
  const row = (pole: NetworkPole): number => -Math.floor(pole.position[1] / 0.002);
  return row(a) - row(b) || a.position[0] - b.position[0] || compareText(a.id, b.id);
}
