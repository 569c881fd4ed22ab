import type { Command } from './command.ts';
import { wording } from '../text/wording.ts';

const words = wording.shortcut;

/** What is read of a key press; a KeyboardEvent is one. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** A key press as text: "mod" is Ctrl, or ⌘ on a Mac. Shift is named only where it does not already change the key. */
export function shortcutOf(press: KeyPress): string {
  const key = press.key.toLowerCase();
  const shift = press.shiftKey && (press.ctrlKey || press.metaKey || key.length > 1) ? 'shift+' : '';
  const mod = press.ctrlKey || press.metaKey ? 'mod+' : '';
  return `${shift}${mod}${press.altKey ? 'alt+' : ''}${key === ' ' ? 'space' : key}`;
}

/** The command that a key press means, if any. */
export function commandFor(press: KeyPress, commands: readonly Command[]): Command | undefined {
  const shortcut = shortcutOf(press);
  return commands.find((command) => command.shortcuts?.includes(shortcut));
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  shift: words.shift,
  alt: words.alt,
  space: words.space,
  enter: words.enter,
  contextmenu: words.menuKey,
  delete: words.del,
  backspace: words.backspace,
  escape: words.esc,
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
};

/** The shortcut as people read it on this kind of machine. */
export function shortcutLabel(shortcut: string, isMac: boolean): string {
  return shortcut
    .split(/\+(?=.)/)
    .map((key) => (key === 'mod' ? (isMac ? '⌘' : words.ctrl) : (KEY_NAMES[key] ?? key.toUpperCase())))
    .join(isMac ? '' : '+');
}
