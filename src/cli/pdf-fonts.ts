import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PdfFonts } from '../io/pdf/paper.ts';
import { readFile } from './files.ts';

/** The typeface of the documents, from its package. */
export function pdfFonts(): PdfFonts {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'));
  const font = (name: string): Uint8Array => readFile(join(folder, name));
  return { regular: font('400Regular/NotoSans_400Regular.ttf'), bold: font('600SemiBold/NotoSans_600SemiBold.ttf') };
}
