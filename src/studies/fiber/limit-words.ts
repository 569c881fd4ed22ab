import { countText, distanceText, numberText, type UnitSystem } from '../../base/quantity-text.ts';
import type { BeyondLimit } from '../../plan/network.ts';

/** So many premises are named one by one. */
const MOST_NAMED = 5;

/** How a design keeps to the longest way of light that was asked for, in sentences; none where none was. */
export function limitSentences(beyond: readonly BeyondLimit[], pathLimitM: number, units: UnitSystem): string[] {
  if (pathLimitM === 0) return [];
  const limit = distanceText(pathLimitM, units);
  if (beyond.length === 0) return [`No premises lies beyond ${limit} of fibre, the longest way of light that was asked for.`];
  const named = (list: readonly BeyondLimit[]): string =>
    list.slice(0, MOST_NAMED).map(({ id, fibreM }) => `${id} at ${distanceText(fibreM, units)}`).join(', ') +
    (list.length > MOST_NAMED ? ` and ${numberText(list.length - MOST_NAMED)} more` : ''); // prettier-ignore
  const far = beyond.filter(({ shortestM }) => shortestM !== null);
  const near = beyond.filter(({ shortestM }) => shortestM === null);
  const least = far.map(({ shortestM }) => shortestM ?? 0);
  const who = (count: number): string => countText(count, 'premises lies', 'premises lie');
  return [
    ...(far.length === 0
      ? []
      : [
          `${who(far.length)} beyond the ${limit} of fibre that were asked for, because the map has no shorter way: ${named(far)}. The shortest ways to them come to ${distanceText(Math.min(...least), units)} and more: a facility nearer to them, or a higher limit, would mend it.`,
        ]),
    ...(near.length === 0
      ? []
      : [
          `${who(near.length)} beyond the ${limit} of fibre that were asked for although the map has a shorter way: ${named(near)}. Stretches that are kept by hand, free fibres that a cable lacks, or where terminals stand, are in its way.`,
        ]),
  ];
}
