import { planFeature } from '../../plan/change.ts';
import { fixOf } from '../../plan/rules/fixes.ts';
import type { IgnoredIssue, Issue } from '../../plan/rules/issue.ts';
import { issueKey } from '../../state/check-state.svelte.ts';
import type { MapItem } from '../../state/map-item.ts';
import type { Command } from '../command.ts';
import { fitSelection } from '../view/view-commands.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.checkCommands;

/** A selection larger than this says nothing any more. */
const MOST_SELECTED = 2000;

/** Selects what an issue is about, or one thing of it, and looks at it. */
export function showIssue(bench: Workbench, issue: Issue, id: string | null = null): void {
  const { checks, selection, plan, view, messages } = bench;
  const { layer } = issue;
  checks.current = issueKey(issue);
  const ids = id === null ? issue.ids.slice(0, MOST_SELECTED) : [id];
  const items =
    layer === null
      ? []
      : ids
          .filter((one) => planFeature(plan.plan, layer, one) !== undefined)
          .map((one): MapItem => ({ kind: 'feature', layer, id: one }));
  selection.set(items);
  if (items.length > 0) void fitSelection.run(bench);
  if (!view.narrow && items.length > 0) view.showRight('selection');
  messages.announce(`${issue.message} ${issue.where}`);
}

/** Mends an issue in one step, where that can be done without a person. */
export async function mendIssue(bench: Workbench, issue: Issue): Promise<void> {
  const fix = fixOf(issue);
  if (fix === null) return;
  const { differenceOf } = await import('../../geo/polygon-overlay.ts');
  const change = fix.change(bench.plan.plan, issue, differenceOf);
  if ((change.features ?? []).length === 0) {
    bench.messages.announce(words.nothingCouldBeMendedPlan);
    return;
  }
  bench.selection.clear();
  bench.plan.commit(change);
  bench.messages.say(words.doneUndoTakesBack({ note: change.note }));
}

/** Says to ignore an issue: for what it is about now, with the reason why. */
export function ignoreIssue({ plan }: Workbench, { code, part, ids }: Issue, note: string): void {
  plan.commit({ note: words.ignore({ code }), ignored: [...plan.plan.ignored, { code, part, ids, note: note.trim() }] });
}

/** Takes back that something is ignored. */
export function heedAgain({ plan }: Workbench, entry: IgnoredIssue): void {
  plan.commit({ note: words.heedAgain({ code: entry.code }), ignored: plan.plan.ignored.filter((one) => one !== entry) });
}

const step = (id: string, title: string, shortcut: string, by: 1 | -1): Command => ({
  id: `checks.${id}`,
  title,
  keywords: words.issueWarningErrorCheck,
  shortcuts: [shortcut],
  can: ({ checks }) => checks.issues.length > 0 || words.theChecksHaveFoundNothing,
  run: (bench) => {
    const { checks, view } = bench;
    const at = checks.issues.findIndex((issue) => issueKey(issue) === checks.current);
    const from = at < 0 && by < 0 ? 0 : at;
    const issue = checks.issues[(from + by + checks.issues.length) % checks.issues.length];
    if (issue === undefined) return;
    view.showLeft('checks');
    showIssue(bench, issue);
  },
});

const currentIssue = ({ checks }: Workbench): Issue | undefined =>
  checks.issues.find((issue) => issueKey(issue) === checks.current);

export const checkCommands: readonly Command[] = [
  step('previous', words.previousProblem, '[', -1),
  step('next', words.nextProblem, ']', 1),
  {
    id: 'checks.mend',
    title: (bench) => {
      const issue = currentIssue(bench);
      return (issue === undefined ? undefined : fixOf(issue)?.title) ?? words.mendTheProblem;
    },
    keywords: words.fixRepairCheck,
    alters: true,
    can: (bench) => {
      const issue = currentIssue(bench);
      if (issue === undefined) return words.goToProblemFirst;
      return fixOf(issue) !== null || words.onlyPersonCanTellHow;
    },
    run: async (bench) => {
      const issue = currentIssue(bench);
      if (issue !== undefined) await mendIssue(bench, issue);
    },
  },
];
