import { sizeCables, type TaperRule } from '../../fiber/cable-sizing.ts';
import { CABLE_SIZES, withSpare, type SpareRule } from '../../fiber/cables.ts';
import type { RootedTree } from '../../fiber/rooted-tree.ts';
import { numbersOf, type Settings } from '../../plan/settings.ts';

/** Fibres, spare included, and the sizes of the cables on the edge above each node. */
export interface TierCables {
  readonly fibres: Int32Array;
  readonly cables: readonly (readonly number[])[];
}

/** Spare fibres as the settings ask for them. */
export function spareRule(settings: Settings): SpareRule {
  return { percent: settings.spareFibresPercent, least: settings.spareFibresLeast };
}

/**
 * Sizes the cables of one tier.
 * @param used fibres in use on the edge above each node
 * @param endsCables whether all cables of the tier end at a node
 * @param leaves whether fibres leave the tier at a node
 */
export function tierCables(
  route: { readonly tree: RootedTree; edgeLengthM(node: number): number; isInService(node: number): boolean },
  used: Int32Array,
  endsCables: (node: number) => boolean,
  leaves: (node: number) => boolean,
  settings: Settings,
  tier: 'feeder' | 'distribution',
): TierCables {
  const spare = spareRule(settings);
  const sizes = numbersOf(tier === 'feeder' ? settings.feederCableSizes : settings.distributionCableSizes) ?? CABLE_SIZES;
  const branches = (node: number): number => (route.tree.children[node] ?? []).filter((child) => (used[child] ?? 0) > 0).length;
  const cables = sizeCables(
    {
      tree: route.tree,
      fibres: used,
      edgeLengthM: (node) => route.edgeLengthM(node),
      isInService: (node) => route.isInService(node),
      endsCables,
      hasClosure: (node) => leaves(node) || branches(node) > 1,
    },
    {
      taper: settings.taper as TaperRule, // the setting allows no other values
      spare,
      sizes,
      splicePrice: settings.splicePrice,
      fibreMetrePrice: settings.fibreMetrePrice,
    },
  );
  return { fibres: used.map((count) => withSpare(count, spare)), cables };
}
