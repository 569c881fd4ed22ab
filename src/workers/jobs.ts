import type { NamedSystem, NearSystem } from '../geo/crs.ts';
import type { Grid } from '../geo/grid.ts';
import type { Summit } from '../geo/highest-within.ts';
import type { LngLat, LngLatBounds } from '../geo/position.ts';
import type { TreeEffort } from '../fiber/tree/problem.ts';
import type { ExportFormat } from '../io/export-formats.ts';
import type { ExportedFile } from '../io/export-layers.ts';
import type { ExportScope } from '../io/export-scope.ts';
import type { Encoding } from '../io/write/text-bytes.ts';
import type { ImportOptions, ImportReport } from '../io/import-layer.ts';
import type { RasterImportOptions, RasterImportReport } from '../io/import-raster.ts';
import type { Audience } from '../plan/audience.ts';
import type { UpdateReport } from '../io/update-layer.ts';
import type { Change } from '../plan/change.ts';
import type { FeatureLayerName, RasterLayerName } from '../plan/layers.ts';
import type { FiberNetwork } from '../plan/network.ts';
import type { Plan, RasterLayer } from '../plan/plan.ts';
import type { Feature, FeatureTable } from '../plan/feature-table.ts';
import type { Equipment } from '../base/equipment.ts';
import type { CostExposures, CostRisk } from '../studies/build-plan/cost-risk.ts';
import type { CoverageRadio } from '../studies/coverage/cell-level.ts';
import type { CoverageLayer } from '../studies/coverage/coverage-layers.ts';
import type { CoverageClaim } from '../studies/coverage/coverage-polygons.ts';
import type { CoverageResult } from '../studies/coverage/result.ts';
import type { CoverageFacts } from '../studies/coverage/run.ts';
import type { SummaryOptions } from '../studies/coverage/summary-page.ts';
import type { Panorama } from '../studies/panorama/run.ts';
import type { LeftOut } from '../studies/reach/mounts.ts';
import type { AntennaHeight } from '../studies/reach/site-height.ts';
import type { HubCandidate } from '../studies/reach/rank-hubs.ts';
import type { Reach } from '../studies/reach/rank-nodes.ts';
import type { JudgedRequest } from '../studies/worklist/judge-requests.ts';
import type { Obstacles, Season } from '../studies/obstacles/obstacles.ts';
import type { RoofSheetOptions } from '../studies/roof-sheet/draw.ts';
import type { RoofSheetInput } from '../studies/roof-sheet/study.ts';
import type { PoleWorth } from '../studies/fiber/pole-worth.ts';
import type { BudgetAnswer, WorthCurve } from '../studies/fiber/worth.ts';
import type { PrintRequest } from '../studies/print-sheet/print-request.ts';
import type { Share } from '../base/share.ts';
import type { Sightlines } from '../studies/sightlines/site-pairs.ts';
import type { RadioChoice } from '../studies/link/budget.ts';
import type { JudgedLink } from '../studies/plan-links/judge.ts';
import type { LinkInput } from '../studies/link/input.ts';
import type { LinkResult } from '../studies/link/result.ts';
import type { AnyFile } from './given-files.ts';
import type { DrawnLayer, LayerEdits } from './layer-tiles.ts';
import type { ShadingLook } from './terrain-shading.ts';

/** One tile of the terrain's shading or of its heights: 256 × 256 straight RGBA (terrain-shading.ts, height-tile.ts). Null without a terrain. */
export type TerrainTile = Uint8ClampedArray<ArrayBuffer> | null;

/** Ground and what stands on it, on which a radio study rests, and what it takes for granted. */
export interface RadioGround {
  readonly terrain: readonly Grid[];
  readonly obstacles: Obstacles;
  readonly frequencyGhz: number;
  readonly kFactor: number;
}

/** The radio sites of a plan as a study of several of them takes them. */
export interface RadioSites {
  readonly ground: RadioGround;
  readonly sites: readonly Feature[];
  readonly rangeM: number;
  readonly usualHeightM: number;
}

/** Requests to join, judged, and which of the nodes that stand could not be used. */
export interface Worklist {
  readonly requests: readonly JudgedRequest[];
  readonly leftOut: readonly LeftOut[];
}

/** Roofs to win, in order, and what could not be judged. */
export interface HubList {
  readonly hubs: readonly HubCandidate[];
  readonly leftOut: readonly LeftOut[];
}

/** An antenna: where, and how high above the ground, the roof under it or the sea, metres. */
export interface RadioPlace extends AntennaHeight {
  readonly name: string;
  readonly position: LngLat;
}

/** Which cell of a coverage each pixel of a picture shows, in the map's own projection (web Mercator). */
export interface CoveragePicture {
  readonly bounds: LngLatBounds;
  readonly width: number;
  readonly height: number;
  /** Row by row from the north; −1 outside. */
  readonly cells: Int32Array;
}

