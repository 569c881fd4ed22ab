import { untrack } from 'svelte';
import type { Workbench } from '../commands/workbench.ts';
import { issuesOf, PlanRules } from '../plan/rules/check-plan.ts';

/** The checks wait until a hand rests, milliseconds. */
const REST_MS = 400;
/** One rule after the other, this far apart: the page answers in between. */
const PAUSE_MS = 8;

/** Keeps the list of problems up to date: only rules whose layers have changed run again, one at a time. */
export function keepChecked(bench: Workbench): void {
  $effect.root(() => followPlan(bench));
}

function followPlan({ plan, checks }: Workbench): void {
  let rules = new PlanRules();
  let generation = -1;
  $effect(() => {
    const present = plan.plan;
    untrack(() => {
      if (generation !== plan.generation) {
        generation = plan.generation;
        rules = new PlanRules();
        checks.findings = null;
        checks.issues = [];
        checks.current = null;
      }
      // What is ignored needs no rule.
      if (checks.findings !== null) checks.issues = issuesOf(present, checks.findings);
      checks.isBehind = true;
    });
    const steps = rules.steps(present);
    let timer = setTimeout(next, REST_MS);
    function next(): void {
      const step = steps.next();
      if (step.done !== true) {
        timer = setTimeout(next, PAUSE_MS);
        return;
      }
      checks.findings = step.value;
      checks.issues = issuesOf(present, step.value);
      checks.isBehind = false;
    }
    return () => clearTimeout(timer);
  });
}
