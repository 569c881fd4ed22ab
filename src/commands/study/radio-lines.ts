import { destination } from '../../geo/geodesy.ts';
import type { LngLat } from '../../geo/position.ts';
import type { Workbench } from '../workbench.ts';
import { standpoint } from './radio-study.ts';

interface Line {
  readonly from: LngLat;
  readonly to: LngLat;
  readonly verdict: string;
}

/** More lines than this make no picture. */
const MOST_LINES = 2000;

/** The sightlines that the reach panel speaks of; of all pairs those that work. */
export function sightlines({ radio: { reach, pairs } }: Workbench): Line[] {
  if (reach.result !== null) {
    return reach.result.map(({ from, to, verdict, confident }) => {
      return { from: from.position, to: to.position, verdict: confident ? verdict : 'too-close' };
    });
  }
  return (pairs.result ?? [])
    .filter(({ verdict }) => verdict === 'clear' || verdict === 'marginal')
    .slice(0, MOST_LINES)
    .map(({ a, b, verdict, confident }) => {
      return { from: a.position, to: b.position, verdict: confident ? verdict : 'too-close' };
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
