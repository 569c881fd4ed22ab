import { sha256Hex } from '../../base/hash.ts';
import { percentText, plainSpaces } from '../../base/quantity-text.ts';
import { reasonFor } from '../fiber/not-reached.ts';
import { stableJson } from '../../base/stable-json.ts';
import type { Table } from '../../io/write/table.ts';
import type { LngLat } from '../../geo/position.ts';
import type { FiberNetwork, Island } from '../../plan/network.ts';
import type { Plan } from '../../plan/plan.ts';
import type { FibrePlan } from '../fiber/fibre-plan.ts';
import type { OpticalStudy } from '../fiber/optical-study.ts';
import { opticalFields, type OpticalFields } from '../fiber/optical-words.ts';
import { phaseTable } from '../phases/phase-table.ts';
import { phasesOf, usualPhaseKind, type PhasePlan } from '../phases/run.ts';
import { costRiskOf, type CostPercentiles, type SurveyAdvice } from './cost-risk.ts';
import { poleGroupsOf, poleGroupTable, type PoleGroup } from './pole-owners.ts';
import { planInputs } from './input-list.ts';
import { NOT_INCLUDED, assumptionsOf, percentileSentence } from './statements.ts';
import type { NeighbourhoodTotals, PlanTotals, Totals } from './totals.ts';

/** What `summary.json` holds. Lengths in metres, money in the currency's main unit, both in full figures. */
export interface Summary {
  readonly total: Totals & CostPercentiles;
  /** Percentiles of neighbourhoods do not add up to the total's: not all are cheap or dear at once. */
  readonly neighbourhoods: readonly (Totals & CostPercentiles & { readonly folder: string })[];
  /** What the total's uncertainty comes from, largest first. */
  readonly surveyFirst: readonly SurveyAdvice[];
  /** Likely cost of the chosen routes, a bound that no route on this map's graph at this book's prices can undercut, and their gap. */
  readonly routeCost: number;
  readonly lowerBound: number;
  readonly gap: number;
  readonly opticalBudget: OpticalFields;
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  readonly costBook: { readonly name: string; readonly sha256: string };
  readonly programVersion: string;
  readonly seed: number;
  readonly effort: number;
  readonly assumptions: readonly string[];
  readonly notIncluded: readonly string[];
  readonly premisesNotReached: readonly { readonly id: string; readonly reason: string }[];
  readonly islands: readonly IslandFields[];
  /** In which order the design is best built, and what each phase costs and passes; they add up exactly to the total. */
  readonly phases: PhasePlan;
  /** What of the likely cost to pass is labour, what material, and what the book does not tell apart; all-in books tell nothing. */
  readonly labourAndMaterial: { readonly labour: number; readonly material: number; readonly notToldApart: number };
  /** Existing poles in use by owner, attachment space and group of make-ready. */
  readonly poleOwners: readonly (Omit<PoleGroup, 'makeReadyLikelyCents'> & { readonly makeReadyLikely: number })[];
}

/** An island as programs read it: lengths in metres, money in the currency's main unit. */
export interface IslandFields {
  readonly id: string;
  readonly premises: readonly string[];
  readonly join: {
    readonly from: LngLat;
    readonly at: LngLat;
    readonly lengthM: number;
    readonly method: string;
    readonly crosses: readonly string[];
    readonly costLikely: number;
    readonly approachCostLikely: number;
    readonly to: string | null;
    readonly between: readonly [string, string];
  } | null;
}

export function islandFields({ id, premises, join }: Island): IslandFields {
  if (join === null) return { id, premises, join };
  const { path, lengthM, method, crosses, costCents, approachCents, to, between } = join;
  const money = { costLikely: costCents / 100, approachCostLikely: approachCents / 100 };
  return { id, premises, join: { from: path[0], at: path[1], lengthM, method, crosses, ...money, to, between } };
}

