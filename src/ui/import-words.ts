import type { AppError } from '../base/app-error.ts';
import { wording } from '../text/wording.ts';

const words = wording.importWords;

/** What to do in the import dialog; the reader's own advice where it does not speak of the command line. */
export function importHelp({ code, remedy }: AppError): string {
  switch (code) {
    case 'import/no-crs':
    case 'import/unknown-crs':
    case 'import/out-of-range':
      return words.typeCrs;
    case 'terrain/no-vertical-unit':
      return words.chooseVerticalUnit;
    case 'import/which-layer':
      return words.chooseLayerOfFile;
    default:
      return remedy.includes('--') || remedy.includes('weft ') ? words.chooseAnother : remedy;
  }
}
