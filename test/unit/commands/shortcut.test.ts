import { expect, test } from 'vitest';
import { commandFor, shortcutLabel, shortcutOf } from '../../../src/commands/shortcut.ts';
import { allCommands } from '../../../src/commands/registry.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

test('undo is the same with Ctrl and with ⌘, redo with both habits', () => {
  expect(commandFor(press('z', { ctrlKey: true }), allCommands)?.id).toBe('edit.undo');
  expect(commandFor(press('z', { metaKey: true }), allCommands)?.id).toBe('edit.undo');
  expect(commandFor(press('Z', { metaKey: true, shiftKey: true }), allCommands)?.id).toBe('edit.redo');
  expect(commandFor(press('y', { ctrlKey: true }), allCommands)?.id).toBe('edit.redo');
});

test('a key that needs Shift on some keyboards counts as the key it gives', () => {
  expect(shortcutOf(press('?', { shiftKey: true }))).toBe('?');
  expect(shortcutOf(press('+', { shiftKey: true }))).toBe('+');
  expect(shortcutOf(press('ArrowLeft', { shiftKey: true }))).toBe('shift+arrowleft');
});

test('no two commands share an id or a shortcut', () => {
  const ids = allCommands.map(({ id }) => id);
  const shortcuts = allCommands.flatMap((command) => command.shortcuts ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(shortcuts).size).toBe(shortcuts.length);
});

test('shortcuts are written as each kind of machine has them', () => {
  expect(shortcutLabel('shift+mod+z', false)).toBe('Shift+Ctrl+Z');
  expect(shortcutLabel('mod+k', true)).toBe('⌘K');
  expect(shortcutLabel('+', false)).toBe('+');
});
