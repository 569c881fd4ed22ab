import { itemFeature } from '../../state/map-item.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';

export const undo: Command = {
  id: 'edit.undo',
  alters: true,
  title: ({ plan }) => (plan.undoNote === null ? 'Undo' : `Undo ${plan.undoNote}`),
  keywords: 'back revert',
  shortcuts: ['mod+z'],
  can: ({ plan }) => plan.undoNote !== null || 'There is nothing to undo.',
  run: ({ plan, messages }) => {
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
  title: ({ selection }) =>
    selection.items.length > 1 ? `Delete ${selection.items.length} features` : 'Delete selected feature',
  keywords: 'remove',
  shortcuts: ['delete'],
  can: (bench) => {
    if (bench.selection.items.length === 0) return 'Nothing is selected.';
    return (
      deletable(bench).length > 0 || 'Parts of a design follow from the study. Change the layers it is made from, then recompute.'
    );
  },
  run: (bench) => {
    const items = deletable(bench);
    const [first] = items;
    const note = items.length === 1 && first !== undefined ? `delete ${first.id}` : `delete ${items.length} features`;
    bench.plan.commit({ note, features: items.map(({ layer, id }) => ({ layer, id, feature: null })) });
    bench.selection.clear();
    bench.messages.say(
      `${items.length === 1 ? `${first?.id ?? ''} was` : `${items.length} features were`} deleted. Undo brings ${items.length === 1 ? 'it' : 'them'} back.`,
    );
  },
};

function deletable({ selection, plan }: Workbench) {
  return selection.items.filter((item) => item.kind === 'feature').filter((item) => itemFeature(plan.plan, item) !== undefined);
}

export const clearSelection: Command = {
  id: 'edit.clear-selection',
  title: 'Leave the tool, clear the selection',
  shortcuts: ['escape'],
  run: ({ view, selection }) => {
    if (view.tool !== 'select') view.tool = 'select';
    else if (selection.items.length > 0) selection.clear();
    else view.sheet = null;
  },
};
