import { toWgs84 } from '../../geo/crs.ts';
import { outlinesOfCells } from '../../geo/cell-outlines.ts';
import type { Feature, FieldValue } from '../../plan/feature-table.ts';
import { isServed, type CoverageResult } from './result.ts';
import type { CoverageFacts } from './run.ts';

/** What is said of an area beside its shape. */
export interface CoverageClaim {
  /** Day of the computation, YYYY-MM-DD. */
  readonly date: string;
  /** Level that serves, dBm; null: sight serves. */
  readonly thresholdDbm: number | null;
  /** Null where no premises were counted. */
  readonly premises: { readonly served: number; readonly of: number } | null;
  /** Names of the terrain's and obstacles' files or layers. */
  readonly sources: readonly string[];
}

/**
 * The served area as one feature along the edges of its cells, with what a reader of a grant's map must know: method, date,
 * assumptions and counts. Null where nothing is served. @throws AppError crs/…
 */
export async function coveragePolygons(
  facts: CoverageFacts,
  result: CoverageResult,
  claim: CoverageClaim,
): Promise<Feature | null> {
  const served = Uint8Array.from(result.seenBy, (_, cell) => (isServed(result, cell, claim.thresholdDbm) ? 1 : 0));
  const toLngLat = await toWgs84(result.crs);
  const polygons = outlinesOfCells(result, served).map((rings) => rings.map((ring) => ring.map(([x, y]) => toLngLat(x, y))));
  if (polygons.length === 0) return null;
  const cells = served.reduce((sum, one) => sum + one, 0);
  return {
    id: 'coverage',
    geometry: { type: 'MultiPolygon', coordinates: polygons },
    fields: { ...claimFields(facts, result, claim), areaKm2: Math.round(cells * result.cellAreaM2) / 1e6 },
  };
}

/** What a claim says of its method, in fields. */
export function claimFields(facts: CoverageFacts, result: CoverageResult, claim: CoverageClaim): Record<string, FieldValue> {
  const { sites, radio, targetHeightM, targetAbove, radiusM, frequencyGhz, kFactor } = facts;
  const { thresholdDbm, premises } = claim;
  const isByLevel = thresholdDbm !== null && result.levelDbm !== null;
  return {
    status: 'planned',
    method: isByLevel
      ? `level of at least ${thresholdDbm} dBm: free space and Bullington diffraction (ITU-R P.525, P.526), gas (P.676)`
      : 'line of sight over the terrain and what stands on it',
    date: claim.date,
    sites: sites.map(({ id }) => id).join(', '),
    siteCount: sites.length,
    radiusM,
    receiverHeightM: targetHeightM,
    receiverAbove: targetAbove,
    frequencyGhz,
    kFactor,
    cellM: Math.round(Math.sqrt(result.cellAreaM2) * 100) / 100,
    ...(isByLevel && radio !== null
      ? {
          powerDbm: radio.powerDbm,
          gainDbi: radio.pattern.gainDbi,
          receiverGainDbi: radio.receiverGainDbi,
          cableLossDb: radio.cableLossDb,
        }
      : {}),
    sources: claim.sources.join(', '),
    assumptions: `Computed, not measured; planned, not built. ${facts.obstaclesText}`,
    ...(premises === null ? {} : { premisesServed: premises.served, premisesCounted: premises.of }),
  };
}
