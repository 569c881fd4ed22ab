import { latitudeAt, mercatorOf } from '../geo/web-mercator.ts';
import { breathe, type JobContext } from '../base/job.ts';
import type { LngLatBounds } from '../geo/position.ts';
import { exportLayers, type ExportedFile } from '../io/export-layers.ts';
import { writeGeoTiff } from '../io/write/geotiff.ts';
import { coverageRadio } from '../studies/coverage/cell-level.ts';
import { coverageRaster } from '../studies/coverage/coverage-layers.ts';
import { coveragePolygons } from '../studies/coverage/coverage-polygons.ts';
import { boundsAround } from '../studies/coverage/crop-landscape.ts';
import { cellFinder } from '../studies/coverage/premises.ts';
import { factsOf, studyCoverage, type CoverageInput } from '../studies/coverage/run.ts';
import { drawCoverageSummary } from '../studies/coverage/summary-page.ts';
import type { CoverageAnswer, CoveragePicture, JobInputs } from './jobs.ts';
import { loadPdfFonts } from './pdf-fonts.ts';

/** Longer side of a coverage's picture, pixels; more cells are not asked about. */
const MOST_PIXELS = 1024;

/** What several antennas cover, with the cell of every pixel and of every premises, so that any layer is drawn and counted without computing. */
export async function coverageOf(input: JobInputs['study-coverage'], job: JobContext): Promise<CoverageAnswer> {
  const { ground, places, premises, equipment, receiver, ...asked } = input;
  const study: CoverageInput = {
    ...asked,
    grids: ground.terrain,
    obstacles: ground.obstacles,
    frequencyGhz: ground.frequencyGhz,
    kFactor: ground.kFactor,
    sites: places.map(({ name, ...place }) => ({ id: name, ...place, azimuthDeg: null, tiltDeg: 0 })),
    radio: equipment === null ? null : coverageRadio(equipment, ground.frequencyGhz, receiver),
    mostAcross: MOST_PIXELS,
  };
  const result = await studyCoverage(study, job);
  const find = await cellFinder(result);
  return {
    result,
    facts: factsOf(study),
    picture: await drawPicture(find, boundsAround(places, input.radiusM), job),
    premisesCells: Int32Array.from(premises, ([lng, lat]) => find(lng, lat)),
  };
}

/** A coverage as a file: one layer as a raster, the served area as polygons, or a page about it. */
export async function exportCoverage(input: JobInputs['export-coverage'], job: JobContext): Promise<ExportedFile> {
  const { result, facts } = input.answer;
  if (input.format === 'tif') {
    const raster = coverageRaster(result, input.layer);
    return { bytes: raster === null ? new Uint8Array() : await writeGeoTiff(raster, job), losses: [], notes: [] };
  }
  if (input.format === 'pdf') {
    const page = { ...input.page, fonts: await loadPdfFonts() };
    return { bytes: await drawCoverageSummary(facts, result, input.claim, page), losses: [], notes: [] };
  }
  const area = await coveragePolygons(facts, result, input.claim);
  return exportLayers('Coverage', [{ name: 'coverage', features: area === null ? [] : [area] }], input.format);
}

/** Rows evenly spaced in web Mercator, as the map stretches a picture. */
async function drawPicture(
  find: (lng: number, lat: number) => number,
  bounds: LngLatBounds,
  job: JobContext,
): Promise<CoveragePicture> {
  const [west, south, east, north] = bounds;
  const [low, high] = [mercatorOf(south), mercatorOf(north)];
  const wide = ((east - west) * Math.PI) / 180;
  const scale = MOST_PIXELS / Math.max(wide, high - low);
  const [width, height] = [Math.max(1, Math.round(wide * scale)), Math.max(1, Math.round((high - low) * scale))];
  const cells = new Int32Array(width * height);
  for (let row = 0; row < height; row++) {
    if (row % 16 === 15) await breathe(job);
    const lat = latitudeAt(high - ((row + 0.5) / height) * (high - low));
    for (let column = 0; column < width; column++)
      cells[row * width + column] = find(west + ((column + 0.5) / width) * (east - west), lat);
  }
  return { bounds, width, height, cells };
}
