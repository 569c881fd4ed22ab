/** In which bytes a text is written: UTF-8, UTF-8 with the mark by which Excel knows it, or what older programs of the West expect. */
export const ENCODINGS = ['utf-8', 'utf-8-bom', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Letters of Windows-1252 by their byte, those of the platform. */
const LETTERS = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
const BYTES: ReadonlyMap<string, number> = new Map(Array.from(LETTERS, (letter, byte) => [letter, byte]));
const UNKNOWN = '?'.charCodeAt(0);

/** A text as bytes; letters that the encoding lacks become question marks. The mark stands before the text, where there is one. */
export function textBytes(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'windows-1252') return Uint8Array.from(text, (letter) => BYTES.get(letter) ?? UNKNOWN);
  return new TextEncoder().encode(encoding === 'utf-8-bom' ? `\uFEFF${text}` : text);
}

/** What finds a letter that an encoding lacks; null where it has all. */
export function lackedBy(encoding: Encoding): RegExp | null {
  return encoding === 'windows-1252' ? new RegExp(`[^${LETTERS.replace(/[\\\]^-]/g, '\\$&')}]`, 'u') : null;
}
