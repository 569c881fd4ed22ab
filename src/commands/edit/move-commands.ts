import { grabWhole, moveChange } from '../../plan/edits/move-shape.ts';
import { verticesOf } from '../../plan/edits/shape.ts';
import { parseExact } from '../draw/exact-entry.ts';
import { selectedFeatures } from '../draw/handles.ts';
import type { Workbench } from '../workbench.ts';

/** Moves the selection by a typed distance and bearing; what is wrong with it, or null. */
export function moveSelectedBy(bench: Workbench, typed: string): string | null {
  const features = selectedFeatures(bench);
  const geometry = features[0]?.feature.geometry;
  const from = geometry ? verticesOf(geometry)[0]?.position : undefined;
  if (from === undefined) return 'It has no place to move from.';
  if (!/at|@|</i.test(typed)) return 'Type a distance and a bearing, such as 120 ft at 90.';
  const to = parseExact(typed, from, bench.plan.plan.settings.units);
  if (typeof to === 'string') return to;
  const grab = grabWhole(bench.plan.plan, features, from);
  if (grab !== null) bench.plan.commit(moveChange(grab, to));
  return null;
}
