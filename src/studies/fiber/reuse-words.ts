import { percentText } from '../../base/quantity-text.ts';
import type { DesignReuse } from '../../plan/network.ts';

/** What a design took from the one before it, in a sentence. */
export function reuseSentence(reuse: DesignReuse | null): string {
  if (reuse === null) return 'All routes were searched anew: there was no design that could be gone on from.';
  const kept = reuse.routeM > 0 ? percentText(reuse.keptM / reuse.routeM, 1) : '0 %';
  if (reuse.searched === 'nothing')
    return 'Nothing changed that routes depend on: they are as before; cabinets and cables were placed anew.';
  if (reuse.searched === 'all')
    return `Prices or ground changed nearly everywhere: all routes were improved from the earlier ones on; ${kept} of their length is as before.`;
  return `Routes were searched anew around ${reuse.squaresChanged} of ${reuse.squares} squares of ground; ${kept} of the length of routes and drops is as before.`;
}
