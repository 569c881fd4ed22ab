/** Turns the town into GeoJSON text: one feature a line, positions to 1e-7 degrees. */
import { toLngLat } from './frame.mjs';

const line = (points) => points.map(toLngLat);
const closed = (ring) => {
  const out = line(ring);
  return [...out, out[0]];
};

function collection(features) {
  return `{"type":"FeatureCollection","features":[\n${features.map((feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`;
}

const feature = (type, coordinates, properties) => ({ type: 'Feature', properties, geometry: { type, coordinates } });
const round1 = (value) => Math.round(value * 10) / 10;

const pairsOf = (list) => list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b]));
const linkBetween = (a, b, id) =>
  feature('LineString', line([a.position, b.position]), {
    id,
    name: `${a.name} – ${b.name}`,
    from: a.id,
    to: b.id,
    status: 'planned',
  });

/** @returns {Record<string, string>} text of each file by name */
export function writeLayers(town) {
  const { parcels, buildings, poles, streets, neighbourhoods, sites, hut, river, rail, creek } = town;
  return {
    'parcels.geojson': collection(
      parcels.map((p) =>
        feature('Polygon', [closed(p.ring)], {
          id: p.id,
          use: p.use,
          units: p.units,
          ownerType: p.ownerType,
          address: p.address,
        }),
      ),
    ),
    'buildings.geojson': collection(
      buildings.map((b) =>
        feature('Polygon', [closed(b.ring)], {
          id: b.id,
          kind: b.kind.replace('new house', 'house'),
          heightM: b.heightM,
          parcel: b.parcel.id,
        }),
      ),
    ),
    'premises.geojson': collection(parcels.filter((p) => p.use !== 'vacant').map(premises)),
    'poles.geojson': collection(poles.map(({ position, ...properties }) => feature('Point', toLngLat(position), properties))),
    'rights-of-way.geojson': collection(
      streets.flatMap(splitAtBridges).map(({ id, name, kind, surface, widthM, line: points, isBridge }) => {
        const permits = kind === 'easement' ? { permits: 'communications' } : {};
        return feature('LineString', line(points), {
          id,
          name,
          kind,
          surface,
          widthM,
          ...permits,
          ...(isBridge ? { bridge: true } : {}),
        });
      }),
    ),
    'barriers.geojson': collection([
      feature('Polygon', [closed(river.outline), closed(river.island)], { id: 'W1', kind: 'water', name: 'Bright River' }),
      feature('LineString', line(creek), { id: 'W2', kind: 'water', name: 'Sand Creek' }),
      feature('LineString', line(rail), { id: 'X1', kind: 'rail', name: 'Bright Valley Railroad' }),
    ]),
    'facilities.geojson': collection([feature('Point', toLngLat(hut), { id: 'hut-1', name: 'Depot Street Hut', kind: 'hut' })]),
    'sites.geojson': collection(sites.map(({ position, ...properties }) => feature('Point', toLngLat(position), properties))),
    'links.geojson': collection(pairsOf(sites).map(([a, b], i) => linkBetween(a, b, `link-${i + 1}`))),
    'neighbourhoods.geojson': collection(
      neighbourhoods.map((n) => feature('Polygon', [closed(n.ring)], { id: n.id, name: n.name })),
    ),
  };
}

/** Cuts a way where it goes over the river, at vertices, so that the bridge is a way of its own. */
function splitAtBridges(street) {
  const pieces = [];
  street.line.slice(1).forEach((b, i) => {
    const isBridge = street.overWater[i];
    const last = pieces[pieces.length - 1];
    if (last && last.isBridge === isBridge) last.line.push(b);
    else pieces.push({ ...street, isBridge, line: [street.line[i], b] });
  });
  return pieces.map((piece, i) => ({ ...piece, id: i === 0 ? street.id : `${street.id}${'abcdefgh'[i]}` }));
}

/** A premises at the middle of its parcel's street side. */
function premises(parcel, index) {
  const kind = { residential: 'home', farm: 'home', business: 'business', anchor: 'anchor' }[parcel.use];
  return feature('Point', toLngLat(parcel.front), {
    id: `H${String(index + 1).padStart(4, '0')}`,
    parcel: parcel.id,
    kind,
    units: parcel.units,
    address: parcel.address,
  });
}

/** README beside the files: what they are and the facts the first screen rests on. */
export function writeReadme(town, options) {
  const count = (list) => list.length.toLocaleString('en-US');
  const served = town.parcels.filter((p) => p.use !== 'vacant');
  const { raster, facts } = town;
  const row = (l) =>
    `| ${l.a} – ${l.b} | ${Math.round(l.distanceM)} m | ${verdict(l)} | ${round1(l.minClearanceM).toFixed(1)} m | ${l.raiseBM > 0 ? `${l.raiseBM.toFixed(2)} m` : '–'} | ${Math.round(l.limitM)} m |`;
  return `# Millrace Bend: raw input of the sample project

An invented river town in the Upper Midwest, made by \`../make-town.mjs --size ${options.size} --seed ${options.seed}\`; do not edit by hand. No
place, person, company or street in it is real; MIT licence like the program. Positions are WGS 84 (EPSG:4326), lengths metres.

| file | what | count |
|---|---|---|
| terrain.tif | bare ground, float32, ${raster.width} × ${raster.height} cells of about 10 m, metres above NAVD 88 (EPSG:5703), no empty cells | |
| parcels.geojson | id, use (residential, business, anchor, farm, vacant), units, ownerType, address | ${count(town.parcels)} |
| premises.geojson | a control for premises derived from parcels: the middle of each frontage of a parcel that is not vacant | ${count(served)} |
| buildings.geojson | footprints: kind, heightM, parcel | ${count(town.buildings)} |
| poles.geojson | owner, heightM (above ground), class (ANSI), year, substation, feeder, zone (where a new cable may go), street | ${count(town.poles)} |
| rights-of-way.geojson | centrelines that share exact vertices where they meet: kind, surface, widthM; bridge and permits (easement) where they apply | ${count(town.streets.flatMap(splitAtBridges))} |
| barriers.geojson | river (polygon with an island), creek, railway | 3 |
| facilities.geojson | the hut | 1 |
| sites.geojson | mesh nodes: heightAglM (antenna above ground), structure, consent | 3 |
| links.geojson | radio links that are planned between them: from, to, status | 3 |
| neighbourhoods.geojson | polygons that meet without gaps and cover the map | ${count(town.neighbourhoods)} |

Derive premises from parcels with \`--where "use!='vacant'"\`. ${town.remote.map((p) => `${p.id} (${p.address})`).join(' and ')} lie far from any
right-of-way: a cabin on the island and a farm on the bluff. There are no poles in the new subdivision (underground district), and none
along Main St, whose wires run in Main Alley. Poles of zone \`supply\` are old and short (30 ft, class 6 or 7): a cable needs make-ready there.

## Links, computed when the files were written
5.5 GHz, straight ray over the raster (bilinear), 4/3 earth, ends left out. Needed mast: what the second end must gain for 60 % of the first
Fresnel zone.

| link | length | verdict | least clearance | needed mast | limiting point from the first end |
|---|---|---|---|---|---|
${facts.links.map(row).join('\n')}
`;
}

function verdict(link) {
  if (link.fresnelFraction >= 0.6) return 'clear';
  return link.fresnelFraction >= 0 ? 'marginal' : 'blocked';
}
