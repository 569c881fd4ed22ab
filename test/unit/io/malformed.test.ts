import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { AppError } from '../../../src/base/app-error.ts';
import { areaM2, boundsOf, contains, polygonsOf } from '../../../src/geo/polygon.ts';
import type { FeatureLayerName } from '../../../src/plan/layers.ts';
import { inspectFile } from '../../../src/io/inspect-file.ts';
import { quietJob } from '../../../src/base/job.ts';
import { writeProject } from '../../../src/io/project-file.ts';
import { describeWithData, testData } from '../../support/test-data.ts';
import { written } from './exchange-sample.ts';
import { emptyPlan, geoJsonFile, imported, positionOf } from './import-samples.ts';
import type { InputFile } from '../../../src/io/import-layer.ts';

function malformed(path: string): InputFile {
  const full = testData(`malformed/${path}`)!;
  const name = basename(full);
  if (!name.endsWith('.shp')) return { name, bytes: readFileSync(full) };
  const beside = readdirSync(dirname(full)).filter((other) => other !== name && other.startsWith(name.slice(0, -3)));
  return {
    name,
    bytes: readFileSync(full),
    companions: new Map(beside.map((other) => [other.split('.').at(-1)!, readFileSync(join(dirname(full), other))])),
  };
}

/** What the table of data/malformed/README.md asks of each file: a refusal by its code, or a number of features and what is reported. */
const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['made/geojson/empty_file.geojson', 'import/empty-file', /0 bytes/],
  ['made/geojson/not_json.geojson', 'import/not-geojson', /ends too early/],
  ['made/geojson/html_error_page.geojson', 'import/unsupported-format', /web page/],
  ['made/geojson/nan_infinity.geojson', 'import/not-geojson', /NaN/],
  ['made/geojson/strings_as_coords.geojson', 'import/bad-rows', /"11.5"/],
  ['made/geojson/out_of_range.geojson', 'import/no-crs', /691607.86.*--crs/],
  ['made/geojson/empty_collection.geojson', 'import/nothing', /no features/],
  ['made/geojson/two_point_ring.geojson', 'import/nothing', /None of the 1/],
  [
    'made/geojson/collinear_zero_length.geojson',
    'import/nothing',
    /None of the 3 features can be used\. feature 1: A line of no length/,
  ],
  ['made/csv/missing_coords.csv', 'import/bad-rows', /4 of 6 rows/],
  ['made/csv/no_header.csv', 'import/no-header', /names of columns/],
  ['made/csv/wkt_3d_and_bad.csv', 'import/bad-rows', /row 4/],
  ['made/shp/no_prj.zip', 'import/no-crs', /--crs/],
  ['made/shp/wrong_prj_4326.zip', 'import/out-of-range', /EPSG:4326.*out of range/],
  ['made/shp/truncated_shp_member.zip', 'import/damaged', /531 records/],
  ['made/truncated_shp.zip', 'file/damaged', /cut short/],
  ['made/truncated.osm.pbf', 'import/damaged', /cut short/],
  ['made/truncated.gpkg', 'import/damaged', /200000 bytes where its header says 561152/],
  ['real/empty-geom.gpkg', 'import/nothing', /None of the 1 features/],
  ['made/kml/doctype_xxe.kml', 'import/xml-entities', /entities/],
  ['made/kml/networklink.kml', 'import/bad-rows', /placemark 1 \(line 1\): Position 3, "bad"/],
  ['made/kml/no_kml_inside_traversal.kmz', 'import/no-kml', /no KML document/],
  ['made/png_named_tif.tif', 'import/unsupported-format', /PNG/],
  ['made/bomb_700MB.hgt.zip', 'import/unsupported-format', /SRTM/],
  ['real/header_truncated.csv', 'import/row-width', /header has 16 cells.*11.*cell 12/],
  ['real/no_prj/points_epsg2249_no_prj.shp', 'import/no-crs', /--crs/],
  ['real/no_prj/points_wgs84_no_prj.shp', 'import/no-crs', /--crs/],
  ['real/ofds-network-package-invalid.json', 'import/bad-rows', /span 1: The span has no id/],
];

