import { isHidden } from '../../plan/audience.ts';
import type { Plan } from '../../plan/plan.ts';

/** Names of sites in a list that is handed on: none where not everybody may see them, so that their ids stand there. */
export function publicNames(plan: Plan, names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return isHidden(plan.fieldClasses, 'public', 'sites', 'name') ? new Map() : names;
}
