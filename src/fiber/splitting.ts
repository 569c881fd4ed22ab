import { judgePath, TAP_PERCENTS, type LossRules, type OpticalPath, type OpticsClass } from './optical-budget.ts';

/** How light is divided: all in the cabinet, there and again in the terminals, or terminal by terminal from a fibre that goes on. */
export type SplittingKind = 'central' | 'cascade' | 'taps';

/** A terminal of a cabinet, as far as its light is concerned. */
export interface ZoneTerminal {
  /** Fibres to premises. */
  readonly premises: number;
  readonly ports: number;
  /** The next terminal of the cabinet on the way to it; −1 where there is none. */
  readonly above: number;
  /** Cable between cabinet and terminal, metres. */
  readonly cabinetM: number;
  /** Its nearest and its farthest premises, with no splitter on the way. */
  readonly paths: readonly OpticalPath[];
}

/** What a cabinet feeds. */
export interface Zone {
  readonly inFacility: boolean;
  /** Cable between facility and cabinet, metres. */
  readonly feederM: number;
  readonly terminals: readonly ZoneTerminal[];
}

/** What the choice weighs, in the currency of the cost book; `opticsStep` is what each stronger class costs more at a port. */
export interface SplittingPrices {
  readonly oltPort: number;
  readonly opticsStep: number;
  readonly cabinet: number;
  readonly coupler: number;
  readonly splice: number;
  readonly fibreM: number;
  splitter(outputs: number): number;
}

export interface SplittingRules {
  readonly kinds: readonly SplittingKind[];
  /** Most and fewest premises that may share an OLT port. */
  readonly mostOutputs: number;
  readonly fewestOutputs: number;
  /** Classes of optics that ports may have, the usual one first. */
  readonly classes: readonly OpticsClass[];
  readonly loss: LossRules;
  readonly prices: SplittingPrices;
}

/** What a terminal does with the light: its own splitter (1: none), its coupler (null: none), the terminal that passes light on to it (−1: the cabinet). */
export interface TerminalSplit {
  readonly outputs: number;
  readonly tapPercent: number | null;
  readonly fedBy: number;
}

/** How a cabinet's light is divided. */
export interface SplitChoice {
  readonly kind: SplittingKind;
  /** Outputs of the splitters in the cabinet; 1 where there are none. */
  readonly ratio: number;
  readonly optics: OpticsClass;
  readonly terminals: readonly TerminalSplit[];
}

/** A kind other than the first must be cheaper by this factor: plants of one kind are easier to keep. */
const UNUSUAL = 1.05;
/** What a choice keeps free at both ends, dB: another choice moves cables, and with them a splice or two. */
const GUARD_DB = 0.2;
const RATIOS = [64, 32, 16, 8, 4, 2] as const;

/** The usual way: all in the cabinet. */
export function centralSplit(terminals: number, ratio: number, optics: OpticsClass): SplitChoice {
  return {
    kind: 'central',
    ratio,
    optics,
    terminals: Array.from({ length: terminals }, () => ({ outputs: 1, tapPercent: null, fedBy: -1 })),
  };
}

/** Fibres that leave the cabinet's splitters, or its feeder where there are none. */
export function outputsNeeded(choice: SplitChoice, premises: number): number {
  return choice.kind === 'central' ? premises : choice.terminals.filter(({ fedBy }) => fedBy < 0).length;
}

/**
 * The cheapest way to divide a cabinet's light with which most of its premises are within their class: kind, ratio and class of the
 * optics are tried in every combination that the rules allow.
 */
