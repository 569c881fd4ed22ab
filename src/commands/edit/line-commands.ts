import { joinLines, reverseLine } from '../../plan/edits/join-lines.ts';
import { removeVertex } from '../../plan/edits/move-shape.ts';
import { splitAfter, splitAtVertex } from '../../plan/edits/split-line.ts';
import type { Change } from '../../plan/change.ts';
import type { PlacedFeature } from '../../plan/edits/edit-feature.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { selectedFeatures } from '../draw/handles.ts';
import { wording } from '../../text/wording.ts';

const words = wording.lineCommands;

type Outcome = Change | string;

/** A command that is possible exactly where its edit is: the edit itself gives the reason. */
const edit = (id: string, title: string, keywords: string, make: (bench: Workbench) => Outcome): Command => ({
  id,
  title,
  keywords,
  alters: true,
  can: (bench) => {
    const outcome = make(bench);
    return typeof outcome === 'string' ? outcome : true;
  },
  run: (bench) => commitOutcome(bench, make(bench)),
});

/** Commits an edit, or says why it cannot be. What is left of the edited features stays selected. */
export function commitOutcome(bench: Workbench, outcome: Outcome): void {
  const { plan, selection, draw, messages } = bench;
  if (typeof outcome === 'string') {
    messages.announce(outcome);
    return;
  }
  const layer = selectedFeatures(bench)[0]?.layer;
  plan.commit(outcome);
  draw.vertex = null;
  const left = (outcome.features ?? []).filter((one) => one.feature !== null && one.layer === layer);
  selection.set(left.map((one) => ({ kind: 'feature', layer: one.layer, id: one.id })));
  messages.announce(words.done({ note: outcome.note }));
}

function one(bench: Workbench): PlacedFeature | string {
  const features = selectedFeatures(bench);
  return features.length === 1 && features[0] !== undefined ? features[0] : words.selectOneLineFirst;
}

/** Splits the selected line after a length from its start; what is wrong with it, or null. */
export function splitSelectedAfter(bench: Workbench, distanceM: number): string | null {
  const placed = one(bench);
  const outcome = typeof placed === 'string' ? placed : splitAfter(bench.plan.plan, placed, distanceM);
  if (typeof outcome === 'string') return outcome;
  commitOutcome(bench, outcome);
  return null;
}

export const lineCommands: readonly Command[] = [
  edit('edit.split', words.splitLineAtChosenPoint, words.divideCutSpan, (bench) => {
    const placed = one(bench);
    if (typeof placed === 'string') return placed;
    if (placed.feature.geometry?.type !== 'LineString') return words.onlySingleLineCanBe;
    if (bench.draw.vertex === null) return words.choosePointOrType;
    return splitAtVertex(bench.plan.plan, placed, bench.draw.vertex);
  }),
  edit('edit.join', words.joinTheLines, words.mergeCombineSpans, (bench) => joinLines(selectedFeatures(bench))),
  edit('edit.reverse', words.reverseTheLine, words.directionTurn, (bench) => {
    const placed = one(bench);
    return typeof placed === 'string' ? placed : reverseLine(placed);
  }),
  edit('edit.remove-vertex', words.removeChosenPoint, words.vertexCornerDelete, (bench) => {
    const placed = one(bench);
    if (typeof placed === 'string') return placed;
    if (bench.draw.vertex === null) return words.choosePoint;
    return removeVertex(bench.plan.plan, placed, bench.draw.vertex);
  }),
];
