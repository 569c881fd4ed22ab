/** Words that American and international English spell differently; compounds and endings that follow are those that Weft uses. */
const SPELLINGS: readonly (readonly [american: string, international: string])[] = [
  ['fiber', 'fibre'],
  ['meter', 'metre'],
  ['kilometer', 'kilometre'],
  ['neighbor', 'neighbour'],
  ['neighborhood', 'neighbourhood'],
  ['center', 'centre'],
  ['color', 'colour'],
  ['colored', 'coloured'],
  ['gray', 'grey'],
  ['labor', 'labour'],
  ['catalog', 'catalogue'],
  ['organizer', 'organiser'],
  ['plow', 'plough'],
  ['canceled', 'cancelled'],
  ['license', 'licence'],
];

type Respell = (text: string) => string;

function respelling(from: 0 | 1, to: 0 | 1): Respell {
  const words = new Map(SPELLINGS.map((pair) => [pair[from], pair[to]]));
  const pattern = new RegExp(`\\b(${[...words.keys()].join('|')})(?=s?\\b)`, 'gi');
  return (text) => text.replace(pattern, (word) => inCase(word, words.get(word.toLowerCase()) ?? word));
}

/** A word with the capitals of another. */
function inCase(model: string, word: string): string {
  if (model === model.toUpperCase()) return word.toUpperCase();
  return /^[A-Z]/.test(model) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

/** A text as it is spelled in the United States. */
export const americanSpelling: Respell = respelling(1, 0);
/** A text as English is spelled elsewhere. */
export const internationalSpelling: Respell = respelling(0, 1);
