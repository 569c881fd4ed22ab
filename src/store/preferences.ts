import { readBasemaps, type AddedBasemap } from './basemap.ts';

/** Which English the app speaks: as the browser's region spells it, or one of the two. */
export type LanguageChoice = 'browser' | 'us' | 'international';

/** What a person prefers on this device: small, and nothing is lost with it. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  /** True once the sample town was put aside: it is not opened by itself again. */
  readonly sampleDismissed: boolean;
  /** False once the guide from files to a build plan was put aside. */
  readonly guideShown: boolean;
  /** Single letters run commands; some speech input and some hands press them unwanted (WCAG 2.1.4). */
  readonly letterKeys: boolean;
  readonly language: LanguageChoice;
  /** The id of the basemap that was chosen, and those that were added. They are never part of a plan: an address may hold a key. */
  readonly basemap: string;
  readonly basemaps: readonly AddedBasemap[];
}

const KEY = 'weft-preferences';
const usual: Preferences = {
  theme: 'system',
  sampleDismissed: false,
  guideShown: true,
  letterKeys: true,
  language: 'browser',
  basemap: 'plain',
  basemaps: [],
};

/** The stored preferences; whatever cannot be read or believed is the usual. */
export function readPreferences(storage: Storage): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(storage.getItem(KEY) ?? 'null');
  } catch {
    // Another program's text, or a browser that keeps nothing for this page: the usual preferences hold.
    return usual;
  }
  if (typeof stored !== 'object' || stored === null) return usual;
  const { theme, sampleDismissed, guideShown, letterKeys, language, basemap, basemaps } = stored as Record<string, unknown>; // an object, each value checked below
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    sampleDismissed: sampleDismissed === true,
    guideShown: guideShown !== false,
    letterKeys: letterKeys !== false,
    language: language === 'us' || language === 'international' ? language : 'browser',
    basemap: typeof basemap === 'string' ? basemap : 'plain',
    basemaps: readBasemaps(basemaps),
  };
}

/** Stores preferences. A browser that has no room for them goes on without. */
export function writePreferences(storage: Storage, preferences: Preferences): void {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Preferences are a convenience; refusing to work without them would be worse.
    return;
  }
}
