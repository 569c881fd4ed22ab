import { describe, expect, test } from 'vitest';
import { quietJob } from '../../../src/base/job.ts';
import { readGpx } from '../../../src/io/gpx.ts';
import { cutNineTimes } from '../../support/cut-files.ts';
import { gdalReads, readByGdal } from '../../support/gdal.ts';
import { exchangeSample, written } from './exchange-sample.ts';
import { imported, emptyPlan } from './import-samples.ts';

const bytesOf = (inner: string): Uint8Array =>
  new TextEncoder().encode(`<?xml version="1.0"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">${inner}</gpx>`);

/** In the words of the schema (topografix.com/GPX/1/1): metadata, waypoints, routes, tracks. */
const FIELD_DAY = `<metadata><name>Day</name></metadata>
  <wpt lat="50" lon="11.5"><ele>340.5</ele><time>2026-05-01T10:00:00Z</time><name>Pole 7</name><sym>Flag</sym></wpt>
  <wpt lat="50.1" lon="11.6"><ele>341</ele><name>Pole 8</name></wpt>
  <rte><name>Way in</name><rtept lat="50" lon="11"><name>A</name></rtept><rtept lat="51" lon="12"/></rte>
  <trk><name>Walk</name><number>1</number><trkseg><trkpt lat="50" lon="11"><ele>3</ele></trkpt><trkpt lat="51" lon="12"/></trkseg>
  <trkseg><trkpt lat="52" lon="13"/></trkseg></trk>
  <trk><trkseg><trkpt lat="1" lon="2"/><trkpt lat="3" lon="4"/></trkseg><trkseg><trkpt lat="5" lon="6"/><trkpt lat="7" lon="8"/></trkseg></trk>`;

describe('GPX', () => {
  test('waypoints, routes and tracks are a layer each, with their texts as fields', async () => {
    const [waypoints, routes, tracks] = await readGpx('a.gpx', bytesOf(FIELD_DAY), quietJob);
    expect(waypoints).toMatchObject({
      name: 'waypoints',
      total: 2,
      features: [
        {
          geometry: { coordinates: [11.5, 50] },
          fields: { name: 'Pole 7', ele: 340.5, time: '2026-05-01T10:00:00Z', sym: 'Flag' },
        },
        { fields: { name: 'Pole 8', ele: 341 } },
      ],
    });
    expect(routes).toMatchObject({ name: 'routes', total: 1, features: [{ fields: { name: 'Way in' } }] });
    expect(tracks?.features.map(({ geometry }) => geometry)).toEqual([
      {
        type: 'LineString',
        coordinates: [
          [11, 50],
          [12, 51],
        ],
      },
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [2, 1],
            [4, 3],
          ],
          [
            [6, 5],
            [8, 7],
          ],
        ],
      },
    ]);
  });

  test('a file of waypoints only needs no layer to be named', async () => {
    const file = { name: 'a.gpx', bytes: bytesOf('<wpt lat="50" lon="11.5"><name>P</name></wpt>') };
    const { features } = await imported(emptyPlan(), 'sites', file);
    expect(features).toMatchObject([{ fields: { name: 'P' }, geometry: { coordinates: [11.5, 50] } }]);
  });

  test('a point without a position is a bad row of its own layer, told by its line', async () => {
    const [waypoints, tracks] = await readGpx(
      'a.gpx',
      bytesOf('<wpt lat="50" lon="11"/><trk><trkseg><trkpt lat="50" lon="1"/><trkpt lat="" lon="1"/></trkseg></trk>'),
      quietJob,
    );
    expect(waypoints?.problems).toEqual([]);
    expect(tracks).toMatchObject({
      total: 1,
      features: [],
      problems: [{ severity: 'row', code: 'import/coordinates', where: 'track 1 (line 2)' }],
    });
  });

  test('another XML is refused, and so is a file cut at nine places', async () => {
    const kml = new TextEncoder().encode('<kml/>');
    await expect(readGpx('a.gpx', kml, quietJob)).rejects.toMatchObject({ code: 'import/not-gpx' });
    expect(new Set(await cutNineTimes('a.gpx', bytesOf(FIELD_DAY)))).toEqual(new Set(['import/damaged']));
  });
});

describe('GPX, written', () => {
  const bytes = written([{ name: 'sample', features: exchangeSample }], 'gpx');

  test('points come back as waypoints, lines and outlines as tracks, with names, ids and all fields in the comment', async () => {
    const [waypoints, tracks] = await readGpx('a.gpx', await bytes, quietJob);
    expect(waypoints?.features).toMatchObject([
      {
        geometry: exchangeSample[0]?.geometry,
        fields: {
          name: 'a1',
          src: 'a1',
          type: 'sample',
          cmt: 'height: 12.5\nnote: Ångström "quoted", 東京\nowned: true\nrank: 3',
        },
      },
    ]);
    expect(tracks?.features.map(({ geometry }) => geometry?.type)).toEqual([
      'LineString',
      'MultiLineString',
      'MultiLineString',
      'MultiLineString',
    ]);
    expect(tracks?.features[1]?.geometry).toEqual(exchangeSample[2]?.geometry);
    expect(tracks?.problems).toEqual([]);
  });

  test.skipIf(!gdalReads('GPX'))('GDAL finds the same waypoints and tracks', async () => {
    expect(readByGdal('a.gpx', await bytes, 'waypoints')).toMatchObject([
      { geometry: exchangeSample[0]?.geometry, properties: { name: 'a1', src: 'a1', type: 'sample' } },
    ]);
    const tracks = readByGdal('a.gpx', await bytes, 'tracks');
    expect(tracks.map(({ properties }) => properties['name'])).toEqual(['a2', 'a3', 'a4', 'a5']);
    expect(tracks[1]?.geometry).toEqual(exchangeSample[2]?.geometry);
  });
});
