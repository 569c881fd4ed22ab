import type { LngLat } from '../../geo/position.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../io/export-formats.ts';
import { partsOf } from '../../plan/geometry-columns.ts';
import { emptyLayer, featuresOfLayer } from '../../plan/layer.ts';
import { usualFrequencyGhz } from '../../radio/equipment.ts';
import { isServed } from '../../studies/coverage/result.ts';
import type { Command } from '../command.ts';
import { runWithProgress } from '../run-with-progress.ts';
import type { Workbench } from '../workbench.ts';
import { sitePoint } from './link-study.ts';
import { pageOf } from '../file/usual-here.ts';
import { groundOf, missing, radioSites, runStudy, standpoint } from './radio-study.ts';
import { wording } from '../../text/wording.ts';

const words = wording.coverageStudy;

export const COVERAGE_TITLE = words.computingCoverage;

export const studyCoverage: Command = {
  id: 'coverage.run',
  title: words.computeWhatSiteCovers,
  keywords: words.viewshedVisibleAreaPremisesServed,
  can: (bench) => missing(bench, bench.radio.coverage),
  run: async (bench) => {
    const [ground, from] = [groundOf(bench), standpoint(bench)];
    if (ground === null || from === null) return;
    bench.view.showRight('coverage');
    const { radio } = bench;
    const { coverageRadiusM: radiusM, targetHeightM, targetAbove, coverageEquipment: equipment } = radio;
    const receiver = { receiverGainDbi: radio.receiverGainDbi, cableLossDb: radio.coverageCableLossDb };
    if (equipment === null && radio.coverageLayer === 'level') radio.coverageLayer = 'visible';
    const input = {
      ground: { ...ground, frequencyGhz: coverageFrequencyGhz(bench) },
      places: radio.allSites ? radioSites(bench).map(sitePoint) : [from],
      premises: premisesPlaces(bench),
      ...{ radiusM, targetHeightM, targetAbove },
      ...{ equipment, receiver },
    };
    await runStudy(bench, radio.coverage, COVERAGE_TITLE, { name: 'study-coverage', input });
  },
};

/** The link study's frequency; where the sites' radio cannot be set to it, that radio's usual one. GHz. */
export function coverageFrequencyGhz({ link: { frequencyGhz }, radio: { coverageEquipment: one } }: Workbench): number {
  const isOutside = one !== null && !(frequencyGhz >= one.frequencyMinGhz && frequencyGhz <= one.frequencyMaxGhz);
  return isOutside ? usualFrequencyGhz(one, one) : frequencyGhz;
}

/** The first corner of each premises: a house is small beside a cell. */
export function premisesPlaces({ plan }: Workbench): LngLat[] {
  return [...featuresOfLayer(plan.plan.layers.get('premises') ?? emptyLayer)].flatMap(({ geometry }) => {
    const place = geometry === null ? undefined : partsOf(geometry)[0]?.[0]?.[0];
    return place === undefined ? [] : [place];
  });
}

/** The level that serves, dBm; null where sight serves, because no radio was chosen. */
export function servingDbm({ radio }: Workbench): number | null {
  const { result: answer } = radio.coverage;
  return answer === null || answer.result.levelDbm === null ? null : radio.thresholdDbm;
}

/** How many premises the answer serves. */
export function countServed(bench: Workbench): number {
  const answer = bench.radio.coverage.result;
  if (answer === null) return 0;
  const thresholdDbm = servingDbm(bench);
  return answer.premisesCells.reduce((sum, cell) => sum + (isServed(answer.result, cell, thresholdDbm) ? 1 : 0), 0);
}

export const clearCoverage: Command = {
  id: 'coverage.clear',
  title: words.takeCoverageOffMap,
  can: ({ radio }) => radio.coverage.result !== null || words.thereNoCoverage,
  run: ({ radio }) => {
    radio.coverage.result = null;
  },
};

/** What a coverage can be downloaded as. */
export const COVERAGE_FORMATS: readonly (readonly [id: ExportFormat | 'tif' | 'pdf', title: string])[] = [
  ['pdf', words.pageWithMapAndCounts],
  ['tif', words.geotiffWhatColoured],
  ...(['geojson', 'gpkg', 'kml', 'shp'] as const).map(
    (id) => [id, words.ofServedArea({ title: EXPORT_FORMATS[id].title })] as const,
  ),
];

export const exportCoverage: Command = {
  id: 'coverage.export',
  title: words.downloadTheCoverage,
  keywords: words.geotiffPolygonsGrantMap,
  can: ({ radio }) => radio.coverage.result !== null || words.thereNoCoverage,
  run: async (bench) => {
    const { radio, plan } = bench;
    const { result: answer } = radio.coverage;
    if (answer === null) return;
    const { coverageFormat: format, coverageLayer: layer } = radio;
    const of = answer.premisesCells.length;
    const claim = {
      date: new Date().toISOString().slice(0, 10),
      thresholdDbm: servingDbm(bench),
      premises: of === 0 ? null : { served: countServed(bench), of },
      sources: [...plan.plan.rasters.values()].flatMap(({ sources }) => sources.map(({ name }) => name)),
    };
    const { bytes } = await runWithProgress(bench, words.writingTheCoverage, 'export-coverage', {
      answer: { result: answer.result, facts: answer.facts },
      ...{ format, layer, claim },
      page: { format: pageOf(plan.plan.settings.units), units: plan.plan.settings.units, title: plan.plan.name },
    });
    if (format === 'pdf') {
      bench.files.save('coverage.pdf', new Uint8Array(bytes), 'application/pdf');
      return;
    }
    const name = format === 'tif' ? `coverage-${layer}.tif` : `coverage${EXPORT_FORMATS[format].ending}`;
    bench.files.save(name, new Uint8Array(bytes), format === 'tif' ? 'image/tiff' : EXPORT_FORMATS[format].mediaType);
  },
};
