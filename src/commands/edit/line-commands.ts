import { joinLines, reverseLine } from '../../plan/edits/join-lines.ts';
import { removeVertex } from '../../plan/edits/move-shape.ts';
import { splitAfter, splitAtVertex } from '../../plan/edits/split-line.ts';
import type { Change } from '../../plan/change.ts';
import type { PlacedFeature } from '../../plan/edits/edit-feature.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { selectedFeatures } from '../draw/handles.ts';

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
  messages.announce(`Done: ${outcome.note}.`);
}

function one(bench: Workbench): PlacedFeature | string {
  const features = selectedFeatures(bench);
  return features.length === 1 && features[0] !== undefined ? features[0] : 'Select one line first.';
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
  edit('edit.split', 'Split the line at the chosen point', 'divide cut span', (bench) => {
    const placed = one(bench);
    if (typeof placed === 'string') return placed;
    if (placed.feature.geometry?.type !== 'LineString') return 'Only a single line can be split.';
    if (bench.draw.vertex === null) return 'Choose one of its points on the map first, or type where to split it.';
    return splitAtVertex(bench.plan.plan, placed, bench.draw.vertex);
  }),
  edit('edit.join', 'Join the lines', 'merge combine spans', (bench) => joinLines(selectedFeatures(bench))),
  edit('edit.reverse', 'Reverse the line', 'direction turn', (bench) => {
    const placed = one(bench);
    return typeof placed === 'string' ? placed : reverseLine(placed);
  }),
  edit('edit.remove-vertex', 'Remove the chosen point', 'vertex corner delete', (bench) => {
    const placed = one(bench);
    if (typeof placed === 'string') return placed;
    if (bench.draw.vertex === null) return 'Choose one of its points on the map first.';
    return removeVertex(bench.plan.plan, placed, bench.draw.vertex);
  }),
];
