import type { JobContext } from '../../base/job.ts';
import { inSteps } from '../../base/steps.ts';
import { changeBetween } from '../../plan/difference.ts';
import { apply } from '../../plan/change.ts';
import { mergeSteps, type Merge, type MergeConflict } from '../../plan/merge.ts';
import { newPlan, type Plan } from '../../plan/plan.ts';
import type { Settings } from '../../plan/settings.ts';
import { countOf } from '../../plan/layer.ts';
import { wording } from '../../text/wording.ts';
import type { FormerState } from '../../workers/storage-service.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';

const words = wording.mergeDialog;

/** A state that two versions may have begun from. */
export interface Ancestor {
  /** The state of the window's plan; null for a file, or for none. */
  readonly state: FormerState | null;
  readonly file: string | null;
  readonly plan: Plan;
}

/** Reads another version of a plan. The open plan stays. @throws AppError when the file is none */
export async function readVersion(bench: Workbench, file: File): Promise<Plan> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return runWithProgress(bench, words.reading({ file: file.name }), 'read-project', { bytes, file: file.name });
}

/** The states of the window's plan that the browser still has, newest first. */
export async function keptAncestors({ keeper, storage, plan }: Workbench): Promise<Ancestor[]> {
  await keeper.keep();
  const { project } = keeper;
  if (project === null) return [{ state: null, file: plan.fileName, plan: plan.plan }];
  const ancestors: Ancestor[] = [];
  for (const state of await storage('states', project)) {
    const former = copyOf(plan.plan);
    apply(former, await storage('changeBackTo', project, state.sequence));
    ancestors.push({ state, file: null, plan: former });
  }
  return ancestors;
}

/** Nothing in common: what stands in both and differs is a conflict, and nothing counts as deleted. */
export function noAncestor(): Ancestor {
  const plan = newPlan('', { name: '', currency: '', kind: 'all-in', items: [] }, {} as Settings); // no setting has a value that both began from
  return { state: null, file: null, plan };
}

/**
 * The ancestor, of those given newest first, from which the other version differs least: what lies between the true one and the version is only what was done there.
 * None where even the nearest has hardly anything in common with it.
 */
export async function nearestAncestor(ancestors: readonly Ancestor[], theirs: Plan, job: JobContext): Promise<Ancestor> {
  const features = [...theirs.layers.values()].reduce((sum, layer) => sum + countOf(layer), 0);
  let best: { readonly ancestor: Ancestor; readonly apart: number } | null = null;
  for (const ancestor of ancestors) {
    const { counts, change } = await inSteps(mergeSteps(ancestor.plan, ancestor.plan, theirs, 'theirs'), job);
    const apart = counts.added + counts.altered + counts.deleted + Object.keys(change).length;
    // Of states that are equally near the older one counts: more is asked then, and nothing is overwritten unasked.
    if (best === null || apart <= best.apart) best = { ancestor, apart };
  }
  return best !== null && best.apart <= Math.max(20, features / 2) ? best.ancestor : noAncestor();
}

/** Names a conflict among those of one merge. */
export function conflictKey({ where, id, field }: MergeConflict): string {
  return JSON.stringify([where, id, field]);
}

/** Whose value stands where nobody has chosen: this plan's, but what was altered rather than its deletion. */
export function usualChoice({ ours, theirs, field }: MergeConflict): 'ours' | 'theirs' {
  return field === null && ours === undefined && theirs !== undefined ? 'theirs' : 'ours';
}

/** Merges with a choice for each conflict, by its key; `usualChoice` where there is none. */
export function mergeChosen(
  base: Plan,
  ours: Plan,
  theirs: Plan,
  chosen: ReadonlyMap<string, 'ours' | 'theirs'>,
  job: JobContext,
): Promise<Merge> {
  return inSteps(
    mergeSteps(base, ours, theirs, (conflict) => chosen.get(conflictKey(conflict)) ?? usualChoice(conflict)),
    job,
  );
}

/** Enters a merge as one step. @returns false where it alters nothing */
export function commitMerge({ plan, selection, messages }: Workbench, { change }: Merge, file: string): boolean {
  const after = copyOf(plan.plan);
  const before = plan.plan;
  apply(after, change);
  if (changeBetween(before, after, '') === null) return false;
  plan.commit({ ...change, note: words.note({ file }) });
  selection.clear();
  messages.say(words.merged({ file, undo: words.aboutMerge }));
  return true;
}

const copyOf = (plan: Plan): Plan => ({ ...plan, layers: new Map(plan.layers), rasters: new Map(plan.rasters) });
