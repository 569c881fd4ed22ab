import { untrack } from 'svelte';
import type { Workbench } from '../commands/workbench.ts';
import { readPreferences, writePreferences } from '../store/preferences.ts';

/** Takes the stored preferences and stores them whenever they change. */
export function rememberPreferences({ view }: Workbench): void {
  Object.assign(view, readPreferences(localStorage));
  $effect.root(() => {
    $effect(() => {
      const { theme, sampleDismissed, guideShown, letterKeys, language } = view;
      writePreferences(localStorage, { theme, sampleDismissed, guideShown, letterKeys, language });
    });
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
