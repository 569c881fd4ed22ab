import type { Change } from '../../src/plan/change.ts';
import { isStreetCabinet } from '../../src/plan/network.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { steer } from '../../src/studies/fiber/steer.ts';

/** Degrees that a cabinet is moved by, to the east and to the north: about 110 m. */
const MOVED = [0.001, 0.0007] as const;

/**
 * Changes that people ask about, by what they are called: the stretch of the most fibres forbidden, then one of the least; the cabinet of the most premises moved;
 * boring dearer by a fifth.
 * @throws Error where the plan holds no design with a cabinet
 */
export function whatIfs(plan: Plan): Readonly<Record<string, Change>> {
  const { fiber, costBook } = plan;
  const stretches = [...(fiber?.stretches ?? [])].sort((a, b) => b.fibres - a.fibres);
  const [most, least] = [stretches[0], stretches.at(-1)];
  const cabinet = fiber?.cabinets.filter(isStreetCabinet).reduce((a, b) => (b.premises > a.premises ? b : a));
  if (most === undefined || least === undefined || cabinet === undefined)
    throw new Error(`${plan.name} has no design to ask about.`);
  const [lng, lat] = cabinet.position;
  const geometry = { type: 'Point' as const, coordinates: [lng + MOVED[0], lat + MOVED[1]] as const };
  const items = costBook.items.map((item) =>
    item.id === 'underground-bore' ? { ...item, likely: 1.2 * item.likely, high: Math.max(item.high, 1.2 * item.likely) } : item,
  );
  return {
    [`stretch ${most.id} (${most.fibres} fibres) forbidden`]: steer(plan, 'forbidden', [most]),
    [`stretch ${least.id} (${least.fibres} fibres) forbidden`]: steer(plan, 'forbidden', [least]),
    [`cabinet ${cabinet.id} (${cabinet.premises} premises) moved`]: {
      note: 'move a cabinet',
      features: [{ layer: 'cabinet-sites', id: 'moved', feature: { id: 'moved', geometry, fields: { kind: 'fixed' } } }],
    },
    'boring dearer by a fifth': { note: 'a price', costBook: { ...costBook, items } },
  };
}
