import { internationalSpelling } from '../text/spelling.ts';
import { spelled } from '../text/wording.ts';
import text from '../../docs/GLOSSARY.md?raw';

const ROWS: readonly { readonly words: string; readonly meaning: string }[] = text.split('\n').flatMap((line) => {
  const [, words, meaning] = /^\| ([^|]+) \| ([^|]+) \|$/.exec(line) ?? [];
  if (words === undefined || meaning === undefined || words === 'word') return [];
  return [{ words: words.trim(), meaning: meaning.trim().replaceAll('*', '').replaceAll('`', '') }];
});

/** Explanations by word, in small letters; a line of several words, or with a short form in brackets, is found under each of them. */
const GLOSSARY: ReadonlyMap<string, string> = new Map(
  ROWS.flatMap(({ words, meaning }) =>
    words
      .split(/[,()]/)
      .map((word) => word.trim().toLowerCase())
      .filter((word) => word !== '')
      .map((word) => [word, meaning] as const),
  ),
);

/** All words with what they mean, in their order, as they are spelled here. */
export function glossaryRows(): { readonly word: string; readonly meaning: string }[] {
  return ROWS.map(({ words, meaning }) => ({ word: spelled(words), meaning: spelled(meaning) }));
}

/** What a word of the interface means, in one line; null for words that everybody knows. */
export function explain(word: string): string | null {
  const key = word.toLowerCase();
  const single = key.replace(/ies$/, 'y').replace(/s$/, '');
  // The glossary is written in international English, and a word on the screen may be spelled otherwise.
  const found = [key, single].flatMap((one) => [one, internationalSpelling(one)]).find((one) => GLOSSARY.has(one));
  return found === undefined ? null : spelled(GLOSSARY.get(found) ?? '');
}
