import { ITEM } from '../fiber/prices.ts';

/** What several prices hang on together, and what one does to know it. */
const FACTORS = {
  labour: ['Labour', 'Ask two or three contractors for unit prices on this design.'],
  aerial: ['Work in the air', 'Walk out the pole lines: access, trees, guys, angles.'],
  underground: ['Work in the ground', 'Look at soil, rock, paving and other utilities along the buried routes.'],
  'make-ready': ['Make-ready', 'Survey a sample of the poles in each group, and enter what it finds.'],
  crossings: ['Crossings', 'Ask the railway, water and highway authorities for their fees and conditions.'],
  equipment: ['Terminals, cabinets, electronics', 'Ask for quotes on the bill of materials.'],
  facility: ['Hut', 'Choose the site, and ask for a quote with power and cooling.'],
  engineering: ['Engineering', 'Ask for an offer on walk-out and drawings.'],
  other: ['Other prices', 'Ask for quotes on the bill of materials.'],
} as const;

type Factor = keyof typeof FACTORS;

const OWNER = 'owner:';

const FACTORS_OF_ITEM: ReadonlyMap<string, readonly (Factor | typeof OWNER)[]> = new Map<
  string,
  readonly (Factor | typeof OWNER)[]
>([
  [ITEM.aerialOwn, ['labour', 'aerial']],
  [ITEM.aerialRented, ['labour', 'aerial', OWNER]],
  [ITEM.buried.plow, ['labour', 'underground']],
  [ITEM.buried.bore, ['labour', 'underground']],
  [ITEM.buried.trench, ['labour', 'underground']],
  [ITEM.duct, ['labour', 'underground']],
  [ITEM.cable, ['equipment']],
  [ITEM.cableAccess, ['labour', 'equipment']],
  [ITEM.newPole, ['labour', 'aerial']],
  [ITEM.transfer, ['labour', 'make-ready', OWNER]],
  [ITEM.replacement, ['labour', 'make-ready', OWNER]],
  [ITEM.riser, ['labour', 'underground']],
  [ITEM.terminalAerial, ['labour', 'equipment']],
  [ITEM.terminalBuried, ['labour', 'equipment']],
  [ITEM.cabinet, ['labour', 'equipment']],
  ...[ITEM.splitter, ITEM.splitterSmall, ITEM.coupler, ITEM.oltPort, ITEM.ownPort, ITEM.strongerOptics].map(
    (item) => [item, ['equipment']] as const,
  ),
  [ITEM.hut, ['labour', 'facility']],
  [ITEM.engineering, ['labour', 'engineering']],
  ...Object.values(ITEM.crossing).map((item) => [item, ['labour', 'crossings']] as const),
]);

/** The factors that an item's price hangs on, in equal parts. `owner` is that of the pole or of the poles under the strand. */
export function factorsOf(item: string, owner: string | null): readonly string[] {
  return (FACTORS_OF_ITEM.get(item) ?? FACTORS_OF_ITEM.get(item.replace(/-\d+$/, '')) ?? ['labour', 'other']).map((factor) =>
    factor === OWNER ? OWNER + (owner ?? '') : factor,
  );
}

/** A factor in words, and what would make it known. */
export function adviceOn(factor: string): { readonly factor: string; readonly action: string } {
  if (!factor.startsWith(OWNER)) {
    const [name, action] = FACTORS[factor as Factor]; // `factorsOf` gives no others
    return { factor: name, action };
  }
  const owner = factor.slice(OWNER.length);
  return owner === ''
    ? { factor: 'Owners of poles, not stated', action: 'Find out who owns the poles, and ask for terms and charges.' }
    : { factor: `Pole owner ${owner}`, action: `Ask ${owner} for its terms, and what make-ready has cost on its poles.` };
}
