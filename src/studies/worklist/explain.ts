import { distanceText, mastText, type UnitSystem } from '../../base/quantity-text.ts';
import type { JudgedRequest } from './judge-requests.ts';
import type { Outcome, WorkItem } from './run.ts';

const OBSTACLES: Readonly<Record<string, string>> = {
  ridge: 'the ridge',
  ground: 'the ground',
  earth: 'the curve of the Earth',
  surface: 'a building or trees',
  building: 'a building',
  trees: 'trees',
  'own-roof': 'the own roof',
};

/** What the organiser does with a request, one without a place included. */
export function requestOutcome({ item, position }: JudgedRequest): Outcome | 'not placed' {
  return item?.outcome ?? (position === null ? 'not placed' : 'no');
}

/** Why, with what must be confirmed of the address. */
export function explainRequest({ item, reason, joined }: JudgedRequest, units: UnitSystem): string {
  if (item === null) return reason ?? '';
  return joined?.how === 'near' ? `${explainItem(item, units)} Address: ${joined.reason}` : explainItem(item, units);
}

/** Why a roof is judged as it is, naming what it links to and what stands in the way. */
export function explainItem({ link, goal, mastM, chain }: WorkItem, units: UnitSystem): string {
  if (link === null) return 'No installed node is in range.';
  const { to, verdict, confident, obstacle, tightestM } = link;
  if (verdict === 'clear' && confident) {
    return chain.length > 0 ? `Sees ${to.name}, once that roof is installed.` : `Clear to ${to.name}.`;
  }
  const what = `${OBSTACLES[obstacle] ?? obstacle} at ${distanceText(tightestM, units)} towards ${to.name}`;
  const fix = mastM === null || goal === null ? '' : ` A mast ${mastText(mastM, units)} taller would open ${goal.to.name}.`;
  if (!confident) return `Too close to call: ${what}.${fix}`;
  return verdict === 'marginal' ? `Marginal: ${what}.${fix}` : `Blocked by ${what}.${fix}`;
}
