import { destination } from '../../geo/geodesy.ts';
import type { LngLat } from '../../geo/position.ts';
import { planFeature } from '../../plan/change.ts';
import { pairsOfRoof } from '../../studies/sightlines/roof-summary.ts';
import { pairAt, type Sightlines } from '../../studies/sightlines/site-pairs.ts';
import type { Workbench } from '../workbench.ts';
import { standpoint } from './radio-study.ts';

interface Line {
  readonly from: LngLat;
  readonly to: LngLat;
  readonly verdict: string;
}

/** More lines than this make no picture. */
const MOST_LINES = 2000;

/** Where requests go: a line to the hub for those that work or somebody must look at. */
function requestLines({ radio: { worklist } }: Workbench): Line[] {
  return (worklist.result?.requests ?? []).flatMap(({ item }): Line[] => {
    const goal = item?.goal;
    if (!goal || item.outcome === 'no') return [];
    const verdict = item.outcome === 'viable' ? 'clear' : 'too-close';
    return [{ from: goal.from.position, to: goal.to.position, verdict }];
  });
}

/** The sightlines that the open panel speaks of: the requests', one roof's, or of all pairs those that work. */
export function sightlines(bench: Workbench): Line[] {
  const { reach, pairs } = bench.radio;
  if (bench.view.rightTab === 'requests') return requestLines(bench).slice(0, MOST_LINES);
  if (reach.result !== null) {
    return reach.result.map(({ from, to, verdict, confident }) => {
      return { from: from.position, to: to.position, verdict: confident ? verdict : 'too-close' };
    });
  }
  return pairs.result === null ? [] : pairLines(bench, pairs.result);
}

/** Of one roof all that may work; of all roofs the best pairs of each: more would cover the map. */
function pairLines({ radio }: Workbench, sightlines: Sightlines): Line[] {
  const { roofSights, shownRoof } = radio;
  const shown = shownRoof === null ? (roofSights ?? []).flatMap(({ best }) => best) : pairsOfRoof(sightlines, shownRoof);
  return [...new Set(shown)].slice(0, MOST_LINES).map((pair) => {
    const { a, b, verdict, confident } = pairAt(sightlines, pair);
    return { from: a.position, to: b.position, verdict: confident ? verdict : 'too-close' };
  });
}

/** The plan's links as they were judged; what was not judged is drawn by its layer alone. */
export function judgedLinkLines({ plan, radio: { planLinks } }: Workbench): Line[] {
  return (planLinks.result ?? []).flatMap(({ link, finding }): Line[] => {
    if (finding === null || planFeature(plan.plan, 'links', link.id) === undefined) return [];
    const verdict = finding.confident ? finding.verdict : 'too-close';
    return [{ from: link.a.position, to: link.b.position, verdict }];
  });
}

/** Where the pointer in the panorama looks, as far as the horizon there. */
export function bearingLine(bench: Workbench): Line[] {
  const { panorama, bearingDeg } = bench.radio;
  const { result } = panorama;
  if (result === null || bearingDeg === null || standpoint(bench) === null) return [];
  const ray = Math.round(bearingDeg / result.stepDeg) % result.horizonDistanceM.length;
  const distanceM = result.horizonDistanceM[ray] ?? NaN;
  const lengthM = Number.isFinite(distanceM) ? distanceM : result.rangeM;
  return [{ from: result.position, to: destination(result.position, bearingDeg, lengthM), verdict: 'open' }];
}