const READ: readonly (readonly [string, FeatureLayerName, number, readonly string[]])[] = [
  ['made/geojson/null_geometry.geojson', 'poles', 1, ['import/no-geometry']],
  ['made/geojson/mixed_geometry.geojson', 'existing-network', 4, ['import/collection']],
  ['made/geojson/unclosed_ring.geojson', 'parcels', 1, ['import/unclosed-ring']],
  ['made/geojson/bowtie.geojson', 'parcels', 1, ['import/self-crossing']],
  ['made/geojson/clockwise_exterior.geojson', 'parcels', 1, []],
  ['made/geojson/hole_outside.geojson', 'parcels', 1, ['import/hole-outside']],
  ['made/geojson/old_crs_member_2056.geojson', 'poles', 1, []],
  ['made/geojson/antimeridian.geojson', 'parcels', 1, ['import/antimeridian']],
  ['made/geojson/poles.geojson', 'existing-network', 2, ['import/near-pole', 'import/near-pole']],
  ['made/geojson/z_and_m.geojson', 'spans', 1, ['import/height']],
  ['made/geojson/deep_properties.geojson', 'poles', 1, []],
  ['made/geojson/csv_injection.geojson', 'poles', 1, []],
  ['made/geojson/utf8_bom.geojson', 'poles', 1, []],
  ['made/geojson/utf16le.geojson', 'poles', 1, ['import/encoding']],
  ['made/geojson/latin1.geojson', 'poles', 1, ['import/encoding']],
  ['made/geojson/duplicate_ids.geojson', 'poles', 5, ['import/repeated-id']],
  ['made/geojson/unicode_names.geojson', 'premises', 6, []],
  ['made/geojson/duplicate_points.geojson', 'poles', 1000, []],
  ['made/csv/semicolon_decimal_comma.csv', 'poles', 2, []],
  ['made/csv/dms.csv', 'poles', 2, []],
  ['made/csv/quoted_newlines.csv', 'poles', 2, []],
  ['made/csv/duplicate_headers.csv', 'poles', 1, ['import/duplicate-column']],
  ['made/csv/utf16.csv', 'premises', 1, ['import/encoding']],
  ['made/csv/huge_cell.csv', 'poles', 1, []],
  ['made/csv/antenna_heights_units.csv', 'sites', 5, ['import/value', 'import/value']],
  ['made/shp/no_dbf.zip', 'parcels', 995, ['import/no-dbf']],
  ['made/shp/no_shx.zip', 'parcels', 995, ['import/no-shx']],
];

