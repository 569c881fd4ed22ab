import { deleteFeatures } from '../../plan/edits/delete-features.ts';
import { removeVertex } from '../../plan/edits/move-shape.ts';
import type { Command } from '../command.ts';
import { selectedFeatures } from '../draw/handles.ts';
import { removeLastPoint } from '../draw/sketch.ts';
import { commitOutcome } from './line-commands.ts';

export const undo: Command = {
  id: 'edit.undo',
  alters: true,
  // While something is drawn the last point is the last thing that was done.
  title: ({ plan, draw }) =>
    draw.points.length > 0 ? 'Undo the last point' : plan.undoNote === null ? 'Undo' : `Undo ${plan.undoNote}`,
  keywords: 'back revert',
  shortcuts: ['mod+z'],
  can: ({ plan, draw }) => draw.points.length > 0 || plan.undoNote !== null || 'There is nothing to undo.',
  run: (bench) => {
    const { plan, draw, messages } = bench;
    if (draw.points.length > 0) return removeLastPoint(bench);
    draw.drop();
    const note = plan.undoNote;
    if (plan.undo()) messages.announce(`Undone: ${note}`);
  },
};

export const redo: Command = {
  id: 'edit.redo',
  alters: true,
  title: ({ plan }) => (plan.redoNote === null ? 'Redo' : `Redo ${plan.redoNote}`),
  keywords: 'again',
  shortcuts: ['shift+mod+z', 'mod+y'],
  can: ({ plan }) => plan.redoNote !== null || 'There is nothing to redo.',
  run: ({ plan, messages }) => {
    const note = plan.redoNote;
    if (plan.redo()) messages.announce(`Done again: ${note}`);
  },
};

export const deleteSelection: Command = {
  id: 'edit.delete',
  alters: true,
  title: ({ selection, draw }) =>
    draw.vertex !== null
      ? 'Delete the chosen point'
      : selection.items.length > 1
        ? `Delete ${selection.items.length} features`
        : 'Delete selected feature',
  keywords: 'remove',
  shortcuts: ['delete'],
  can: (bench) => {
    if (bench.selection.items.length === 0) return 'Nothing is selected.';
    return (
      selectedFeatures(bench).length > 0 ||
      'Parts of a design follow from the study. Change the layers it is made from, then recompute.'
    );
  },
  run: (bench) => {
    const features = selectedFeatures(bench);
    const { draw, plan, selection, messages } = bench;
    const [first] = features;
    if (draw.vertex !== null && first !== undefined) return commitOutcome(bench, removeVertex(plan.plan, first, draw.vertex));
    const change = deleteFeatures(plan.plan, features);
    const spans = (change.features?.length ?? 0) - features.length;
    const what = features.length === 1 ? (first?.feature.id ?? '') : `${features.length} features`;
    const along = spans === 0 ? '' : spans === 1 ? ', with the span that hung on it,' : `, with ${spans} spans that hung there,`;
    const many = features.length > 1 || spans > 0;
    draw.drop();
    plan.commit(change);
    selection.clear();
    messages.say(`${what}${along} ${many ? 'were' : 'was'} deleted. Undo brings ${many ? 'them' : 'it'} back.`);
  },
};

export const clearSelection: Command = {
  id: 'edit.clear-selection',
  title: 'Leave the gesture, the tool, the selection',
  shortcuts: ['escape'],
  run: ({ view, selection, draw, messages }) => {
    if (draw.drop()) messages.announce('Nothing was changed.');
    else if (view.tool !== 'select') view.tool = 'select';
    else if (draw.vertex !== null) draw.vertex = null;
    else if (selection.items.length > 0) selection.clear();
    else view.sheet = null;
  },
};
