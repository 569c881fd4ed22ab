import { numberText } from '../base/quantity-text.ts';

/** What a phrase is given to put into itself, by name: texts as they are shown, or numbers. */
export type Parts<Names extends string> = Readonly<Record<Names, string | number>>;

/** A number and what is counted, in the plural that the number asks for: `1 pole`, `12 poles`. */
export type Counted = (parts: { readonly count: number }) => string;

/** No-break space: a number never parts from its noun at the end of a line. */
const SPACE = '\u00a0';

/** The maker of counted nouns of a language. A language with more plurals than English names more forms. */
export function countedIn(
  locale: string,
): (forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>) => Counted {
  const rules = new Intl.PluralRules(locale);
  return (forms) =>
    ({ count }) =>
      `${numberText(count)}${SPACE}${forms[rules.select(count)] ?? forms.other}`;
}

type Phrase = (parts: Readonly<Record<string, string | number>>) => string;

/** First of the private letters that stand for a part while the words around it are changed. */
const FIRST_PLACE = 0xe000;

/** A dictionary with each of its texts changed. What is put into a phrase, such as a name of the plan, stays as it is. */
export function reworded<T extends object>(dictionary: T, change: (text: string) => string): T {
  const entries = Object.entries(dictionary).map(([name, entry]: [string, unknown]) => {
    if (typeof entry === 'string') return [name, change(entry)];
    // A dictionary holds texts, lists of them, phrases and dictionaries.
    if (typeof entry === 'function') return [name, rewordedPhrase(entry as Phrase, change)];
    if (Array.isArray(entry)) return [name, entry.map((text) => change(String(text)))];
    return [name, reworded(entry as object, change)];
  });
  return Object.fromEntries(entries) as T; // the same names, each with a value of its kind
}

function rewordedPhrase(phrase: Phrase, change: (text: string) => string): Phrase {
  return (parts) => {
    const texts: string[] = [];
    const places = Object.entries(parts).map(([name, part]) => {
      if (typeof part !== 'string') return [name, part];
      texts.push(part);
      return [name, String.fromCharCode(FIRST_PLACE + texts.length - 1)];
    });
    const text = change(phrase(Object.fromEntries(places) as Parts<string>));
    return text.replace(/[\ue000-\uf8ff]/g, (place) => texts[place.charCodeAt(0) - FIRST_PLACE] ?? place);
  };
}