describeWithData('hostile files', () => {
  test.each(REFUSED)('%s is refused as %s, and the project keeps every byte', async (path, code, message) => {
    const plan = emptyPlan();
    const before = writeProject(plan);
    const error: unknown = await imported(plan, 'existing-network', malformed(path)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code });
    expect((error as AppError).message).toMatch(message);
    expect((error as AppError).remedy).not.toBe('');
    expect(writeProject(plan)).toEqual(before);
  });

  test.each(READ)('%s gives %s %i features and says what was done', async (path, layer, count, codes) => {
    const { report, features } = await imported(emptyPlan(), layer, malformed(path));
    expect(features.length).toBe(count);
    expect(
      report.files[0]!.problems.map((problem) => problem.code).filter(
        (code) => code !== 'import/no-last-break' && code !== 'import/assumed-crs',
      ),
    ).toEqual(codes);
  });

  test('bad rows are left out by the user’s word, and the flagged one stays', async () => {
    const { report, features } = await imported(emptyPlan(), 'poles', malformed('made/csv/missing_coords.csv'), {
      skipBadRows: true,
    });
    const problems = report.files[0]!.problems;
    expect(problems.filter(({ severity }) => severity === 'row').map(({ where }) => where)).toEqual([
      'row 2 (line 3)',
      'row 3 (line 4)',
      'row 5 (line 6)',
      'row 6 (line 7)',
    ]);
    expect(problems.find(({ code }) => code === 'import/null-island')?.where).toBe('row 4 (line 5)');
    expect(features.map(({ id }) => id)).toEqual(['1', '4']);
    expect(report).toMatchObject({ added: 2, skipped: 4 });
  });

  test('WKT rows: heights dropped, rings closed, empty ones counted, each placed by its own system', async () => {
    const { report, features } = await imported(emptyPlan(), 'existing-network', malformed('made/csv/wkt_3d_and_bad.csv'), {
      skipBadRows: true,
    });
    expect(features.map(({ id }) => id)).toEqual(['1', '2', '5']);
    expect(report.files[0]).toMatchObject({ total: 5, added: 3, withoutGeometry: 1 });
    // EPSG:25832 691607 5540000, by PROJ (cs2cs 9.1.1): 11.6741 49.9827
    const [lng, lat] = positionOf(features[2]);
    expect(lng).toBeCloseTo(11.674, 2);
    expect(lat).toBeCloseTo(49.98, 2);
  });

  test('decimal commas and degrees with minutes give the places that they mean', async () => {
    const comma = await imported(emptyPlan(), 'poles', malformed('made/csv/semicolon_decimal_comma.csv'));
    expect(comma.features[0]).toMatchObject({ geometry: { coordinates: [11.52, 49.98] }, fields: { höhe: 12.5 } });
    const dms = await imported(emptyPlan(), 'poles', malformed('made/csv/dms.csv'));
    for (const feature of dms.features) {
      const [lng, lat] = positionOf(feature);
      expect(lng).toBeCloseTo(11.52, 9);
      expect(lat).toBeCloseTo(49.98, 9);
    }
  });

  test('heights with units are converted and impossible ones left out', async () => {
    const { features } = await imported(emptyPlan(), 'sites', malformed('made/csv/antenna_heights_units.csv'));
    expect(features.map(({ fields }) => fields['heightAglM'])).toEqual([77, 76.2, 10, undefined, undefined]);
  });

  test.each(['made/geojson/latlon_swapped.geojson', 'made/csv/lat_lon_swapped.csv'])(
    '%s gets a hint that its axes are swapped, and lies with the rest once they are read so',
    async (path) => {
      const plan = emptyPlan();
      await imported(plan, 'poles', geoJsonFile([{ type: 'Point', coordinates: [11.51, 50.01] }]));
      const { report } = await imported(plan, 'sites', malformed(path));
      expect(report.files[0]!.problems.map(({ code }) => code)).toContain('import/swapped-axes');
      const { features, report: turned } = await imported(plan, 'facilities', malformed(path), { swapAxes: true });
      expect(turned.files[0]!.problems.map(({ code }) => code)).not.toContain('import/swapped-axes');
      for (const feature of features) expect(positionOf(feature).map(Math.floor)).toEqual([11, 50]);
    },
  );

  test('positions that can be degrees only the other way round are said to be swapped', async () => {
    const tokyo = geoJsonFile([{ type: 'Point', coordinates: [35.68, 139.77] }]);
    await expect(imported(emptyPlan(), 'poles', tokyo)).rejects.toMatchObject({
      code: 'import/no-crs',
      what: expect.stringContaining('seem to be swapped') as string,
      remedy: expect.stringContaining('--swap-axes') as string,
    });
    const { features } = await imported(emptyPlan(), 'poles', tokyo, { swapAxes: true });
    expect(features[0]!.geometry).toEqual({ type: 'Point', coordinates: [139.77, 35.68] });
    // Metres can be degrees neither way.
    await expect(
      imported(emptyPlan(), 'poles', geoJsonFile([{ type: 'Point', coordinates: [691_607, 5_334_760] }])),
    ).rejects.toMatchObject({ what: expect.not.stringContaining('swapped') as string });
  });

  test('polygons that are broken have areas that are none below zero, and can be asked what they contain', async () => {
    const areas = new Map<string, number>();
    for (const name of ['bowtie', 'hole_outside', 'clockwise_exterior', 'unclosed_ring']) {
      const { features } = await imported(emptyPlan(), 'parcels', malformed(`made/geojson/${name}.geojson`));
      areas.set(name, areaM2(features[0]!.geometry));
      expect(() => contains(features[0]!.geometry, [11.505, 50.005])).not.toThrow();
    }
    // 0.01° × 0.01° at 50° N is 716.96 m × 1112.4 m (series of the WGS 84 ellipsoid).
    expect(areas.get('clockwise_exterior')).toBeCloseTo(797_500, -3);
    expect(areas.get('unclosed_ring')).toBeCloseTo(areas.get('clockwise_exterior')!, 6);
    expect(areas.get('hole_outside')).toBeCloseTo(areas.get('clockwise_exterior')!, 6);
    expect(areas.get('bowtie')).toBeGreaterThanOrEqual(0);
  });

  test('a polygon over 180° is told as 0.2° wide, not 360°', async () => {
    const { name, bytes } = malformed('made/geojson/antimeridian.geojson');
    const { layers } = await inspectFile(name, bytes, {}, quietJob);
    expect(layers?.[0]?.bounds).toEqual([179.9, -17, -179.9, -16.9]);
  });

  test('the system of an old crs member is converted', async () => {
    const { features } = await imported(emptyPlan(), 'poles', malformed('made/geojson/old_crs_member_2056.geojson'));
    const [lng, lat] = positionOf(features[0]);
    expect(lng).toBeCloseTo(9.52, 2);
    expect(lat).toBeCloseTo(47.13, 1);
  });

  test('names of properties that JavaScript itself uses are names like others', async () => {
    const { features } = await imported(emptyPlan(), 'poles', malformed('made/geojson/deep_properties.geojson'));
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.values(features[0]!.fields).every((value) => ['string', 'number', 'boolean'].includes(typeof value))).toBe(
      true,
    );
  });

  test('formulas in attributes are neutralised in CSV', async () => {
    const { features } = await imported(emptyPlan(), 'poles', malformed('made/geojson/csv_injection.geojson'));
    const csv = new TextDecoder().decode(await written([{ name: 'poles', features }], 'csv'));
    expect(csv).toContain(`'=HYPERLINK`);
    for (const text of ["'+1+1", "'@SUM(1)", "'-2+3"]) expect(csv).toContain(text);
    expect(csv).not.toMatch(/(^|,)"?[=+@]/m);
  });

  test.each(['iso-subset', 'utf-subset'])('accented names of the shapefile %s are read, whatever its encoding', async (stem) => {
    // By its numbers (ogrinfo: 3404414, 5429530 …) and its German counties it is Gauss-Krüger zone 3; no .prj says so.
    const { features } = await imported(emptyPlan(), 'existing-network', malformed(`real/encoding/${stem}.shp`), {
      crs: 'EPSG:31467',
    });
    expect(features.map(({ fields }) => fields['KREIS_NAME'])).toContain('Südliche Weinstraße');
  });

  test('bounds of an imported layer are those of its positions', async () => {
    const { features } = await imported(emptyPlan(), 'parcels', malformed('made/shp/no_dbf.zip'));
    const [west, south, east, north] = boundsOf(features.flatMap(({ geometry }) => polygonsOf(geometry).flat(2)));
    // data/README.md, by GDAL
    expect([west, south, east, north].map((value) => Number(value.toFixed(4)))).toEqual([-71.1016, 42.3649, -71.0875, 42.3744]);
  });
});
