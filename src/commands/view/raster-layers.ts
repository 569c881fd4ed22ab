import type { RasterLayerName } from '../../plan/layers.ts';
import { isGroupShown } from '../../state/map-display.ts';
import type { Workbench } from '../workbench.ts';
import { setGroup } from './layer-display.ts';
import { wording } from '../../text/wording.ts';

const words = wording.layerDisplay;

/** Whether the map shades these heights now. */
export function isShaded({ plan, view }: Workbench, name: RasterLayerName): boolean {
  const { rasters, display } = plan.plan;
  const shaded = rasters.has(view.shadedRaster) ? view.shadedRaster : 'terrain';
  return isGroupShown(display, 'hillshade') && shaded === name;
}

/** Shades these heights on the map in place of the terrain, or the terrain again. */
export function toggleShading(bench: Workbench, name: RasterLayerName): void {
  bench.view.shadedRaster = isShaded(bench, name) ? 'terrain' : name;
  if (!isGroupShown(bench.plan.plan.display, 'hillshade')) setGroup(bench, 'hillshade', { hidden: false });
}

/** Brings into view where these heights lie. */
export async function lookAtRaster({ plan, camera, terrain }: Workbench, name: RasterLayerName): Promise<void> {
  const raster = plan.plan.rasters.get(name);
  if (raster !== undefined) camera.fit(await terrain.boundsOf(raster));
}

/** Takes heights out of the plan; undo brings them back. */
export function removeRaster({ plan, messages }: Workbench, name: RasterLayerName, title: string): void {
  plan.commit({ note: words.remove({ title: title.toLowerCase() }), rasters: [{ name, raster: null }] });
  messages.say(words.wasTakenOutPlanUndo({ title }));
}
