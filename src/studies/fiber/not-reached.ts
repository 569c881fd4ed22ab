import { spanText, type UnitSystem } from '../../base/quantity-text.ts';
import type { NotReached } from '../../plan/network.ts';

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
