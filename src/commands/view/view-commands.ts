import type { UnitSystem } from '../../base/quantity-text.ts';
import { middleBounds } from '../../geo/middle-bounds.ts';
import type { LngLatBounds } from '../../geo/position.ts';
import { countOf } from '../../plan/layer.ts';
import type { Plan } from '../../plan/plan.ts';
import { layerTable } from '../../plan/plan.ts';
import { boundsOf, itemGeometry } from '../../state/map-item.ts';
import type { FeatureLayerName } from '../../plan/layers.ts';
import type { LanguageChoice } from '../../store/preferences.ts';
import type { DrawerTab, LeftTab, RightTab, Theme } from '../../state/view-state.svelte.ts';
import type { Command } from '../command.ts';
import type { Workbench } from '../workbench.ts';
import { wording } from '../../text/wording.ts';

const words = wording.viewCommands;

const left = (tab: LeftTab, title: string): Command => ({ id: `view.${tab}`, title, run: ({ view }) => view.showLeft(tab) });
const right = (tab: RightTab, title: string, shortcuts: readonly string[] = []): Command => ({
  id: `view.${tab}`,
  title,
  shortcuts,
  run: ({ view }) => view.showRight(tab),
});
const drawer = (tab: DrawerTab, title: string, shortcut?: string): Command => ({
  id: `view.${tab}`,
  title,
  ...(shortcut === undefined ? {} : { shortcuts: [shortcut] }),
  run: ({ view }) => {
    view.toggleDrawer(tab);
  },
});
const theme = (name: Theme, title: string): Command => ({
  id: `view.theme-${name}`,
  title,
  keywords: words.darkLightNightColoursMode,
  run: ({ view }) => {
    view.theme = name;
  },
});

export const zoomIn: Command = {
  id: 'view.zoom-in',
  title: words.zoomIn,
  shortcuts: ['+', '='],
  run: ({ camera }) => camera.zoomBy(1),
};
export const zoomOut: Command = {
  id: 'view.zoom-out',
  title: words.zoomOut,
  shortcuts: ['-'],
  run: ({ camera }) => camera.zoomBy(-1),
};

export const fitSelection: Command = {
  id: 'view.fit',
  title: ({ selection }) => (selection.items.length > 0 ? words.zoomToSelection : words.zoomToWholePlan),
  keywords: words.fitExtentEverythingOverview,
  shortcuts: ['f'],
  can: (bench) => boundsToFit(bench) !== null || words.thePlanEmpty,
  run: (bench) => {
    const bounds = boundsToFit(bench);
    if (bounds !== null) bench.camera.fit(bounds);
  },
};

export const openPalette: Command = {
  id: 'help.palette',
  title: wording.everywhere.searchAndCommands,
  shortcuts: ['mod+k', '/'],
  run: ({ view }) => {
    view.dialog = { kind: 'palette' };
  },
};

export const openHelp: Command = {
  id: 'help.methods',
  title: wording.helpDialog.title,
  keywords: words.methodsHelp,
  run: ({ view }) => {
    view.dialog = { kind: 'help', topic: 'start' };
  },
};

export const openShortcuts: Command = {
  id: 'help.shortcuts',
  title: wording.everywhere.keyboardShortcuts,
  keywords: words.keysHelp,
  shortcuts: ['?'],
  run: ({ view }) => {
    view.dialog = { kind: 'shortcuts' };
  },
};

const UNITS: Readonly<Record<UnitSystem, string>> = {
  us: words.feetAndMiles,
  metric: words.metresAndKilometres,
  mixed: words.metresAndMilesForDistances,
};
const nextUnits = (units: UnitSystem): UnitSystem => (({ us: 'metric', metric: 'mixed', mixed: 'us' }) as const)[units];

