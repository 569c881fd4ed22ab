import { AppError } from '../base/app-error.ts';
import { EXPORT_FORMATS, exportFormat } from '../io/export-formats.ts';
import { exportLayers, type NamedFeatures } from '../io/export-layers.ts';
import { featuresInScope, type ExportScope } from '../io/export-scope.ts';
import { ENCODINGS, type Encoding } from '../io/write/text-bytes.ts';
import { ABOUT_FILE } from '../io/write/shapefile.ts';
import { parseStatedService } from '../io/write/bdc.ts';
import type { DrawingPlane } from '../io/write/dxf.ts';
import { readZip } from '../io/zip.ts';
import { aboutText, isHidden, planFor, type SharedPlan } from '../plan/audience.ts';
import { creditsOf } from '../plan/credits.ts';
import { featuresOfLayer, type Source } from '../plan/layer.ts';
import { FEATURE_LAYER_NAMES, isFeatureLayerName, isRasterLayerName, RASTER_LAYER_NAMES } from '../plan/layers.ts';
import type { Plan } from '../plan/plan.ts';
import { fibrePlanOf } from '../studies/fiber/fibre-plan.ts';
import { networkFeatures } from '../studies/build-plan/network-features.ts';
import { splitterRows } from '../studies/build-plan/splitter-rows.ts';
import { planInputs } from '../studies/build-plan/input-list.ts';
import { poleNumbers } from '../studies/build-plan/pole-numbers.ts';
import type { Arguments, Command } from './arguments.ts';
import { AUDIENCE_OPTION, audienceOf } from './audience-option.ts';
import { exportRaster, RASTER_FORMAT } from './export-raster.ts';
import { writeAtomically } from './files.ts';
import { openProject } from './project.ts';
import { answer } from './terminal.ts';

/** What the designed network is exported as: all of it, or one kind of its parts. */
const NETWORK_LAYERS: Readonly<Record<string, string | null>> = {
  network: null,
  routes: 'stretch',
  drops: 'drop',
  'network-poles': 'pole',
  terminals: 'terminal',
  cabinets: 'cabinet',
  crossings: 'crossing',
  risers: 'riser',
  splitters: 'splitter',
  'network-facilities': 'facility',
};

export const command: Command = {
  usage: `export PROJECT.weft --layer NAME... --format ${[...Object.keys(EXPORT_FORMATS), RASTER_FORMAT].join('|')} --out FILE [--dry-run] [--neighbourhood NAME] [--audience public|members|full] [--crs EPSG:N] [--unit m|ft] [--encoding utf-8|utf-8-bom|windows-1252] [--available COLUMN=VALUE...]`,
  options: {
    layer: {
      kind: 'many',
      about: `layers: ${FEATURE_LAYER_NAMES.join(', ')}; ${RASTER_LAYER_NAMES.join(', ')} (tif); of the design: ${Object.keys(NETWORK_LAYERS).join(', ')}`,
    },
    format: {
      kind: 'text',
      about: `${Object.keys(EXPORT_FORMATS).join(', ')}; ${RASTER_FORMAT} of terrain, surface, building-heights or canopy`,
    },
    out: { kind: 'text', about: 'the file to write; a shapefile becomes a zip, or its loose parts where the name ends in .shp' },
    audience: AUDIENCE_OPTION,
    crs: {
      kind: 'text',
      about:
        'system of the positions (gpkg, shp, fgb, csv, xlsx, dxf); longitude and latitude where it is missing, in a drawing (dxf) the zone of UTM',
    },
    'dry-run': { kind: 'flag', about: 'writes nothing, and says what the file would not hold of these layers as it is' },
    neighbourhood: { kind: 'text', about: 'only what lies in this neighbourhood' },
    encoding: { kind: 'text', about: `of texts (shp, csv): ${ENCODINGS.join(', ')}` },
    unit: { kind: 'text', about: 'of a drawing (dxf): m or ft' },
    available: {
      kind: 'many',
      about:
        'of an FCC location list (bdc): what is offered at every feature of the layer, which you state to be built or installable within ten business days: provider_id=131310 technology=50 …',
    },
  },
  words: 1,
  async run(call) {
    const path = call.positional(0, 'The project file');
    const names = call.many('layer');
    if (names.length === 0) throw call.wrong('--layer is missing.');
    const isDry = call.has('dry-run');
    const out = isDry ? call.text('out') : call.required('out');
    const wanted = call.required('format').toLowerCase();
    if (wanted === RASTER_FORMAT) return exportRaster(call, await openProject(path), names, isDry ? undefined : out);
    const format = exportFormat(wanted);
    const shared = planFor(await openProject(path), audienceOf(call));
    const { plan, audience } = shared;
    const neighbourhood = call.text('neighbourhood');
    const scope: ExportScope = neighbourhood === undefined ? { kind: 'all' } : { kind: 'neighbourhood', name: neighbourhood };
    const layers = names.map((name) => {
      const layer = layerOfPlan(shared, name);
      return { name, features: featuresInScope(plan, layer.features, scope) };
    });
    const withheld = shared.withheld.filter(({ layer }) => names.includes(layer));
    const sources = names.flatMap((name) => sourcesOf(plan, name));
    const about = aboutText({ audience, withheld }, sources);
    const available = parseStatedService(call.many('available'));
    if (format !== 'bdc' && call.has('available'))
      throw call.wrong('Only a location list (bdc) states what is available.', '--available');
    const said = { ...planeOf(call), ...encodingOf(call), available, about };
    const { bytes, losses, notes } = await exportLayers(plan.name, layers, format, said);
    // A dry run makes everything, and keeps nothing of it.
    if (!isDry && out !== undefined) await (/\.shp$/i.test(out) ? writeLooseShapefile(out, bytes) : writeAtomically(out, bytes));
    const counts = layers.map(({ name, features }) => ({ name, count: features.length }));
    const loses = EXPORT_FORMATS[format].loses;
    const facts = { audience, withheld, credits: creditsOf(sources) };
    answer(
      call,
      { ...(isDry ? { dryRun: true } : { out }), format, layers: counts, bytes: bytes.length, losses, notes, ...facts },
      [
        `${isDry ? `Nothing was written; it would be ${bytes.length} bytes` : `Wrote ${out ?? ''}`}: ${counts.map(({ name, count }) => `${count} ${name}`).join(', ')}.`,
        `  ${about}`,
        ...[...(loses === null ? [] : [loses]), ...notes].map((note) => `  note: ${note}`),
      ],
    );
  },
};

