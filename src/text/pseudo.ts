const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'âƀçðêƒĝĥîĵķļḿñôṕɋŕšţûṽŵẋýžÂƁÇÐÊƑĜĤÎĴĶĻḾÑÔṔɊŔŠŢÛṼŴẊÝŽ';

/** How much longer other languages are, at most. */
const GROWTH = 1.4;

/**
 * A text as in a language that nobody speaks: accented, in brackets and two fifths longer. Text that is not in the dictionaries stands out
 * from it, and so does text that is cut off, whose bracket is missing.
 */
export function pseudoText(text: string): string {
  if (!/\p{Letter}/u.test(text)) return text;
  const lead = /^\s*/.exec(text)?.[0] ?? '';
  const trail = /\s*$/.exec(text)?.[0] ?? '';
  const inner = text.trim();
  const longer = inner.replace(/[aeiou]/gi, (vowel) => vowel + vowel.toLowerCase());
  const padded = longer.padEnd(Math.ceil(inner.length * GROWTH), '~');
  return `${lead}⟦${padded.replace(/[a-z]/gi, (letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter)}⟧${trail}`;
}
