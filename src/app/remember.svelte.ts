import { untrack } from 'svelte';
import type { Workbench } from '../commands/workbench.ts';
import { readPreferences, writePreferences } from '../store/preferences.ts';

/** Takes the stored preferences and stores them whenever they change. */
export function rememberPreferences({ view, basemap }: Workbench): void {
  const { basemap: chosen, basemaps: added, ...rest } = readPreferences(localStorage);
  Object.assign(view, rest);
  Object.assign(basemap, { chosen, added });
  $effect.root(() => {
    $effect(() => {
      const { theme, sampleDismissed, guideShown, letterKeys, language } = view;
      const { chosen, added } = basemap;
      const kept = { theme, sampleDismissed, guideShown, letterKeys, language, basemap: chosen, basemaps: added };
      writePreferences(localStorage, kept);
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
