import { formatPosition, parsePosition, positionReadings } from '../../geo/position-text.ts';
import type { LngLat, LngLatBounds } from '../../geo/position.ts';
import { wording } from '../../text/wording.ts';
import type { Workbench } from '../workbench.ts';
import { planBounds } from './view-commands.ts';

const words = wording.typedPosition;

/** A position that was typed into a field, or a sentence: what is wrong with it, or what is to be said first. */
export function typedPosition(bench: Workbench, typed: string): LngLat | string {
  return (
    positionDoubt(bench, typed) ?? parsePosition(typed) ?? wording.everywhere.typePosition({ position: examplePosition(bench) })
  );
}

/** A position as it may be typed: of a place that the map shows, without a map of the plan's middle, to a given number of digits. */
export function examplePosition({ view, plan }: Pick<Workbench, 'view' | 'plan'>, digits = 5): string {
  const bounds = view.mapReady ? null : planBounds(plan.plan);
  // Without a map nothing has moved the camera to the plan.
  const middle: LngLat | null = bounds && [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2];
  return formatPosition(middle ?? view.camera.centre, digits);
}

/**
 * A question where longitude seems to have been typed first: where the numbers are no place the other way round, or one outside of a plan that
 * they lie in so. They are never turned unasked. Null where nothing is to be asked.
 */
export function positionDoubt({ plan }: Workbench, typed: string): string | null {
  const turned = positionReadings(typed).find(({ first, isSaid }) => first === 'longitude' && !isSaid);
  if (turned === undefined) return null;
  const asTyped = parsePosition(typed);
  const bounds = planBounds(plan.plan);
  if (asTyped !== null && (isNear(asTyped, bounds) || !isNear(turned.position, bounds))) return null;
  return words.latitudeFirst({ position: formatPosition(turned.position) });
}

/** What one looks at from a plan lies within a degree of it. */
function isNear([lng, lat]: LngLat, bounds: LngLatBounds | null): boolean {
  if (bounds === null) return false;
  const [west, south, east, north] = bounds;
  return lng >= west - 1 && lng <= east + 1 && lat >= south - 1 && lat <= north + 1;
}