/** Puts the summary of a build plan together. `slugs` are the folders of the neighbourhoods, in their order. */
export function summaryOf(
  plan: Plan,
  network: FiberNetwork,
  totals: PlanTotals,
  slugs: readonly string[],
  fibres: FibrePlan,
  optical: OpticalStudy,
  programVersion: string,
): Summary {
  const cost = network.routeCostCents;
  const risk = costRiskOf(plan, network);
  const nothing = { costP10: 0, costP50: 0, costP90: 0 };
  const bound = Math.min(cost, network.routeLowerBoundCents);
  return {
    total: { ...totals.total, ...risk.total },
    neighbourhoods: totals.neighbourhoods.map(({ id, ...figures }, i) => ({
      ...figures,
      ...(risk.neighbourhoods.get(id) ?? nothing),
      folder: slugs[i] ?? '',
    })),
    surveyFirst: risk.surveyFirst,
    routeCost: cost / 100,
    lowerBound: bound / 100,
    gap: cost > 0 ? (cost - bound) / cost : 0,
    opticalBudget: opticalFields(fibres, optical, plan.settings.units),
    inputs: planInputs(plan).flatMap(({ name, sha256 }) => (sha256 === undefined ? [] : [{ name, sha256 }])),
    costBook: { name: plan.costBook.name, sha256: sha256Hex(stableJson(plan.costBook)) },
    programVersion,
    seed: network.seed,
    effort: network.effort,
    assumptions: assumptionsOf(plan, network),
    notIncluded: NOT_INCLUDED,
    premisesNotReached: network.notReached.map((one) => ({
      id: one.id,
      reason: plainSpaces(reasonFor(one, plan.settings.units)),
    })),
    islands: network.islands.map(islandFields),
    phases: phasesOf(plan, network, usualPhaseKind(plan)),
    labourAndMaterial: labourAndMaterial(totals),
    poleOwners: poleGroupsOf(network, plan).map(({ makeReadyLikelyCents, ...group }) => ({
      ...group,
      makeReadyLikely: makeReadyLikelyCents / 100,
    })),
  };
}

function labourAndMaterial({ bill }: PlanTotals): Summary['labourAndMaterial'] {
  const sums = { labour: 0, material: 0, notToldApart: 0 };
  for (const { part, labourCents, likelyCents } of bill) {
    if (part !== 'pass') continue;
    if (labourCents === null) sums.notToldApart += likelyCents;
    else {
      sums.labour += labourCents;
      sums.material += likelyCents - labourCents;
    }
  }
  return { labour: sums.labour / 100, material: sums.material / 100, notToldApart: sums.notToldApart / 100 };
}

const MONEY = '#,##0.00';
const LENGTH = '#,##0.000';

const FIGURES: readonly { readonly title: string; readonly of: (totals: Totals) => number; readonly format: string }[] = [
  { title: 'premises_passed', of: (t) => t.premisesPassed, format: '#,##0' },
  { title: 'units_passed', of: (t) => t.unitsPassed, format: '#,##0' },
  { title: 'route_length_m', of: (t) => t.routeLengthM, format: LENGTH },
  { title: 'aerial_length_m', of: (t) => t.aerialLengthM, format: LENGTH },
  { title: 'underground_length_m', of: (t) => t.undergroundLengthM, format: LENGTH },
  { title: 'in_service_length_m', of: (t) => t.inServiceLengthM, format: LENGTH },
  { title: 'cable_length_m', of: (t) => t.cableLengthM, format: LENGTH },
  { title: 'drop_length_m', of: (t) => t.dropLengthM, format: LENGTH },
  { title: 'poles_used', of: (t) => t.polesUsed, format: '#,##0' },
  { title: 'poles_new', of: (t) => t.polesNew, format: '#,##0' },
  { title: 'cost_low', of: (t) => t.costLow, format: MONEY },
  { title: 'cost_likely', of: (t) => t.costLikely, format: MONEY },
  { title: 'cost_high', of: (t) => t.costHigh, format: MONEY },
  { title: 'connection_cost_likely', of: (t) => t.connectionCostLikely, format: MONEY },
];

