import { mastText } from '../../base/quantity-text.ts';
import { setField } from '../../plan/edits/edit-feature.ts';
import type { Feature } from '../../plan/feature-table.ts';
import { countOf, emptyLayer, featuresOfLayer, type Layer } from '../../plan/layer.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.siteHeights;

/** A short mast on a roof, metres. */
const MAST_M = 2;

const STATED = ['heightAglM', 'heightRoofM', 'heightAslM'] as const;

/** Those found last; an answer that is asked for at each change of the page. */
const found = new WeakMap<Layer, readonly Feature[]>();

/** The sites that do not say how high their antenna is, those that an address places among them. */
export function sitesWithoutHeight({ plan }: Workbench): readonly Feature[] {
  const layer = plan.plan.layers.get('sites') ?? emptyLayer;
  const known = found.get(layer);
  if (known !== undefined) return known;
  const sites = [...featuresOfLayer(layer)].filter(({ fields }) => !STATED.some((name) => typeof fields[name] === 'number'));
  found.set(layer, sites);
  return sites;
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
    return (
      rasters.has('surface') ||
      rasters.has('building-heights') ||
      countOf(layers.get('buildings') ?? emptyLayer) > 0 ||
      words.noRoofsKnown
    );
  },
  run: (bench) => {
    const placed = sitesWithoutHeight(bench).map((feature) => ({ layer: 'sites' as const, feature }));
    bench.plan.commit(setField(placed, 'heightRoofM', MAST_M));
  },
};
