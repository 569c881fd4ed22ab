import { FEATURE_LAYER_NAMES, FEATURE_LAYERS, type FeatureLayerName } from '../../plan/layers.ts';
import type { DrawnShape } from '../../state/draw-state.svelte.ts';
import type { Tool } from '../../state/view-state.svelte.ts';
import { itemFeature } from '../../state/map-item.ts';
import { sitePoint } from '../study/link-study.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';

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
  title: 'Check a line of sight',
  keywords: 'radio link mesh profile sightline',
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
  messages.announce(
    site === undefined
      ? 'Click the first end of the link on the map, or type its position.'
      : 'End A is the selected site. Click the other end.',
  );
}

const into = (id: string, title: string, keywords: string, shape: DrawnShape, layer: FeatureLayerName): Command => ({
  id: `draw.${id}`,
  alters: true,
  title,
  keywords,
  run: (bench) => drawInto(bench, shape, layer),
});

export const toolCommands: readonly Command[] = [
  tool('select', 'Select on the map', ['1'], 'pointer arrow move edit'),
  link,
  {
    id: 'tool.site',
    alters: true,
    title: 'Place a radio site',
    keywords: 'mesh roof antenna add',
    shortcuts: ['3'],
    run: (bench) => drawInto(bench, 'point', 'sites'),
  },
  {
    id: 'tool.point',
    alters: true,
    title: 'Draw points',
    keywords: 'add pole premises facility hut address',
    shortcuts: ['4'],
    // The site tool puts points too: this one goes on with poles.
    run: (bench) => drawInto(bench, 'point', bench.draw.layers.point === 'sites' ? 'poles' : bench.draw.layers.point),
  },
  tool('line', 'Draw lines', ['5'], 'add span pole line street right-of-way route barrier'),
  tool('area', 'Draw areas', ['6'], 'add neighbourhood parcel building polygon boundary'),
  tool('measure', 'Measure', ['7', 'm'], 'distance length bearing area ruler'),
  tool('lasso', 'Select by outline', ['8'], 'lasso polygon many'),
  into('pole', 'Draw poles', 'add', 'point', 'poles'),
  into('premises', 'Draw premises', 'add home', 'point', 'premises'),
  into('cabinet', 'Place a cabinet', 'add fixed cabinet fdh splitter', 'point', 'cabinet-sites'),
  into('facility', 'Place a facility', 'add hut cabinet central office', 'point', 'facilities'),
  into('spans', 'Draw a line of poles', 'add span aerial', 'line', 'spans'),
  into('way', 'Draw a right-of-way', 'add street road easement', 'line', 'rights-of-way'),
  into('neighbourhood', 'Draw a neighbourhood', 'add boundary area', 'area', 'neighbourhoods'),
];
