import type { CostBook } from '../../base/cost-book.ts';
import { classesFrom, type LossRules } from '../../fiber/optical-budget.ts';
import {
  chooseSplit,
  type SplitChoice,
  type SplittingKind,
  type SplittingPrices,
  type SplittingRules,
  type Zone,
  type ZoneTerminal,
} from '../../fiber/splitting.ts';
import type { FiberNetwork, Terminal } from '../../plan/network.ts';
import type { Settings } from '../../plan/settings.ts';
import type { FibrePlan, PremisesFibre } from './fibre-plan.ts';
import { hasOwnFibres, usualOptics } from './own-fibres.ts';
import { couplerItem, hasItem, ITEM, likelyCents, portItem, splitterItem } from './prices.ts';

type DesignedNetwork = Pick<FiberNetwork, 'stretches' | 'cabinets' | 'terminals'>;

/** Chooses for each cabinet of a network, in order, how its light should be divided, from the fibres as they lie. */
export function chooseSplits(network: DesignedNetwork, plan: FibrePlan, settings: Settings, costBook: CostBook): SplitChoice[] {
  const own = hasOwnFibres(settings);
  const rules: SplittingRules = {
    kinds: kindsOf(settings),
    mostOutputs: own ? 1 : settings.splitRatio,
    fewestOutputs: own ? 1 : settings.splitRatioLeast,
    classes: classesFrom(usualOptics(settings), settings.strongerOptics),
    loss: lossRules(settings),
    prices: pricesOf(settings, costBook),
  };
  return zonesOf(network, plan, settings).map((zone) => chooseSplit(zone, rules));
}

function kindsOf({ splitting }: Settings): SplittingKind[] {
  if (splitting === 'auto') return ['central', 'cascade', 'taps'];
  return [splitting === 'none' ? 'central' : (splitting as SplittingKind)]; // the setting allows no other values
}

/** What single losses are reckoned with, from the settings. */
export function lossRules(settings: Settings): LossRules {
  return { spliceDb: settings.spliceLossDb, connectorDb: settings.connectorLossDb, marginDb: settings.opticalMarginDb };
}

/** What single choices of splitting weigh, in the currency of the book. */
export function pricesOf(settings: Settings, book: CostBook): SplittingPrices {
  const price = (item: string): number => likelyCents(book, item) / 100;
  return {
    oltPort: price(portItem(settings)),
    opticsStep: hasItem(book, ITEM.strongerOptics) ? price(ITEM.strongerOptics) : 0,
    cabinet: price(ITEM.cabinet),
    coupler: price(couplerItem(book)),
    splice: settings.splicePrice,
    fibreM: settings.fibreMetrePrice,
    splitter: (outputs) => price(splitterItem(book, outputs)),
  };
}

function zonesOf(network: DesignedNetwork, plan: FibrePlan, settings: Settings): Zone[] {
  const above = new Map(network.stretches.map(({ from, to }) => [to, from]));
  const premisesAt = new Map<string, PremisesFibre[]>();
  for (const one of plan.premises) premisesAt.set(one.terminal.id, [...(premisesAt.get(one.terminal.id) ?? []), one]);
  return network.cabinets.map((cabinet) => {
    const terminals = network.terminals.filter(({ cabinetId }) => cabinetId === cabinet.id);
    const before = terminalsBefore(terminals, cabinet.node, above);
    const zone = terminals.map((terminal, i) =>
      zoneTerminal(terminal, before[i] ?? -1, premisesAt.get(terminal.id) ?? [], plan, settings),
    );
    return {
      inFacility: cabinet.inFacility,
      feederM: Math.max(0, ...zone.map(({ feederM }) => feederM)),
      terminals: zone,
    };
  });
}

/** For each terminal the next one on its way to the cabinet, −1 where there is none. Those at one place stand in a row. */
function terminalsBefore(terminals: readonly Terminal[], cabinetNode: string, above: ReadonlyMap<string, string>): number[] {
  const lastAt = new Map<string, number>();
  const before = terminals.map(({ node }, i) => {
    const same = lastAt.get(node) ?? -1;
    lastAt.set(node, i);
    return same;
  });
  return terminals.map(({ node }, i) => {
    const same = before[i] ?? -1;
    let at = node;
    while (same < 0 && at !== cabinetNode) {
      const next = above.get(at);
      if (next === undefined) break;
      at = next;
      const found = lastAt.get(at);
      if (found !== undefined) return found;
    }
    return same;
  });
}

function zoneTerminal(
  terminal: Terminal,
  above: number,
  premises: readonly PremisesFibre[],
  plan: FibrePlan,
  settings: Settings,
): ZoneTerminal & { readonly feederM: number } {
  const ends = [...premises].sort((a, b) => a.fibreM - b.fibreM);
  const paths = [ends[0], ends.at(-1)].flatMap((one) => (one === undefined ? [] : [one]));
  const passed = (ends[0]?.stages ?? []).flatMap((stage) =>
    stage.kind === 'line' ? (plan.lines[stage.line]?.cables ?? []) : [],
  );
  const lengthOf = (tier: string): number => passed.reduce((sum, cable) => sum + (cable.tier === tier ? cable.lengthM : 0), 0);
  return {
    premises: premises.length,
    ports: terminal.ports,
    above,
    cabinetM: lengthOf('distribution'),
    feederM: lengthOf('feeder'),
    paths: paths.map(({ fibreM, splices, stages }) => ({
      fibreM,
      splitters: [],
      couplers: [],
      // Each coupler passed costs two splices; the choice adds them for those that it sets.
      splices: splices - 2 * stages.filter((stage) => stage.kind === 'coupler' && stage.way === 'through').length,
      connectors: settings.pathConnectors,
      otherDb: 0,
    })),
  };
}
