import type { AppError } from '../base/app-error.ts';

/** What to do in the import dialog; the reader's own advice where it does not speak of the command line. */
export function importHelp({ code, remedy }: AppError): string {
  switch (code) {
    case 'import/no-crs':
    case 'import/unknown-crs':
    case 'import/out-of-range':
      return 'Nothing has been added. Type the coordinate system above, such as EPSG:2249; whoever made the file knows it.';
    case 'terrain/no-vertical-unit':
      return 'Nothing has been added. Choose above what the heights are in.';
    case 'import/which-layer':
      return `Nothing has been added. ${remedy.replace('Name one with --source-layer:', 'Type one of them above:')}`;
    default:
      return remedy.includes('--') || remedy.includes('weft ')
        ? 'Nothing has been added. Choose another layer or another file.'
        : remedy;
  }
}
