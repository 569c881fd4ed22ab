import { countText, moneyText, spanText, type UnitSystem } from '../../base/quantity-text.ts';
import type { Island, IslandJoin, NotReached } from '../../plan/network.ts';

/** Why a premises has no drop, in one sentence. */
export function reasonFor({ cause, nearestM, dropLimitM }: NotReached, units: UnitSystem): string {
  switch (cause) {
    case 'too-far':
      return `The nearest pole or right-of-way is ${spanText(nearestM ?? NaN, units)} away; a drop may be ${spanText(dropLimitM, units)}.`;
    case 'nothing-near':
      return `There is no pole and no right-of-way within ${units === 'us' ? '3 miles' : '5 km'}.`;
    case 'barred':
      return 'Every drop to it would cross a railway, water or a highway.';
    case 'not-joined':
      return 'The ways and poles near it are not joined to any facility.';
  }
}

/** What would join an island, in one or two sentences. */
export function islandSentence({ id, premises, join }: Island, units: UnitSystem, currency: string): string {
  const who = `${countText(premises.length, 'premises', 'premises')} (${id}) ${premises.length === 1 ? 'has' : 'have'} ways or poles nearby that lead to no facility`;
  if (join === null) return `${who}; the facilities are more than 50 km away.`;
  const onto = join.to === null ? '' : `, to ${join.to}`;
  if (join.lengthM === 0)
    return `${who}: ${placeText(join)} two ways cross without meeting${onto}. If there is a junction, the map lacks it.`;
  const approach =
    join.approachCents > 0 ? `, and ${moneyText(join.approachCents / 100, currency)} of routes that lead there` : '';
  const crossing = join.crosses.length > 0 ? ` across ${join.crosses.join(' and ')}` : '';
  return `${who}: ${spanText(join.lengthM, units)} ${methodText(join.method)}${crossing} ${placeText(join)} would join them${onto}, about ${moneyText(join.costCents / 100, currency)}${approach}.`;
}

function methodText(method: string): string {
  return method === 'new-poles' ? 'on new poles' : `by ${method}`;
}

function placeText({ between: [one, other], path }: IslandJoin): string {
  const [lng, lat] = path[0];
  const names = [one, other].filter((name) => name !== '');
  const where =
    names.length === 2 && one !== other ? ` between ${one} and ${other}` : names.length > 0 ? ` at ${names[0] ?? ''}` : '';
  return `at ${lat.toFixed(5)}, ${lng.toFixed(5)}${where}`;
}
