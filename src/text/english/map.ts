import type { Parts } from '../phrases.ts';

/** Texts of the map and what the window remembers. */
export const map = {
  coverageClasses: {
    clear: 'clear',
    marginal: 'marginal',
    blocked: 'blocked',
    inSight: 'in sight',
    orMoreSites: '4 or more sites',
    upTo: ({ end }: Parts<'end'>) => `up to ${end}`,
    over: ({ at }: Parts<'at'>) => `over ${at}`,
    serves: ', serves',
    dbmAndMore: ({ dbm, serves }: Parts<'dbm' | 'serves'>) => `${dbm} dBm and more${serves}`,
  },
  maplibreView: {
    mapPlan: 'Map of the plan',
    thisBrowserCannotDrawMap: 'This browser cannot draw the map: it has no WebGL 2.',
    tablesStudiesAndFilesStill:
      'Tables, studies and files still work. Try again in another browser, or turn on graphics acceleration.',
  },
  mapGroups: {
    linkStudy: 'Link study',
    hutsAndCabinets: 'Huts and cabinets',
    terminals: 'Terminals',
    polesUsedAndNew: 'Poles used and new',
    crossings: 'Crossings',
    routes: 'Routes',
    drops: 'Drops',
    terrainShading: 'Terrain shading',
  },
  planState: {
    untitled: 'Untitled',
  },
  workKeeper: {
    thisPlanOpenInAnother: 'This plan is open in another tab. Take it over to change it here.',
    thisBrowserCannotKeepYour: 'This browser cannot keep your changes between visits. Your plan is still open.',
    saveToFileBeforeYou: 'Save it to a file before you close the window.',
  },
};
