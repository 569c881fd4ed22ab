import { afterEach, expect, test, vi } from 'vitest';
import { lightPalette } from '../../../src/base/palette.ts';
import { MapWriter, type Picture } from '../../../src/map/sync.ts';
import type { DrawnFeature, MapView } from '../../../src/map/map-view.ts';
import { usualDisplay, withGroup } from '../../../src/plan/display.ts';
import { emptyLayer, layerOf, withEdits } from '../../../src/plan/layer.ts';
import type { Feature } from '../../../src/plan/feature-table.ts';
import type { LayerEdits } from '../../../src/workers/layer-tiles.ts';
import { fakeMap } from '../../support/fake-map.ts';

const pole = (id: string, lng: number): Feature => ({ id, geometry: { type: 'Point', coordinates: [lng, 44] }, fields: {} });
const poles = layerOf([pole('A', 1), pole('B', 2)]);
const nothing: Picture = {
  layers: new Map(),
  fiber: null,
  terrain: null,
  display: usualDisplay,
  basemap: 'plain',
  palette: lightPalette,
  units: 'us',
  link: [],
  highlight: [],
  hover: [],
  marker: null,
  draft: [],
  preview: null,
};

function writerOn(): { writer: MapWriter; written: string[]; puts: Map<string, readonly DrawnFeature[]>; edits: LayerEdits[] } {
  const written: string[] = [];
  const puts = new Map<string, readonly DrawnFeature[]>();
  const edits: LayerEdits[] = [];
  const map: MapView = fakeMap({
    put: (source, features) => {
      written.push(`put ${source}`);
      puts.set(source, features);
    },
    putLayer: (layer) => void written.push(`put ${layer}`),
    editLayer: (layer, touched) => {
      written.push(`edit ${layer}`);
      edits.push(touched);
    },
    setVisible: (group, visible) => void written.push(`${visible ? 'show' : 'hide'} ${group}`),
  });
  // Frames are written by hand here.
  vi.stubGlobal('requestAnimationFrame', () => 1);
  return { writer: new MapWriter(map), written, puts, edits };
}

function draw(writer: MapWriter, picture: Partial<Picture>): void {
  writer.show({ ...nothing, ...picture });
  writer.flush();
}

afterEach(() => vi.unstubAllGlobals());

test('only what differs from the last picture reaches the map', () => {
  const { writer, written } = writerOn();
  draw(writer, { layers: new Map([['poles', poles]]) });
  expect(written).toContain('put poles');
  written.length = 0;
  draw(writer, { layers: new Map([['poles', poles]]), link: nothing.link, highlight: nothing.highlight, hover: nothing.hover });
  expect(written).toEqual([]);
});

test('an edit sends the one feature that it touched, and its undo that it is as it was', () => {
  const { writer, written, edits } = writerOn();
  draw(writer, { layers: new Map([['poles', poles]]) });
  written.length = 0;
  draw(writer, { layers: new Map([['poles', withEdits(poles, [['A', pole('A', 5)]])]]) });
  expect(written).toEqual(['edit poles']);
  draw(writer, { layers: new Map([['poles', poles]]) });
  draw(writer, { layers: new Map([['poles', withEdits(poles, [['B', null]])]]) });
  expect(edits).toEqual([[['A', pole('A', 5)]], [['A', undefined]], [['B', null]]]);
});

test('the first feature of a kind opens its layer', () => {
  const { writer, written } = writerOn();
  draw(writer, {});
  written.length = 0;
  draw(writer, { layers: new Map([['facilities', withEdits(emptyLayer, [['hut', pole('hut', 1)]])]]) });
  expect(written).toEqual(['put facilities']);
});

test('pictures that come before the next frame replace each other', () => {
  const { writer, puts } = writerOn();
  writer.show({ ...nothing, marker: [1, 1] });
  writer.show({ ...nothing, marker: [2, 2] });
  writer.flush();
  expect(puts.get('marker')?.[0]?.geometry).toEqual({ type: 'Point', coordinates: [2, 2] });
});

test('hiding a group hides it and shows it again', () => {
  const { writer, written } = writerOn();
  draw(writer, { display: withGroup(usualDisplay, 'parcels', { hidden: true }) });
  draw(writer, {});
  expect(written.filter((line) => line.endsWith('parcels') && !line.startsWith('put'))).toEqual(['hide parcels', 'show parcels']);
});