export function chooseSplit(zone: Zone, rules: SplittingRules): SplitChoice {
  let best: { choice: SplitChoice; failing: number; cost: number } | null = null;
  for (const kind of rules.kinds) {
    rules.classes.forEach((optics, step) => {
      for (const choice of candidates(zone, rules, kind, optics)) {
        const failing = premisesOutside(zone, choice, rules.loss);
        const cost = costOf(zone, choice, step, rules.prices) * (kind === rules.kinds[0] ? 1 : UNUSUAL);
        if (best === null || failing < best.failing || (failing === best.failing && cost < best.cost))
          best = { choice, failing, cost };
      }
    });
  }
  return (
    (best as { choice: SplitChoice } | null)?.choice ??
    centralSplit(zone.terminals.length, rules.mostOutputs, rules.classes[0] as OpticsClass)
  ); // never without a class
}

function candidates(zone: Zone, rules: SplittingRules, kind: SplittingKind, optics: OpticsClass): SplitChoice[] {
  const ratios = [...new Set([rules.mostOutputs, ...RATIOS])].filter(
    (ratio) => ratio <= rules.mostOutputs && ratio >= Math.min(rules.fewestOutputs, rules.mostOutputs),
  );
  if (kind === 'central') return ratios.map((ratio) => centralSplit(zone.terminals.length, ratio, optics));
  if (kind === 'taps') return [{ kind, ratio: 1, optics, terminals: tapChains(zone, rules, optics) }];
  const own = zone.terminals.map(({ ports }) => ({ outputs: splitterFor(ports), tapPercent: null, fedBy: -1 }));
  const largest = Math.max(2, ...own.map(({ outputs }) => outputs));
  return [1, ...RATIOS]
    .filter(
      (first) =>
        first * largest <= Math.max(rules.mostOutputs, largest) &&
        first * largest >= Math.min(rules.fewestOutputs, rules.mostOutputs),
    )
    .map((first) => ({ kind, ratio: first, optics, terminals: own }));
}

/** The smallest splitter with so many outputs. */
function splitterFor(outputs: number): number {
  return RATIOS.findLast((ratio) => ratio >= outputs) ?? 64;
}

/**
 * Chains of terminals along the road. From each terminal light goes on to the branch with most premises; the others begin chains of their
 * own. Each terminal takes the smallest share that is enough for it, so that most is left for those behind it.
 */
function tapChains(zone: Zone, rules: SplittingRules, optics: OpticsClass): TerminalSplit[] {
  const { terminals } = zone;
  const below = terminals.map((): number[] => []);
  const heads: number[] = [];
  terminals.forEach(({ above }, i) => (above < 0 ? heads : (below[above] ?? heads)).push(i));
  const weight = new Map<number, number>();
  const weigh = (at: number): number => {
    const own = (terminals[at]?.premises ?? 0) + (below[at] ?? []).reduce((sum, next) => sum + weigh(next), 0);
    weight.set(at, own);
    return own;
  };
  heads.forEach(weigh);
  const splits: TerminalSplit[] = terminals.map(() => ({ outputs: 2, tapPercent: null, fedBy: -1 }));
  const isWithin = (at: number, passed: OpticalPath['couplers'], outputs: number, tapPercent: number | null): boolean =>
    pathsOf(terminals[at], 1, outputs, tapPercent, passed).every(
      (path) => judgePath(path, optics, rules.loss).verdict === 'within',
    );
  /** The splitter with which a terminal is within, taking a share or all; null where none is. */
  const fitting = (at: number, passed: OpticalPath['couplers'], tapPercent: number | null): number | null =>
    RATIOS.findLast((outputs) => outputs >= (terminals[at]?.premises ?? 0) && isWithin(at, passed, outputs, tapPercent)) ?? null;
  const starts = [...heads];
  for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
    let passed: OpticalPath['couplers'] = [];
    let served = 0;
    let fedBy = -1;
    for (let at: number | undefined = start; at !== undefined;) {
      const next = [...(below[at] ?? [])].sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || a - b);
      const onward = next.shift();
      starts.push(...next);
      served += terminals[at]?.premises ?? 0;
      const followers = served + (onward === undefined ? 0 : (terminals[onward]?.premises ?? 0));
      let going: { tapPercent: number; outputs: number } | null = null;
      if (onward !== undefined && followers <= rules.mostOutputs)
        for (const tapPercent of TAP_PERCENTS) {
          const outputs = fitting(at, passed, tapPercent);
          const through = [...passed, { tapPercent, way: 'through' as const }];
          if (outputs === null || fitting(onward, through, null) === null) continue;
          going = { tapPercent, outputs };
          break;
        }
      const outputs = going?.outputs ?? fitting(at, passed, null) ?? splitterFor(terminals[at]?.premises ?? 2);
      splits[at] = { outputs, tapPercent: going?.tapPercent ?? null, fedBy };
      if (going === null) {
        if (onward !== undefined) starts.push(onward);
        break;
      }
      passed = [...passed, { tapPercent: going.tapPercent, way: 'through' }];
      fedBy = at;
      at = onward;
    }
  }
  return splits;
}