/** The sources of a layer; the designed network rests on all that the plan has. */
function sourcesOf(plan: Plan, name: string): readonly Source[] {
  return isFeatureLayerName(name) ? (plan.layers.get(name)?.sources ?? []) : planInputs(plan);
}

function encodingOf(call: Arguments): { encoding?: Encoding } {
  const encoding = call.text('encoding');
  if (encoding === undefined) return {};
  const known = ENCODINGS.find((one) => one === encoding.toLowerCase());
  if (known === undefined) throw call.wrong(`"${encoding}" is not one of ${ENCODINGS.join(', ')}.`, '--encoding');
  return { encoding: known };
}

function planeOf(call: Arguments): DrawingPlane {
  const [crs, unit] = [call.text('crs'), call.text('unit')];
  if (unit !== undefined && unit !== 'm' && unit !== 'ft') throw call.wrong(`"${unit}" is not m or ft.`, '--unit');
  return { ...(crs === undefined ? {} : { crs }), ...(unit === undefined ? {} : { unit }) };
}

/** The parts of a zipped shapefile as files beside each other, the .shp last. @throws AppError export/one-shape where there are several */
async function writeLooseShapefile(out: string, zip: Uint8Array): Promise<void> {
  const parts = [...(await readZip(out, zip))].filter(([name]) => name !== ABOUT_FILE);
  if (parts.filter(([name]) => name.endsWith('.shp')).length !== 1)
    throw new AppError('export/one-shape', {
      what: 'A loose shapefile holds one layer of one kind of shape; here there are several.',
      where: out,
      remedy: 'Name a file that ends in .zip.',
    });
  const last = (name: string): number => Number(name.endsWith('.shp'));
  for (const [name, bytes] of parts.sort(([a], [b]) => last(a) - last(b)))
    writeAtomically(out.slice(0, -'.shp'.length) + name.slice(name.lastIndexOf('.')), bytes);
}

function layerOfPlan(shared: SharedPlan, name: string): NamedFeatures {
  const { plan } = shared;
  if (Object.hasOwn(NETWORK_LAYERS, name)) return { name, features: networkPart(shared, NETWORK_LAYERS[name] ?? null) };
  if (isRasterLayerName(name))
    throw new AppError('export/raster', {
      what: 'This is a raster, which none of the formats of features holds.',
      where: name,
      remedy: `Export it as a GeoTIFF: --format ${RASTER_FORMAT}`,
    });
  const possible = [...plan.layers.keys(), ...(plan.fiber === null ? [] : Object.keys(NETWORK_LAYERS))];
  const layer = isFeatureLayerName(name) ? plan.layers.get(name) : undefined;
  if (layer !== undefined) return { name, features: [...featuresOfLayer(layer)] };
  throw new AppError('export/no-such-layer', {
    what: `The project has no layer "${name}".`,
    where: '--layer',
    remedy: possible.length > 0 ? `Choose one of: ${possible.join(', ')}.` : 'Import a layer first.',
  });
}

function networkPart({ plan, audience }: SharedPlan, kind: string | null): NamedFeatures['features'] {
  const network = plan.fiber;
  if (network === null)
    throw new AppError('export/no-design', {
      what: 'The project has no designed network yet.',
      where: kind ?? 'network',
      remedy: 'Design it first: weft design PROJECT.weft fiber',
    });
  const neighbourhoods = plan.layers.get('neighbourhoods');
  const names = new Map(
    neighbourhoods === undefined
      ? []
      : Array.from(featuresOfLayer(neighbourhoods), ({ id, fields }) => [id, String(fields['name'] ?? id)]),
  );
  const features = networkFeatures(network, {
    nameOf: (id) => (id === null ? 'outside' : (names.get(id) ?? id)),
    poleNumbers: poleNumbers(network),
    whole: network,
    splitters: splitterRows(fibrePlanOf(network, plan.settings)),
    hidesSurvey: isHidden(plan.fieldClasses, audience, 'poles', 'makeReadyCents'),
  });
  return kind === null ? features : features.filter((feature) => feature.fields['kind'] === kind);
}
