import type { Plan } from '../../plan/plan.ts';
import { planLinks } from './ends.ts';
import type { JudgedLink } from './judge.ts';

/** Links that were judged with all that is known, in the words of a plan from which some fields are left out. */
export function shownLinks(plan: Plan, judged: readonly JudgedLink[]): JudgedLink[] {
  const shown = new Map(planLinks(plan).map((link) => [link.id, link]));
  return judged.map((one) => {
    const { link } = one;
    const { a, b, name, status } = shown.get(link.id) ?? {
      name: link.id,
      status: '',
      a: { name: link.a.siteId ?? 'A', equipment: null },
      b: { name: link.b.siteId ?? 'B', equipment: null },
    };
    return {
      ...one,
      link: {
        ...link,
        name,
        status,
        a: { ...link.a, name: a.name, equipment: a.equipment },
        b: { ...link.b, name: b.name, equipment: b.equipment },
      },
    };
  });
}
