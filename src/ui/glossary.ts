import text from '../../docs/GLOSSARY.md?raw';

/** Explanations by word, in small letters; a line of several words, or with a short form in brackets, is found under each of them. */
const GLOSSARY: ReadonlyMap<string, string> = new Map(
  text.split('\n').flatMap((line) => {
    const [, words, meaning] = /^\| ([^|]+) \| ([^|]+) \|$/.exec(line) ?? [];
    if (words === undefined || meaning === undefined || words === 'word') return [];
    const plain = meaning.trim().replaceAll('*', '').replaceAll('`', '');
    return words
      .split(/[,()]/)
      .map((word) => word.trim().toLowerCase())
      .filter((word) => word !== '')
      .map((word) => [word, plain] as const);
  }),
);

/** What a word of the interface means, in one line; null for words that everybody knows. */
export function explain(word: string): string | null {
  const key = word.toLowerCase();
  const single = key.replace(/ies$/, 'y').replace(/s$/, '');
  return GLOSSARY.get(key) ?? GLOSSARY.get(single) ?? null;
}
