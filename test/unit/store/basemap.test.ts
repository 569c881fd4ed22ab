import { expect, test } from 'vitest';
import { isTileTemplate, readBasemaps, tileAddress, tileAt } from '../../../src/store/basemap.ts';
import { countTiles } from '../../../src/store/kept-areas.ts';

test('an address of tiles says where each goes', () => {
  expect(isTileTemplate('https://t.example/{z}/{x}/{y}.png')).toBe(true);
  expect(isTileTemplate('https://t.example/{z}/{x}/{-y}.png')).toBe(true);
  expect(isTileTemplate('https://t.example/wms?bbox={bbox-epsg-3857}')).toBe(true);
  expect(isTileTemplate('https://t.example/{z}/{x}.png')).toBe(false);
  expect(isTileTemplate('https://t.example/style.json')).toBe(false);
});

test('the parts of an address are filled in as each kind of server counts', () => {
  const place = { z: 3, x: 3, y: 5 };
  expect(tileAddress('h/{z}/{x}/{y}{r}.png', place)).toBe('h/3/3/5.png');
  // TMS counts rows from the south: 2³ − 1 − 5.
  expect(tileAddress('h/{z}/{x}/{-y}', place)).toBe('h/3/3/2');
  // The example of Microsoft's description of the Bing Maps tile system: tile (3, 5) at level 3 is 213.
  expect(tileAddress('h/{quadkey}', place)).toBe('h/213');
  expect(tileAddress('h/{s}/{a-c}/{switch:x,y}', { z: 3, x: 1, y: 0 })).toBe('h/b/b/y');
  // The whole world is one tile: ± π times 6,378,137 m.
  expect(
    tileAddress('{bbox-epsg-3857}', { z: 0, x: 0, y: 0 })
      .split(',')
      .map((m) => Math.round(Number(m))),
  ).toEqual([-20037508, -20037508, 20037508, 20037508]);
});

test('a place lies in the tile that the OpenStreetMap wiki computes for it', () => {
  // Slippy map tilenames: N (lat 52.51628, lon 13.37771) at zoom 17 is 70406, 42987, the Brandenburg Gate.
  const [x, y] = [((13.37771 + 180) / 360) * 2 ** 17, 0];
  expect(tileAt([13.37771, 52.51628], 17).x).toBe(Math.floor(x + y));
  const rad = (52.51628 * Math.PI) / 180;
  expect(tileAt([13.37771, 52.51628], 17).y).toBe(Math.floor(((1 - Math.asinh(Math.tan(rad)) / Math.PI) / 2) * 2 ** 17));
  expect(tileAt([0, 90], 2)).toEqual({ z: 2, x: 2, y: 0 });
});

test('an area has as many tiles as its rows and columns, zoom by zoom, of each source', () => {
  const whole = [-179.9, -84, 179.9, 84] as const;
  const list = { files: [], templates: [{ template: 'h', minZoom: 0, maxZoom: 3 }] };
  expect(countTiles(whole, list, 2)).toBe(1 + 4 + 16);
  expect(countTiles(whole, list, 9)).toBe(1 + 4 + 16 + 64);
  expect(countTiles([10, 50, 10.0001, 50.0001], { ...list, templates: [...list.templates, ...list.templates] }, 3)).toBe(8);
});

test('stored basemaps that are none are left out', () => {
  const good = {
    id: 'b1',
    title: 'T',
    kind: 'tiles',
    address: 'https://h/{z}/{x}/{y}',
    attribution: '©',
    tilePx: 256,
    maxZoom: 19,
  };
  expect(readBasemaps([good, { ...good, kind: 'script' }, 7, null, { ...good, maxZoom: 99 }])).toEqual([
    { ...good, vectorLayers: null, opacity: 1, withGround: false },
  ]);
  expect(readBasemaps('x')).toEqual([]);
});
