import { deleteFeatures } from '../../plan/edits/delete-features.ts';
import { removeVertex } from '../../plan/edits/move-shape.ts';
import type { Command } from '../command.ts';
import { selectedFeatures } from '../draw/handles.ts';
import { removeLastPoint } from '../draw/sketch.ts';
import { commitOutcome } from './line-commands.ts';
import { wording } from '../../text/wording.ts';

const words = wording.editCommands;

export const undo: Command = {
  id: 'edit.undo',
  alters: true,
  // While something is drawn the last point is the last thing that was done.
  title: ({ plan, draw }) =>
    draw.points.length > 0
      ? words.undoLastPoint
      : plan.undoNote === null
        ? words.undo
        : words.undoNoted({ undoNote: plan.undoNote }),
  keywords: words.backRevert,
  shortcuts: ['mod+z'],
  can: ({ plan, draw }) => draw.points.length > 0 || plan.undoNote !== null || words.thereNothingToUndo,
  run: (bench) => {
    const { plan, draw, messages } = bench;
    if (draw.points.length > 0) return removeLastPoint(bench);
    draw.drop();
    const note = plan.undoNote;
    if (note !== null && plan.undo()) messages.announce(words.undone({ note }));
  },
};

export const redo: Command = {
  id: 'edit.redo',
  alters: true,
  title: ({ plan }) => (plan.redoNote === null ? words.redo : words.redoNoted({ redoNote: plan.redoNote })),
  keywords: words.again,
  shortcuts: ['shift+mod+z', 'mod+y'],
  can: ({ plan }) => plan.redoNote !== null || words.thereNothingToRedo,
  run: ({ plan, messages }) => {
    const note = plan.redoNote;
    if (note !== null && plan.redo()) messages.announce(words.doneAgain({ note }));
  },
};

export const deleteSelection: Command = {
  id: 'edit.delete',
  alters: true,
  title: ({ selection, draw }) =>
    draw.vertex !== null
      ? words.deleteChosenPoint
      : selection.items.length > 1
        ? words.deleteFeatures({ count: selection.items.length })
        : words.deleteSelectedFeature,
  keywords: words.remove,
  shortcuts: ['delete'],
  can: (bench) => {
    if (bench.selection.items.length === 0) return wording.everywhere.nothingSelected;
    return selectedFeatures(bench).length > 0 || words.partsDesignFollowFromStudy;
  },
  run: (bench) => {
    const features = selectedFeatures(bench);
    const { draw, plan, selection, messages } = bench;
    const [first] = features;
    if (draw.vertex !== null && first !== undefined) return commitOutcome(bench, removeVertex(plan.plan, first, draw.vertex));
    const change = deleteFeatures(plan.plan, features);
    const spans = (change.features?.length ?? 0) - features.length;
    const what = features.length === 1 ? (first?.feature.id ?? '') : words.features({ count: features.length });
    const along = spans === 0 ? '' : spans === 1 ? words.withSpanThatHungOn : words.withSpansThatHungThere({ spans });
    const many = features.length > 1 || spans > 0;
    draw.drop();
    plan.commit(change);
    selection.clear();
    messages.say(
      words.deletedUndoBringsBack({ what, along, were: many ? words.were : words.was, them: many ? words.them : words.it }),
    );
  },
};

export const clearSelection: Command = {
  id: 'edit.clear-selection',
  title: words.leaveGestureToolSelection,
  shortcuts: ['escape'],
  run: ({ view, selection, draw, messages }) => {
    if (draw.drop()) messages.announce(wording.everywhere.nothingChanged);
    else if (view.tool !== 'select') view.tool = 'select';
    else if (draw.vertex !== null) draw.vertex = null;
    else if (selection.items.length > 0) selection.clear();
    else view.sheet = null;
  },
};
