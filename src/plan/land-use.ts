import type { Feature } from './feature-table.ts';

const NO_PREMISES = /^(vacant|road|street|right-of-way|row|water|park|rail|railway|open space|cemetery)$/i;

/** Whether a lot is said to be land on which nobody is served. */
export function isLandOfNobody({ fields }: Feature): boolean {
  return NO_PREMISES.test(String(fields['use'] ?? ''));
}
