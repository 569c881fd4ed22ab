import type { Finding, Issue } from '../plan/rules/issue.ts';

/** What the checks have found; kept up to date beside the work. */
export class CheckState {
  /** Null before the first check of this plan. */
  findings = $state.raw<readonly Finding[] | null>(null);
  /** Findings less what is ignored, errors first. */
  issues = $state.raw<readonly Issue[]>([]);
  /** True while the plan has changed since. */
  isBehind = $state(false);
  /** The issue that was looked at last, as `issueKey` writes it. */
  current = $state<string | null>(null);
}

/** Tells issues apart. */
export function issueKey({ code, part }: Pick<Issue, 'code' | 'part'>): string {
  return `${code} ${part}`;
}