/** The sheets of `summary.xlsx`: figures by neighbourhood with their total, what they rest on, what was not reached. */
export function summaryTables(
  summary: Summary,
  neighbourhoods: readonly NeighbourhoodTotals[],
  poleGroups: readonly PoleGroup[],
): Table[] {
  const row = (totals: Totals): (string | number)[] => [totals.name, ...FIGURES.map(({ of }) => of(totals)), totals.currency];
  return [
    {
      name: 'Neighbourhoods',
      columns: [
        { title: 'name', widthChars: 28 },
        ...FIGURES.map(({ title, format }) => ({ title, format, widthChars: Math.max(12, title.length + 1) })),
        { title: 'currency', widthChars: 10 },
      ],
      rows: [...neighbourhoods.map(row), ['Total', ...row(summary.total).slice(1)]],
    },
    {
      name: 'Basis',
      columns: [
        { title: 'what', widthChars: 16 },
        { title: 'statement', widthChars: 110 },
      ],
      rows: [
        ...summary.assumptions.map((text) => ['assumption', text]),
        ['uncertainty', plainSpaces(percentileSentence(summary.total, summary.total.currency))],
        ...summary.surveyFirst.map(({ factor, shareOfVariance, action }) => [
          'uncertainty',
          `${factor}: ${plainSpaces(percentText(shareOfVariance))} of it. ${action}`,
        ]),
        ...summary.notIncluded.map((text) => ['not included', text]),
        ...summary.inputs.map(({ name, sha256 }) => ['input', `${name} · sha256 ${sha256}`]),
        ['cost book', `${summary.costBook.name} · sha256 ${summary.costBook.sha256}`],
        [
          'route bound',
          `No route on this map's graph at this book's prices costs less than ${summary.lowerBound.toFixed(2)}; the one designed costs ${summary.routeCost.toFixed(2)}.`,
        ],
        ['program', `Weft ${summary.programVersion}, effort ${summary.effort}, seed ${summary.seed}`],
      ],
    },
    {
      name: 'Not reached',
      columns: [
        { title: 'premises_id', widthChars: 24 },
        { title: 'reason', widthChars: 70 },
      ],
      rows: summary.premisesNotReached.map(({ id, reason }) => [id, reason]),
    },
    poleGroupTable(poleGroups, summary.total.currency),
    ...(summary.islands.length > 0 ? [islandTable(summary)] : []),
    ...(summary.phases.phases.length > 1 ? [phaseTable(summary.phases, summary.total.currency)] : []),
  ];
}

/** What would join premises that no facility reaches. */
function islandTable({ islands, total }: Summary): Table {
  return {
    name: 'Islands',
    columns: [
      { title: 'island', widthChars: 10 },
      { title: 'premises', widthChars: 10, format: '#,##0' },
      { title: 'joins', widthChars: 10 },
      { title: 'method', widthChars: 12 },
      { title: 'crosses', widthChars: 14 },
      { title: 'length_m', widthChars: 12, format: LENGTH },
      { title: `cost_likely_${total.currency}`, widthChars: 16, format: MONEY },
      { title: `approach_cost_likely_${total.currency}`, widthChars: 25, format: MONEY },
      { title: 'between', widthChars: 24 },
      { title: 'and', widthChars: 24 },
      { title: 'longitude', widthChars: 13 },
      { title: 'latitude', widthChars: 13 },
    ],
    rows: islands.map(({ id, premises, join }) => [
      id,
      premises.length,
      join === null ? 'too far' : (join.to ?? 'network'),
      join?.method ?? null,
      join?.crosses.join(' ') ?? null,
      join?.lengthM ?? null,
      join?.costLikely ?? null,
      join?.approachCostLikely ?? null,
      join?.between[0] ?? null,
      join?.between[1] ?? null,
      join?.from[0] ?? null,
      join?.from[1] ?? null,
    ]),
  };
}
