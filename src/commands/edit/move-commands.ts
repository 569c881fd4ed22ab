import { grabWhole, moveChange } from '../../plan/edits/move-shape.ts';
import { verticesOf } from '../../plan/edits/shape.ts';
import { parseExact } from '../draw/exact-entry.ts';
import { selectedFeatures } from '../draw/handles.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.moveCommands;

/** Moves the selection by a typed distance and bearing; what is wrong with it, or null. */
export function moveSelectedBy(bench: Workbench, typed: string): string | null {
  const features = selectedFeatures(bench);
  const geometry = features[0]?.feature.geometry;
  const from = geometry ? verticesOf(geometry)[0]?.position : undefined;
  if (from === undefined) return words.itHasNoPlaceTo;
  if (!/at|@|</i.test(typed)) return words.typeDistanceAndBearingSuch;
  const to = parseExact(bench, typed, from);
  if (typeof to === 'string') return to;
  const grab = grabWhole(bench.plan.plan, features, from);
  if (grab !== null) bench.plan.commit(moveChange(grab, to));
  return null;
}
