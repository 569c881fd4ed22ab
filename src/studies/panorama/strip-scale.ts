import { mixedColor } from '../../base/colour.ts';
import type { Palette } from '../../base/palette.ts';
import type { Panorama } from './run.ts';

/** Where bearings and elevations lie on a strip; any unit of length, y downwards. */
export interface StripScale {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** True bearing at the left edge, degrees, and how many degrees the strip holds. */
  readonly fromDeg: number;
  readonly spanDeg: number;
  readonly topDeg: number;
  readonly bottomDeg: number;
}

/** The angles that a strip should show, degrees: the whole horizon, some sky above and ground below it. */
export function stripAngles(panorama: Panorama): { topDeg: number; bottomDeg: number } {
  let [highest, lowest] = [0, 0];
  for (const angle of panorama.horizonDeg) {
    if (angle > highest) highest = angle;
    if (angle < lowest) lowest = angle;
  }
  for (const { elevationDeg, isVisible } of panorama.sites) {
    if (isVisible === true) highest = Math.max(highest, elevationDeg);
  }
  const rangeDeg = Math.max(3, highest - lowest);
  return { topDeg: Math.min(80, highest + rangeDeg * 0.18), bottomDeg: Math.max(-45, lowest - rangeDeg * 0.45) };
}

/** Where a bearing lies across the strip; outside of it for those that it does not hold. */
export function acrossStrip({ left, width, fromDeg, spanDeg }: StripScale, bearingDeg: number): number {
  const beyond = (((bearingDeg - fromDeg) % 360) + 360) % 360;
  return left + (width * beyond) / spanDeg;
}

/** Where an elevation angle lies, not above the strip's top nor below its bottom. */
export function downStrip({ top, height, topDeg, bottomDeg }: StripScale, elevationDeg: number): number {
  const share = (topDeg - elevationDeg) / (topDeg - bottomDeg);
  return top + height * Math.min(1, Math.max(0, share));
}

/** A silhouette to be filled down to the strip's bottom. `depth`: 0 the nearest, 1 the farthest. */
export interface Silhouette {
  readonly depth: number;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** The silhouettes of a strip from the farthest to the nearest, as they are painted over each other; those that nobody sees are left out. */
export function silhouettes(panorama: Panorama, scale: StripScale): Silhouette[] {
  const { bands, stepDeg, horizonDeg } = panorama;
  const count = Math.round(scale.spanDeg / stepDeg) + 1;
  const first = Math.round(scale.fromDeg / stepDeg);
  const rays = horizonDeg.length;
  const nearer = new Float64Array(count).fill(-Infinity);
  const drawn: Silhouette[] = [];
  bands.forEach(({ topDeg }, band) => {
    const points: [number, number][] = [];
    let isSeen = false;
    for (let i = 0; i < count; i++) {
      const angle = topDeg[(((first + i) % rays) + rays) % rays] ?? NaN;
      const before = nearer[i] ?? -Infinity;
      if (angle > Math.max(before, scale.bottomDeg)) isSeen = true;
      if (angle > before) nearer[i] = angle;
      // Behind a nearer ridge the silhouette follows it: nothing is painted that is painted over.
      points.push([scale.left + (scale.width * i * stepDeg) / scale.spanDeg, downStrip(scale, nearer[i] ?? -90)]);
    }
    if (isSeen) drawn.unshift({ depth: bands.length < 2 ? 0 : band / (bands.length - 1), points });
  });
  return drawn;
}

/** Sky, farthest ridge and nearest ridge. */
export function landscapeShades(palette: Palette, isDark: boolean): [sky: string, haze: string, near: string] {
  const { water, existing, inkSoft, ground, surface, crossing } = palette;
  return isDark
    ? [water, mixedColor(water, inkSoft, 0.42), mixedColor(ground, surface, 0.35)]
    : [mixedColor(water, '#ffffff', 0.25), mixedColor(water, existing, 0.12), mixedColor(crossing, existing, 0.15)];
}

const NAMES = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;

/** `NE` for 45, null between the eight names. */
export function compassName(bearingDeg: number): string | null {
  const turned = ((bearingDeg % 360) + 360) % 360;
  return turned % 45 === 0 ? (NAMES[turned / 45] ?? null) : null;
}

/** A round step, so that about `most` of them fill a range. */
export function roundStep(rangeDeg: number, most: number): number {
  return [0.5, 1, 2, 5, 10, 15, 20, 30, 45].find((step) => rangeDeg / step <= most) ?? 90;
}
