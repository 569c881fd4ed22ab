import { readPreferences, type LanguageChoice } from '../store/preferences.ts';
import { english } from './english/english.ts';
import type { Help } from './english/help.ts';
import { reworded } from './phrases.ts';
import { pseudoText } from './pseudo.ts';
import { americanSpelling, internationalSpelling } from './spelling.ts';

/** All texts of the app by part of the screen, of the shape of the English dictionary. Another language is another value of this type. */
export type Wording = typeof english;

/** A language of the app. */
interface Language {
  /** For dates and whatever else Intl writes. */
  readonly locale: string;
  readonly wording: Wording;
  /** The help, which is long, and loaded when somebody opens it. */
  readonly help: () => Promise<Help>;
  /** A sentence that comes from the knowledge, which speaks English only, as this language shows it. */
  readonly spelled: (sentence: string) => string;
}

/** The language of this window: it is chosen when the page is opened, and choosing another one opens it again. */
const language: Language = languageOf(typeof document === 'undefined' ? 'us' : chosen());

export const { wording, locale, spelled, help } = language;

/** `?text=pseudo` asks for the language that shows what is not translated; else what the person prefers, else the browser's region. */
function chosen(): Exclude<LanguageChoice, 'browser'> | 'pseudo' {
  if (new URLSearchParams(location.search).get('text') === 'pseudo') return 'pseudo';
  const { language } = readPreferences(localStorage);
  return language === 'browser' ? spellingOfRegion(navigator.language) : language;
}

/** How the English of a place is spelled. */
export function spellingOfRegion(browserLanguage: string): 'us' | 'international' {
  try {
    return ['US', 'PR', 'PH', 'LR'].includes(new Intl.Locale(browserLanguage).maximize().region ?? '') ? 'us' : 'international';
  } catch {
    // Not the name of a language.
    return 'us';
  }
}

function languageOf(name: 'us' | 'international' | 'pseudo'): Language {
  switch (name) {
    case 'us':
      return { locale: localeNear('en-US'), wording: english, help: englishHelp, spelled: americanSpelling };
    case 'international':
      return {
        locale: localeNear('en-GB'),
        wording: reworded(english, internationalSpelling),
        help: async () => reworded(await englishHelp(), internationalSpelling),
        spelled: internationalSpelling,
      };
    case 'pseudo':
      return {
        locale: 'en-US',
        wording: reworded(english, pseudoText),
        help: async () => reworded(await englishHelp(), pseudoText),
        spelled: pseudoText,
      };
  }
}

async function englishHelp(): Promise<Help> {
  return (await import('./english/help.ts')).help;
}

/** The browser's own kind of English where it has one: Canadians and Australians write dates differently. */
function localeNear(usual: string): string {
  return typeof document !== 'undefined' && navigator.language.startsWith('en-') ? navigator.language : usual;
}
