import { untrack } from 'svelte';
import type { Workbench } from '../commands/workbench.ts';
import { readPreferences, writePreferences } from '../store/preferences.ts';

/** Takes the stored preferences and stores them whenever they change. */
export function rememberPreferences({ view }: Workbench): void {
  const { theme, sampleDismissed } = readPreferences(localStorage);
  view.theme = theme;
  view.sampleDismissed = sampleDismissed;
  $effect.root(() => {
    $effect(() => writePreferences(localStorage, { theme: view.theme, sampleDismissed: view.sampleDismissed }));
  });
}

/** Keeps the plan after each alteration, and says once when that fails. */
export function keepWork({ plan, keeper, messages }: Workbench): void {
  $effect.root(() => {
    $effect(() => {
      void plan.revision;
      untrack(() => void keeper.keep());
    });
    $effect(() => {
      const { trouble } = keeper;
      if (trouble !== null) untrack(() => messages.trouble(trouble.what, trouble.remedy, trouble.code));
    });
  });
}