export const switchUnits: Command = {
  id: 'view.units',
  alters: true,
  title: ({ plan }) => words.showUnits({ units: UNITS[nextUnits(plan.plan.settings.units)] }),
  keywords: words.unitsMetricImperialUsFeet,
  run: ({ plan }) => {
    const units = nextUnits(plan.plan.settings.units);
    plan.commit({ note: words.showUnitsNote({ units: UNITS[units] }), settings: { ...plan.plan.settings, units } });
  },
};

export const switchTheme: Command = {
  id: 'view.theme',
  title: ({ view }) => (view.dark ? words.lightColours : words.darkColours),
  run: ({ view }) => {
    view.theme = view.dark ? 'light' : 'dark';
  },
};

const speak = (language: LanguageChoice, title: string): Command => ({
  id: `view.language-${language}`,
  title,
  keywords: words.languageSpellingPreferences,
  can: ({ view }) => view.language !== language || words.spokenAlready,
  run: async (bench) => {
    bench.view.language = language;
    await bench.keeper.keep();
    bench.openAgain();
  },
});

const switchLetterKeys: Command = {
  id: 'view.letter-keys',
  title: ({ view }) => (view.letterKeys ? words.singleLettersDoNothing : words.singleLettersRunCommands),
  keywords: words.keyboardShortcutsSpeechOffOn,
  run: ({ view }) => {
    view.letterKeys = !view.letterKeys;
  },
};

export const viewCommands: readonly Command[] = [
  zoomIn,
  zoomOut,
  fitSelection,
  left('layers', words.showLayers),
  left('legend', words.showLegend),
  left('checks', words.showTheChecks),
  left('neighbourhoods', words.showNeighbourhoods),
  right('selection', words.showWhatSelected),
  right('fiber', words.showFiberStudy),
  right('link', words.showLinkStudy),
  right('reach', words.showWhoCanBeReached),
  right('coverage', words.showCoverage),
  right('requests', words.showJoinRequestsAndHubs),
  drawer('profile', words.showOrHideProfile, 'p'),
  drawer('panorama', words.showOrHideViewFrom),
  drawer('costs', words.showOrHideCostBook, 'c'),
  drawer('table', words.showOrHideTable, 't'),
  drawer('bill', words.showOrHideBillMaterials),
  drawer('scenarios', words.showOrHideScenariosSide),
  switchUnits,
  switchTheme,
  theme('system', words.coloursAsSystemHasThem),
  speak('us', words.americanEnglish),
  speak('international', words.internationalEnglish),
  speak('browser', words.englishOfBrowser),
  openPalette,
  openHelp,
  openShortcuts,
  switchLetterKeys,
];

/** The box around a layer of the plan, outliers aside; null where it has no place. */
export function layerBounds(plan: Plan, name: FeatureLayerName): LngLatBounds | null {
  return middleBounds(layerTable(plan, name).coordinates);
}

/** What the whole plan is about: where its premises or ways are, else everything; of each layer the outermost few aside. */
export function planBounds(plan: Plan): LngLatBounds | null {
  for (const name of ['premises', 'parcels', 'poles', 'rights-of-way'] as const) {
    const layer = plan.layers.get(name);
    if (layer !== undefined && countOf(layer) > 0) return layerBounds(plan, name);
  }
  return joined([...plan.layers.keys()].map((name) => layerBounds(plan, name)).filter((box) => box !== null));
}

function boundsToFit({ selection, plan }: Workbench): LngLatBounds | null {
  const boxes = selection.items
    .map((item) => itemGeometry(plan.plan, item))
    .filter((geometry) => geometry !== null)
    .map(boundsOf);
  return boxes.length > 0 ? joined(boxes) : planBounds(plan.plan);
}

function joined(list: readonly LngLatBounds[]): LngLatBounds | null {
  if (list.length === 0) return null;
  return [
    Math.min(...list.map((box) => box[0])),
    Math.min(...list.map((box) => box[1])),
    Math.max(...list.map((box) => box[2])),
    Math.max(...list.map((box) => box[3])),
  ];
}
