import type { CostBook } from '../../base/cost-book.ts';
import {
  countText,
  moneyRangeText,
  moneyText,
  percentText,
  routeText,
  spanText,
  type UnitSystem,
} from '../../base/quantity-text.ts';
import type { FiberNetwork } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import type { CostPercentiles, SurveyAdvice } from './cost-risk.ts';
import type { Totals } from './totals.ts';

/** What no figure of a build plan holds, in sentences. Printed on every cover and written into the summary. */
export const NOT_INCLUDED: readonly string[] = [
  'NESC clearance and pole loading: not checked. A pole that is used here may still need guying or replacement.',
  'Approval by the owners of the poles, and their application fees and rents.',
  'Permits themselves: crossings are listed and priced, none has been applied for.',
  'Easements: an electric easement may not cover communications. Their legal status was not examined.',
  'A field survey. Poles, streets and buildings are as the data show them.',
  'Traffic control and restoration drawings.',
  'Taxes, financing, land, power supply, network operation and internet transit.',
];

/** What the cost to pass is made of, by what the neighbourhood's bill can hold. */
export const INCLUDED: readonly string[] = [
  'Route in the air and underground, with the cable',
  'Poles: make-ready on used ones, new ones where a line of them is cheaper than digging',
  'Terminals, cabinets and splitters',
  'Crossings of rail, water and highways',
  'Share of the facility and of engineering',
];

/** What the figures take for granted: what the design says, and what the settings and prices add. */
export function assumptionsOf(plan: Plan, network: FiberNetwork): string[] {
  const { costBook } = plan;
  const weak = weakItems(costBook).length;
  return [
    `Connections are priced for ${Math.round(plan.settings.takeRate * 100)} % of the premises.`,
    ...sharedFibres(network),
    ...network.assumptions,
    `Prices are those of the cost book “${costBook.name}” (${costBook.kind === 'all-in' ? 'all-in per length' : 'construction units'}, ${costBook.currency}).`,
    ...(weak > 0
      ? [
          `${countText(weak, 'price')} of the cost book ${weak === 1 ? 'is an order' : 'are orders'} of magnitude only and should be replaced by your own.`,
        ]
      : []),
    'Low and high prices apply to all lines at once; they are a range, not a probability.',
  ].filter((sentence, i, all) => all.indexOf(sentence) === i);
}

/** That units share a fibre, where there are fewer fibres than units. */
function sharedFibres({ drops }: FiberNetwork): string[] {
  const units = drops.reduce((sum, drop) => sum + drop.units, 0);
  const fibres = drops.reduce((sum, drop) => sum + drop.fibres, 0);
  if (fibres >= units) return [];
  return [
    `${countText(drops.length, 'premises', 'premises')} hold ${countText(units, 'unit')} and take ${countText(fibres, 'fibre')}: units that share a fibre share its port and ONT, too. With a fibre for each unit (the setting fibresPer) the network costs more.`,
  ];
}

/** How far prices may carry the cost to pass, in one sentence. */
export function percentileSentence({ costP10, costP50, costP90 }: CostPercentiles, currency: string): string {
  const [p10, p50, p90] = [costP10, costP50, costP90].map((amount) => moneyText(rounded(amount), currency));
  return `As prices may turn out, the cost to pass is as likely above ${p50} as below; in 8 of 10 cases it lies between ${p10} and ${p90}.`;
}

/** What to find out first, in one sentence; none where nothing is uncertain. */
export function surveySentence([first]: readonly SurveyAdvice[]): string[] {
  if (first === undefined) return [];
  return [`Find out first: ${first.factor}, ${percentText(first.shareOfVariance)} of the uncertainty. ${first.action}`];
}

/** Items of a book that are an order of magnitude. */
export function weakItems(book: CostBook): CostBook['items'] {
  return book.items.filter((item) => item.weak);
}

/** The design of a neighbourhood in one or two plain sentences: how many, how long, how much. */
export function verdictOf(totals: Totals, notReached: number, units: UnitSystem): string {
  if (totals.premisesPassed === 0 && totals.routeLengthM === 0) return 'Nothing is designed here.';
  const aerial = totals.routeLengthM === 0 ? '' : `, ${percentText(totals.aerialLengthM / totals.routeLengthM)} of it on poles`;
  const lent = totals.inServiceLengthM > 0 ? `, ${spanText(totals.inServiceLengthM, units)} in cables in service` : '';
  const route =
    totals.routeLengthM === 0 ? 'no route of its own' : `${routeText(totals.routeLengthM, units)} of route${aerial}${lent}`;
  const cost = `about ${moneyText(rounded(totals.costLikely), totals.currency)} (${moneyRangeText(totals.costLow, totals.costHigh, totals.currency)})`;
  if (totals.premisesPassed === 0)
    return `No premises are served from here. ${capitalised(route)} carries the network onwards, for ${cost}.`;
  const each = moneyText(rounded(totals.costLikely / totals.premisesPassed), totals.currency);
  const passed =
    notReached === 0
      ? `All ${countText(totals.premisesPassed, 'premises', 'premises')}`
      : countText(totals.premisesPassed, 'premises', 'premises');
  const missing =
    notReached === 0 ? '' : ` ${countText(notReached, 'other', 'others')} cannot be reached within the limits that are set.`;
  return `${passed} can be passed with ${route}, for ${cost}: ${each} for each.${missing}`;
}

/** Three figures: no more are known of a cost with a range. */
function rounded(amount: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, amount))) - 2);
  return Math.round(amount / step) * step;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
