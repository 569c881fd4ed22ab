import { AppError, isAbort } from '../base/app-error.ts';
import type { Workbench } from './workbench.ts';
import { wording } from '../text/wording.ts';

const words = wording.command;

/** One action of the user. Toolbar, palette, keyboard and tests all run the same object. */
export interface Command {
  readonly id: string;
  /** What it does, sentence case; may name the step it concerns. */
  readonly title: string | ((bench: Workbench) => string);
  /** Other words by which people look for it. */
  readonly keywords?: string;
  /** Keys as `shortcutOf` writes them: "mod+z", "shift+mod+z", "?". The first is shown. */
  readonly shortcuts?: readonly string[];
  /** True where it alters the plan: it cannot run while the plan is read-only. */
  readonly alters?: boolean;
  /** True, or the reason why not, as a sentence. */
  can?(bench: Workbench): true | string;
  run(bench: Workbench): void | Promise<void>;
}

export function titleOf(command: Command, bench: Workbench): string {
  return typeof command.title === 'string' ? command.title : command.title(bench);
}

/** True, or why the command cannot run now. */
export function canRun(command: Command, bench: Workbench): true | string {
  if (command.alters === true && bench.plan.readOnly !== null) return bench.plan.readOnly;
  return command.can?.(bench) ?? true;
}

/** Runs a command and turns whatever it throws into words. */
export async function runCommand(command: Command, bench: Workbench): Promise<void> {
  const possible = canRun(command, bench);
  if (possible !== true) {
    bench.messages.announce(possible);
    return;
  }
  await attempt(bench, () => command.run(bench));
}

/** Does something for the user; expected failures and faults become messages, a cancelled job becomes nothing. */
export async function attempt(bench: Workbench, action: () => void | Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    if (isAbort(error)) return false;
    if (error instanceof AppError) {
      bench.messages.trouble([error.where, error.what].filter(Boolean).join(': '), error.remedy, error.code);
    } else {
      const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
      bench.messages.trouble(words.somethingWentWrongHereYour, words.tryAgainSaveYourWork, details);
    }
    return false;
  }
}
