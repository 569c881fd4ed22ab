import { changeBetween } from '../../plan/difference.ts';
import { compareDesigns } from '../../studies/compare/run.ts';
import { totalsOf } from '../../studies/build-plan/totals.ts';
import { comparisonCauses, comparisonRows, type ComparisonRow } from '../../studies/compare/rows.ts';
import { layerTitle } from '../../text/knowledge-words.ts';
import { wording } from '../../text/wording.ts';
import type { Workbench } from '../workbench.ts';
import { isDesignStale } from './fiber-freshness.ts';
import { designTotals } from './totals.ts';

const words = wording.designBefore;

/** What a new design has come to beside the one that it replaced. */
export interface DesignChange {
  /** The cost first, then what else differs. */
  readonly rows: readonly ComparisonRow[];
  /** What was changed in between, in sentences. */
  readonly causes: readonly string[];
}

/** The design in the window beside the one before it; null where there was none, or where the plan has changed since. */
export function designChange(bench: Workbench): DesignChange | null {
  const { plan, generation } = bench.plan;
  const { before } = bench.fiber;
  if (before === null || before.generation !== generation) return null;
  const [old, now] = [before.plan.fiber, plan.fiber];
  if (old === null || now === null || old === now || isDesignStale(bench)) return null;
  const compared = compareDesigns(before.plan, old, plan, now, (one, network) => designTotals(one) ?? totalsOf(one, network));
  const rows = comparisonRows(compared, plan.settings.units);
  const at = rows.findIndex(({ label }) => label === 'cost to pass, likely');
  const end = rows.findIndex(({ isPart }, i) => i > at && !isPart);
  // Money with its parts first; where currencies differ there is none.
  const [cost, rest] = at < 0 ? [[], rows] : [rows.slice(at, end), [...rows.slice(0, at), ...rows.slice(end)]];
  return {
    rows: [...cost.filter((row, i) => i === 0 || row.a !== row.b), ...rest.filter((row) => row.a !== row.b)],
    causes: [...changedFeatures(), ...comparisonCauses(compared)],
  };

  function changedFeatures(): string[] {
    const change = changeBetween(before?.plan ?? plan, plan, '');
    const layers = new Map((change?.layers ?? []).map(({ name }) => [name, 0]));
    for (const { layer } of change?.features ?? []) layers.set(layer, (layers.get(layer) ?? 0) + 1);
    return [...layers].map(([layer, count]) => words.changedIn({ count, layer: layerTitle(layer) }));
  }
}
