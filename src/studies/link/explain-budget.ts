import type { EirpLimit } from '../../radio/eirp-limits.ts';
import type { Reception } from '../../radio/link-budget.ts';
import type { Aim, StudiedBudget } from './budget.ts';

/** A link budget in plain words. */
export interface BudgetExplanation {
  /** "Works: about 180 Mbps, with 14 dB to spare." */
  readonly verdict: string;
  /** False where nothing is expected to get through. */
  readonly works: boolean;
  /** Label and value, for a table. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  readonly notes: readonly string[];
  readonly assumptions: readonly string[];
}

const BOUND = { exact: '', 'at-least': 'at least ', 'at-most': 'at most ' };

/** Below this the weather and a slightly wrong aim decide, dB. */
const SCANT_MARGIN_DB = 10;

/** Puts a budget into words. Names `a` and `b` stand for the two ends. On a blocked path a level is what bends over the obstacle: nothing to build on. */
export function explainBudget(budget: StudiedBudget, isBlocked: boolean, names = { a: 'A', b: 'B' }): BudgetExplanation {
  const { marginDb, rain } = budget;
  const rows: [string, string][] = [
    [`${names.a} to ${names.b}`, receptionText(budget.atB)],
    [`${names.b} to ${names.a}`, receptionText(budget.atA)],
  ];
  if (marginDb !== null) rows.push(['Margin', `${marginDb.toFixed(1)} dB over the weakest level that works`]);
  rows.push(...limitRow(names.a, budget.atB.limit), ...limitRow(names.b, budget.atA.limit));
  if (rain !== null) {
    const share = `up ${BOUND[rain.bound]}${rain.availabilityPercent} % of the year`;
    rows.push(['In rain', `${share} (${rain.outageMinutesPerYear} minutes without)`]);
  }
  rows.push([`Aim at ${names.a}`, aimText(budget.aimA)], [`Aim at ${names.b}`, aimText(budget.aimB)]);
  return {
    ...verdictOf(budget, isBlocked),
    rows,
    notes: isBlocked
      ? [
          'The path is blocked: what arrives bends over the obstacle and may be far weaker. Clear the path first.',
          ...budget.notes,
        ]
      : budget.notes,
    assumptions: [
      'Both antennas point at each other. Levels in brackets are one assumed standard deviation lower and higher.',
      'Speeds are what users get, both directions together, with the channel to themselves.',
      ...(rain === null ? ['Nothing is said of rain: no rain rate was given.'] : []),
    ],
  };
}

/** What an end may radiate, by which rule, and where that was compared with the rule's words. */
function limitRow(name: string, limit: EirpLimit | null): [string, string][] {
  if (limit === null) return [];
  const radiated = limit.limitDbm === null ? 'any power radiated' : `${limit.limitDbm.toFixed(1)} dBm radiated`;
  const conducted = limit.conductedDbm === null ? '' : `, ${limit.conductedDbm.toFixed(1)} dBm at the antenna`;
  const compared = limit.comparedWith === null ? 'not compared with its words' : `compared with ${limit.comparedWith}`;
  return [[`Limit for ${name}`, `${radiated}${conducted}, by ${limit.source}; ${compared}`]];
}

function verdictOf({ atA, atB, marginDb }: StudiedBudget, isBlocked: boolean): { verdict: string; works: boolean } {
  const weaker = atA.levelDbm < atB.levelDbm ? atA : atB;
  if (marginDb === null) {
    return {
      verdict: `${weaker.levelDbm.toFixed(0)} dBm arrives; what that carries is not known of this equipment.`,
      works: true,
    };
  }
  if (marginDb < 0) {
    return { verdict: `Too weak to work: the weaker end lacks ${(-marginDb).toFixed(0)} dB.`, works: false };
  }
  const speeds = [atA, atB].map(({ expected }) => expected.throughputMbps);
  const slowest = speeds.some((speed) => speed === null) ? null : Math.min(...speeds.map((speed) => speed ?? 0));
  const speed = slowest === null ? '' : `: about ${slowest} Mbps`;
  const how = isBlocked ? 'Perhaps, round the obstacle' : marginDb < SCANT_MARGIN_DB ? 'Works with little to spare' : 'Works';
  return { verdict: `${how}${speed}, ${marginDb.toFixed(0)} dB over the weakest level that works.`, works: true };
}

function receptionText({ levelDbm, atLow, expected, atHigh, eirpDbm }: Reception): string {
  const band = `${atLow.levelDbm.toFixed(0)} to ${atHigh.levelDbm.toFixed(0)} dBm`;
  const speed = expected.throughputMbps === null ? '' : `, ${expected.throughputMbps} Mbps`;
  const lowest = atLow.throughputMbps === null ? '' : ` (${atLow.throughputMbps} at the weak end of the band)`;
  const carries = expected.modulation === null ? 'nothing known to work' : `${expected.modulation}${speed}${lowest}`;
  return `${levelDbm.toFixed(1)} dBm (${band}), ${carries}; ${eirpDbm.toFixed(1)} dBm radiated`;
}

function aimText({ azimuthTrueDeg, azimuthMagneticDeg, tiltDeg }: Aim): string {
  const compass =
    azimuthMagneticDeg === null
      ? 'no compass bearing: the date is outside 2025–2029'
      : `${azimuthMagneticDeg.toFixed(1)}° by compass`;
  return `${azimuthTrueDeg.toFixed(1)}° true, ${compass}, tilt ${tiltDeg.toFixed(2)}°`;
}
