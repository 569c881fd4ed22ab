import type { LngLat } from '../../geo/position.ts';
import { shapeOf } from '../../geo/geometry.ts';
import { mergeAreas, splitArea } from '../../plan/edits/area-edits.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { selectedFeatures } from '../draw/handles.ts';
import { wording } from '../../text/wording.ts';

const words = wording.areaCommands;

const isArea = ({ feature }: ReturnType<typeof selectedFeatures>[number]): boolean =>
  feature.geometry !== null && shapeOf(feature.geometry.type) === 'polygon';

function whyNoArea(bench: Workbench): string | null {
  const features = selectedFeatures(bench);
  return features.length === 1 && features.every(isArea) ? null : words.selectOneAreaFirst;
}

/** Starts the tool that cuts the selected area. */
export const splitAreaTool: Command = {
  id: 'edit.split-area',
  title: words.splitAreaAlongLine,
  keywords: words.divideCutNeighbourhood,
  alters: true,
  can: (bench) => whyNoArea(bench) ?? true,
  run: ({ view, draw, camera, messages }) => {
    draw.drop();
    view.tool = 'cut';
    camera.focus();
    messages.announce(words.drawLineRightAcrossArea);
  },
};

/** Splits the selected area along what was drawn and leaves the tool. */
export function splitSelectedArea(bench: Workbench, line: readonly LngLat[]): void {
  const { draw, plan, view, messages, selection } = bench;
  const [placed] = selectedFeatures(bench);
  const change = placed === undefined ? words.selectOneAreaFirst : splitArea(plan.plan, placed, line);
  draw.drop();
  if (typeof change === 'string') {
    messages.trouble(change, words.nothingWasChangedDrawAgain);
    return;
  }
  plan.commit(change);
  view.tool = 'select';
  selection.set((change.features ?? []).map(({ layer, id }) => ({ kind: 'feature', layer, id })));
  messages.announce(words.done({ note: change.note }));
}

export const mergeSelected: Command = {
  id: 'edit.merge',
  title: words.mergeAreasIntoOne,
  keywords: words.unionJoinNeighbourhoodsCombine,
  alters: true,
  can: (bench) => {
    const features = selectedFeatures(bench);
    if (features.length < 2 || !features.every(isArea)) return words.selectTwoAreasOrMore;
    return new Set(features.map(({ layer }) => layer)).size === 1 || words.cantMergeTheseAreasIn;
  },
  run: async (bench) => {
    const features = selectedFeatures(bench);
    const { unionOf } = await import('../../geo/polygon-overlay.ts');
    const change = mergeAreas(features, unionOf(features.flatMap(({ feature }) => feature.geometry ?? [])));
    if (typeof change === 'string') {
      bench.messages.trouble(change, wording.everywhere.nothingChanged);
      return;
    }
    bench.plan.commit(change);
    const [first] = features;
    if (first !== undefined) bench.selection.set([{ kind: 'feature', layer: first.layer, id: first.feature.id }]);
    bench.messages.announce(words.done({ note: change.note }));
  },
};
