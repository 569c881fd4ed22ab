import { shortcutOf } from '../commands/shortcut.ts';

/** Keys that a control with the focus needs for itself. */
const CONTROL_KEYS = new Set(['enter', 'space', 'arrowleft', 'arrowright', 'arrowup', 'arrowdown']);

/** True when a key press belongs to what has the focus: typing in a field, choosing in a list, scrolling a panel. */
export function takesKeys(target: EventTarget | null, event: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const keys = shortcutOf(event);
  const isText =
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type));
  // A field's own undo, select all and so on stay with it; saving and searching do not depend on where one is.
  if (isText) return !['mod+s', 'mod+k', 'mod+o'].includes(keys);
  if (target instanceof HTMLSelectElement) return !keys.includes('mod+');
  // On the map arrows, Enter and Space are commands; buttons and tabs take theirs, panels scroll.
  return CONTROL_KEYS.has(keys) && target !== document.body && !(target instanceof HTMLCanvasElement);
}
