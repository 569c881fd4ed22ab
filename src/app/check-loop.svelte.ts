import { untrack } from 'svelte';
import type { Workbench } from '../commands/workbench.ts';
import { issuesOf, PlanRules } from '../plan/rules/check-plan.ts';

/** The checks wait until a hand rests, milliseconds. */
const REST_MS = 400;
/** While the map is being made, which takes all of the page's time, they wait for it, but not longer than this. */
const OPENING_MS = 10_000;
/** One rule after the other, whenever the page has nothing else to do; at the latest after this long. */
const PATIENCE_MS = 1000;

/** Keeps the list of problems up to date: only rules whose layers have changed run again, one at a time. */
export function keepChecked(bench: Workbench): void {
  $effect.root(() => followPlan(bench));
}

/** Calls when the page is idle. Returns how to take it back. */
function whenIdle(call: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') {
    const timer = setTimeout(call, 8);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(call, { timeout: PATIENCE_MS });
  return () => cancelIdleCallback(asked);
}

function followPlan({ plan, checks, view }: Workbench): void {
  const isOpened = $derived(view.mapReady || view.mapFailure !== null);
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
    const timer = setTimeout(next, isOpened ? REST_MS : OPENING_MS);
    let drop = (): void => undefined;
    function next(): void {
      const step = steps.next();
      if (step.done !== true) {
        drop = whenIdle(next);
        return;
      }
      checks.findings = step.value;
      checks.issues = issuesOf(present, step.value);
      checks.isBehind = false;
    }
    return () => {
      clearTimeout(timer);
      drop();
    };
  });
}
