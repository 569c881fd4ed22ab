import { counted } from './counted.ts';
import type { Parts } from '../phrases.ts';

/** Texts of charts, the table and controls. */
export const controls = {
  mastHandle: {
    dragOrUseArrowKeys: ({ label }: Parts<'label'>) => `${label}: drag, or use the arrow keys`,
  },
  profileChart: {
    fresnelZone: 'Fresnel zone',
    fresnelZoneInnerMustBe: 'Fresnel zone, inner 60 % must be free',
    aboveTheRay: ({ size }: Parts<'size'>) => `${size} above the ray`,
    free: ({ size }: Parts<'size'>) => `${size} free`,
    from: ({ distance, a }: Parts<'distance' | 'a'>) => `${distance} from ${a}`,
    groundUnknown: ({ where }: Parts<'where'>) => `${where}: ground unknown`,
    belowZero: ' below zero',
    ground: ({ elevation, side }: Parts<'elevation' | 'side'>) => `ground ${elevation}${side}`,
    belowWhatStandsThere: 'below what stands there',
    aboveIt: 'above it',
    roofOrTreesHigh: ({ surface }: Parts<'surface'>) => `, roof or trees ${surface} high`,
    ofZoneFree: ({ freeShare }: Parts<'freeShare'>) => `, ${freeShare} of the zone free`,
    ray: ({ where, ground, roof, clearance, side, zone }: Parts<'where' | 'ground' | 'roof' | 'clearance' | 'side' | 'zone'>) =>
      `${where}: ${ground}${roof}, ray ${clearance} ${side}${zone}`,
    pointAtProfileOrMove: 'Point at the profile, or move along it with the arrow keys. Drag across a part to look closer.',
    closer: 'Closer',
    wholeLink: 'Whole link',
    table: 'Table',
    profileLinkFromTo: ({ a, b, verdict, reason }: Parts<'a' | 'b' | 'verdict' | 'reason'>) =>
      `Profile of the link from ${a} to ${b}. ${verdict} ${reason}`,
    unknown: 'unknown',
    fromHeightsWithEarthsCurve: ({ a, kFactor }: Parts<'a' | 'kFactor'>) =>
      `From ${a}; heights with the Earth’s curve, k ${kFactor}`,
    placeAlongLink: 'Place along the link',
    at: ({ a }: Parts<'a'>) => `At ${a}`,
    antennaHeightAt: ({ name }: Parts<'name'>) => `Antenna height at ${name}`,
    profileAsTable: 'Profile as a table',
    distanceFrom: ({ a }: Parts<'a'>) => `From ${a}`,
    groundColumn: 'Ground',
    rayAbove: 'Ray above',
    zoneFree: 'Zone free',
    below: ({ clearance }: Parts<'clearance'>) => `${clearance} below`,
    none: 'none',
  },
  heightField: {
    theGround: 'the ground',
    theRoof: 'the roof',
    seaLevel: 'sea level',
    noAntennaAtThatAltitude: 'No antenna is at that altitude.',
    aHeightAboveGroundOr: 'A height above ground or roof; for one above the sea choose sea level.',
    height: 'Height',
    ofAntennaAboveWhatChosen: 'of the antenna, above what is chosen below',
    aboveGround: 'above ground',
    above: 'Above',
  },
  verdictMark: {
    clear: 'Clear',
    marginal: 'Marginal',
    blocked: 'Blocked',
    tooCloseToCall: 'Too close to call',
  },
  tableGrid: {
    selected: ({ count }: Parts<'count'>) => `${count} selected.`,
    idsCannotBeChanged: 'Ids cannot be changed.',
    rowsWereCopied: ({ count }: Parts<'count'>) => `${count} rows were copied.`,
    theCellWasCopied: 'The cell was copied.',
    nothingWasPastedMendIn: 'Nothing was pasted. Mend it in the spreadsheet, or choose another cell.',
    done: ({ note }: Parts<'note'>) => `Done: ${note}.`,
    attributes: 'Attributes',
    sort: 'Sort',
  },
  tablePanel: {
    layer: 'Layer',
    filter: 'Filter',
    coOpOrHeightFt: 'co-op, or height < 30 ft and owner missing',
    coOpOrHeightM: 'co-op, or height < 9 m and owner missing',
    of: ({ shown, all }: Parts<'shown' | 'all'>) => `${shown} of ${all}`,
    rows: counted({ one: 'row', other: 'rows' }),
    filterMapToo: 'Filter the map too',
    selectTheseRows: 'Select these rows',
    columns: 'Columns',
    columnsThatShownAndWho: 'Columns that are shown, and who may see what they hold',
    whoMaySee: ({ title }: Parts<'title'>) => `Who may see ${title}`,
    exportsForPublicLeaveOut: 'Exports for the public leave out what is for members or restricted',
  },
  cells: {
    id: 'Id',
    thereRowsToPasteAnd: ({ pasted, places }: Parts<'pasted' | 'places'>) =>
      `There are ${pasted} rows to paste, and only ${places} from here on.`,
    thereColumnsToPasteAnd: ({ pasted, places }: Parts<'pasted' | 'places'>) =>
      `There are ${pasted} columns to paste, and only ${places} from here on.`,
    idsCannotBeChangedPaste: 'Ids cannot be changed. Paste beside them.',
    rowProblem: ({ at, fieldLabel, cell, problem }: Parts<'at' | 'fieldLabel' | 'cell' | 'problem'>) =>
      `Row ${at}, ${fieldLabel}: “${cell}”. ${problem}`,
    rowWord: 'row',
    rowsWord: 'rows',
    pasteInto: ({ count, rows }: Parts<'count' | 'rows'>) => `paste into ${count} ${rows}`,
  },
  tableRows: {
    thereNoColumn: ({ named }: Parts<'named'>) => `There is no column “${named}”.`,
  },
};
