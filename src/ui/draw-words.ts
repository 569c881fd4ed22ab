import type { Workbench } from '../commands/workbench.ts';
import type { FeatureLayerName } from '../plan/layers.ts';
import type { DrawnShape } from '../state/draw-state.svelte.ts';
import { layerTitle } from '../text/knowledge-words.ts';
import { wording } from '../text/wording.ts';

const words = wording.drawWords;

/** What one draws in a layer, where its title would mislead. */
export function drawnTitle(layer: FeatureLayerName): string {
  return layer === 'spans' ? words.polesAndSpans : layerTitle(layer);
}

/** The shape that the active tool draws into a layer, null for tools that draw nothing. */
export function drawnShape({ view }: Workbench): DrawnShape | null {
  return view.tool === 'point' || view.tool === 'line' || view.tool === 'area' ? view.tool : null;
}

/** What to do next with the active tool; null for the select tool. */
export function toolHint({ view, link, draw }: Workbench): string | null {
  const first = draw.points.length === 0;
  switch (view.tool) {
    case 'select':
      if (draw.grab === null) return null;
      return draw.byKeys ? words.arrowKeysMoveEnterPuts : draw.grabTo === null ? null : words.letGoToPutThere;
    case 'link':
      return link.a === null || link.b !== null ? words.clickFirstEndLink : words.clickOtherEnd;
    case 'point':
      return draw.layers.point === 'sites' ? words.clickWhereRadioSiteStands : words.clickWhereStands;
    case 'line':
      return first ? words.clickWhereLineBegins : words.clickNextPointDoubleClick;
    case 'area':
      return first ? words.clickFirstCorner : words.clickNextCornerDoubleClick;
    case 'measure':
      return first ? words.clickWhereToMeasureFrom : draw.isEnded ? words.clickToMeasureAnew : words.clickNextPoint;
    case 'lasso':
      return first ? words.clickAroundWhatToSelect : words.doubleClickToSelectWhat;
    case 'cut':
      return first ? words.clickOutsideAreaWhereCut : words.drawAcrossAreaDoubleClick;
  }
}
