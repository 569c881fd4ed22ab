/** The folder of what lies outside all neighbourhoods. No neighbourhood gets this name. */
export const OUTSIDE_SLUG = 'outside';

const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
/** Names that one system or another keeps for its devices. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|outside)$/;

/**
 * Names for folders: lower-case ASCII letters, digits and hyphens, one for each name in the same order, no two alike.
 * A name without such letters becomes `neighbourhood`.
 */
export function uniqueSlugs(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = slugOf(name);
    const base = RESERVED.test(plain) ? `neighbourhood-${plain}` : plain;
    let slug = base;
    for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
    taken.add(slug);
    return slug;
  });
}

function slugOf(name: string): string {
  const ascii = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/[^a-z0-9]/g, (character) => LETTERS[character] ?? '-');
  return ascii.replace(/-+/g, '-').slice(0, 60).replace(/^-|-$/g, '') || 'neighbourhood';
}
