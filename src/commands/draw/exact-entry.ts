import { parseLengthM } from '../../base/typed-quantity.ts';
import { destination } from '../../geo/geodesy.ts';
import { parsePosition } from '../../geo/position-text.ts';
import type { LngLat } from '../../geo/position.ts';
import { drawPoint } from '../../plan/edits/draw-shape.ts';
import type { Workbench } from '../workbench.ts';
import { examplePosition, positionDoubt } from '../view/typed-position.ts';
import { sketchTool } from './sketch-tool.ts';
import { addPoint, commitDrawn } from './sketch.ts';
import { wording } from '../../text/wording.ts';

const words = wording.exactEntry;

/** Puts the next point where it was typed; what is wrong with it, or null. */
export function typeNextPoint(bench: Workbench, typed: string): string | null {
  const { draw, plan, view, camera } = bench;
  const last = draw.points.at(-1)?.position ?? null;
  const position = positionDoubt(bench, typed) ?? parseExact(bench, typed, last);
  if (typeof position === 'string') return position;
  if (sketchTool(bench) !== null) addPoint(bench, { position, snap: null });
  else if (view.tool === 'point') commitDrawn(bench, drawPoint(plan.plan, draw.layers.point, position));
  camera.moveTo(position);
  return null;
}

/**
 * A place as it was typed: a position, or distance and bearing from another place ("120 ft at 90", "36.5 m @ 270°"). To a tenth
 * of a millimetre. A sentence where it is neither.
 */
export function parseExact(bench: Workbench, typed: string, from: LngLat | null): LngLat | string {
  const example = words.typeLatitudeAndLongitudeSuch({ position: examplePosition(bench, 4) });
  const match = /^(.+?)\s*(?:at|@|<)\s*([\d.]+)\s*°?$/i.exec(typed.trim());
  if (match === null) return parsePosition(typed) ?? `${example}${from === null ? '.' : words.orDistanceAndBearingSuch}`;
  if (from === null) return words.forFirstPointDistanceAnd({ example });
  const distance = parseLengthM(match[1] ?? '', bench.plan.plan.settings.units);
  const bearingDeg = Number(match[2]);
  if ('problem' in distance) return distance.problem;
  if (!(bearingDeg >= 0 && bearingDeg <= 360)) return words.aBearingLiesBetweenAnd;
  const [lng, lat] = destination(from, bearingDeg, distance.metres);
  return [Math.round(lng * 1e9) / 1e9, Math.round(lat * 1e9) / 1e9];
}
