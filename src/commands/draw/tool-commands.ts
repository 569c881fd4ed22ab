import { FEATURE_LAYER_NAMES, FEATURE_LAYERS, type FeatureLayerName } from '../../plan/layers.ts';
import type { DrawnShape } from '../../state/draw-state.svelte.ts';
import type { Tool } from '../../state/view-state.svelte.ts';
import { itemFeature } from '../../state/map-item.ts';
import { sitePoint } from '../study/link-study.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.toolCommands;

/** Takes up a tool; what was half done is dropped. */
export function takeTool({ view, draw, camera }: Workbench, tool: Tool): void {
  draw.drop();
  draw.vertex = null;
  view.tool = tool;
  // Keys go to the map: Enter places at its crosshair.
  camera.focus();
}

/** Takes up the tool that draws into a layer. */
export function drawInto(bench: Workbench, shape: DrawnShape, layer: FeatureLayerName): void {
  bench.draw.layers = { ...bench.draw.layers, [shape]: layer };
  takeTool(bench, shape);
}

/** The layers that a shape can be drawn into. */
export function layersFor(shape: DrawnShape): FeatureLayerName[] {
  const wanted = shape === 'area' ? 'polygon' : shape;
  return FEATURE_LAYER_NAMES.filter((name) => {
    const has = FEATURE_LAYERS[name].shape;
    return has === wanted || has === 'any';
  });
}

const tool = (id: Tool, title: string, shortcuts: readonly string[], keywords: string): Command => ({
  id: `tool.${id}`,
  alters: id === 'line' || id === 'area',
  title,
  keywords,
  shortcuts,
  run: (bench) => takeTool(bench, id),
});

const link: Command = {
  id: 'tool.link',
  title: words.checkLineSight,
  keywords: words.radioLinkMeshProfileSightline,
  shortcuts: ['2', 'l'],
  run: (bench) => {
    takeTool(bench, 'link');
    startLink(bench);
  },
};

/** From the selected site, where there is one; else from wherever is clicked first. */
function startLink(bench: Workbench): void {
  const { selection, plan, link: study, view, messages } = bench;
  const item = selection.single;
  const site = item?.kind === 'feature' && item.layer === 'sites' ? itemFeature(plan.plan, item) : undefined;
  view.showRight('link');
  if (site !== undefined) {
    study.clear();
    study.setEnd('A', sitePoint(site));
  }
  messages.announce(site === undefined ? words.clickFirstEndLinkOn : words.endSelectedSiteClickOther);
}

const into = (id: string, title: string, keywords: string, shape: DrawnShape, layer: FeatureLayerName): Command => ({
  id: `draw.${id}`,
  alters: true,
  title,
  keywords,
  run: (bench) => drawInto(bench, shape, layer),
});

export const toolCommands: readonly Command[] = [
  tool('select', words.selectOnMap, ['1'], words.pointerArrowMoveEdit),
  link,
  {
    id: 'tool.site',
    alters: true,
    title: words.placeRadioSite,
    keywords: words.meshRoofAntennaAdd,
    shortcuts: ['3'],
    run: (bench) => drawInto(bench, 'point', 'sites'),
  },
  {
    id: 'tool.point',
    alters: true,
    title: words.drawPoints,
    keywords: words.addPolePremisesFacilityHut,
    shortcuts: ['4'],
    // The site tool puts points too: this one goes on with poles.
    run: (bench) => drawInto(bench, 'point', bench.draw.layers.point === 'sites' ? 'poles' : bench.draw.layers.point),
  },
  tool('line', words.drawLines, ['5'], words.addSpanPoleLineStreet),
  tool('area', words.drawAreas, ['6'], words.addNeighbourhoodParcelBuildingPolygon),
  tool('measure', words.measure, ['7', 'm'], words.distanceLengthBearingAreaRuler),
  tool('lasso', words.selectByOutline, ['8'], words.lassoPolygonMany),
  into('pole', words.drawPoles, words.add, 'point', 'poles'),
  into('premises', words.drawPremises, words.addHome, 'point', 'premises'),
  into('cabinet', words.placeACabinet, words.addFixedCabinetFdhSplitter, 'point', 'cabinet-sites'),
  into('facility', wording.everywhere.placeFacility, words.addHutCabinetCentralOffice, 'point', 'facilities'),
  into('spans', words.drawLinePoles, words.addSpanAerial, 'line', 'spans'),
  into('way', words.drawRightWay, words.addStreetRoadEasement, 'line', 'rights-of-way'),
  into('neighbourhood', words.drawANeighbourhood, words.addBoundaryArea, 'area', 'neighbourhoods'),
];
