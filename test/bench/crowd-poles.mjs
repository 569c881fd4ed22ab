/**
 * Sets about N poles along the streets of a generated town, evenly, on both sides, in place of its own: a town at scale.
 * `node data/sample-project/make-town.mjs --size 25000 --out DIR && node test/bench/crowd-poles.mjs DIR 60000`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, wanted] = process.argv.slice(2);
const OFFSET_M = 7;
const ways = JSON.parse(readFileSync(join(folder, 'rights-of-way.geojson'), 'utf8')).features;
const paths = ways.map(({ geometry }) => geometry.coordinates);
const scaleAt = (lat) => ({ x: 111320 * Math.cos((lat * Math.PI) / 180), y: 111132 });
const step = ([ax, ay], [bx, by]) => {
  const scale = scaleAt(ay);
  return { x: (bx - ax) * scale.x, y: (by - ay) * scale.y, scale };
};
const lengthOf = (path) => path.slice(1).reduce((sum, end, i) => sum + Math.hypot(step(path[i], end).x, step(path[i], end).y), 0);
const spacingM = (2 * paths.reduce((sum, path) => sum + lengthOf(path), 0)) / Number(wanted);
const features = [];
for (const path of paths) {
  for (const side of [1, -1]) {
    let next = side > 0 ? 0 : spacingM / 2;
    path.slice(1).forEach((end, i) => {
      const { x, y, scale } = step(path[i], end);
      const length = Math.hypot(x, y);
      for (; next < length; next += spacingM) {
        const along = next / length;
        const position = [
          path[i][0] + (x * along - (side * OFFSET_M * y) / length) / scale.x,
          path[i][1] + (y * along + (side * OFFSET_M * x) / length) / scale.y,
        ];
        const properties = { id: `P-${String(features.length + 1).padStart(5, '0')}`, kind: 'pole', zone: 'communications' };
        features.push({
          type: 'Feature',
          properties,
          geometry: { type: 'Point', coordinates: position.map((v) => Number(v.toFixed(7))) },
        });
      }
      next -= length;
    });
  }
}
writeFileSync(join(folder, 'poles.geojson'), JSON.stringify({ type: 'FeatureCollection', features }));
console.log(`${features.length} poles, ${spacingM.toFixed(1)} m apart on each side`);
