/**
 * Many texts as one: a column of a million texts is one text and one array, which is copied to a worker and back in a moment. An empty
 * text stands for a missing one.
 */
export interface PackedTexts {
  readonly joined: string;
  /** One more than there are texts: text i runs from ends[i] to ends[i + 1], in UTF-16 units. */
  readonly ends: Uint32Array;
}

/** Packs texts. */
export function packTexts(texts: readonly (string | null)[]): PackedTexts {
  const ends = new Uint32Array(texts.length + 1);
  let end = 0;
  texts.forEach((text, i) => {
    end += text?.length ?? 0;
    ends[i + 1] = end;
  });
  return { joined: texts.join(''), ends };
}

/** The text at a place; empty beyond the last. */
export function textAt({ joined, ends }: PackedTexts, at: number): string {
  return joined.slice(ends[at] ?? joined.length, ends[at + 1] ?? joined.length);
}

/** All texts. */
export function unpackTexts(texts: PackedTexts): string[] {
  return Array.from({ length: texts.ends.length - 1 }, (_, at) => textAt(texts, at));
}