/** What several antennas cover together, ready to be drawn, counted and written. */
export interface CoverageAnswer {
  readonly result: CoverageResult;
  readonly facts: CoverageFacts;
  readonly picture: CoveragePicture;
  /** The cell of each premises, in the order they were given; −1 outside. */
  readonly premisesCells: Int32Array;
}

/** What a printed sheet turned out to be. */
export interface PrintedSheet {
  readonly title: string;
  /** 4800 for 1 : 4,800. */
  readonly scale: number;
  /** True where the scale leaves some of what it is about outside. */
  readonly isCut: boolean;
}

/** A raster at an address: its size, and what the wanted area of it and of its smaller copies would take. */
export interface AddressedRaster {
  readonly bytes: number;
  readonly crs: string | null;
  /** From the finest to the coarsest. `cells`: 0 where it does not reach the area. */
  readonly levels: readonly { readonly cellM: number | null; readonly cells: number; readonly bytes: number }[];
}

/** A layer that is made from others. */
export type DerivedLayer =
  | { readonly layer: 'neighbourhoods'; readonly by: 'premises' | 'cells'; /** Premises in each, about. */ readonly size: number }
  | { readonly layer: 'neighbourhoods'; readonly by: 'outlines'; readonly from: FeatureLayerName }
  | { readonly layer: 'premises'; readonly from: 'parcels' | 'buildings' }
  | { readonly layer: 'spans' };

/** What each job is given. Plans are copied on the way: a job cannot alter the window's plan. */
export interface JobInputs {
  'open-terrain': { readonly key: number; readonly grids: readonly Grid[]; readonly dropKey?: number };
  'open-obstacles': { readonly key: number; readonly obstacles: Obstacles };
  'terrain-tile': {
    readonly key: number;
    /** Null: not the shading, but the heights coded in colours (height-tile.ts). */
    readonly look: ShadingLook | null;
    readonly z: number;
    readonly x: number;
    readonly y: number;
  };
  /** `source`: the map's name for what is drawn. */
  'open-layer': { readonly source: string; readonly layer: DrawnLayer | null };
  'edit-layer': { readonly source: string; readonly edits: LayerEdits };
  'layer-tile': { readonly sources: readonly string[]; readonly z: number; readonly x: number; readonly y: number };
  elevation: { readonly key: number; readonly positions: readonly LngLat[] };
  'highest-within': { readonly key: number; readonly centre: LngLat; readonly radiusM: number };
  'study-link': Omit<LinkInput, 'terrain' | 'surface' | 'standing'> & {
    readonly terrainKey: number;
    readonly surfaceKey: number | null;
    readonly obstaclesKey: number | null;
    readonly season: Season;
  };
  /** `radios`: at the place (A) and at all nodes (B); null: the ranking goes by geometry. */
  'study-reach': RadioSites & { readonly from: RadioPlace; readonly radios: RadioChoice | null };
  'study-pairs': RadioSites & { readonly share?: Share };
  /** `addresses`: layers that know where an address is; the first that holds any counts. */
  'study-worklist': RadioSites & { readonly addresses: readonly FeatureTable[] };
  'study-hubs': RadioSites & { readonly most: number };
  'study-coverage': {
    readonly ground: RadioGround;
    readonly places: readonly RadioPlace[];
    readonly premises: readonly LngLat[];
    readonly radiusM: number;
    readonly targetHeightM: number;
    readonly targetAbove: 'ground' | 'roof';
    /** The sites' radio; null: no levels. */
    readonly equipment: Equipment | null;
    readonly receiver: Pick<CoverageRadio, 'receiverGainDbi' | 'cableLossDb'>;
  };
  'export-coverage': {
    readonly answer: Pick<CoverageAnswer, 'result' | 'facts'>;
    readonly format: ExportFormat | 'tif' | 'pdf';
    /** What a raster holds. */
    readonly layer: CoverageLayer;
    readonly claim: CoverageClaim;
    /** How a page is made. */
    readonly page: Pick<SummaryOptions, 'format' | 'units' | 'title'>;
  };
  'roof-sheet': Pick<RoofSheetInput, 'roof' | 'others' | 'maxDistanceM' | 'equipment'> &
    Pick<RoofSheetOptions, 'format' | 'units' | 'sources'> & {
      readonly ground: RadioGround;
      /** On the sheet, and for the compass: `2026-05-31`. */
      readonly day: string;
    };
  'study-panorama': {
    readonly ground: RadioGround;
    readonly from: RadioPlace;
    readonly others: readonly RadioPlace[];
    readonly rangeM: number;
  };
  'design-fiber': {
    readonly plan: Plan;
    readonly effort: TreeEffort['effort'];
    readonly seed: number;
    readonly goesOn?: boolean;
    /** What the page knows already of the plan's layers (`knownTableHashes`). */
    readonly tableHashes?: readonly (readonly [FeatureLayerName, string])[];
  };
  'table-hash': { readonly table: FeatureTable };
  'pole-worth': { readonly plan: Plan; readonly poleId: string; readonly seed: number };
  'worth-curve': { readonly plan: Plan; readonly effort: TreeEffort['effort']; readonly seed: number };
  'worth-budget': {
    readonly plan: Plan;
    readonly budgetCents: number;
    readonly effort: TreeEffort['effort'];
    readonly seed: number;
  };
  'cost-risk': CostExposures;
  derive: { readonly plan: Plan; readonly wanted: DerivedLayer };
  'read-project': { readonly bytes: Uint8Array; readonly file: string };
  'write-project': { readonly plan: Plan };
  'build-plan': { readonly plan: Plan; readonly equipment: readonly Equipment[]; readonly audience: Audience };
  'print-pdf': { readonly plan: Plan; readonly request: PrintRequest };
  /** `page` from 0. */
  'print-picture': {
    readonly plan: Plan;
    readonly request: PrintRequest;
    readonly page: number;
    readonly widthPx: number;
  };
  'study-links': { readonly plan: Plan; readonly equipment: readonly Equipment[]; readonly season: Season };
  'export-layer': {
    readonly plan: Plan;
    readonly layer: FeatureLayerName;
    readonly format: ExportFormat;
    readonly audience: Audience;
    readonly scope?: ExportScope;
    /** Of positions, where the format has a choice. */
    readonly crs?: string;
    readonly unit?: 'm' | 'ft';
    readonly encoding?: Encoding;
  };
  'export-raster': { readonly name: RasterLayerName; readonly layer: RasterLayer };
  /** `area`: null for all of it. */
  'look-at-address': { readonly address: string; readonly area: LngLatBounds | null };
  'fetch-address': { readonly address: string; readonly area: LngLatBounds | null; readonly level: number };
  /** Systems to export into, for a place. */
  'systems-over': { readonly place: LngLat };
  'import-features': {
    readonly plan: Plan;
    readonly layer: FeatureLayerName;
    readonly files: readonly AnyFile[];
    readonly options: ImportOptions;
  };
  /** Systems in which the file would lie near a place. */
  'crs-candidates': { readonly file: AnyFile; readonly near: LngLat };
  /** One file compared with a layer by ids. */
  'update-features': {
    readonly plan: Plan;
    readonly layer: FeatureLayerName;
    readonly file: AnyFile;
    readonly options: ImportOptions;
  };
  'import-raster': {
    readonly plan: Plan;
    readonly layer: RasterLayerName;
    readonly files: readonly AnyFile[];
    readonly options: RasterImportOptions;
  };
}

