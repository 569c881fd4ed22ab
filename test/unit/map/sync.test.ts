import { expect, test } from 'vitest';
import { lightPalette } from '../../../src/base/palette.ts';
import { MapWriter, type Picture } from '../../../src/map/sync.ts';
import type { DrawnDiff, DrawnFeature, MapView } from '../../../src/map/map-view.ts';
import { usualDisplay, withGroup } from '../../../src/plan/display.ts';
import { layerOf, withEdits } from '../../../src/plan/layer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import { fakeMap } from '../../support/fake-map.ts';

const pole = (id: string, lng: number): Feature => ({ id, geometry: { type: 'Point', coordinates: [lng, 44] }, fields: {} });
const poles = layerOf([pole('A', 1), pole('B', 2)]);
const nothing: Picture = {
  layers: new Map(),
  fiber: null,
  terrain: null,
  display: usualDisplay,
  palette: lightPalette,
  units: 'us',
  link: [],
  highlight: [],
  hover: [],
  marker: null,
  draft: [],
};

function writerOn(): { writer: MapWriter; written: string[]; puts: Map<string, readonly DrawnFeature[]>; diffs: DrawnDiff[] } {
  const written: string[] = [];
  const puts = new Map<string, readonly DrawnFeature[]>();
  const diffs: DrawnDiff[] = [];
  const map: MapView = fakeMap({
    put: (source, features) => {
      written.push(`put ${source}`);
      puts.set(source, features);
    },
    patch: (source, diff) => {
      written.push(`patch ${source}`);
      diffs.push(diff);
    },
    setVisible: (group, visible) => void written.push(`${visible ? 'show' : 'hide'} ${group}`),
  });
  // Frames are written by hand here.
  globalThis.requestAnimationFrame = () => 1;
  return { writer: new MapWriter(map), written, puts, diffs };
}

function draw(writer: MapWriter, picture: Partial<Picture>): void {
  writer.show({ ...nothing, ...picture });
  writer.flush();
}

test('only what differs from the last picture reaches the map', () => {
  const { writer, written } = writerOn();
  draw(writer, { layers: new Map([['poles', poles]]) });
  expect(written).toContain('put poles');
  written.length = 0;
  draw(writer, { layers: new Map([['poles', poles]]), link: nothing.link, highlight: nothing.highlight, hover: nothing.hover });
  expect(written).toEqual([]);
});

test('an edit sends the one feature that it touched, and its undo sends it back', () => {
  const { writer, written, diffs } = writerOn();
  draw(writer, { layers: new Map([['poles', poles]]) });
  written.length = 0;
  draw(writer, { layers: new Map([['poles', withEdits(poles, [['A', pole('A', 5)]])]]) });
  expect(written).toEqual(['patch poles']);
  expect(diffs[0]?.remove).toEqual(['feature/poles/A']);
  expect(diffs[0]?.add.map((feature) => feature.geometry)).toEqual([{ type: 'Point', coordinates: [5, 44] }]);
  draw(writer, { layers: new Map([['poles', poles]]) });
  expect(diffs[1]?.add.map((feature) => feature.geometry)).toEqual([{ type: 'Point', coordinates: [1, 44] }]);
});

test('a deleted feature is taken away and nothing put in its place', () => {
  const { writer, diffs } = writerOn();
  draw(writer, { layers: new Map([['poles', poles]]) });
  draw(writer, { layers: new Map([['poles', withEdits(poles, [['B', null]])]]) });
  expect(diffs).toEqual([{ remove: ['feature/poles/B'], add: [] }]);
});

test('pictures that come before the next frame replace each other', () => {
  const { writer, puts } = writerOn();
  writer.show({ ...nothing, marker: [1, 1] });
  writer.show({ ...nothing, marker: [2, 2] });
  writer.flush();
  expect(puts.get('marker')?.[0]?.geometry).toEqual({ type: 'Point', coordinates: [2, 2] });
});

test('a neighbourhood has its name written once', () => {
  const { writer, puts } = writerOn();
  const square = [
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 0],
    [0, 0],
  ] as const;
  const layer = layerOf([{ id: 'N', geometry: { type: 'Polygon', coordinates: [square] }, fields: { name: 'North' } }]);
  draw(writer, { layers: new Map([['neighbourhoods', layer]]) });
  expect(puts.get('neighbourhoods')?.filter((feature) => feature.properties['label'] === true)).toHaveLength(1);
});

test('hiding a group hides it and shows it again', () => {
  const { writer, written } = writerOn();
  draw(writer, { display: withGroup(usualDisplay, 'parcels', { hidden: true }) });
  draw(writer, {});
  expect(written.filter((line) => line.endsWith('parcels') && !line.startsWith('put'))).toEqual(['hide parcels', 'show parcels']);
});
