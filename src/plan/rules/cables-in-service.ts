import { CABLE_REACH_M } from '../../base/cable-reach.ts';
import { compareText } from '../../base/compare.ts';
import { STANDING_ITEMS } from '../../base/standing-items.ts';
import { localFrame, type LocalFrame } from '../../geo/local-frame.ts';
import type { LngLat, LocalXY } from '../../geo/position.ts';
import { nearestOnSegment } from '../../geo/segment.ts';
import { boxIndex } from '../../geo/spatial-index.ts';
import { featuresOf, idsWhere, rowOf, valueAt, type Feature } from '../feature-table.ts';
import { partsOf } from '../geometry-columns.ts';
import { layerTable, type Plan } from '../plan.ts';
import { ruleOf, type Finding, type Rule } from './issue.ts';

const about = { part: 'existing network', layer: 'existing-network' } as const;

/** Cables in service whose free fibres nobody stated, or more of them than they have. */
export const cablesWithoutSpare = ruleOf(['existing-network'], function* (plan: Plan): Generator<Finding> {
  const table = layerTable(plan, 'existing-network');
  const [kinds, spare, fibres] = ['kind', 'spareFibres', 'fibres'].map((name) => table.columns.get(name));
  const isCable = (row: number): boolean => valueAt(kinds, row) === 'cable';
  const unstated = idsWhere(table, (row) => isCable(row) && valueAt(spare, row) === undefined);
  if (unstated.length > 0)
    yield {
      ...about,
      severity: 'note',
      code: 'existing-network/no-spare',
      ids: unstated,
      tell: (count) =>
        `${count === 1 ? '1 cable does' : `${count} cables do`} not say how many fibres are free; no route runs in ${count === 1 ? 'it' : 'them'}.`,
    };
  const wrong = idsWhere(table, (row) => {
    const [free, all] = [valueAt(spare, row), valueAt(fibres, row)];
    return (
      isCable(row) && typeof free === 'number' && (free < 0 || !Number.isInteger(free) || (typeof all === 'number' && free > all))
    );
  });
  if (wrong.length > 0)
    yield {
      ...about,
      severity: 'error',
      code: 'existing-network/spare',
      ids: wrong,
      tell: () => 'The number of free fibres is not a whole number from 0 up to the fibres of the cable.',
    };
});

/** Ducts and cables in service that no route uses for want of a price. */
export const standingWithoutPrice: Rule = {
  reads: ({ costBook, layers }) => [costBook, layers.get('existing-network')],
  *find(plan) {
    const table = layerTable(plan, 'existing-network');
    const [kinds, spare] = ['kind', 'spareFibres'].map((name) => table.columns.get(name));
    const priced = new Set(plan.costBook.items.map(({ id }) => id));
    const { duct, cable, cableAccess } = STANDING_ITEMS;
    const isOf = (kind: string) => (row: number) => valueAt(kinds, row) === kind;
    const isFree = (row: number): boolean => Number(valueAt(spare, row) ?? 0) > 0;
    const standing = [
      { ids: idsWhere(table, (row) => isOf('duct')(row) && valueAt(spare, row) !== 0), needs: [duct] },
      { ids: idsWhere(table, (row) => isOf('cable')(row) && isFree(row)), needs: [cable, cableAccess] },
    ];
    for (const { ids, needs } of standing) {
      const lacking = needs.filter((id) => !priced.has(id));
      if (ids.length > 0 && lacking.length > 0)
        yield {
          ...about,
          severity: 'warning',
          code: 'costs/standing',
          ids,
          tell: (count) =>
            `${count === 1 ? 'It is' : 'They are'} not used: the cost book has no price for ${lacking.join(' and ')}. Add what it lacks in the cost book's panel, or with: weft costs PROJECT.weft --complete.`,
        };
    }
  },
};

/** What a cable can be entered from. */
const NEAR = ['rights-of-way', 'poles', 'facilities'] as const;

/** A cable in service with free fibres that no way, pole or facility comes near: nothing can enter it. */
export const cablesOffTheNetwork: Rule = {
  // Where there is no cable, the rest does not matter.
  reads: (plan) => [
    plan.layers.get('existing-network'),
    ...(layerTable(plan, 'existing-network').count === 0 ? [] : NEAR.map((name) => plan.layers.get(name))),
  ],
  *find(plan: Plan): Generator<Finding> {
    const cables = [...featuresOf(layerTable(plan, 'existing-network'))].filter(
      ({ fields, geometry }) => fields['kind'] === 'cable' && Number(fields['spareFibres'] ?? 0) > 0 && geometry !== null,
    );
    const [first] = cables.flatMap(pathsOf).flat();
    if (first === undefined) return;
    const frame = localFrame(first);
    const near = NEAR.flatMap((layer) =>
      [...featuresOf(layerTable(plan, layer))].flatMap(pathsOf).flatMap((path) => piecesOf(path, frame)),
    );
    const index = boxIndex(
      near.map(([a, b]) => [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)] as const),
    );
    const isNear = (p: LocalXY): boolean =>
      index.search(p.x - CABLE_REACH_M, p.y - CABLE_REACH_M, p.x + CABLE_REACH_M, p.y + CABLE_REACH_M).some((i) => {
        const [a, b] = near[i] ?? [p, p];
        return nearestOnSegment(p, a, b).distance <= CABLE_REACH_M;
      });
    const off = cables.filter(
      (cable) =>
        !pathsOf(cable)
          .flat()
          .some((position) => isNear(frame.toLocal(position))),
    );
    if (off.length > 0)
      yield {
        ...about,
        severity: 'warning',
        code: 'existing-network/off',
        ids: off.map(({ id }) => id),
        tell: (count) =>
          `No right-of-way, pole or facility comes near ${count === 1 ? 'this cable' : `${count} cables`}, so no route can enter ${count === 1 ? 'it' : 'them'}.`,
      };
  },
};

function pathsOf({ geometry }: Feature): readonly (readonly LngLat[])[] {
  return geometry === null ? [] : geometry.type === 'Point' ? [[geometry.coordinates]] : partsOf(geometry).flat();
}

/** The straight pieces of a path; a point is one without length. */
function piecesOf(path: readonly LngLat[], frame: LocalFrame): [LocalXY, LocalXY][] {
  const local = path.map((position) => frame.toLocal(position));
  return local.flatMap((b, i) => (i === 0 && local.length > 1 ? [] : [[local[i - 1] ?? b, b]]));
}

/** A design may not take more fibres of a cable in service than it has to spare. */
export const cablesOverFull: Rule = {
  reads: ({ fiber, layers }) => [fiber, layers.get('existing-network')],
  *find(plan) {
    const table = layerTable(plan, 'existing-network');
    const spare = table.columns.get('spareFibres');
    const over = new Set<string>();
    for (const { source, inService, fibres } of plan.fiber?.stretches ?? []) {
      if (inService === undefined || source === null) continue;
      const row = rowOf(table, source.id);
      const free = row < 0 ? 0 : valueAt(spare, row);
      if (fibres > (typeof free === 'number' ? free : 0)) over.add(source.id);
    }
    if (over.size > 0)
      yield {
        ...about,
        severity: 'error',
        code: 'existing-network/over-full',
        ids: [...over].sort(compareText),
        tell: () => 'The design needs more fibres of a cable in service than it has to spare. Design again.',
      };
  },
};
