import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PdfFonts } from '../../src/io/pdf/paper.ts';

/** The typeface of the documents, as the command line reads it. */
export function pdfFonts(): PdfFonts {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'));
  const font = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
  return { regular: font('400Regular/NotoSans_400Regular.ttf'), bold: font('600SemiBold/NotoSans_600SemiBold.ttf') };
}
