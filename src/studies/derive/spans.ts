import { AppError } from '../../base/app-error.ts';
import { localFrame } from '../../geo/local-frame.ts';
import { boundsOf } from '../../geo/polygon.ts';
import type { Change } from '../../plan/change.ts';
import type { Feature, FieldValue } from '../../plan/feature-table.ts';
import { layerOf } from '../../plan/layer.ts';
import { layerTable, type Plan } from '../../plan/plan.ts';
import { landOf, pointOf, spansOf, usablePoles, waysOf } from '../fiber/prepare.ts';
import { derivedSources, inheritedClasses } from './sources.ts';

/** Makes the layer spans: those given, from pole to pole, and those inferred along rights-of-way for poles that have none. */
export function deriveSpans(plan: Plan): { change: Change; count: number } {
  const poles = usablePoles(plan);
  if (poles.length === 0)
    throw new AppError('study/missing-layer', {
      what: 'There are no poles that could carry a span.',
      where: 'poles',
      remedy: 'Import poles first.',
    });
  const ways = waysOf(plan);
  if (ways.length === 0 && layerTable(plan, 'spans').count === 0)
    throw new AppError('study/missing-layer', {
      what: 'There are no rights-of-way along which poles could stand.',
      where: 'rights-of-way',
      remedy: 'Import rights-of-way first, or the spans themselves.',
    });
  const [west, south, east, north] = boundsOf(poles.map(pointOf));
  const frame = localFrame([(west + east) / 2, (south + north) / 2]);
  const spans = spansOf(plan, poles, ways, landOf(plan, ways, frame), frame);
  const features = spans.flatMap(({ from, to, along, terms }): Feature[] => {
    const a = poles[from];
    const b = poles[to];
    if (a === undefined || b === undefined) return [];
    const fields: Record<string, FieldValue> = { from: a.id, to: b.id };
    if (along !== '') fields['along'] = along;
    if (terms.priceFactor !== 1) fields['costFactor'] = terms.priceFactor;
    if (terms.routing !== null) fields['routing'] = terms.routing;
    return [{ id: `${a.id}:${b.id}`, geometry: { type: 'LineString', coordinates: [pointOf(a), pointOf(b)] }, fields }];
  });
  const layer = layerOf(
    features,
    derivedSources(plan, ['poles', 'rights-of-way', 'spans'], 'derived from poles and rights-of-way'),
  );
  const classes = inheritedClasses(plan, [{ from: ['rights-of-way', 'name'], to: ['spans', 'along'] }]);
  return { change: { note: 'derive spans', layers: [{ name: 'spans', layer }], ...classes }, count: features.length };
}
