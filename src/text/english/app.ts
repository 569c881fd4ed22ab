/** Texts of the window as a whole. */
export const app = {
  app: {
    plan: 'Plan',
    selectionAndStudies: 'Selection and studies',
    dropFilesToImportThem: 'Drop files to import them, or a .weft project to open it',
  },
  mapBinding: {
    theGraphicsCardStoppedAnswering:
      'The graphics card stopped answering. Your plan is safe; the map comes back by itself, or with a reload after saving.',
  },
};
