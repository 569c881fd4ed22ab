/** Texts of the window as a whole. */
export const app = {
  app: {
    plan: 'Plan',
    selectionAndStudies: 'Selection and studies',
    dropFilesToImportThem: 'Drop files to import them, or a .weft project to open it',
  },
  mapBinding: {
    theMapCouldNotBeLoaded:
      'The part of the program that draws the map could not be loaded. Reload the page to try again; tables, studies and files work without it.',
    theGraphicsCardStoppedAnswering:
      'The graphics card stopped answering. Your plan is safe; the map comes back by itself, or with a reload after saving.',
  },
};
