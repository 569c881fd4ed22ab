import type { AppError } from '../base/app-error.ts';
import { wording } from '../text/wording.ts';

const words = wording.importWords;

/** What to do in the import dialog; the reader's own advice where it does not speak of the command line. */
export function importHelp({ code, remedy, choices }: AppError): string {
  switch (code) {
    case 'import/no-crs':
    case 'import/unknown-crs':
    case 'import/out-of-range':
      return words.typeCrs;
    case 'terrain/no-vertical-unit':
      return words.chooseVerticalUnit;
    case 'import/which-layer':
      return words.chooseLayerOfFile;
    case 'import/no-coordinates':
      return choices.length > 0 ? words.chooseColumns : words.chooseAnother;
    default:
      return speaksOfCommandLine(remedy) ? words.chooseAnother : remedy;
  }
}

/** Whether advice names options or commands of the command line, which nobody has here. */
export function speaksOfCommandLine(remedy: string): boolean {
  return remedy.includes('--') || remedy.includes('weft ');
}

/** Whether the file is asked about, and nothing is wrong with it: what it does not say, a field in the dialog does. */
export function isQuestion({ code, choices }: AppError): boolean {
  if (code === 'import/no-coordinates') return choices.length > 0;
  return code === 'import/no-crs' || code === 'terrain/no-vertical-unit' || code === 'import/which-layer';
}