/** What each job answers. */
export interface JobOutputs {
  /** `lowestM`: about the lowest ground, metres. */
  'open-terrain': { readonly bounds: LngLatBounds; readonly cellM: number; readonly lowestM: number };
  'open-obstacles': null;
  'terrain-tile': TerrainTile;
  'open-layer': null;
  'edit-layer': null;
  'layer-tile': Uint8Array<ArrayBuffer>;
  /** Metres, null where nothing is known. */
  elevation: readonly (number | null)[];
  'highest-within': Summit | null;
  'study-link': LinkResult;
  /** Best first. */
  'study-reach': readonly Reach[];
  'study-pairs': Sightlines;
  'study-worklist': Worklist;
  'study-hubs': HubList;
  'study-links': readonly JudgedLink[];
  'study-coverage': CoverageAnswer;
  'export-coverage': ExportedFile;
  /** A PDF. */
  'roof-sheet': Uint8Array;
  'study-panorama': Panorama;
  'design-fiber': FiberNetwork;
  /** Null for a pole that may not be used anyway. */
  /** What the fingerprint of a design knows of a layer. */
  'table-hash': string;
  'pole-worth': PoleWorth | null;
  'worth-curve': WorthCurve;
  'worth-budget': BudgetAnswer;
  'cost-risk': CostRisk;
  derive: Change;
  'read-project': Plan;
  'write-project': Uint8Array;
  /** One zip. */
  'build-plan': Uint8Array;
  'print-pdf': { readonly bytes: Uint8Array; readonly sheets: readonly PrintedSheet[] };
  'print-picture': {
    readonly png: Uint8Array;
    readonly width: number;
    readonly height: number;
    readonly sheets: readonly PrintedSheet[];
  };
  'export-layer': ExportedFile & { readonly count: number };
  /** `cells`: how many are in the file. */
  'export-raster': { readonly bytes: Uint8Array; readonly ending: '.tif' | '.zip'; readonly cells: number };
  'look-at-address': AddressedRaster;
  /** A GeoTIFF of the area; null where the raster does not reach there. */
  'fetch-address': Uint8Array | null;
  'systems-over': readonly NamedSystem[];
  /** The change that the import would be; nothing has been altered. */
  'import-features': { readonly change: Change; readonly report: ImportReport };
  'crs-candidates': readonly NearSystem[];
  'update-features': { readonly change: Change; readonly report: UpdateReport };
  'import-raster': { readonly change: Change; readonly report: RasterImportReport };
}

export type JobName = keyof JobInputs;
