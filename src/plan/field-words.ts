const WORDS: Readonly<Record<string, string>> = {
  Agl: 'above ground',
  Asl: 'above sea level',
  Roof: 'above roof',
  M: '',
  Cents: '',
};

/** A field's name in words, without its unit: "heightAglM" becomes "height above ground". */
export function fieldInWords(name: string): string {
  return name
    .split(/(?=[A-Z])|[_\s]+/)
    .map((word) => WORDS[word] ?? word.toLowerCase())
    .filter((word) => word !== '')
    .join(' ');
}
