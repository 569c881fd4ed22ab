import { mastText } from '../../base/quantity-text.ts';
import { setField } from '../../plan/edits/edit-feature.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { countOf, emptyLayer } from '../../plan/layer.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { radioSites } from './radio-study.ts';
import { wording } from '../../text/wording.ts';

const words = wording.siteHeights;

/** A short mast on a roof, metres. */
const MAST_M = 2;

/** The sites that do not say how high their antenna is. */
export function sitesWithoutHeight(bench: Workbench): Feature[] {
  const stated = ['heightAglM', 'heightRoofM', 'heightAslM'];
  return radioSites(bench).filter(({ fields }) => !stated.some((name) => typeof fields[name] === 'number'));
}

/** Antennas of which nobody said the height go onto a mast on the roof under them, in one step. */
export const putOnRoofs: Command = {
  id: 'sites.on-roofs',
  alters: true,
  title: ({ plan }) => words.putThemOnRoofs({ mast: mastText(MAST_M, plan.plan.settings.units) }),
  keywords: words.antennaHeightMast,
  can: (bench) => {
    const { layers, rasters } = bench.plan.plan;
    if (sitesWithoutHeight(bench).length === 0) return words.allSitesSayHeight;
    return rasters.has('surface') || countOf(layers.get('buildings') ?? emptyLayer) > 0 || words.noRoofsKnown;
  },
  run: (bench) => {
    const placed = sitesWithoutHeight(bench).map((feature) => ({ layer: 'sites' as const, feature }));
    bench.plan.commit(setField(placed, 'heightRoofM', MAST_M));
  },
};