/** The nearest and the farthest path of a terminal with what divides the light on the way. Each coupler passed adds two splices. */
function pathsOf(
  terminal: ZoneTerminal | undefined,
  ratio: number,
  outputs: number,
  tapPercent: number | null,
  passed: OpticalPath['couplers'],
): OpticalPath[] {
  return (terminal?.paths ?? []).map((path) => ({
    ...path,
    splitters: [ratio, outputs].filter((one) => one > 1),
    couplers: tapPercent === null ? passed : [...passed, { tapPercent, way: 'tap' }],
    splices: path.splices + 2 * passed.length,
    connectors: Math.max(0, path.connectors - (ratio > 1 ? 0 : 2)),
  }));
}

function isSafe(path: OpticalPath, optics: OpticsClass, loss: LossRules): boolean {
  const { spareDb, overloadSpareDb } = judgePath(path, optics, loss);
  return spareDb >= GUARD_DB && overloadSpareDb >= GUARD_DB;
}

/** Premises whose terminal has a path outside the class, or all but outside. */
function premisesOutside(zone: Zone, { terminals, ratio, optics }: SplitChoice, loss: LossRules): number {
  let outside = 0;
  zone.terminals.forEach((terminal, i) => {
    const own = terminals[i];
    if (own === undefined) return;
    const passed: { tapPercent: number; way: 'through' }[] = [];
    for (let by = own.fedBy; by >= 0; by = terminals[by]?.fedBy ?? -1)
      passed.push({ tapPercent: terminals[by]?.tapPercent ?? 0, way: 'through' });
    const paths = pathsOf(terminal, ratio, own.outputs, own.tapPercent, passed);
    if (!paths.every((path) => isSafe(path, optics, loss))) outside += terminal.premises;
  });
  return outside;
}

function costOf(zone: Zone, choice: SplitChoice, step: number, prices: SplittingPrices): number {
  const premises = zone.terminals.reduce((sum, terminal) => sum + terminal.premises, 0);
  const outputs = outputsNeeded(choice, premises);
  const ports = Math.ceil(outputs / choice.ratio);
  const passesOn = new Set(choice.terminals.map(({ fedBy }) => fedBy));
  let cost = ports * (prices.oltPort + step * prices.opticsStep + zone.feederM * prices.fibreM + 2 * prices.splice);
  if (choice.ratio > 1) cost += ports * prices.splitter(choice.ratio) + (zone.inFacility ? 0 : prices.cabinet);
  zone.terminals.forEach((terminal, i) => {
    const own = choice.terminals[i] as TerminalSplit; // one for each terminal
    const fibres = choice.kind === 'central' ? terminal.premises : 1;
    // Along a chain one fibre leads to its last terminal.
    const fibreM = passesOn.has(i) ? 0 : fibres * terminal.cabinetM;
    cost += fibreM * prices.fibreM + 2 * fibres * prices.splice;
    if (own.outputs > 1) cost += prices.splitter(own.outputs);
    if (own.tapPercent !== null) cost += prices.coupler;
  });
  return cost;
}
