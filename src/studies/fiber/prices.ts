import { AppError } from '../../base/app-error.ts';
import type { CostBook, CostItem } from '../../base/cost-book.ts';
import { STANDING_ITEMS } from '../../base/standing-items.ts';
import { metresPerCostUnit } from '../../cost/take-off.ts';
import type { Method, RoutePrices, TerminalPrice } from '../../fiber/route-input.ts';
import type { Settings } from '../../plan/settings.ts';
import { hasOwnFibres } from './own-fibres.ts';
import type { MakeReadyShares } from './make-ready.ts';

/** The items of a cost book that a fiber design uses. docs/CLI.md and the books that Weft brings list the same. */
export const ITEM = {
  aerialOwn: 'aerial-own-poles',
  aerialRented: 'aerial-rented-poles',
  buried: { plow: 'underground-plow', bore: 'underground-bore', trench: 'underground-trench' },
  ...STANDING_ITEMS,
  newPole: 'pole-new',
  transfer: 'make-ready-transfer',
  replacement: 'make-ready-replacement',
  riser: 'riser',
  terminalAerial: 'terminal-on-pole',
  terminalBuried: 'terminal-in-handhole',
  cabinet: 'cabinet',
  closure: 'closure',
  splice: 'splice',
  handhole: 'handhole',
  splitter: 'splitter',
  splitterSmall: 'splitter-small',
  coupler: 'coupler',
  hut: 'facility',
  oltPort: 'olt-port',
  ownPort: 'ethernet-port',
  strongerOptics: 'olt-optics',
  engineering: 'engineering',
  crossing: { rail: 'crossing-rail', water: 'crossing-water', stream: 'crossing-stream', highway: 'crossing-highway' },
  dropAerial: 'drop-aerial',
  dropBuried: 'drop-underground',
  installation: 'installation',
  ont: 'ont',
} as const;

/** Likely price of one metre or one piece, cents. @throws AppError costs/missing-item */
export function likelyCents(book: CostBook, id: string): number {
  const item: CostItem | undefined = book.items.find((one) => one.id === id);
  if (item === undefined) {
    throw new AppError('costs/missing-item', {
      what: `The cost book has no item "${id}", which a design needs.`,
      where: book.name,
      remedy: 'Add the item, or start from one of the books that Weft brings.',
    });
  }
  return (item.likely * 100) / metresPerCostUnit(item.unit);
}

/** The item for a splitter with so many outputs; small ones have one of their own where the book knows it. */
export function splitterItem(book: CostBook, outputs: number): string {
  return outputs <= 8 && hasItem(book, ITEM.splitterSmall) ? ITEM.splitterSmall : ITEM.splitter;
}

/** The item for an unequal coupler; books without it take it for a small splitter. */
export function couplerItem(book: CostBook): string {
  return hasItem(book, ITEM.coupler) ? ITEM.coupler : splitterItem(book, 2);
}

/** The item for a port of a facility: where nothing is divided, each premises has one of a switch. */
export function portItem(settings: Pick<Settings, 'splitting'>): string {
  return hasOwnFibres(settings) ? ITEM.ownPort : ITEM.oltPort;
}

/** Whether a book prices an item: books older than the item do not. */
export function hasItem(book: CostBook, id: string): boolean {
  return book.items.some((one) => one.id === id);
}

/**
 * The smallest terminal of a book that holds so many fibres: the usual one has `terminalPorts`, and smaller ones count where the book prices them as
 * "terminal-on-pole-4" or "terminal-in-handhole-4", after their ports.
 */
export function terminalFor(
  book: CostBook,
  usual: typeof ITEM.terminalAerial | typeof ITEM.terminalBuried,
  fibres: number,
  { terminalPorts, sparePorts }: Settings,
): { readonly item: string; readonly ports: number } {
  const smaller = book.items
    .flatMap(({ id }) => {
      const ports = Number(id.startsWith(`${usual}-`) ? id.slice(usual.length + 1) : NaN);
      return Number.isInteger(ports) && ports < terminalPorts && ports - sparePorts >= fibres ? [{ item: id, ports }] : [];
    })
    .sort((a, b) => a.ports - b.ports);
  return smaller[0] ?? { item: usual, ports: terminalPorts };
}

/** What the route search weighs: likely prices with the engineering of each metre, and every premises' drop: a network is sized for full take-up. */
export function routePrices(book: CostBook, settings: Settings): RoutePrices {
  const price = (id: string): number => likelyCents(book, id);
  const engineering = price(ITEM.engineering);
  const ports = Math.max(1, settings.terminalPorts - settings.sparePorts);
  const buried = (method: Method): number => price(ITEM.buried[method]) + engineering;
  return {
    aerialOwnPerM: price(ITEM.aerialOwn) + engineering,
    aerialRentedPerM: price(ITEM.aerialRented) + engineering,
    buriedPerM: { plow: buried('plow'), bore: buried('bore'), trench: buried('trench') },
    engineeringPerM: engineering,
    // Books of older projects do not have it; the check `costs/standing` tells.
    ductPerM: hasItem(book, ITEM.duct) ? price(ITEM.duct) + engineering : null,
    cablePerM: pricesCables(book) ? price(ITEM.cable) : null,
    cableAccess: pricesCables(book) ? openingCents(book) : 0,
    newPole: price(ITEM.newPole),
    riser: price(ITEM.riser),
    crossing: {
      rail: price(ITEM.crossing.rail),
      water: price(ITEM.crossing.water),
      stream: price(ITEM.crossing.stream),
      highway: price(ITEM.crossing.highway),
    },
    dropAerialPerM: price(ITEM.dropAerial),
    dropBuriedPerM: price(ITEM.dropBuried),
    terminalAerialCents: price(ITEM.terminalAerial),
    terminalBuriedCents: price(ITEM.terminalBuried),
    terminalAerial: terminalPrice(price(ITEM.terminalAerial), ports),
    terminalBuried: terminalPrice(price(ITEM.terminalBuried), ports),
  };
}

/** Whether a book prices fibres of cables in service. */
export function pricesCables(book: CostBook): boolean {
  return hasItem(book, ITEM.cable) && hasItem(book, ITEM.cableAccess);
}

/** Opening a cable in service; a book of construction units prices the closure, and its splices, apart. */
function openingCents(book: CostBook): number {
  const closure = book.kind === 'construction-units' && hasItem(book, ITEM.closure) ? likelyCents(book, ITEM.closure) : 0;
  return likelyCents(book, ITEM.cableAccess) + closure;
}

/** n fibres need ⌈n / ports⌉ terminals: over all n that is n / ports and (ports − 1) / 2 ports more. */
function terminalPrice(cents: number, ports: number): TerminalPrice {
  return { opening: (cents * (ports - 1)) / (2 * ports), perFibre: cents / ports };
}

/** Expected make-ready of a pole that nobody surveyed, cents. */
export function expectedMakeReadyCents(book: CostBook, shares: MakeReadyShares): number {
  return (
    (likelyCents(book, ITEM.transfer) * shares.transferPercent +
      likelyCents(book, ITEM.replacement) * shares.replacementPercent) /
    100
  );
}
