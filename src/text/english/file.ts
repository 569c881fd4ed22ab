import type { Parts } from '../phrases.ts';

/** Texts of commands about files. */
export const file = {
  buildPlanCommands: {
    zipPdfBillMaterialsPoles: 'zip pdf bill of materials poles crossings print public',
    exportBuildPlanWithAll: 'Export build plan with all fields, not for the public',
    zipPdfMembersPrivateRestricted: 'zip pdf members private restricted crew',
    designFiberNetwork: 'design fiber network',
    writingBuildPlan: 'Writing the build plan',
    theBuildPlanIn: ({ name, audienceSentence }: Parts<'name' | 'audienceSentence'>) =>
      `The build plan is in ${name}. ${audienceSentence}`,
  },
  importCommands: {
    openProjectFile: 'Open a project file …',
    weftLoad: 'weft load',
    importFiles: 'Import files …',
    addLayerShapefileGeojsonCsv: 'add layer shapefile geojson csv geotiff terrain drop',
    importFromAddress: 'Import terrain from an address …',
    addressUrlCogTerrain: 'url web server cog geotiff raster dem',
    exportALayer: 'Export a layer …',
    geojsonKmlCsvXlsxSave: 'geojson kml csv xlsx save as',
    thePlanHasNoLayers: 'The plan has no layers.',
  },
  printCommands: {
    printAMap: 'Print a map …',
    pdfSheetPaperMapBook: 'pdf sheet paper map book picture png image scale',
    thePlanEmptyThereNothing: 'The plan is empty: there is nothing to print yet.',
    writingThePrint: 'Writing the print',
    theSheetIs: 'The sheet is',
    sheetsAre: ({ count }: Parts<'count'>) => `${count} sheets are`,
    in: ({ count, name }: Parts<'count' | 'name'>) => `${count} in ${name}.`,
    drawingThePicture: 'Drawing the picture',
    thePictureInPixels: ({ name, width, height }: Parts<'name' | 'width' | 'height'>) =>
      `The picture is in ${name}, ${width} × ${height} pixels.`,
  },
  projectCommands: {
    newWord: 'new',
    opening: ({ file }: Parts<'file'>) => `Opening ${file}`,
    isOpen: ({ name }: Parts<'name'>) => `${name} is open.`,
    open: ({ name }: Parts<'name'>) => `Open ${name}?`,
    changesStayInBrowser:
      'This plan has changes that are not in a file. They stay in this browser: “Plans in this browser” opens them again.',
    changesAreLost: ({ what }: Parts<'what'>) =>
      `This plan has changes that are not in a file, and they are lost when another plan is opened: ${what}`,
    openWithoutSaving: 'Open without saving',
    weftDownloadStore: 'weft download store',
    weftFileCopyNameFolder: 'weft file copy name folder',
    saving: ({ name }: Parts<'name'>) => `Saving ${name}`,
    savedAs: ({ name }: Parts<'name'>) => `Saved as ${name}.`,
    openSampleTown: 'Open the sample town',
    exampleDemoMillraceBend: 'example demo millrace bend',
    openSampleTownQuestion: 'Open the sample town?',
    startEmptyPlan: 'Start an empty plan',
    startEmptyPlanQuestion: 'Start an empty plan?',
    anEmptyPlanOpen: 'An empty plan is open.',
    untitledPlan: 'Untitled plan',
  },
  startWork: {
    aPlan: 'A plan',
    restoreUnsavedWork: 'Restore unsaved work?',
    hasChangesFromThatIn: ({ name, time }: Parts<'name' | 'time'>) =>
      `“${name}” has changes from ${time} that are in no file. They are kept in this browser only.`,
    restore: 'Restore',
    discard: 'Discard',
    discardThisWorkForGood: 'Discard this work for good?',
    theChangesInNoFile: ({ name }: Parts<'name'>) =>
      `The changes of “${name}” are in no file. Once discarded, nothing brings them back.`,
    discardForGood: 'Discard for good',
    back: 'Back',
    workEarlierVersion: ({ what }: Parts<'what'>) => `Work of an earlier version: ${what}`,
    removeThisPlanFromBrowser: 'Remove this plan from the browser?',
    changesThatInNoFile: 'Changes that are in no file are gone for good.',
    remove: 'Remove',
  },
  workCommands: {
    plansInThisBrowserEarlier: 'Plans in this browser, earlier states …',
    historyVersionsRestoreRecoverKept: 'history versions restore recover kept saved where recent',
    compareAndMerge: 'Compare and merge with another version …',
    versionsDifference: 'versions difference diff conflicts join colleague file',
    takeThisPlanOverFrom: 'Take this plan over from the other tab',
    readOnlyLockWrite: 'read-only lock write',
    thisTabAlreadyWritesTo: 'This tab already writes to its plan.',
    thisTabWritesToPlan: 'This tab writes to the plan now. The other one shows it as it was.',
    restoreState: ({ time }: Parts<'time'>) => `restore the state of ${time}`,
    thePlanAsWasOn: ({ time }: Parts<'time'>) => `The plan is as it was on ${time}. Undo brings back what it was before.`,
  },
};
