import { countOf, emptyLayer } from '../plan/layer.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import type { Plan } from '../plan/plan.ts';
import type { Issue, Severity } from '../plan/rules/issue.ts';
import { wording } from '../text/wording.ts';

const words = wording.checkWords;

/** A severity as people call it. */
export function severityWord(severity: Severity): string {
  return { error: words.errorTitle, warning: words.warningTitle, note: words.noteTitle }[severity];
}

/** How much there is of each, worst first. */
export function checkSummary(issues: readonly Issue[]): string {
  const count = (severity: Severity): number => issues.filter((issue) => issue.severity === severity).length;
  const parts = (['error', 'warning', 'note'] as const)
    .map((severity) => ({ severity, number: count(severity) }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => words[severity]({ count: number }));
  return parts.length === 0 ? words.nothingToComplainAbout : parts.join(', ');
}

/** The command that leads to where an issue is mended by hand; null where there is none. */
export function remedyCommand(plan: Plan, { code }: Issue): { readonly command: string; readonly label: string } | null {
  const has = (layer: FeatureLayerName): boolean => countOf(plan.layers.get(layer) ?? emptyLayer) > 0;
  switch (code) {
    case 'facilities/none':
      return { command: 'draw.facility', label: wording.everywhere.placeFacility };
    case 'premises/none':
      if (has('parcels')) return { command: 'derive.premises-parcels', label: words.makeThemFromParcels };
      if (has('buildings')) return { command: 'derive.premises-buildings', label: words.makeThemFromBuildings };
      return { command: 'file.import', label: words.importFiles };
    case 'rights-of-way/none':
    case 'terrain/none':
      return { command: 'file.import', label: words.importFiles };
    case 'neighbourhoods/none':
      return { command: 'view.neighbourhoods', label: wording.everywhere.makeNeighbourhoods };
    case 'premises/not-reached':
      return { command: 'view.fiber', label: words.seeWhy };
    case 'costs/weak':
    case 'costs/no-price':
      return { command: 'view.costs', label: words.costBook };
    default:
      return null;
  }
}
