import { WorkKeeper } from '../commands/file/keep-work.ts';
import type { Workbench } from '../commands/workbench.ts';
import type { WorkStore } from '../store/autosave.ts';
import { readPreferences, writePreferences } from '../store/preferences.ts';

const QUIET_MS = 800;

/** Takes the stored preferences and stores them whenever they change. */
export function rememberPreferences({ view }: Workbench): void {
  const { theme, sampleDismissed } = readPreferences(localStorage);
  view.theme = theme;
  view.sampleDismissed = sampleDismissed;
  $effect.root(() => {
    $effect(() => writePreferences(localStorage, { theme: view.theme, sampleDismissed: view.sampleDismissed }));
  });
}

/** Keeps unsaved work a moment after each change, and at once when the page is put aside. */
export function keepWork(bench: Workbench, store: WorkStore): void {
  const keeper = new WorkKeeper(bench, store);
  $effect.root(() => {
    $effect(() => {
      void bench.plan.revision;
      const timer = setTimeout(() => void keeper.keep(), QUIET_MS);
      return () => clearTimeout(timer);
    });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void keeper.keep();
  });
}
