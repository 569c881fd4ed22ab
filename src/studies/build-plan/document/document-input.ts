import type { BillLine } from '../../../cost/take-off.ts';
import type { FiberNetwork } from '../../../plan/network.ts';
import type { SharedPlan } from '../../../plan/audience.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { PdfFonts } from '../../../io/pdf/paper.ts';
import type { FibrePlan } from '../../fiber/fibre-plan.ts';
import type { OpticalStudy } from '../../fiber/optical-study.ts';
import type { BillGroup } from '../bill-groups.ts';
import type { JudgedLink } from '../../plan-links/judge.ts';
import type { CostPercentiles } from '../cost-risk.ts';
import type { Summary } from '../summary.ts';
import type { NeighbourhoodTotals } from '../totals.ts';
import type { MapData } from '../../paper-map/map-data.ts';

/** The neighbourhood's name as documents show it. */
export function shownName({ plan, neighbourhood }: Pick<DocumentInput, 'plan' | 'neighbourhood'>): string {
  return neighbourhood.id === '' && neighbourhood.name !== plan.name ? 'Outside all neighbourhoods' : neighbourhood.name;
}

/** All that the document of one neighbourhood is made of. */
export interface DocumentInput {
  /** As the audience may see it. */
  readonly plan: Plan;
  readonly shared: SharedPlan;
  /** Whether what a survey found of a single pole is left out. */
  readonly hidesSurvey: boolean;
  readonly network: FiberNetwork;
  /** The parts that lie in the neighbourhood. */
  readonly own: FiberNetwork;
  readonly neighbourhood: NeighbourhoodTotals;
  readonly percentiles: CostPercentiles;
  readonly bill: readonly BillLine[];
  readonly groupOf: (line: BillLine) => BillGroup;
  readonly numbers: ReadonlyMap<string, string>;
  readonly summary: Summary;
  readonly map: MapData;
  readonly fibres: FibrePlan;
  readonly optical: OpticalStudy;
  /** Radio links whose first end lies in the neighbourhood. */
  readonly links: readonly JudgedLink[];
  readonly options: { readonly fonts: PdfFonts };
}
